//! What was said while the customer was away. Must not know steps.

use super::failure::of_client;
use super::talk::Talk;
use crate::evidence::StepFailure;
use crate::scenario::model::RunStep;
use crate::wire::guest::{Direction, Message};

/// Messages of a history that are asked for at once.
const HISTORY_PAGE: u64 = 100;

/// Pages that are read at most: a conversation of more messages is none that a test holds.
const MOST_PAGES: u64 = 100;

type Step<T> = Result<T, StepFailure>;

impl Talk<'_> {
    /// What was said while the customer was away, from the session's history.
    pub async fn catch_up(&mut self) -> Step<()> {
        self.doing(RunStep::Read, "reading what was said meanwhile");
        let jwt = self.guest()?.jwt().await;
        let jwt = self.answered(jwt)?;
        let mut missed: Vec<Message> = Vec::new();
        for number in 1..=MOST_PAGES {
            let page = self.seat.client.guest_history(&jwt.token, number, HISTORY_PAGE).await;
            let page = page.map_err(|error| of_client(RunStep::Read, &error))?;
            let more = page.page_count.is_some_and(|count| number < count) && !page.entities.is_empty();
            missed.extend(page.entities);
            if !more {
                break;
            }
        }
        missed.retain(|message| message.direction == Some(Direction::Outbound));
        missed.sort_by_key(|message| message.channel.as_ref().and_then(|channel| channel.time.clone()));
        for message in &missed {
            self.hear(message);
        }
        Ok(())
    }
}
