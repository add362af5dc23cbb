//! How many requests a run made of the API, by what they were for. Must not know why.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indexmap::IndexMap;

use crate::genesys::{CallObserver, CallRecord};

/// Counts every request, repeats too.
#[derive(Debug, Default)]
pub struct CallCount {
    counts: Mutex<IndexMap<&'static str, usize>>,
}

impl CallCount {
    /// How many requests were sent for each thing, in the order in which each was first sent: `getting a token`, 1…
    pub fn by_kind(&self) -> Vec<(&'static str, usize)> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().map(|(doing, count)| (*doing, *count)).collect()
    }

    /// How many requests were sent in all.
    pub fn total(&self) -> usize {
        self.by_kind().iter().map(|(_, count)| count).sum()
    }
}

impl CallObserver for CallCount {
    fn call(&self, record: &CallRecord<'_>) {
        let CallRecord { doing, method, path, attempt, elapsed, .. } = record;
        let status = record.status.map_or("no answer".into(), |status| status.to_string());
        let id = record.correlation_id.unwrap_or("none");
        log::debug!("{doing}: {method} {path}: {status} after {elapsed:.1?}, request {attempt}, correlation id {id}");
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(record.doing).or_default() += 1;
    }

    fn retry(&self, doing: &'static str, attempt: u32, wait: Duration) {
        log::info!("{doing}: again in {wait:.1?}, after {attempt} requests");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_what_they_are_for() {
        let count = CallCount::default();
        for doing in ["getting a token", "reading the org", "getting a token"] {
            count.call(&CallRecord {
                doing,
                method: "GET",
                path: "/",
                status: None,
                attempt: 1,
                elapsed: Duration::ZERO,
                received: 0,
                correlation_id: None,
            });
        }
        assert_eq!(count.by_kind(), [("getting a token", 2), ("reading the org", 1)]);
        assert_eq!(count.total(), 3);
    }
}
