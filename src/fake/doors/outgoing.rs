//! What goes out to a guest, each push at its time and all in their order. Must not know the socket.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::fake::core::Push;

/// Pushes that wait for their time.
#[derive(Debug)]
pub struct Outgoing {
    latency: Duration,
    waiting: VecDeque<(Instant, Push)>,
    last: Instant,
}

impl Outgoing {
    /// Nothing waits yet; everything will come so much later.
    pub fn new(latency: Duration) -> Self {
        Self { latency, waiting: VecDeque::new(), last: Instant::now() }
    }

    /// Takes one in.
    pub fn take(&mut self, push: Push) {
        let own = match &push {
            Push::Frame(_, after) => *after,
            Push::Close(..) | Push::Drop => Duration::ZERO,
            Push::Wake => return,
        };
        let due = (Instant::now() + self.latency).max(self.last) + own;
        self.last = due;
        self.waiting.push_back((due, push));
    }

    /// The next one, where its time has come.
    pub fn next(&mut self) -> Option<Push> {
        let (due, _) = self.waiting.front()?;
        if *due > Instant::now() {
            return None;
        }
        self.waiting.pop_front().map(|(_, push)| push)
    }

    /// Ends when the time of the next one has come; never where none waits.
    pub async fn due(&self) {
        match self.waiting.front() {
            Some((due, _)) => sleep_until(*due).await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str, after: u64) -> Push {
        Push::Frame(text.to_owned(), Duration::from_secs(after))
    }

    #[tokio::test(start_paused = true)]
    async fn without_latency_a_push_goes_out_at_once() {
        let mut outgoing = Outgoing::new(Duration::ZERO);
        outgoing.take(frame("a", 0));
        outgoing.take(Push::Wake);
        assert_eq!(outgoing.next(), Some(frame("a", 0)));
        assert_eq!(outgoing.next(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn latency_holds_back_each_push_and_does_not_add_up() {
        let mut outgoing = Outgoing::new(Duration::from_secs(2));
        let begun = Instant::now();
        outgoing.take(frame("a", 0));
        outgoing.take(frame("b", 0));
        assert_eq!(outgoing.next(), None);
        outgoing.due().await;
        assert_eq!((outgoing.next(), outgoing.next()), (Some(frame("a", 0)), Some(frame("b", 0))));
        assert_eq!(begun.elapsed(), Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_behind_a_late_frame_waits_for_it() {
        let mut outgoing = Outgoing::new(Duration::ZERO);
        let begun = Instant::now();
        outgoing.take(frame("late", 3));
        outgoing.take(Push::Drop);
        outgoing.due().await;
        assert_eq!((outgoing.next(), outgoing.next()), (Some(frame("late", 3)), Some(Push::Drop)));
        assert_eq!(begun.elapsed(), Duration::from_secs(3));
    }
}
