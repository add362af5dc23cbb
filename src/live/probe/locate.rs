//! From a message to its conversation, with how long that took. Finer than what a run does, since the time itself is asked for. Must not know
//! what the conversation is wanted for.

use std::time::Duration;

use jiff::Timestamp;

use super::prober::{Part, Prober};
use crate::genesys::ErrorKind;

/// The first wait between two questions, and so how exact a short lag is known.
const FIRST: Duration = Duration::from_millis(200);

/// The longest wait between two questions: a probe is alone with its budget of requests.
const LONGEST: Duration = Duration::from_secs(3);

/// A conversation that was found.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// Its id.
    pub id: String,
    /// How long after the message it was known.
    pub lag: Duration,
    /// How often it was asked for.
    pub asked: usize,
}

/// The waits of one poll.
pub(super) struct Waits(Duration);

impl Waits {
    pub fn new() -> Self {
        Self(FIRST)
    }

    /// The next wait; each is twice the one before.
    pub fn next(&mut self) -> Duration {
        let wait = self.0;
        self.0 = (wait * 2).min(LONGEST);
        wait
    }
}

impl Prober<'_> {
    /// The conversation of a message that was sent then.
    pub async fn locate(&self, part: Part, message: &str, sent: Timestamp, limit: Duration) -> Result<Located, String> {
        let (mut waits, mut asked) = (Waits::new(), 0);
        loop {
            asked += 1;
            match self.sandbox.client.message_details(message).await {
                Ok(details) => {
                    if let Some(id) = details.conversation_id.filter(|id| !id.is_empty()) {
                        self.known(part, message, &id);
                        return Ok(Located { id, lag: self.since(sent), asked });
                    }
                }
                Err(error) if error.kind == ErrorKind::NotFound => {}
                Err(error) => return Err(error.to_string()),
            }
            if self.since(sent) >= limit {
                return Err(format!("the org did not know message `{message}` within {limit:?}"));
            }
            self.sleep(waits.next()).await;
        }
    }
}
