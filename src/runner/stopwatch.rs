//! The time that a case may take, which stands still while the case waits for others. Must not know what it waits for.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// Counts a case's own time.
#[derive(Debug)]
pub(in crate::runner) struct Stopwatch {
    /// How many reasons there are to stand still.
    pauses: watch::Sender<usize>,
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self { pauses: watch::Sender::new(0) }
    }
}

impl Stopwatch {
    /// Stands still until what is returned is dropped.
    pub fn pause(&self) -> Pause<'_> {
        self.pauses.send_modify(|pauses| *pauses += 1);
        Pause(self)
    }

    /// Whether it stands still.
    #[cfg(test)]
    pub fn is_paused(&self) -> bool {
        *self.pauses.borrow() > 0
    }

    /// The work's result, or none where its own time is up first.
    pub async fn limit<T>(&self, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
        let mut pauses = self.pauses.subscribe();
        let mut left = limit;
        tokio::pin!(work);
        loop {
            let begun = Instant::now();
            let paused = *pauses.borrow_and_update() > 0;
            tokio::select! {
                biased;
                done = &mut work => return Some(done),
                // The sender is this stopwatch, which outlives the wait.
                _ = pauses.changed() => {}
                () = tokio::time::sleep(left), if !paused => return None,
            }
            if !paused {
                left = left.saturating_sub(begun.elapsed());
            }
        }
    }
}

/// While this lives, the case's time stands still.
pub(in crate::runner) struct Pause<'s>(&'s Stopwatch);

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        self.0.pauses.send_modify(|pauses| *pauses = pauses.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn work_that_takes_too_long_is_cut_off() {
        let begun = Instant::now();
        let done = Stopwatch::default().limit(3 * SECOND, tokio::time::sleep(10 * SECOND)).await;
        assert_eq!((done, begun.elapsed()), (None, 3 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn time_spent_waiting_for_others_does_not_count() {
        let stopwatch = Stopwatch::default();
        let work = async {
            tokio::time::sleep(2 * SECOND).await;
            {
                let _paused = stopwatch.pause();
                tokio::time::sleep(60 * SECOND).await;
            }
            tokio::time::sleep(SECOND / 2).await;
            7
        };
        assert_eq!(stopwatch.limit(3 * SECOND, work).await, Some(7));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_goes_on_where_it_stood() {
        let stopwatch = Stopwatch::default();
        let begun = Instant::now();
        let work = async {
            tokio::time::sleep(2 * SECOND).await;
            {
                let _paused = stopwatch.pause();
                tokio::time::sleep(60 * SECOND).await;
            }
            tokio::time::sleep(10 * SECOND).await;
        };
        assert_eq!((stopwatch.limit(3 * SECOND, work).await, begun.elapsed()), (None, 63 * SECOND));
    }
}
