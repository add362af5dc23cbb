//! What differs from run to run is replaced by a name: ids and times known to the run by value, then the scenario's own patterns.

use regex::Regex;

/// Replaces what a run knows to be its own.
#[derive(Debug, Clone, Default)]
pub struct Normaliser {
    known: Vec<(String, &'static str)>,
    captured: Vec<(Regex, String)>,
    redact: Vec<(Regex, String)>,
}

/// Shorter values are not replaced: they would be found inside words.
const SHORTEST: usize = 6;

/// Shorter captured values are not replaced, though only whole words are: digits and articles stand everywhere.
const SHORTEST_WORD: usize = 3;

impl Normaliser {
    /// Nothing known yet; `redact` comes from the scenario.
    pub fn new(redact: &[(Regex, String)]) -> Self {
        Self { known: Vec::new(), captured: Vec::new(), redact: redact.to_vec() }
    }

    /// Replaces `value` by `[name]`.
    pub fn know(&mut self, value: &str, name: &'static str) {
        if value.len() >= SHORTEST {
            self.known.push((value.to_owned(), name));
        }
    }

    /// Replaces `value` by `[name]` where it stands as a word: it was captured under this name from a reply, and another run gets another.
    pub fn capture(&mut self, value: &str, name: &str) {
        if value.chars().count() < SHORTEST_WORD {
            return;
        }
        let edge = |letter: Option<char>| if letter.is_some_and(char::is_alphanumeric) { r"\b" } else { "" };
        let (before, after) = (edge(value.chars().next()), edge(value.chars().next_back()));
        // An escaped text with edges is a regular expression, unless it is larger than one may be.
        if let Ok(word) = Regex::new(&format!("{before}{}{after}", regex::escape(value))) {
            self.captured.push((word, format!("[{name}]").replace('$', "$$")));
        }
    }

    /// The text with everything replaced.
    pub fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (value, name) in &self.known {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), &format!("[{name}]"));
            }
        }
        for (pattern, replacement) in self.captured.iter().chain(&self.redact) {
            text = pattern.replace_all(&text, replacement.as_str()).into_owned();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_by_value_then_patterns() {
        let mut normaliser = Normaliser::new(&[(Regex::new("ticket \\d+").unwrap(), "ticket [n]".into())]);
        normaliser.know("0a1b2c3d-1", "conversation");
        normaliser.know("12", "short");
        assert_eq!(normaliser.apply("id 0a1b2c3d-1, ticket 12"), "id [conversation], ticket [n]");
    }

    #[test]
    fn captured_values_are_replaced_as_words() {
        let mut normaliser = Normaliser::new(&[]);
        normaliser.capture("471", "ticket");
        normaliser.capture("#A.1", "order");
        normaliser.capture("5", "count");
        assert_eq!(normaliser.apply("471, 4711, (471), #A.1, #AB1, 5"), "[ticket], 4711, ([ticket]), [order], #AB1, 5");
    }
}
