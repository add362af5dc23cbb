//! Messages and the conversations that hold them (facts: genesys-api.md section 5).

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;

use crate::secret::Secret;
use crate::wire::guest::Message;
use crate::wire::platform::{
    MessageData, MessagingConversation, Page, ParticipantCriterion, ParticipantFindings, ParticipantSearch,
};

use crate::genesys::client::Client;
use crate::genesys::error::{ClientError, ErrorKind};
use crate::genesys::operation::{
    READ_CONVERSATION_MESSAGE, READ_HISTORY, READ_MESSAGE, READ_MESSAGE_CONVERSATION, READ_ORG_CONVERSATION,
    SEARCH_PARTICIPANTS, WRITE_ATTRIBUTES,
};

use super::paging::MOST_PAGES;

/// Body of the request that writes attributes.
#[derive(Serialize)]
struct Attributes<'a> {
    attributes: &'a IndexMap<String, String>,
}

impl Client {
    /// Reads a message, which names its conversation. A message just sent is not known for a moment; see
    /// [`Client::conversation_of_message`].
    ///
    /// # Errors
    /// It does not exist (yet), or the call failed.
    pub async fn message_details(&self, message_id: &str) -> Result<MessageData, ClientError> {
        self.get(&READ_MESSAGE, self.platform_url(&READ_MESSAGE, &[message_id])?).await
    }

    /// Reads a message of a conversation with what it says.
    ///
    /// # Errors
    /// The conversation has no such message, or the call failed.
    pub async fn conversation_message(&self, conversation: &str, message: &str) -> Result<MessageData, ClientError> {
        let url = self.platform_url(&READ_CONVERSATION_MESSAGE, &[conversation, message])?;
        self.get(&READ_CONVERSATION_MESSAGE, url).await
    }

    /// Reads a conversation of whatever kind, with its participants' attributes.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn org_conversation(&self, id: &str) -> Result<MessagingConversation, ClientError> {
        self.get(&READ_ORG_CONVERSATION, self.platform_url(&READ_ORG_CONVERSATION, &[id])?).await
    }

    /// Reads a messaging conversation: the same in the form of its kind, with states and queues.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn messaging_conversation(&self, id: &str) -> Result<MessagingConversation, ClientError> {
        self.get(&READ_MESSAGE_CONVERSATION, self.platform_url(&READ_MESSAGE_CONVERSATION, &[id])?).await
    }

    /// Writes attributes of a participant. Others that it has stay.
    ///
    /// # Errors
    /// The conversation or participant does not exist, or the call failed.
    pub async fn write_attributes(
        &self,
        conversation_id: &str,
        participant_id: &str,
        attributes: &IndexMap<String, String>,
    ) -> Result<(), ClientError> {
        let url = self.platform_url(&WRITE_ATTRIBUTES, &[conversation_id, participant_id])?;
        self.tell(&WRITE_ATTRIBUTES, url, &Attributes { attributes }).await
    }

    /// Looks for conversations in which an attribute of a participant has this value: the results of all pages, one a page, whose form the
    /// vendor does not say.
    ///
    /// # Errors
    /// A call failed, or the pages do not end.
    pub async fn search_by_attribute(&self, name: &str, value: &str) -> Result<Vec<Json>, ClientError> {
        let url = self.platform_url(&SEARCH_PARTICIPANTS, &[])?;
        let (mut pages, mut cursor) = (Vec::new(), None::<String>);
        for _ in 0..MOST_PAGES {
            let query = vec![ParticipantCriterion::exact(name, value)];
            let search = ParticipantSearch { query, cursor: cursor.take() };
            let page: ParticipantFindings = self.send(&SEARCH_PARTICIPANTS, url.clone(), &search).await?;
            pages.push(page.results);
            match page.cursor.filter(|next| !next.is_empty() && search.cursor.as_ref() != Some(next)) {
                None => return Ok(pages),
                next => cursor = next,
            }
        }
        let endless = format!("there are more than {MOST_PAGES} pages");
        Err(ClientError::local(ErrorKind::TooLarge, SEARCH_PARTICIPANTS.doing, endless))
    }

    /// Reads one page of a guest session's messages by the guest's own token; pages count from 1. It names no conversation.
    ///
    /// # Errors
    /// The token has expired, or the call failed.
    pub async fn guest_history(&self, guest: &Secret, number: u64, size: u64) -> Result<Page<Message>, ClientError> {
        let mut url = self.platform_url(&READ_HISTORY, &[])?;
        let pairs = [("pageNumber", number.to_string()), ("pageSize", size.to_string())];
        url.query_pairs_mut().extend_pairs(pairs);
        self.get_as_guest(&READ_HISTORY, url, guest).await
    }
}
