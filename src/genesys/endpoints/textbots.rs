//! A bot flow driven turn by turn, without a conversation (facts: genesys-api.md 6.6).

use crate::wire::platform::{BotReference, BotSessionRequest, BotTurn, BotTurnRequest};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{OPEN_BOT_SESSION, TAKE_BOT_TURN};

impl Client {
    /// Opens a session with a bot flow.
    ///
    /// # Errors
    /// The flow does not exist or is no bot flow, or the call failed.
    pub async fn open_bot_session(&self, request: &BotSessionRequest) -> Result<BotReference, ClientError> {
        self.send(&OPEN_BOT_SESSION, self.platform_url(&OPEN_BOT_SESSION, &[])?, request).await
    }

    /// Takes a turn in a bot's session.
    ///
    /// # Errors
    /// The session does not exist or has ended, or the call failed.
    pub async fn take_bot_turn(&self, session_id: &str, request: &BotTurnRequest) -> Result<BotTurn, ClientError> {
        self.send(&TAKE_BOT_TURN, self.platform_url(&TAKE_BOT_TURN, &[session_id])?, request).await
    }
}
