//! The wish to stop, from a signal or a time-out, seen by everything that waits.

use tokio::sync::watch;

/// Handed to a run; whoever holds the sender's side may stop it.
#[derive(Debug, Clone)]
pub struct Interrupt {
    seen: watch::Receiver<bool>,
}

impl Interrupt {
    /// An interrupt and the switch that raises it (send `true`).
    pub fn new() -> (watch::Sender<bool>, Self) {
        let (sender, seen) = watch::channel(false);
        (sender, Self { seen })
    }

    /// Whether it was raised.
    pub fn is_raised(&self) -> bool {
        *self.seen.borrow()
    }

    /// Ends when it is raised; never, where its switch is gone without having been used.
    pub async fn raised(&mut self) {
        if self.seen.wait_for(|raised| *raised).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
