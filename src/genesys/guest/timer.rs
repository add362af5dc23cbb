//! A time-out for waits that mostly end long before it. A timer that is set and unset at every wait takes the lock of all timers each time,
//! which is most of what a turn costs on several cores. Must not know what is waited for.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio::time::{Instant, Sleep, sleep_until};

/// One timer for all waits of a session. It stays set from one wait to the next and is set anew only when it rings too early for the wait
/// of the moment, or would ring too late.
#[derive(Default)]
pub(super) struct Timer {
    set: Option<Pin<Box<Sleep>>>,
}

/// The time has passed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TimedOut;

impl Timer {
    /// Waits for a future until a deadline.
    pub async fn bound<F: Future>(&mut self, deadline: Instant, future: F) -> Result<F::Output, TimedOut> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            loop {
                let timer = self.set.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
                if timer.deadline() > deadline {
                    timer.as_mut().reset(deadline);
                }
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                if Instant::now() >= deadline {
                    self.set = None;
                    return Poll::Ready(Err(TimedOut));
                }
                timer.as_mut().reset(deadline);
            }
        })
        .await
    }
}

impl fmt::Debug for Timer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Timer").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::time::Duration;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn each_wait_has_its_own_deadline() {
        let mut timer = Timer::default();
        let begun = Instant::now();
        assert_eq!(timer.bound(begun + 10 * SECOND, async { 7 }).await, Ok(7));
        assert_eq!(timer.bound(begun + 10 * SECOND, tokio::time::sleep(SECOND)).await, Ok(()));
        assert_eq!(timer.bound(begun + 3 * SECOND, pending::<()>()).await, Err(TimedOut));
        assert_eq!(begun.elapsed(), 3 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_timer_that_rings_for_an_earlier_wait_ends_no_later_one() {
        let mut timer = Timer::default();
        let begun = Instant::now();
        assert_eq!(timer.bound(begun + 2 * SECOND, tokio::time::sleep(SECOND)).await, Ok(()));
        assert_eq!(timer.bound(begun + 9 * SECOND, pending::<()>()).await, Err(TimedOut));
        assert_eq!(begun.elapsed(), 9 * SECOND);
    }
}
