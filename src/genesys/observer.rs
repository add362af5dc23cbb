//! A hook that hears of every request sent: for counts, logs and test evidence. Must not know who listens.

use std::time::Duration;

/// One request that was sent, after its answer or its failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallRecord<'a> {
    /// What it was for: `creating the widget`.
    pub doing: &'static str,
    /// The method.
    pub method: &'a str,
    /// The path and query, without the host. No secret is ever part of it.
    pub path: &'a str,
    /// The answer's status; none where no whole answer came.
    pub status: Option<u16>,
    /// Which request this was for the same call, from 1; a repeat after 401 counts too.
    pub attempt: u32,
    /// From sending to the end of the answer's body.
    pub elapsed: Duration,
    /// Bytes of the answer's body.
    pub received: usize,
    /// The id by which Genesys finds the request in its logs.
    pub correlation_id: Option<&'a str>,
}

/// Hears of every request. Called between requests, so it must be quick and must not wait.
pub trait CallObserver: Send + Sync {
    /// A request has ended.
    fn call(&self, record: &CallRecord<'_>);

    /// What `doing` names will be tried again after `wait`; `attempt` requests were sent so far.
    fn retry(&self, _doing: &'static str, _attempt: u32, _wait: Duration) {}
}
