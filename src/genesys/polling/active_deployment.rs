//! A deployment that was just made, until guests can open it.

use crate::genesys::client::Client;
use crate::genesys::error::{ClientError, ErrorKind};
use crate::genesys::operation::READ_DEPLOYMENT;
use crate::wire::platform::Deployment;

use super::budget::{Budget, PollOptions};

impl Client {
    /// The deployment, once it is active.
    ///
    /// # Errors
    /// It is not active at the limit, or the call failed.
    pub async fn active_deployment(&self, id: &str, poll: PollOptions) -> Result<Deployment, ClientError> {
        let clock = &self.0.options.clock;
        let mut budget = Budget::new(&**clock, poll);
        loop {
            let status = match self.deployment(id).await {
                Ok(found) if found.is_active() => return Ok(found),
                Ok(found) => found.status.unwrap_or_default(),
                Err(error) => return Err(error),
            };
            if !budget.wait().await {
                let message = format!("deployment `{id}` is {status} still, after {:?}", poll.limit);
                return Err(ClientError::local(ErrorKind::Timeout, READ_DEPLOYMENT.doing, message));
            }
        }
    }
}
