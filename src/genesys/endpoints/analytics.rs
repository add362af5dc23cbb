//! What analytics keeps of a conversation (facts: genesys-api.md 6.5).

use crate::wire::platform::AnalyticsConversation;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::READ_ANALYTICS;

impl Client {
    /// Reads what analytics keeps of a conversation: which flow, how it ended, which queue, which outcomes. It comes minutes late.
    ///
    /// # Errors
    /// It does not exist (yet), or the call failed.
    pub async fn conversation_analytics(&self, id: &str) -> Result<AnalyticsConversation, ClientError> {
        self.get(&READ_ANALYTICS, self.platform_url(&READ_ANALYTICS, &[id])?).await
    }
}
