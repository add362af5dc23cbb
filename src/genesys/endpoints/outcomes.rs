//! The flow outcomes that an org knows, by id and name.

use crate::wire::platform::NamedEntity;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::LIST_OUTCOMES;

impl Client {
    /// All flow outcomes.
    ///
    /// # Errors
    /// The call failed.
    pub async fn flow_outcomes(&self) -> Result<Vec<NamedEntity>, ClientError> {
        self.by_number(&LIST_OUTCOMES, self.platform_url(&LIST_OUTCOMES, &[])?).await
    }
}
