//! Whose org it is that answers, which a guard compares before anything is written.

use crate::wire::platform::{Organization, TokenInfo};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{READ_ORGANIZATION, READ_TOKEN, REVOKE_TOKEN};
use crate::genesys::told::Told;

impl Client {
    /// Reads the org.
    ///
    /// # Errors
    /// The call failed.
    pub async fn organization(&self) -> Result<Organization, ClientError> {
        self.get(&READ_ORGANIZATION, self.platform_url(&READ_ORGANIZATION, &[])?).await
    }

    /// Reads the org, with what its answer says of the host's clock and of the rate that it allows. `asked` is the time after the token
    /// was at hand.
    ///
    /// # Errors
    /// The call failed.
    pub async fn organization_told(&self) -> Result<Told<Organization>, ClientError> {
        self.get_told(&READ_ORGANIZATION, self.platform_url(&READ_ORGANIZATION, &[])?).await
    }

    /// Reads what the token is good for.
    ///
    /// # Errors
    /// The call failed.
    pub async fn token_info(&self) -> Result<TokenInfo, ClientError> {
        self.get(&READ_TOKEN, self.platform_url(&READ_TOKEN, &[])?).await
    }

    /// Gives the token back, so that it opens nothing any more. The next call gets a new one.
    ///
    /// # Errors
    /// The call failed.
    pub async fn revoke_token(&self) -> Result<(), ClientError> {
        let url = self.platform_url(&REVOKE_TOKEN, &[])?;
        let bearer = self.bearer().await?;
        let done = self.delete(&REVOKE_TOKEN, url).await;
        self.0.tokens.give_up(&bearer);
        done
    }
}
