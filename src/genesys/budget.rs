//! The budget of requests that all who share a token share: no more in a minute than the org allows, so that nobody is refused. Must not
//! know what is requested.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::clock::Clock;

/// The org counts by the minute (facts: genesys-api.md 2.3). The second more covers that requests do not take equally long to arrive.
const WINDOW: Duration = Duration::from_secs(61);

/// Requests a minute, in the order in which they were asked for. Clones of a client share one.
pub struct RateBudget {
    most: usize,
    /// When each of the latest requests may be, or was, sent.
    granted: Mutex<VecDeque<Timestamp>>,
    lifted: AtomicBool,
}

impl RateBudget {
    /// A budget of so many requests a minute; at least one.
    pub fn a_minute(most: u32) -> Self {
        Self {
            most: usize::try_from(most).unwrap_or(usize::MAX).max(1),
            granted: Mutex::default(),
            lifted: AtomicBool::new(false),
        }
    }

    /// From now on every request may be sent at once.
    pub(super) fn lift(&self) {
        self.lifted.store(true, Ordering::Relaxed);
    }

    /// Ends when one more request may be sent.
    pub(super) async fn take(&self, clock: &dyn Clock) {
        if self.lifted.load(Ordering::Relaxed) {
            return;
        }
        let wait = self.reserve(clock.now());
        if !wait.is_zero() {
            clock.sleep(wait).await;
        }
    }

    /// Takes the next place and says how far away it is. Places are given in order, so nobody starves.
    fn reserve(&self, now: Timestamp) -> Duration {
        let mut granted = self.granted.lock().unwrap_or_else(PoisonError::into_inner);
        let full = granted.len() >= self.most;
        let free = if full { granted.pop_front().and_then(|oldest| oldest.checked_add(WINDOW).ok()) } else { None };
        let at = free.map_or(now, |free| free.max(now));
        granted.push_back(at);
        Duration::try_from(at.duration_since(now)).unwrap_or_default()
    }
}

impl fmt::Debug for RateBudget {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("RateBudget").field("most", &self.most).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    #[test]
    fn what_is_within_the_budget_is_sent_at_once_and_the_next_waits_for_the_first_to_leave_the_window() {
        let budget = RateBudget::a_minute(2);
        assert_eq!(budget.reserve(at(0)), Duration::ZERO);
        assert_eq!(budget.reserve(at(1_000)), Duration::ZERO);
        assert_eq!(budget.reserve(at(1_000)), Duration::from_secs(60));
        assert_eq!(budget.reserve(at(1_000)), Duration::from_secs(61));
        assert_eq!(budget.reserve(at(200_000)), Duration::ZERO);
    }

    #[test]
    fn a_budget_of_nothing_is_one_of_one() {
        assert_eq!(RateBudget::a_minute(0).reserve(at(0)), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn no_minute_ever_sees_more_than_the_budget(most in 1_u32..8, steps in prop::collection::vec(0_i64..30_000, 1..60)) {
            let budget = RateBudget::a_minute(most);
            let mut now = 0;
            let mut sent: Vec<i64> = steps.iter().map(|step| {
                now += step;
                now + i64::try_from(budget.reserve(at(now)).as_millis()).unwrap()
            }).collect();
            sent.sort_unstable();
            let most = usize::try_from(most).unwrap();
            prop_assert!(sent.windows(most + 1).all(|some| some[most] - some[0] >= 61_000), "{sent:?}");
        }
    }
}
