//! Open Messaging: a customer's message without a socket (facts: genesys-api.md section 5).

use crate::wire::platform::OpenMessage;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::SEND_OPEN_MESSAGE;

impl Client {
    /// Sends a customer's message through an integration; the answer names the conversation.
    ///
    /// # Errors
    /// The integration does not exist, or the call failed.
    pub async fn send_open_message(
        &self,
        integration_id: &str,
        message: &OpenMessage,
    ) -> Result<OpenMessage, ClientError> {
        let mut url = self.platform_url(&SEND_OPEN_MESSAGE, &[integration_id])?;
        url.query_pairs_mut().append_pair("prefetchConversationId", "true");
        self.send(&SEND_OPEN_MESSAGE, url, message).await
    }
}
