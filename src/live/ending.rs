//! Ending a conversation, by the next way where one fails (facts: genesys-api.md section 7). Must not know whose it is.

use crate::genesys::{Client, ClientError, ErrorKind};

/// Ends a conversation. One that the org does not know, or not any more, needs no ending.
///
/// # Errors
/// Neither way works: the first failure, since that way is the one that the least permissions allow.
pub async fn end_conversation(client: &Client, id: &str) -> Result<(), ClientError> {
    let Err(error) = client.end_messaging_conversation(id).await else { return Ok(()) };
    if error.kind == ErrorKind::NotFound {
        return Ok(());
    }
    match client.end_conversation(id).await {
        Ok(()) => Ok(()),
        Err(second) if second.kind == ErrorKind::NotFound => Ok(()),
        Err(_) => Err(error),
    }
}
