//! What a scenario is called: by the ways that it alone shows. Must not know what it holds.

/// Ways that a title names at most.
const MOST_NAMED: usize = 2;

/// Letters of a title, and of the name of its file.
const LONGEST_TITLE: usize = 100;
const LONGEST_STEM: usize = 60;

/// A title from the words for each way, the most telling first.
pub(super) fn title(flow: &str, ways: &[String]) -> String {
    let named = ways.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
    let more = ways.len().saturating_sub(MOST_NAMED);
    let more = if more == 0 { String::new() } else { format!("; {more} more") };
    let room = LONGEST_TITLE.saturating_sub(flow.chars().count() + more.chars().count() + 2);
    let named = if named.chars().count() > room {
        format!("{}\u{2026}", named.chars().take(room.saturating_sub(1)).collect::<String>().trim_end())
    } else {
        named
    };
    format!("{flow}: {named}{more}")
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

    #[test]
    fn a_title_names_two_ways_and_counts_the_others() {
        let ways = ["Gold?: no", "Transfer: failure", "Bye"].map(str::to_owned);
        assert_eq!(title("Support", &ways), "Support: Gold?: no; Transfer: failure; 1 more");
        assert_eq!(title("Support", &ways[..1]), "Support: Gold?: no");
        let long = [format!("{}: yes", "word ".repeat(40)), "b".to_owned(), "c".to_owned()];
        let long = title("Support", &long);
        assert!(long.chars().count() <= 100 && long.ends_with("\u{2026}; 1 more"), "{long}");
    }

    #[test]
    fn a_file_s_name_is_plain() {
        assert_eq!(stem("orders", &["Is it \u{201e}Gold\u{201c}?: no".to_owned()]), "orders_is_it_gold_no");
        assert_eq!(stem("\u{fc}", &[]), "suggested");
        assert!(stem("a", &["word ".repeat(40)]).len() <= 60);
    }
}
