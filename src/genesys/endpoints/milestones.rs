//! The flow milestones that an org knows, by id and name.

use crate::wire::platform::NamedEntity;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::LIST_MILESTONES;

impl Client {
    /// All flow milestones.
    ///
    /// # Errors
    /// The call failed.
    pub async fn flow_milestones(&self) -> Result<Vec<NamedEntity>, ClientError> {
        self.by_number(&LIST_MILESTONES, self.platform_url(&LIST_MILESTONES, &[])?).await
    }
}
