//! How much of what counts was taken. Must not know how it is shown.

use super::model::{ActionCoverage, Coverage, FlowCoverage};
use super::percent::Percent;

/// So many were taken, of so many that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Taken by green cases.
    pub taken: usize,
    /// All that count.
    pub of: usize,
}

impl Count {
    fn add(&mut self, taken: bool) {
        self.taken += usize::from(taken);
        self.of += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self { taken: self.taken + other.taken, of: self.of + other.of }
    }

    /// The percentage, rounded down; none where nothing counts.
    pub fn percent(self) -> Option<Percent> {
        Percent::of(self.taken, self.of)
    }

    /// Whether at least that much was taken. Nothing is not enough of nothing.
    pub fn reaches(self, least: Percent) -> bool {
        self.percent().is_some_and(|percent| percent >= least)
    }

    /// How many were not taken.
    pub fn missed(self) -> usize {
        self.of - self.taken
    }
}

impl ActionCoverage {
    /// Its ways.
    pub fn count_ways(&self) -> Count {
        let mut count = Count::default();
        self.ways.iter().filter(|way| way.counts()).for_each(|way| count.add(way.taken.is_covered()));
        count
    }
}

impl FlowCoverage {
    /// The actions of which a way counts.
    pub fn count_actions(&self) -> Count {
        let mut count = Count::default();
        self.actions.iter().filter(|one| one.counts()).for_each(|one| count.add(one.taken.is_covered()));
        count
    }

    /// The ways.
    pub fn count_ways(&self) -> Count {
        self.actions.iter().map(ActionCoverage::count_ways).fold(Count::default(), Count::plus)
    }
}

impl Coverage {
    /// The actions of all flow files.
    pub fn count_actions(&self) -> Count {
        self.flows.iter().map(FlowCoverage::count_actions).fold(Count::default(), Count::plus)
    }

    /// The ways of all flow files.
    pub fn count_ways(&self) -> Count {
        self.flows.iter().map(FlowCoverage::count_ways).fold(Count::default(), Count::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::model::{Apart, Takers};
    use crate::coverage::testing::{action, flow, green, red, way};

    #[test]
    fn only_what_counts_is_counted_and_only_green_cases_take() {
        let mut both = action(1, "Is it?", vec![way("yes", green(&[0])), way("no", red(&[1]))]);
        both.taken = green(&[0]);
        let mut dead = action(2, "Dead", vec![way("", Takers::default())]);
        dead.ways[0].apart = Some(Apart::Unreachable);
        let mut alive = action(3, "Alive after all", vec![way("", green(&[0]))]);
        alive.taken = green(&[0]);
        alive.ways[0].apart = Some(Apart::Unsupported);
        let mut left_out = action(4, "Left out", vec![way("a", green(&[0])), way("b", Takers::default())]);
        left_out.taken = green(&[0]);
        left_out.ways[0].excluded = Some("no need".into());
        let flow = flow("f.yaml", vec![both, dead, alive, left_out]);
        assert_eq!(flow.count_ways(), Count { taken: 2, of: 4 });
        assert_eq!(flow.count_actions(), Count { taken: 3, of: 3 });
    }

    #[test]
    fn nothing_is_not_enough() {
        let percent = |hundredths| Percent::from_hundredths(hundredths).unwrap();
        assert!(!Count::default().reaches(percent(0)));
        assert!(Count { taken: 0, of: 1 }.reaches(percent(0)));
        assert!(Count { taken: 4, of: 5 }.reaches(percent(8000)));
        assert!(!Count { taken: 4, of: 5 }.reaches(percent(8001)));
    }
}
