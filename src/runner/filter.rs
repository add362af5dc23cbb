//! Which cases of a plan run.

use std::collections::HashSet;

use crate::event::Shard;

/// Cases are chosen by tag, by a part of their name or file, by name from a list, and by shard; no choice means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Any of these tags; `!tag` leaves out what has it.
    pub tags: Vec<String>,
    /// Any of these, as a part of `file: scenario: case`, in any letter case.
    pub texts: Vec<String>,
    /// Only these, by file and name; all where it is none.
    pub only: Option<HashSet<CaseKey>>,
    /// Only this part of what the others choose.
    pub shard: Option<Shard>,
}

/// What names a case from one run to the next: its file, and its row where the file has a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseKey {
    /// The file's path as reports give it.
    pub file: String,
    /// The row's name.
    pub case: Option<String>,
}

impl CaseKey {
    /// Whether it belongs to the shard. By its own name alone, so that other cases that come or go move none.
    pub fn is_in(&self, shard: Shard) -> bool {
        let bytes = self.file.bytes().map(|byte| if byte == b'\\' { b'/' } else { byte });
        let case = self.case.iter().flat_map(|case| std::iter::once(0).chain(case.bytes()));
        // FNV-1a, whose low bits are mixed once more: shards are few.
        let hash = bytes
            .chain(case)
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        (mixed ^ (mixed >> 33)) % u64::from(shard.of.max(1)) + 1 == u64::from(shard.number)
    }
}

impl Filter {
    /// Whether it chooses anything at all.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.texts.is_empty() && self.only.is_none() && self.shard.is_none()
    }

    /// Whether the list of names passes it.
    pub(super) fn accepts_key(&self, key: &CaseKey) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(key))
    }

    /// Whether it is in the shard, where there is one.
    pub(super) fn shares(&self, key: &CaseKey) -> bool {
        self.shard.is_none_or(|shard| key.is_in(shard))
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
        let filter = Filter { tags: own(chosen), ..Filter::default() };
        assert_eq!(filter.accepts_tags(&own(tags)), expected);
    }

    #[test]
    fn a_name_is_found_by_any_part_in_any_letter_case() {
        let filter = Filter { texts: vec!["GOLD".into()], ..Filter::default() };
        assert!(filter.accepts_name("scenarios/vip.yaml", "Customers: gold"));
        assert!(!filter.accepts_name("scenarios/vip.yaml", "Customers: silver"));
    }

    #[test]
    fn each_case_is_in_exactly_one_shard_and_stays_there() {
        let key =
            |case: usize| CaseKey { file: format!("scenarios/{}.yaml", case / 3), case: Some(format!("row {case}")) };
        let of = 4;
        let mut counts = [0; 4];
        for case in 0..2_000 {
            let shards: Vec<u32> = (1..=of).filter(|number| key(case).is_in(Shard { number: *number, of })).collect();
            assert_eq!(shards.len(), 1, "{case}");
            counts[shards[0] as usize - 1] += 1;
        }
        assert!(counts.iter().all(|count| (400..600).contains(count)), "{counts:?}");
        // Reasoned once and held for ever: another hash would move every case.
        let known = CaseKey { file: "scenarios/tiers.yaml".into(), case: Some("gold".into()) };
        let windows = CaseKey { file: "scenarios\\tiers.yaml".into(), ..known.clone() };
        let shard = (1..=of).find(|number| known.is_in(Shard { number: *number, of }));
        assert_eq!(shard, (1..=of).find(|number| windows.is_in(Shard { number: *number, of })));
    }
}
