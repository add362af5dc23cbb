//! The client's clock: what time it is and how to wait. Handed in, so that a run may jump over waits. Must not know what is waited for.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// A wait in progress.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Time as the client sees it.
pub trait Clock: Send + Sync {
    /// The time of day, against which tokens expire and `Retry-After` dates count.
    fn now(&self) -> Timestamp;

    /// Ends when `duration` has passed on this clock. Only retries wait; a request's own time-out is real time, as the network is.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;

    /// A reading of a steady clock; the difference of two says how long a request took. Read only where an observer asks for it.
    fn instant(&self) -> Instant {
        Instant::now()
    }
}

/// The machine's clock and tokio's timer.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_real_clock_sleeps_on_tokios_timer() {
        let before = tokio::time::Instant::now();
        RealClock.sleep(Duration::from_secs(90)).await;
        assert_eq!(before.elapsed(), Duration::from_secs(90));
    }
}
