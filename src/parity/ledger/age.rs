//! How old the proof of a set of cases is, and how much of it is stale.

use jiff::civil::Date;

use super::Entry;
use crate::event::{Compared, Proof};

/// An entry beside what its case is today.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The case, as a report names it.
    pub name: String,
    /// The entry.
    pub entry: Entry,
    /// Digest of the scenario's file today.
    pub scenario: String,
    /// Digest of the flow's files today.
    pub flow_file: String,
}

/// How old the proof of so many cases is on a day; none where no case has any.
pub fn age(kept: &[Kept], of: usize, today: Date) -> Option<Proof> {
    // A clock that went back gives no negative age.
    let days = |kept: &Kept| i64::from((today - kept.entry.date).get_days()).max(0);
    let oldest = kept.iter().rev().max_by_key(|one| days(one))?;
    let last = kept.iter().min_by_key(|one| days(one))?;
    let count = |wanted: &dyn Fn(&Kept) -> bool| kept.iter().filter(|one| wanted(one)).count();
    let flow_changed = |one: &Kept| one.entry.flow_file != one.flow_file;
    Some(Proof {
        cases: kept.len(),
        of,
        last: Compared {
            days: days(last),
            org: last.entry.org_name.clone().or_else(|| last.entry.org.clone()),
            flow: last.entry.flow.clone(),
            flow_version: last.entry.flow_version.clone(),
        },
        oldest: (days(oldest), oldest.name.clone()),
        flow_changed: count(&flow_changed),
        scenario_changed: count(&|one| !flow_changed(one) && one.entry.scenario != one.scenario),
        differed: count(&|one| one.entry.differed > 0),
    })
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::entry;
    use super::*;

    fn kept(name: &str, date: &str, scenario: &str, flow: &str) -> Kept {
        Kept { name: name.into(), entry: entry(date, "s", "f"), scenario: scenario.into(), flow_file: flow.into() }
    }

    fn words(kept: &[Kept], of: usize, today: &str) -> Option<String> {
        age(kept, of, today.parse().unwrap()).map(|proof| proof.words())
    }

    #[test]
    fn no_ledger_no_words() {
        assert_eq!(words(&[], 3, "2026-11-23"), None);
    }

    #[test]
    fn the_last_and_the_oldest_are_named_and_stale_ones_are_counted_by_why() {
        let mut all = [
            kept("Gold", "2026-10-20", "s", "f"),
            kept("Silver", "2026-11-20", "s", "other"),
            kept("Bronze", "2026-11-19", "other", "f"),
            kept("Both", "2026-11-19", "other", "other"),
        ];
        all[1].entry.flow_version = Some("12.0".into());
        assert_eq!(
            words(&all, 6, "2026-11-23").unwrap(),
            "proof: last parity 3 days ago (org Sandbox, flow Support v12.0); 4 of 6 cases, oldest 34 days ago (Gold); \
             2 stale: the flow has changed since; 1 stale: the scenario has changed since"
        );
    }

    #[test]
    fn a_clock_that_went_back_gives_no_negative_age() {
        let mut one = kept("Gold", "2026-11-23", "s", "f");
        one.entry.org_name = None;
        one.entry.org = None;
        let told = words(&[one], 1, "2026-11-01").unwrap();
        assert_eq!(told, "proof: last parity today (flow Support); 1 of 1 case");
    }

    #[test]
    fn a_proof_that_found_differences_says_so() {
        let mut one = kept("Gold", "2026-11-22", "s", "f");
        one.entry.differed = 2;
        let told = words(&[one], 2, "2026-11-23").unwrap();
        assert!(told.ends_with("1 day ago (org Sandbox, flow Support); 1 of 2 cases; 1 with differences"), "{told}");
    }
}
