//! Which cases of a plan run.

/// Cases are chosen by tag and by a part of their name or file; no choice means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Any of these tags; `!tag` leaves out what has it.
    pub tags: Vec<String>,
    /// Any of these, as a part of `file: scenario: case`, in any letter case.
    pub texts: Vec<String>,
}

impl Filter {
    /// Whether it chooses anything at all.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.texts.is_empty()
    }

    /// Whether tags decide, so that each case must be expanded to know.
    pub fn needs_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Whether the name passes.
    pub fn accepts_name(&self, file: &str, full_name: &str) -> bool {
        if self.texts.is_empty() {
            return true;
        }
        let name = format!("{file}: {full_name}").to_lowercase();
        self.texts.iter().any(|text| name.contains(&text.to_lowercase()))
    }

    /// Whether the tags pass.
    pub fn accepts_tags(&self, tags: &[String]) -> bool {
        let has = |tag: &str| tags.iter().any(|one| one == tag);
        let (without, with): (Vec<&String>, Vec<&String>) = self.tags.iter().partition(|tag| tag.starts_with('!'));
        without.iter().all(|tag| !has(tag.trim_start_matches('!')))
            && (with.is_empty() || with.iter().any(|tag| has(tag)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[], &["smoke"], true)]
    #[case(&["smoke"], &["smoke", "routing"], true)]
    #[case(&["smoke"], &["routing"], false)]
    #[case(&["!slow"], &["routing"], true)]
    #[case(&["!slow"], &["slow"], false)]
    #[case(&["smoke", "!slow"], &["smoke", "slow"], false)]
    fn tags_decide(#[case] chosen: &[&str], #[case] tags: &[&str], #[case] expected: bool) {
        let own = |list: &[&str]| list.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        let filter = Filter { tags: own(chosen), texts: vec![] };
        assert_eq!(filter.accepts_tags(&own(tags)), expected);
    }

    #[test]
    fn a_name_is_found_by_any_part_in_any_letter_case() {
        let filter = Filter { tags: vec![], texts: vec!["GOLD".into()] };
        assert!(filter.accepts_name("scenarios/vip.yaml", "Customers: gold"));
        assert!(!filter.accepts_name("scenarios/vip.yaml", "Customers: silver"));
    }
}
