//! The requests that a tenant saw, in the order of their arrival, up to a bound.

use std::collections::VecDeque;

/// A case makes a handful of requests; a served org makes many, and only the latest are of interest.
const MAX_LOGGED: usize = 1_000;

/// One request and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// Its method.
    pub method: String,
    /// Its path, as it came.
    pub path: String,
    /// The step of a run that it is (`token`, `widget`, `look_up`…); none for any other call.
    pub step: Option<&'static str>,
    /// The status answered; none where a fault let no answer out.
    pub status: Option<u16>,
}

/// The log.
#[derive(Debug, Default)]
pub struct Log {
    entries: VecDeque<LoggedRequest>,
    frames: u64,
    forgotten: u64,
}

impl Log {
    /// Notes an arrival and gives the number to settle it by.
    pub fn arrived(&mut self, method: &str, path: &str, step: Option<&'static str>) -> u64 {
        if self.entries.len() == MAX_LOGGED {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        self.entries.push_back(LoggedRequest { method: method.to_owned(), path: path.to_owned(), step, status: None });
        self.forgotten + self.entries.len() as u64 - 1
    }

    /// Counts a guest's frame.
    pub fn frame(&mut self) {
        self.frames += 1;
    }

    /// How many frames guests sent.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Notes the answer.
    pub fn settled(&mut self, number: u64, status: Option<u16>) {
        let place = number.checked_sub(self.forgotten).and_then(|place| usize::try_from(place).ok());
        if let Some(entry) = place.and_then(|place| self.entries.get_mut(place)) {
            entry.status = status;
        }
    }

    /// Forgets everything so far. A request that is not answered yet is forgotten too.
    pub fn clear(&mut self) {
        self.forgotten += self.entries.len() as u64;
        self.entries.clear();
        self.frames = 0;
    }

    /// All that is kept.
    pub fn entries(&self) -> Vec<LoggedRequest> {
        self.entries.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_settle_their_own_request_even_after_others_are_forgotten() {
        let mut log = Log::default();
        let first = log.arrived("GET", "/0", None);
        let numbers: Vec<_> = (1..=MAX_LOGGED).map(|place| log.arrived("GET", &format!("/{place}"), None)).collect();
        log.settled(first, Some(500));
        log.settled(numbers[0], Some(201));
        let entries = log.entries();
        assert_eq!(entries.len(), MAX_LOGGED);
        assert_eq!((entries[0].path.as_str(), entries[0].status), ("/1", Some(201)));
        assert!(entries.iter().skip(1).all(|entry| entry.status.is_none()));
    }

    #[test]
    fn after_clearing_only_later_requests_are_there_and_settle() {
        let mut log = Log::default();
        log.frame();
        let before = log.arrived("GET", "/before", None);
        log.clear();
        let after = log.arrived("GET", "/after", None);
        log.settled(before, Some(500));
        log.settled(after, Some(200));
        let entries = log.entries();
        assert_eq!(
            entries.iter().map(|one| (one.path.as_str(), one.status)).collect::<Vec<_>>(),
            [("/after", Some(200))]
        );
        assert_eq!(log.frames(), 0);
    }
}
