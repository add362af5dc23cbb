//! Where a key stands, from the place of its value: a message about a name points at the name. Must not know which keys there are.

use super::Place;

impl Place {
    /// The place of the key before this value, where the text before it ends with the key and a colon; else the value's own.
    pub fn of_key(&self, key: &str) -> Place {
        let before = self.source.text().get(..self.span.start).unwrap_or_default().trim_end();
        let Some(before) = before.strip_suffix(':').map(str::trim_end) else { return self.clone() };
        let quoted = |quote: char| before.strip_suffix(quote)?.strip_suffix(key)?.strip_suffix(quote);
        let start = [quoted('"'), quoted('\''), before.strip_suffix(key)].into_iter().flatten().next().map(str::len);
        match start {
            Some(start) => Place { span: start..before.len(), ..self.clone() },
            None => self.clone(),
        }
    }

    /// The place of the first key of this name within this map; else the map's own.
    pub fn of_key_within(&self, key: &str) -> Place {
        let text = self.text();
        let begins = |at: usize| text.get(..at).is_some_and(|head| !head.ends_with(is_of_word));
        let found = text.match_indices(key).find(|(at, key)| {
            let behind = text.get(at + key.len()..).unwrap_or_default();
            let behind = behind.strip_prefix(['"', '\'']).unwrap_or(behind);
            begins(*at) && behind.trim_start_matches(' ').starts_with(':')
        });
        match found {
            Some((at, key)) => {
                let start = self.span.start + at;
                Place { span: start..start + key.len(), ..self.clone() }
            }
            None => self.clone(),
        }
    }
}

/// Whether a letter goes on with a name.
fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;

    fn place(text: &str, value: &str) -> Place {
        let at = text.rfind(value).unwrap();
        Place::new(&SourceFile::new("a.yaml", text), at..at + value.len())
    }

    #[rstest]
    #[case("attributes: { tier: Gold }", "Gold", "tier", "tier")]
    #[case("attributes: { \"a tier\": Gold }", "Gold", "a tier", "\"a tier\"")]
    #[case("a:\n  tier:\n    b: c", "b: c", "tier", "tier")]
    #[case("tier : Gold", "Gold", "tier", "tier")]
    #[case("${name}: Gold", "Gold", "tier", "Gold")]
    #[case("Gold", "Gold", "tier", "Gold")]
    fn a_value_leads_to_its_key(#[case] text: &str, #[case] value: &str, #[case] key: &str, #[case] expected: &str) {
        assert_eq!(place(text, value).of_key(key).text(), expected);
    }

    #[rstest]
    #[case("outputs: { subtier: a, tier: b }", 23)]
    #[case("tier of: a, tier: b", 12)]
    fn a_map_leads_to_the_key_in_it(#[case] text: &str, #[case] expected: usize) {
        let found = place(text, text).of_key_within("tier");
        assert_eq!((found.span.start, found.text()), (expected, "tier"));
        assert_eq!(place(text, text).of_key_within("nowhere").text(), text);
    }
}
