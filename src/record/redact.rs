//! The same value has the same placeholder wherever it stands, so that the scenario still runs. Must not know where values come from.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use regex::Regex;
use serde_json::{Map, Value as Json};

use super::personal::{bearers, is_personal, is_secret, mails, numbers, plain};
use super::placeholder::{Shape, digits, placeholder, pour};

/// A value that is shorter is replaced only where it stands alone: in a text it may be anything.
const SHORTEST_WITHIN: usize = 3;

/// What a person wants replaced and what not, besides what looks personal.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Names of attributes and fields whose values are replaced.
    pub redact: Vec<String>,
    /// Names of attributes and fields whose values are kept; of a secret they are not.
    pub keep: Vec<String>,
    /// Patterns and what takes the place of what they match.
    pub patterns: Vec<(Regex, String)>,
    /// Whether everything stays as it was: for a recording that is run at once, and neither shown nor kept.
    pub as_it_was: bool,
}

/// What is replaced by what.
#[derive(Debug, Default)]
pub(super) struct Redactor<'r> {
    pub(super) rules: Option<&'r Rules>,
    /// Whole values, the longest first.
    pub(super) values: Vec<(String, String, Shape)>,
    /// Digits of numbers → their number.
    pub(super) numbers: IndexMap<String, usize>,
    counts: BTreeMap<Shape, usize>,
}

/// All that may hold something personal.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Values with the names that they stand under.
    pub named: Vec<(String, String)>,
    /// Texts.
    pub texts: Vec<String>,
    /// The customer's name.
    pub customer: Option<String>,
    /// The files of the flow: what stands there is the company's own.
    pub files: Vec<String>,
}

