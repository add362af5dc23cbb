//! How often to ask again, and when to stop. Must not know what is asked for.

use std::time::Duration;

use jiff::Timestamp;

use crate::genesys::clock::Clock;

/// The first wait of a poll: the public programs that poll for execution data wait one or two seconds (facts: genesys-api.md 6.2).
const FIRST: Duration = Duration::from_secs(1);

/// The longest wait of a poll, so that what comes late is still found soon after it came.
const LONGEST: Duration = Duration::from_secs(10);

/// How a wait polls. All times are those of the client's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PollOptions {
    /// How long to go on asking.
    pub limit: Duration,
    /// The wait after the first question; each one after doubles.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
}

impl PollOptions {
    /// A poll up to a limit, from one second to ten.
    pub fn up_to(limit: Duration) -> Self {
        Self { limit, first: FIRST, longest: LONGEST }
    }
}

/// What is left of one poll.
pub(super) struct Budget<'a> {
    clock: &'a dyn Clock,
    options: PollOptions,
    started: Timestamp,
    waited: Duration,
    next: Duration,
}

impl<'a> Budget<'a> {
    pub fn new(clock: &'a dyn Clock, options: PollOptions) -> Self {
        // A first wait of nothing would never grow, and so never end.
        let next = options.first.max(Duration::from_millis(1));
        Self { clock, options, started: clock.now(), waited: Duration::ZERO, next }
    }

    /// Waits before the next question; false when the limit has passed. The waits count too, lest a clock that stands still makes it
    /// endless.
    pub async fn wait(&mut self) -> bool {
        let passed = Duration::try_from(self.clock.now().duration_since(self.started)).unwrap_or_default();
        let left = self.options.limit.saturating_sub(passed.max(self.waited));
        if left.is_zero() {
            return false;
        }
        let wait = self.next.min(left);
        self.next = self.next.saturating_mul(2).min(self.options.longest.max(self.options.first));
        self.waited += wait;
        self.clock.sleep(wait).await;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::genesys::clock::Sleep;

    /// A clock on which sleeping takes no time, or as long as it should.
    struct Told {
        moves: bool,
        now: Mutex<Timestamp>,
        slept: Mutex<Vec<u64>>,
    }

    impl Clock for Told {
        fn now(&self) -> Timestamp {
            *self.now.lock().unwrap()
        }

        fn sleep(&self, duration: Duration) -> Sleep<'_> {
            self.slept.lock().unwrap().push(duration.as_secs());
            if self.moves {
                *self.now.lock().unwrap() += duration;
            }
            Box::pin(std::future::ready(()))
        }
    }

    async fn waits(moves: bool, limit: u64) -> Vec<u64> {
        let clock = Told { moves, now: Mutex::new(Timestamp::UNIX_EPOCH), slept: Mutex::default() };
        let mut budget = Budget::new(&clock, PollOptions::up_to(Duration::from_secs(limit)));
        while budget.wait().await {}
        clock.slept.into_inner().unwrap()
    }

    #[tokio::test]
    async fn waits_double_up_to_the_longest_and_end_at_the_limit() {
        assert_eq!(waits(true, 30).await, [1, 2, 4, 8, 10, 5]);
        assert_eq!(waits(true, 0).await, [0; 0]);
    }

    #[tokio::test]
    async fn a_clock_that_stands_still_does_not_make_it_endless() {
        assert_eq!(waits(false, 6).await, [1, 2, 3]);
    }
}
