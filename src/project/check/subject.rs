//! What a check looks at, and the words that several checks use. Must not know any one check.

use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::flow::world::World;
use crate::project::flows::LoadedFlow;
use crate::scenario::model::Case;

/// A case beside the flow that loaded for it and the world that the flow sees.
pub(super) struct Subject<'c> {
    pub(super) case: &'c Case,
    pub(super) flow: &'c LoadedFlow,
    pub(super) world: &'c World,
    pub(super) out: Diagnostics,
}

impl Subject<'_> {
    /// Adds a diagnostic.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }
}

/// The most names that a help line lists; a longer list is cut, so that a message stays readable.
const LISTED: usize = 12;

/// Names in backticks, each once, a long list cut.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    let more = seen.len().saturating_sub(LISTED);
    let shown: Vec<String> = seen.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{tail}", shown.join(", "))
}

/// `did you mean …?`, where a known name is near.
pub(super) fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    did_you_mean(word, known).map(|near| format!("did you mean `{near}`?"))
}

/// A name as a key or text of YAML.
pub(super) fn yaml_word(name: &str) -> String {
    let plain = name.starts_with(char::is_alphabetic)
        && !name.ends_with(' ')
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '.' | '/'));
    let meaningful =
        matches!(name.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if plain && !meaningful {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_list_names_each_once_and_is_cut() {
        assert_eq!(listed(["a", "b", "a"]), "`a`, `b`");
        let many: Vec<String> = (0..14).map(|at| format!("n{at}")).collect();
        assert!(listed(many.iter().map(String::as_str)).ends_with("`n11` and 2 more"));
    }

    #[rstest]
    #[case("Business Hours", "Business Hours")]
    #[case("Sales: EMEA", "\"Sales: EMEA\"")]
    #[case("24/7", "\"24/7\"")]
    #[case("no", "\"no\"")]
    #[case("a \"b\"", "\"a \\\"b\\\"\"")]
    fn a_name_is_quoted_where_yaml_needs_it(#[case] name: &str, #[case] word: &str) {
        assert_eq!(yaml_word(name), word);
    }
}
