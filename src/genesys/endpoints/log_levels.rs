//! What the org records of a flow's executions (facts: genesys-api.md 6.1).

use crate::wire::platform::{FlowSettings, LogLevelRequest};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{
    CHANGE_LOG_LEVEL, CREATE_LOG_LEVEL, DELETE_LOG_LEVEL, READ_DEFAULT_LOG_LEVEL, READ_LOG_LEVEL,
};

impl Client {
    /// Reads a flow's log level.
    ///
    /// # Errors
    /// The flow does not exist or has no level of its own, or the call failed.
    pub async fn log_level(&self, flow_id: &str) -> Result<FlowSettings, ClientError> {
        self.get(&READ_LOG_LEVEL, self.platform_url(&READ_LOG_LEVEL, &[flow_id])?).await
    }

    /// Reads the org's own log level, which counts for flows that have none.
    ///
    /// # Errors
    /// The call failed.
    pub async fn default_log_level(&self) -> Result<FlowSettings, ClientError> {
        self.get(&READ_DEFAULT_LOG_LEVEL, self.platform_url(&READ_DEFAULT_LOG_LEVEL, &[])?).await
    }

    /// Gives a flow that has none a log level of its own.
    ///
    /// # Errors
    /// The flow does not exist or has one, or the call failed.
    pub async fn create_log_level(&self, flow_id: &str, level: &LogLevelRequest) -> Result<FlowSettings, ClientError> {
        self.send(&CREATE_LOG_LEVEL, self.platform_url(&CREATE_LOG_LEVEL, &[flow_id])?, level).await
    }

    /// Changes a flow's log level.
    ///
    /// # Errors
    /// The flow does not exist or has none, or the call failed.
    pub async fn change_log_level(&self, flow_id: &str, level: &LogLevelRequest) -> Result<FlowSettings, ClientError> {
        self.send(&CHANGE_LOG_LEVEL, self.platform_url(&CHANGE_LOG_LEVEL, &[flow_id])?, level).await
    }

    /// Takes a flow's own log level away, so that the org's holds.
    ///
    /// # Errors
    /// The flow does not exist or has none, or the call failed.
    pub async fn delete_log_level(&self, flow_id: &str) -> Result<(), ClientError> {
        self.delete(&DELETE_LOG_LEVEL, self.platform_url(&DELETE_LOG_LEVEL, &[flow_id])?).await
    }
}