impl<'r> Redactor<'r> {
    /// Learns what is to be replaced.
    pub fn new(rules: &'r Rules, seen: &Seen) -> Self {
        let mut redactor = Self { rules: Some(rules), ..Self::default() };
        if rules.as_it_was {
            return redactor;
        }
        let mut named: Vec<(String, String)> = Vec::new();
        for (name, value) in &seen.named {
            leaves(name, value, &mut named);
        }
        let kept: BTreeSet<&str> = named
            .iter()
            .filter(|(name, _)| listed(&rules.keep, name) && !is_secret(name))
            .map(|(_, value)| value.as_str())
            .collect();
        for (name, value) in named.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let by_name = if is_secret(name) {
                Some(Shape::Secret)
            } else if listed(&rules.redact, name) {
                Some(by_form(value).unwrap_or(Shape::Other))
            } else if is_personal(name) {
                Some(by_form(value).unwrap_or(Shape::Name))
            } else {
                None
            };
            if let Some(shape) = by_name.filter(|shape| *shape == Shape::Secret || !kept.contains(value.as_str())) {
                redactor.learn(shape, value);
            }
        }
        for name in seen.customer.iter().filter(|name| !listed(&rules.keep, "name") && !kept.contains(name.as_str())) {
            redactor.learn(Shape::Name, name);
            for part in name.split_whitespace().filter(|part| part.chars().count() >= SHORTEST_WITHIN) {
                redactor.learn(Shape::Name, part);
            }
        }
        let own = |text: &str| kept.contains(text) || seen.files.iter().any(|file| file.contains(text));
        for text in named.iter().map(|(_, value)| value).chain(&seen.texts) {
            for span in bearers(text) {
                redactor.learn(Shape::Secret, text.get(span).unwrap_or_default());
            }
            for span in mails(text) {
                let mail = text.get(span).unwrap_or_default();
                if !own(mail) {
                    redactor.learn(Shape::Mail, mail);
                }
            }
            for span in numbers(text) {
                let number = text.get(span).unwrap_or_default();
                if !own(number) {
                    redactor.learn(Shape::Number, number);
                }
            }
        }
        redactor.values.sort_by(|one, other| other.0.len().cmp(&one.0.len()).then_with(|| one.0.cmp(&other.0)));
        redactor
    }

    fn learn(&mut self, shape: Shape, value: &str) {
        let value = value.trim();
        if shape == Shape::Number {
            let given: String = value.chars().filter(char::is_ascii_digit).collect();
            if !self.numbers.contains_key(&given) {
                let number = self.next(shape);
                self.numbers.insert(given, number);
            }
        } else if !self.values.iter().any(|(known, ..)| known == value) {
            let number = self.next(shape);
            self.values.push((value.to_owned(), placeholder(shape, value, number), shape));
        }
    }

    fn next(&mut self, shape: Shape) -> usize {
        let count = self.counts.entry(shape).or_default();
        *count += 1;
        *count
    }

    /// A text with everything personal replaced.
    pub fn text(&self, text: &str) -> String {
        let out = self.numbers(&self.values(text));
        let patterns = self.rules.map(|rules| rules.patterns.as_slice()).unwrap_or_default();
        patterns.iter().fold(out, |out, (pattern, by)| pattern.replace_all(&out, by.as_str()).into_owned())
    }

    /// A value that stands alone: a short one is replaced too, and JSON within it is read.
    pub fn value(&self, value: &str) -> String {
        if let Some((_, by, _)) = self.values.iter().find(|(known, ..)| *known == value.trim()) {
            return by.clone();
        }
        match nested(value) {
            Some(json) => {
                let redacted = self.json(&json);
                if redacted == json { value.to_owned() } else { redacted.to_string() }
            }
            None => self.text(value),
        }
    }

    /// A document with everything personal replaced; a number that must be replaced stays one.
    pub fn json(&self, json: &Json) -> Json {
        match json {
            Json::String(text) => Json::String(self.value(text)),
            Json::Number(number) => {
                let redacted = self.value(&number.to_string());
                redacted.parse().map(Json::Number).unwrap_or(Json::String(redacted))
            }
            Json::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Json::Object(fields) => Json::Object(self.fields(fields)),
            other => other.clone(),
        }
    }

    /// Fields with everything personal replaced.
    pub fn fields(&self, fields: &Map<String, Json>) -> Map<String, Json> {
        fields.iter().map(|(name, value)| (name.clone(), self.json(value))).collect()
    }

    /// Whole values wherever they stand as words of their own.
    fn values(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before: Option<char> = None;
        while let Some(first) = rest.chars().next() {
            let found = self.values.iter().find(|(value, _, _)| {
                let tail = rest.strip_prefix(value.as_str());
                value.chars().count() >= SHORTEST_WITHIN
                    && tail.is_some_and(|tail| {
                        apart(before, value.chars().next()) && apart(value.chars().next_back(), tail.chars().next())
                    })
            });
            match found {
                Some((value, by, _)) => {
                    out.push_str(by);
                    before = value.chars().next_back();
                    rest = rest.strip_prefix(value.as_str()).unwrap_or_default();
                }
                None => {
                    out.push(first);
                    before = Some(first);
                    rest = rest.get(first.len_utf8()..).unwrap_or_default();
                }
            }
        }
        out
    }

    fn numbers(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for span in numbers(text) {
            let number = text.get(span.clone()).unwrap_or_default();
            let given: String = number.chars().filter(char::is_ascii_digit).collect();
            out.push_str(text.get(at..span.start).unwrap_or_default());
            match self.numbers.get(&given) {
                Some(place) => out.push_str(&pour(number, &digits(number, *place))),
                None => out.push_str(number),
            }
            at = span.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

/// Whether two letters that stand side by side belong to two words.
fn apart(before: Option<char>, after: Option<char>) -> bool {
    let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !(word(before) && word(after))
}

fn listed(names: &[String], name: &str) -> bool {
    let last = plain(name.rsplit('.').next().unwrap_or(name));
    names.iter().any(|one| plain(one) == plain(name) || plain(one) == last)
}

fn by_form(value: &str) -> Option<Shape> {
    let whole = |spans: Vec<std::ops::Range<usize>>| spans.first().is_some_and(|span| *span == (0..value.len()));
    if whole(mails(value)) {
        Some(Shape::Mail)
    } else if whole(numbers(value)) {
        Some(Shape::Number)
    } else {
        None
    }
}

/// The document that a text holds, where it holds one.
fn nested(value: &str) -> Option<Json> {
    value.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str(value).ok()).flatten()
}

/// A value, or those within the document that it is, each with its name.
pub(super) fn leaves(name: &str, value: &str, out: &mut Vec<(String, String)>) {
    match nested(value) {
        Some(json) => fields(name, &json, out),
        None => out.push((name.to_owned(), value.to_owned())),
    }
}

fn fields(name: &str, json: &Json, out: &mut Vec<(String, String)>) {
    match json {
        Json::Object(object) => object.iter().for_each(|(name, value)| fields(name, value, out)),
        Json::Array(items) => items.iter().for_each(|item| fields(name, item, out)),
        Json::String(text) => leaves(name, text, out),
        Json::Null => {}
        other => out.push((name.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seen(named: &[(&str, &str)], texts: &[&str]) -> Seen {
        Seen {
            named: named.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            customer: Some("Ada Lovelace".to_owned()),
            files: vec!["Call us at +1 800 5550000.".to_owned()],
        }
    }

    #[test]
    fn the_same_value_has_the_same_placeholder_everywhere() {
        let rules = Rules::default();
        let named = [("phone", "+13125550199"), ("email", "ada@acme.example.org")];
        let seen = seen(&named, &["Is it +1 312 555 0199, Ada?"]);
        let redactor = Redactor::new(&rules, &seen);
        assert_eq!(redactor.value("+13125550199"), "+12025550101");
        assert_eq!(redactor.text("Is it +1 312 555 0199, Ada?"), "Is it +1 202 555 0101, Robin?");
        assert_eq!(redactor.text("Write to ada@acme.example.org."), "Write to customer1@example.com.");
    }

    #[test]
    fn what_stands_in_the_flow_s_file_is_the_company_s_own() {
        let rules = Rules::default();
        let redactor = Redactor::new(&rules, &seen(&[], &["Call us at +1 800 5550000."]));
        assert_eq!(redactor.text("Call us at +1 800 5550000."), "Call us at +1 800 5550000.");
    }

    #[test]
    fn a_secret_is_never_written_though_it_is_short_or_should_be_kept() {
        let rules = Rules { keep: vec!["password".into(), "token".into()], ..Rules::default() };
        let document = r#"{"auth": {"password": "x1", "id": 7}}"#;
        let redactor =
            Redactor::new(&rules, &seen(&[("details", document), ("token", "abc-def")], &["Bearer abcdefgh.123"]));
        assert_eq!(redactor.value(document), r#"{"auth":{"password":"withheld-1","id":7}}"#);
        assert_eq!(redactor.text("your abc-def and Bearer abcdefgh.123"), "your withheld-2 and withheld-3");
    }

    #[test]
    fn names_are_redacted_and_kept_as_asked() {
        let rules = Rules {
            redact: vec!["tier".into()],
            keep: vec!["account_number".into()],
            patterns: vec![(Regex::new("T-[0-9]+").unwrap(), "T-0".into())],
            as_it_was: false,
        };
        let named = [("Flow.tier", "Gold"), ("account_number", "12345678")];
        let redactor = Redactor::new(&rules, &seen(&named, &[]));
        assert_eq!(redactor.text("Gold member 12345678 has T-17"), "value 1 member 12345678 has T-0");
        assert_eq!(redactor.json(&json!({ "a": ["Gold", 5] })), json!({ "a": ["value 1", 5] }));
    }

    #[test]
    fn parts_of_words_are_left() {
        let rules = Rules::default();
        let redactor = Redactor::new(&rules, &seen(&[], &[]));
        assert_eq!(redactor.text("Adas Canada"), "Adas Canada");
    }
}
