//! The paths of a run whose cases wait for them together: who waits, and the one fetch for all. Must not know a case.

use futures_util::future::{BoxFuture, FutureExt as _};
use tokio::sync::watch;

use super::Context;
use super::target::Executions;
use crate::genesys::Client;

/// What cases wait for together; nothing where each fetches its own.
pub(super) struct Paths<'c> {
    together: Option<Together<'c>>,
}

struct Together<'c> {
    executions: &'c Executions,
    client: &'c Client,
    parked: watch::Receiver<usize>,
    fetch: Option<BoxFuture<'c, ()>>,
}

impl<'c> Paths<'c> {
    /// Those of the context's target.
    pub fn of(context: &'c Context) -> Self {
        let together = context.target.executions().map(|(executions, client)| Together {
            executions,
            client,
            parked: executions.parked(),
            fetch: None,
        });
        Self { together }
    }

    /// How many cases do nothing but wait.
    pub fn parked(&self) -> usize {
        self.together.as_ref().map_or(0, |together| *together.parked.borrow())
    }

    /// Whether all of `flying` cases wait, and nobody fetches yet.
    pub fn are_due(&self, flying: usize) -> bool {
        let idle = self.together.as_ref().is_some_and(|together| together.fetch.is_none());
        idle && flying > 0 && self.parked() == flying
    }

    /// Begins to fetch what all wait for.
    pub fn fetch(&mut self) {
        if let Some(together) = &mut self.together {
            together.fetch = Some(together.executions.release(together.client).boxed());
        }
    }

    /// Ends when another case waits, or one no longer does, or the fetch is done.
    pub async fn change(&mut self) {
        let Some(Together { parked, fetch, .. }) = &mut self.together else { return std::future::pending().await };
        let done = async {
            match fetch {
                Some(running) => running.await,
                None => std::future::pending().await,
            }
        };
        let fetched = tokio::select! {
            () = done => true,
            // The sender lives as long as the target.
            _ = parked.changed() => false,
        };
        if fetched {
            *fetch = None;
        }
    }
}
