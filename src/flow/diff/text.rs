//! Changes as lines for people, grouped by container, and as JSON for tools. Must not know how changes are found.

use serde_json::{Value as Json, json};

use super::model::{Change, Comparison, Subject, What};

/// How much of a value a line shows; JSON has all of it.
const LONGEST: usize = 160;

/// How much of what two long values begin with alike is shown before they part.
const LEAD: usize = 20;

/// The changes as lines, each group under its container's name.
pub fn to_lines(comparison: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    let mut group: Option<Option<&str>> = None;
    for change in &comparison.changes {
        let own = change.container.as_deref();
        if group != Some(own) {
            lines.push(own.unwrap_or("flow").to_owned());
            group = Some(own);
        }
        lines.push(format!("  {} {}", change.what.sign(), sentence(change)));
    }
    lines
}

/// The same as a document.
pub fn to_json(comparison: &Comparison) -> Json {
    json!({
        "equal": comparison.is_empty(),
        "changes": comparison.changes,
        "notCompared": comparison.not_compared,
    })
}

fn sentence(change: &Change) -> String {
    let name = &change.name;
    let part = change.part.as_deref().unwrap_or_default();
    let place = change.after.as_deref().or(change.before.as_deref()).unwrap_or_default();
    match (change.what, change.subject) {
        (What::Added | What::Removed, Subject::Output) => format!("{name}: output `{part}`"),
        (What::Added | What::Removed, _) if place.is_empty() => name.clone(),
        (What::Added | What::Removed, Subject::Variable) => format!("{name}: {place}"),
        (What::Added | What::Removed, _) => format!("{name}, {place}"),
        (What::Renamed, Subject::Output) => {
            format!("{name}: output `{}` is now `{}`", text(&change.before), text(&change.after))
        }
        (What::Renamed, _) => format!("{name} was `{}`", text(&change.before)),
        (What::Moved, _) => format!("{name} stands {}; it stood {}", text(&change.after), text(&change.before)),
        (What::Rewired, _) => {
            format!("{name}: output `{part}` leads to {}, before to {}", text(&change.after), text(&change.before))
        }
        (What::Changed, _) => {
            let (before, after) = excerpts(&change.before, &change.after);
            let part = if part.is_empty() { String::new() } else { format!("{part}: ") };
            format!("{name}: {part}{before} → {after}")
        }
    }
}

fn text(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or(UNSET)
}

/// What stands for a part that is not there.
const UNSET: &str = "not set";

/// Two values from shortly before where they part; whole where they are short.
fn excerpts(before: &Option<String>, after: &Option<String>) -> (String, String) {
    let (before, after) = (text(before), text(after));
    if before.chars().count() <= LONGEST && after.chars().count() <= LONGEST {
        return (before.to_owned(), after.to_owned());
    }
    let alike = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
    let from = alike.saturating_sub(LEAD);
    (excerpt(before, from), excerpt(after, from))
}

fn excerpt(value: &str, from: usize) -> String {
    let shown: String = value.chars().skip(from).take(LONGEST).collect();
    let cut = value.chars().count() > from + LONGEST;
    format!("{}{shown}{}", if from > 0 { "…" } else { "" }, if cut { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_where_they_part() {
        let (a, b) = (format!("{}old{}", "x".repeat(300), "y".repeat(300)), format!("{}new", "x".repeat(300)));
        let (a, b) = excerpts(&Some(a), &Some(b));
        assert_eq!(b, format!("…{}new", "x".repeat(LEAD)));
        assert!(a.starts_with(&format!("…{}oldyy", "x".repeat(LEAD))) && a.ends_with('…'), "{a}");
        assert_eq!(excerpts(&None, &Some("7".to_owned())), ("not set".to_owned(), "7".to_owned()));
    }
}
