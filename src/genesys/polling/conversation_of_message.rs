//! From a guest's message to its conversation, which the org knows a moment later (facts: genesys-api.md section 5; the lag is unverified).

use std::time::Duration;

use crate::genesys::client::Client;
use crate::genesys::error::{ClientError, ErrorKind};
use crate::genesys::operation::READ_MESSAGE;

use super::budget::{Budget, PollOptions};

/// How long a message's conversation is looked for. The lag is not documented; half a minute is far more than anyone reports.
pub const DEFAULT_MESSAGE_LIMIT: Duration = Duration::from_secs(30);

impl Client {
    /// The id of the conversation that a message belongs to. A message that the org does not know yet is asked for again until the limit.
    ///
    /// # Errors
    /// The message is still not known at the limit, or the call failed.
    pub async fn conversation_of_message(&self, message_id: &str, limit: Duration) -> Result<String, ClientError> {
        let clock = &self.0.options.clock;
        let mut budget = Budget::new(&**clock, PollOptions::up_to(limit));
        loop {
            let unknown = match self.message_details(message_id).await {
                Ok(details) => match details.conversation_id.filter(|id| !id.is_empty()) {
                    Some(id) => return Ok(id),
                    None => nameless(message_id),
                },
                Err(error) if error.kind == ErrorKind::NotFound => error,
                Err(error) => return Err(error),
            };
            if !budget.wait().await {
                return Err(unknown.with_advice([format!("it was asked for again for {limit:?}")]));
            }
        }
    }
}

/// The error for a message that is known and names no conversation.
fn nameless(message_id: &str) -> ClientError {
    let message = format!("the org knows the message `{message_id}` and names no conversation for it");
    ClientError::local(ErrorKind::NotFound, READ_MESSAGE.doing, message)
}
