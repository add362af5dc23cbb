//! Messenger configurations: what a deployment lets its guests do (facts: genesys-api.md section 3).

use crate::wire::platform::Configuration;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{
    CREATE_CONFIGURATION, DELETE_CONFIGURATION, LIST_CONFIGURATIONS, PUBLISH_CONFIGURATION, READ_CONFIGURATION,
};

impl Client {
    /// All configurations.
    ///
    /// # Errors
    /// The call failed.
    pub async fn configurations(&self) -> Result<Vec<Configuration>, ClientError> {
        self.by_cursor(&LIST_CONFIGURATIONS, self.platform_url(&LIST_CONFIGURATIONS, &[])?).await
    }

    /// Creates a configuration, as a draft. A deployment needs a published one.
    ///
    /// # Errors
    /// The call failed.
    pub async fn create_configuration(&self, configuration: &Configuration) -> Result<Configuration, ClientError> {
        self.send(&CREATE_CONFIGURATION, self.platform_url(&CREATE_CONFIGURATION, &[])?, configuration).await
    }

    /// Reads a version of a configuration: a number from 1, or `draft`.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn configuration(&self, id: &str, version: &str) -> Result<Configuration, ClientError> {
        self.get(&READ_CONFIGURATION, self.platform_url(&READ_CONFIGURATION, &[id, version])?).await
    }

    /// Publishes a configuration's draft.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn publish_configuration(&self, id: &str) -> Result<Configuration, ClientError> {
        self.get(&PUBLISH_CONFIGURATION, self.platform_url(&PUBLISH_CONFIGURATION, &[id])?).await
    }

    /// Deletes a configuration with all its versions.
    ///
    /// # Errors
    /// It does not exist, a deployment uses it, or the call failed.
    pub async fn delete_configuration(&self, id: &str) -> Result<(), ClientError> {
        self.delete(&DELETE_CONFIGURATION, self.platform_url(&DELETE_CONFIGURATION, &[id])?).await
    }
}
