//! How old the proof of a set of cases is, and how much of it is stale.

use jiff::civil::Date;

use super::Entry;

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

/// How old a proof is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Age {
    /// How many cases have one.
    pub cases: usize,
    /// Days since the oldest, and its case.
    pub oldest: (i64, String),
    /// How many are stale because the flow has changed since.
    pub flow_changed: usize,
    /// How many are stale because the scenario has changed since, and the flow has not.
    pub scenario_changed: usize,
    /// How many found a difference.
    pub differed: usize,
}

/// How old the proof is on a day; none where there is none.
pub fn age(kept: &[Kept], today: Date) -> Option<Age> {
    let days = |kept: &Kept| (today - kept.entry.date).get_days();
    let oldest = kept.iter().max_by_key(|one| days(one))?;
    let count = |wanted: &dyn Fn(&Kept) -> bool| kept.iter().filter(|one| wanted(one)).count();
    let flow_changed = |one: &Kept| one.entry.flow_file != one.flow_file;
    Some(Age {
        cases: kept.len(),
        oldest: (i64::from(days(oldest)).max(0), oldest.name.clone()),
        flow_changed: count(&flow_changed),
        scenario_changed: count(&|one| !flow_changed(one) && one.entry.scenario != one.scenario),
        differed: count(&|one| one.entry.differed > 0),
    })
}

impl Age {
    /// `proof against a live org: 12 cases, oldest 34 days (Gold customers…), 2 stale: the flow has changed since`.
    pub fn words(&self) -> String {
        let (days, name) = &self.oldest;
        let old = match days {
            0 => "today".to_owned(),
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        let cases = if self.cases == 1 { "1 case".to_owned() } else { format!("{} cases", self.cases) };
        let mut words = format!("proof against a live org: {cases}, oldest {old} ({name})");
        let stale = [(self.flow_changed, "the flow has"), (self.scenario_changed, "the scenario has")];
        for (count, what) in stale.into_iter().filter(|(count, _)| *count > 0) {
            words.push_str(&format!(", {count} stale: {what} changed since"));
        }
        if self.differed > 0 {
            words.push_str(&format!(", {} with differences", self.differed));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::entry;
    use super::*;

    fn kept(name: &str, date: &str, scenario: &str, flow: &str) -> Kept {
        Kept { name: name.into(), entry: entry(date, "s", "f"), scenario: scenario.into(), flow_file: flow.into() }
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn no_ledger_no_words() {
        assert_eq!(age(&[], day("2026-11-23")), None);
    }

    #[test]
    fn the_oldest_is_named_and_stale_ones_are_counted_by_why() {
        let all = [
            kept("Gold", "2026-10-20", "s", "f"),
            kept("Silver", "2026-11-22", "s", "other"),
            kept("Bronze", "2026-11-23", "other", "f"),
            kept("Both", "2026-11-23", "other", "other"),
        ];
        let age = age(&all, day("2026-11-23")).unwrap();
        assert_eq!(
            age.words(),
            "proof against a live org: 4 cases, oldest 34 days (Gold), 2 stale: the flow has changed since, \
             1 stale: the scenario has changed since"
        );
    }

    #[test]
    fn a_clock_that_went_back_gives_no_negative_age() {
        let age = age(&[kept("Gold", "2026-11-23", "s", "f")], day("2026-11-01")).unwrap();
        assert_eq!(age.words(), "proof against a live org: 1 case, oldest today (Gold)");
    }

    #[test]
    fn a_proof_that_found_differences_says_so() {
        let mut one = kept("Gold", "2026-11-22", "s", "f");
        one.entry.differed = 2;
        let words = age(&[one], day("2026-11-23")).unwrap().words();
        assert_eq!(words, "proof against a live org: 1 case, oldest 1 day (Gold), 1 with differences");
    }
}
