//! The seed's second and third step: conversations. No real org serves these paths.

use crate::wire::{Conversation, ParticipantRequest};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{DELETE_CONVERSATION, READ_CONVERSATION, START_CONVERSATION};

impl Client {
    /// Starts a conversation of a customer with attributes, routed to a queue.
    ///
    /// # Errors
    /// The queue does not exist, an attribute is refused, or the call failed. For a refused attribute see
    /// [`ClientError::with_declared_attributes`].
    pub async fn start_conversation(
        &self,
        queue_id: &str,
        request: &ParticipantRequest,
    ) -> Result<Conversation, ClientError> {
        let mut url = self.seed_url(&START_CONVERSATION, "")?;
        url.query_pairs_mut().append_pair("queueId", queue_id);
        self.send(&START_CONVERSATION, url, request).await
    }

    /// Reads a conversation.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn conversation(&self, id: &str) -> Result<Conversation, ClientError> {
        self.get(&READ_CONVERSATION, self.seed_url(&READ_CONVERSATION, id)?).await
    }

    /// Deletes a conversation.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn delete_conversation(&self, id: &str) -> Result<(), ClientError> {
        self.delete(&DELETE_CONVERSATION, self.seed_url(&DELETE_CONVERSATION, id)?).await
    }
}
