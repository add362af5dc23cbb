//! The cases that run: their names, since when, and which of them take long. Must not know what they do.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::event::CaseName;

/// The cases that run, by position in the plan.
pub(super) struct InFlight {
    cases: HashMap<usize, Flight>,
    /// A case that takes longer is told; none where no case is.
    slow: Option<Duration>,
}

struct Flight {
    name: CaseName,
    began: Instant,
    /// How often it was told that it is slow.
    told: u32,
}

impl InFlight {
    /// None yet.
    pub fn new(slow: Option<Duration>, jobs: usize) -> Self {
        Self { cases: HashMap::with_capacity(jobs), slow }
    }

    /// A case begins.
    pub fn begin(&mut self, name: CaseName) {
        self.cases.insert(name.index, Flight { name, began: Instant::now(), told: 0 });
    }

    /// A case has ended; its name, and when it began.
    pub fn end(&mut self, index: usize) -> Option<(CaseName, Instant)> {
        self.cases.remove(&index).map(|flight| (flight.name, flight.began))
    }

    /// The names of all that run, in the order of the plan.
    pub fn names(self) -> Vec<CaseName> {
        let mut names: Vec<CaseName> = self.cases.into_values().map(|flight| flight.name).collect();
        names.sort_by_key(|name| name.index);
        names
    }

    /// When the next case is to be told as slow.
    pub fn next_slow(&self) -> Option<Instant> {
        let slow = self.slow?;
        self.cases.values().map(|flight| flight.due(slow)).min()
    }

    /// The cases that are to be told as slow now, each with how long it runs.
    pub fn slow(&mut self) -> Vec<(CaseName, Duration)> {
        let Some(slow) = self.slow else { return Vec::new() };
        let now = Instant::now();
        let mut found = Vec::new();
        for flight in self.cases.values_mut().filter(|flight| flight.due(slow) <= now) {
            flight.told += 1;
            found.push((flight.name.clone(), slow * flight.told));
        }
        found.sort_by_key(|(name, _)| name.index);
        found
    }
}

impl Flight {
    fn due(&self, slow: Duration) -> Instant {
        self.began + slow * (self.told + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, SourceFile};

    fn name(index: usize) -> CaseName {
        let place = Place::new(&SourceFile::new("a.yaml", ""), 0..0);
        CaseName { index, file: "a.yaml".into(), scenario: "S".into(), case: None, place }
    }

    fn told(flying: &mut InFlight) -> Vec<(usize, u64)> {
        flying.slow().into_iter().map(|(name, time)| (name.index, time.as_secs())).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn a_case_is_told_each_time_that_it_has_taken_as_long_once_more() {
        let mut flying = InFlight::new(Some(Duration::from_secs(10)), 2);
        flying.begin(name(0));
        tokio::time::advance(Duration::from_secs(5)).await;
        flying.begin(name(1));
        assert_eq!(told(&mut flying), []);
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(flying.next_slow(), Some(Instant::now()));
        assert_eq!(told(&mut flying), [(0, 10)]);
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(told(&mut flying), [(0, 20), (1, 10)]);
        flying.end(0);
        assert_eq!(flying.next_slow(), Some(Instant::now() + Duration::from_secs(5)));
    }

    #[tokio::test]
    async fn without_a_limit_no_case_is_slow() {
        let mut flying = InFlight::new(None, 1);
        flying.begin(name(0));
        assert_eq!((flying.next_slow(), told(&mut flying)), (None, vec![]));
    }
}
