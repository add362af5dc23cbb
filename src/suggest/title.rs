//! What a scenario is called: by the ways that it alone shows. Must not know what it holds.

/// Ways that a title names at most.
const MOST_NAMED: usize = 2;

/// Letters of a title, and of the name of its file.
const LONGEST_TITLE: usize = 100;
const LONGEST_STEM: usize = 60;

/// A way as a clause: what an action does, by the output that it is left by.
pub(super) fn clause(action: &str, output: Option<&str>) -> String {
    match output {
        None => action.to_owned(),
        Some("success") => format!("{action} succeeds"),
        Some("failure") => format!("{action} fails"),
        Some("timeout") => format!("{action} times out"),
        Some("found") => format!("{action} finds it"),
        Some("notFound") => format!("{action} finds nothing"),
        // The name of a decision is a question more often than not.
        Some(output) if action.ends_with('?') => format!("{action} {output}"),
        Some(output) => format!("{action}: {output}"),
    }
}

/// A title from a clause for each way, in the order in which they are taken.
pub(super) fn title(flow: &str, clauses: &[String]) -> String {
    let named = clauses.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", then ");
    let more = clauses.len().saturating_sub(MOST_NAMED);
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    let room = LONGEST_TITLE.saturating_sub(flow.chars().count() + more.chars().count() + 2);
    format!("{flow}: {}{more}", cut(&named, room))
}

/// A text of so many letters at most, cut where a word ends.
fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let head: String = text.chars().take(room.saturating_sub(1)).collect();
    let whole = head.rsplit_once(' ').map_or(head.as_str(), |(words, _)| words);
    format!("{}\u{2026}", whole.trim_end_matches([' ', ',']))
}

/// The name of a file without its ending: small letters, digits and underlines.
pub(super) fn stem(flow: &str, ways: &[String]) -> String {
    let words = format!("{flow} {}", ways.first().map(String::as_str).unwrap_or_default());
    let plain: String =
        words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let mut stem = String::new();
    for word in plain.split_whitespace() {
        if stem.len() + word.len() + 1 > LONGEST_STEM {
            break;
        }
        if !stem.is_empty() {
            stem.push('_');
        }
        stem += word;
    }
    if stem.is_empty() { "suggested".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Get the customer", Some("timeout"), "Get the customer times out")]
    #[case("Transfer to VIP", Some("failure"), "Transfer to VIP fails")]
    #[case("Is it Gold?", Some("no"), "Is it Gold? no")]
    #[case("Region", Some("default"), "Region: default")]
    #[case("Say goodbye", None, "Say goodbye")]
    fn a_way_is_a_clause(#[case] action: &str, #[case] output: Option<&str>, #[case] words: &str) {
        assert_eq!(clause(action, output), words);
    }

    #[test]
    fn a_title_names_two_ways_and_counts_the_others() {
        let ways = ["Get the customer times out", "Transfer to VIP fails", "Bye"].map(str::to_owned);
        let two = "Support: Get the customer times out, then Transfer to VIP fails";
        assert_eq!(title("Support", &ways), format!("{two}, and 1 more"));
        assert_eq!(title("Support", &ways[..2]), two);
        assert_eq!(title("Support", &ways[2..]), "Support: Bye");
        let long = [format!("{}: yes", "word ".repeat(40)), "b".to_owned(), "c".to_owned()];
        let long = title("Support", &long);
        assert!(long.chars().count() <= 100 && long.ends_with(" word\u{2026}, and 1 more"), "{long}");
    }

    #[test]
    fn a_file_s_name_is_plain() {
        assert_eq!(stem("orders", &["Is it \u{201e}Gold\u{201c}?: no".to_owned()]), "orders_is_it_gold_no");
        assert_eq!(stem("\u{fc}", &[]), "suggested");
        assert!(stem("a", &["word ".repeat(40)]).len() <= 60);
    }
}
