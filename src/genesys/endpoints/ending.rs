//! Ending conversations, from the gentle way to the last resort (facts: genesys-api.md section 7).

use serde::Serialize;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{END_CONVERSATION, END_MESSAGE_CONVERSATION, TEAR_DOWN_CONVERSATION};

/// Body of the request that ends a messaging conversation.
#[derive(Serialize)]
struct State {
    state: &'static str,
}

impl Client {
    /// Ends a messaging conversation.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn end_messaging_conversation(&self, id: &str) -> Result<(), ClientError> {
        let url = self.platform_url(&END_MESSAGE_CONVERSATION, &[id])?;
        self.tell(&END_MESSAGE_CONVERSATION, url, &State { state: "disconnected" }).await
    }

    /// Ends a conversation of whatever kind by disconnecting all its participants.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn end_conversation(&self, id: &str) -> Result<(), ClientError> {
        self.delete(&END_CONVERSATION, self.platform_url(&END_CONVERSATION, &[id])?).await
    }

    /// Tears a conversation down that does not end otherwise. The vendor discourages it as a habit.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn tear_down_conversation(&self, id: &str) -> Result<(), ClientError> {
        self.delete(&TEAR_DOWN_CONVERSATION, self.platform_url(&TEAR_DOWN_CONVERSATION, &[id])?).await
    }
}
