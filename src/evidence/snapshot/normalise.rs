//! What differs from run to run is replaced by a name: ids and times known to the run by value, then the scenario's own patterns.

use regex::Regex;

/// Replaces what a run knows to be its own.
#[derive(Debug, Clone, Default)]
pub struct Normaliser {
    known: Vec<(String, &'static str)>,
    redact: Vec<(Regex, String)>,
}

/// Shorter values are not replaced: they would be found inside words.
const SHORTEST: usize = 6;

impl Normaliser {
    /// Nothing known yet; `redact` comes from the scenario.
    pub fn new(redact: &[(Regex, String)]) -> Self {
        Self { known: Vec::new(), redact: redact.to_vec() }
    }

    /// Replaces `value` by `[name]`.
    pub fn know(&mut self, value: &str, name: &'static str) {
        if value.len() >= SHORTEST {
            self.known.push((value.to_owned(), name));
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
        for (pattern, replacement) in &self.redact {
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
}
