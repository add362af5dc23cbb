//! The seed's second and third step and their clean-up: `/api/v2/conversations/messaging/conversations`. Starting one queues the
//! conversation; no flow runs.

use indexmap::IndexMap;

use super::errors::ApiError;
use super::handle::Call;
use super::ids::Kind;
use super::json;
use super::request::Response;
use super::state::State;
use super::widgets;
use crate::wire::{Conversation, Participant, ParticipantRequest};

const PATH: &str = "/api/v2/conversations/messaging/conversations";

/// What an error calls it.
const ENTITY: &str = "conversation";

/// Starts a conversation in a queue. 400 without `queueId` or for an undeclared attribute, 404 for a queue or widget that the org does
/// not have. A queue goes by id or name; an org that lists no queue at all knows of none that is wrong. Both are our decisions.
pub fn start(call: &Call<'_>) -> Result<Response, ApiError> {
    let request: ParticipantRequest = json::read(call.request)?;
    let given = call.request.parameter("queueId").or_else(|| call.request.parameter("queue_id"));
    let given = given.filter(|given| !given.is_empty());
    let given = given.ok_or_else(|| ApiError::invalid_value("queueId", "The query parameter `queueId` is missing."))?;
    let (queue_id, queue_name) = match call.tenant.queue(&given) {
        Some(queue) => (queue.id.to_string(), Some(queue.name.to_string())),
        None if call.tenant.options.world.queues.is_empty() => (given, None),
        None => return Err(ApiError::not_found("queue", &given)),
    };
    let now = call.tenant.conversation_now();
    let mut state = call.tenant.lock();
    check_attributes(&state, &request, call.tenant.options.strict)?;

    let id = state.ids.next(Kind::Conversation);
    let customer = Participant {
        id: state.ids.next(Kind::Participant).to_string(),
        purpose: Some("customer".to_owned()),
        name: request.name,
        email: request.email,
        queue_id: None,
        attributes: request.attributes,
    };
    let acd = Participant {
        id: state.ids.next(Kind::Participant).to_string(),
        purpose: Some("acd".to_owned()),
        name: queue_name,
        email: None,
        queue_id: Some(queue_id),
        attributes: IndexMap::new(),
    };
    let conversation = Conversation {
        id: id.to_string(),
        start_time: Some(now.to_string()),
        end_time: None,
        participants: vec![customer, acd],
        self_uri: Some(format!("{PATH}/{id}")),
    };
    let response = json::answer(200, &conversation);
    state.conversations.insert(id, conversation);
    Ok(response)
}

/// One conversation with its participants, the customer first.
pub fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, find(&call.tenant.lock(), &call.id)?))
}

/// Takes a conversation away, ended or not.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    let gone = call.tenant.lock().conversations.remove(&call.id);
    gone.map(|_| Response::empty()).ok_or_else(|| ApiError::not_found(ENTITY, &call.id))
}

/// 404 for a conversation that the org does not have.
pub fn find<'s>(state: &'s State, id: &str) -> Result<&'s Conversation, ApiError> {
    state.conversations.get(id).ok_or_else(|| ApiError::not_found(ENTITY, id))
}

/// The seed's "Invalid Attribute Name". A request that names its widget is held to what that declares; one that names none, as the seed's
/// own, is held to what all widgets declare, and only by a strict org.
fn check_attributes(state: &State, request: &ParticipantRequest, strict: bool) -> Result<(), ApiError> {
    let widget = request.widget_id.as_deref().map(|id| widgets::find(state, id)).transpose()?;
    if widget.is_none() && !strict {
        return Ok(());
    }
    let declared = widgets::declared(state, widget);
    let Some(unknown) = request.attributes.keys().find(|name| !declared.iter().any(|known| **known == ***name)) else {
        return Ok(());
    };
    let list: Vec<_> = declared.iter().map(|name| format!("`{name}`")).collect();
    let whose = widget.map_or_else(|| "any widget".to_owned(), |widget| format!("the widget `{}`", widget.name));
    let known = if list.is_empty() { "none is".to_owned() } else { list.join(", ") };
    let message = format!("Invalid attribute name: `{unknown}` is not declared by {whose}; declared: {known}.");
    Err(ApiError::invalid_value(unknown, message))
}
