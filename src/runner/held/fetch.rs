//! What an org keeps of a conversation: itself, its messages, the data of its flows' executions. Only reads.

use std::time::Duration;

use indexmap::IndexSet;

use crate::genesys::{Client, ClientError, PollOptions};
use crate::wire::platform::{ExecutionDocument, MessageData, MessagingConversation, MessagingParticipant};

/// What an org keeps of a conversation.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The conversation, with its customer's attributes.
    pub conversation: MessagingConversation,
    /// Its messages with what they say.
    pub messages: Vec<MessageData>,
    /// The data of its flows' executions in order of their start, or why there are none: a lowercase fragment.
    pub executions: Result<Vec<ExecutionDocument>, String>,
    /// The flow that it began with, as far as the org says.
    pub flow: KeptFlow,
}

/// A flow as an org names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptFlow {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// Reads it all. Execution data are awaited up to a limit where the conversation is over; of an open one only what is there counts.
///
/// # Errors
/// The org has no such conversation, or a call failed. That there are no execution data is no error.
pub async fn fetch(client: &Client, id: &str, limit: Duration) -> Result<Kept, ClientError> {
    let conversation = client.messaging_conversation(id).await?;
    let mut messages = Vec::new();
    for message in message_ids(&conversation) {
        messages.push(client.conversation_message(id, &message).await?);
    }
    let is_over = conversation.is_over();
    let limit = if is_over { limit } else { Duration::ZERO };
    let executions = executions(client, id, limit).await?;
    let open =
        |reason: String| format!("{reason}; the conversation is still open, and an org has them once it is over");
    let executions = if is_over { executions } else { executions.map_err(open) };
    let flow = match executions.as_ref().ok().and_then(|all| all.first()) {
        Some(first) => KeptFlow { id: first.flow.flow_id.clone(), name: first.flow.flow_name.clone() },
        None => flow_of_analytics(client, id).await,
    };
    Ok(Kept { conversation, messages, executions, flow })
}

/// The messages of everybody, each once: under whom an org lists a flow's is not known (facts: genesys-api.md section 9, point 9).
fn message_ids(conversation: &MessagingConversation) -> IndexSet<String> {
    let of = |participant: &MessagingParticipant| -> Vec<String> {
        let messages = participant.messages.iter().flat_map(|one| one.messages.iter().chain([&one.message]));
        messages.filter_map(|message| message.message_id.clone()).collect()
    };
    conversation.participants.iter().flat_map(of).collect()
}

async fn executions(
    client: &Client,
    id: &str,
    limit: Duration,
) -> Result<Result<Vec<ExecutionDocument>, String>, ClientError> {
    let mut findings = client.execution_data(&[id], &PollOptions::up_to(limit)).await?;
    let missing = findings.missing_of(id).map(ToString::to_string);
    let found = findings.found.pop().map(|one| one.executions).unwrap_or_default();
    Ok(match missing {
        Some(reason) => Err(format!("no execution data: {reason}")),
        None if found.is_empty() => Err("no execution data: the org gave none".to_owned()),
        None => Ok(found.into_iter().map(|(_, document)| document).collect()),
    })
}

/// Analytics say it too, minutes later, and need another permission: what they do not say is not known.
async fn flow_of_analytics(client: &Client, id: &str) -> KeptFlow {
    let Ok(seen) = client.conversation_analytics(id).await else { return KeptFlow::default() };
    let mut flows = seen.participants.into_iter().flat_map(|one| one.sessions).filter_map(|one| one.flow);
    flows.next().map(|flow| KeptFlow { id: flow.flow_id, name: flow.flow_name }).unwrap_or_default()
}
