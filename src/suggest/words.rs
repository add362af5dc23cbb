//! Words that a person would choose: for what a customer means, and for values whose content does not matter. Must not know a draft.

use crate::flow::understanding::Meaning;

/// A value by a part of the name that it stands under; the first that fits.
const VALUES: [(&[&str], &str); 7] = [
    (&["mail"], "ada@example.com"),
    (&["phone", "mobile"], "+13175550100"),
    (&["url", "link"], "https://example.com"),
    (&["date", "day"], "2026-01-05"),
    (&["id", "number", "no", "code", "count", "key"], "1001"),
    (&["name", "customer", "user", "agent"], "Ada"),
    (&["message", "text", "reason", "comment", "description", "details"], "some words"),
];

/// What stands for all that has no better value.
const VALUE: &str = "some value";

/// A better value for a name; none for a value that is as good.
pub(super) fn value_for(name: &str, value: &str) -> Option<&'static str> {
    let words = words(name);
    let fits = |parts: &&(&[&str], &'static str)| words.iter().any(|word| parts.0.contains(&word.as_str()));
    let better = VALUES.iter().find(fits).map_or(VALUE, |(_, better)| better);
    (better != value).then_some(better)
}

/// The words of `customer_name`, `customerName`, `Customer Name`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for letter in name.chars() {
        let breaks = !letter.is_alphanumeric() || (small && letter.is_uppercase());
        if breaks && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        small = letter.is_lowercase();
    }
    words
}

/// What somebody may say who means this: the plainest first, then with other words, since words mean one thing only.
pub(super) fn phrases(meaning: &Meaning) -> Vec<String> {
    let slot = meaning.slots.values().next();
    let slot = slot.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let slot = slot.filter(|words| !words.trim().is_empty());
    let intent = meaning.intent.as_ref().map(|intent| intent.replace('_', " "));
    let words = match (intent, slot) {
        (Some(intent), None) => intent,
        (Some(intent), Some(slot)) => format!("{intent}, {slot}"),
        (None, Some(slot)) => slot,
        (None, None) if meaning.agent => "I want to talk to a person".to_owned(),
        (None, None) if meaning.knowledge.is_some() => "I have a question".to_owned(),
        (None, None) => "That is hard to understand".to_owned(),
    };
    ["", ", please", ", as I said", ", once more"].iter().map(|more| format!("{words}{more}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[rstest::rstest]
    #[case("customer_id", "{}", Some("1001"))]
    #[case("orderNumber", "other", Some("1001"))]
    #[case("First Name", "other", Some("Ada"))]
    #[case("eMail", "other", Some("ada@example.com"))]
    #[case("idea", "other", Some("some value"))]
    #[case("first_name", "Ada", None)]
    fn a_value_looks_like_its_name(#[case] name: &str, #[case] value: &str, #[case] better: Option<&str>) {
        assert_eq!(value_for(name, value), better);
    }

    #[test]
    fn a_customer_says_what_they_mean() {
        let first = |meaning: Meaning| phrases(&meaning).remove(0);
        assert_eq!(first(Meaning::intent("Cancel_Order")), "Cancel Order");
        assert_eq!(first(Meaning::slot("n", json!(7))), "7");
        assert_eq!(first(Meaning { agent: true, ..Meaning::default() }), "I want to talk to a person");
        assert_eq!(phrases(&Meaning::default())[1], "That is hard to understand, please");
    }
}
