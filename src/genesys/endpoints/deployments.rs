//! Web deployments: what binds guests to a flow (facts: genesys-api.md section 3).

use crate::wire::platform::Deployment;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{
    CHANGE_DEPLOYMENT, CREATE_DEPLOYMENT, DELETE_DEPLOYMENT, LIST_DEPLOYMENTS, READ_DEPLOYMENT,
};

impl Client {
    /// All deployments.
    ///
    /// # Errors
    /// The call failed.
    pub async fn deployments(&self) -> Result<Vec<Deployment>, ClientError> {
        self.by_cursor(&LIST_DEPLOYMENTS, self.platform_url(&LIST_DEPLOYMENTS, &[])?).await
    }

    /// Creates a deployment.
    ///
    /// # Errors
    /// The flow is no inbound message flow, the configuration is not published, or the call failed.
    pub async fn create_deployment(&self, deployment: &Deployment) -> Result<Deployment, ClientError> {
        self.send(&CREATE_DEPLOYMENT, self.platform_url(&CREATE_DEPLOYMENT, &[])?, deployment).await
    }

    /// Reads a deployment.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn deployment(&self, id: &str) -> Result<Deployment, ClientError> {
        self.get(&READ_DEPLOYMENT, self.platform_url(&READ_DEPLOYMENT, &[id])?).await
    }

    /// Changes a deployment to what is given, all of it.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn change_deployment(&self, id: &str, deployment: &Deployment) -> Result<Deployment, ClientError> {
        self.send(&CHANGE_DEPLOYMENT, self.platform_url(&CHANGE_DEPLOYMENT, &[id])?, deployment).await
    }

    /// Deletes a deployment.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn delete_deployment(&self, id: &str) -> Result<(), ClientError> {
        self.delete(&DELETE_DEPLOYMENT, self.platform_url(&DELETE_DEPLOYMENT, &[id])?).await
    }
}
