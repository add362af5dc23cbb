//! What was redacted, in words: what stands in the place of each value and where, never the value. Must not know how it is replaced.

use std::collections::BTreeSet;

use super::personal::numbers;
use super::placeholder::{Shape, digits, pour};
use super::redact::{Redactor, Seen, leaves};

/// Names under which a value stood that are told; more of them tell nothing new.
const MOST_PLACES: usize = 5;

/// A line for each value that stood anywhere, by its kind.
pub(super) fn list(redactor: &Redactor<'_>, seen: &Seen) -> Vec<String> {
    let mut named = Vec::new();
    for (name, value) in &seen.named {
        leaves(name, value, &mut named);
    }
    let all = || named.iter().map(|(_, value)| value.as_str()).chain(seen.texts.iter().map(String::as_str));
    let mut lines: Vec<(Shape, String)> = Vec::new();
    for (value, by, shape) in &redactor.values {
        let mut places = places(&named, &seen.texts, |text| text.contains(value.as_str()));
        if seen.customer.as_ref() == Some(value) {
            places.insert(0, "the customer's name".to_owned());
        }
        lines.extend(line(*shape, by, &places));
    }
    for (given, number) in &redactor.numbers {
        let spelt = |text: &str| {
            let found = numbers(text).into_iter().filter_map(|span| text.get(span)).map(str::to_owned);
            found.into_iter().find(|one| one.chars().filter(char::is_ascii_digit).eq(given.chars()))
        };
        let by = all().find_map(spelt).map(|first| pour(&first, &digits(&first, *number)));
        let places = places(&named, &seen.texts, |text| spelt(text).is_some());
        lines.extend(by.and_then(|by| line(Shape::Number, &by, &places)));
    }
    lines.sort();
    let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    for (pattern, by) in redactor.rules.map(|rules| rules.patterns.as_slice()).unwrap_or_default() {
        if all().any(|text| pattern.is_match(text)) {
            lines.push(format!("`{by}` stands for what a pattern of the scenario matches"));
        }
    }
    lines
}

/// None for what stood nowhere: a part of a name that was never said alone.
fn line(shape: Shape, by: &str, places: &[String]) -> Option<(Shape, String)> {
    (!places.is_empty()).then(|| (shape, format!("`{by}` stands for {}: {}", shape.word(), places.join(", "))))
}

/// Where a value stood: the names that it stood under, and whether it was said.
fn places(named: &[(String, String)], texts: &[String], holds: impl Fn(&str) -> bool) -> Vec<String> {
    let names: BTreeSet<&str> = named.iter().filter(|(_, value)| holds(value)).map(|(name, _)| name.as_str()).collect();
    let more = names.len().saturating_sub(MOST_PLACES);
    let mut places: Vec<String> = names.into_iter().take(MOST_PLACES).map(str::to_owned).collect();
    if more > 0 {
        places.push(format!("{more} more"));
    }
    if texts.iter().any(|text| holds(text)) {
        places.push("what was said".to_owned());
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Rules;

    #[test]
    fn each_value_is_listed_by_what_stands_for_it_and_where() {
        let rules = Rules::default();
        let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let seen = Seen {
            named: vec![
                named("phone", "+13125550199"),
                named("details", r#"{"mail": "ada@acme.example.org", "token": "abc-def"}"#),
            ],
            texts: vec!["Is it +1 312 555 0199, Ada?".to_owned()],
            customer: Some("Ada Lovelace".to_owned()),
            files: Vec::new(),
        };
        let expected = [
            "`customer1@example.com` stands for an e-mail address: mail",
            "`+12025550101` stands for a number: phone, what was said",
            "`Alex` stands for a name: the customer's name",
            "`Robin` stands for a name: what was said",
            "`withheld-1` stands for a secret: token",
        ];
        assert_eq!(list(&Redactor::new(&rules, &seen), &seen), expected);
    }
}
