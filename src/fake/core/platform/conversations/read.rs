//! A conversation in its two forms, and how the family finds one.

use indexmap::IndexMap;

use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::messaging::{Conversation, as_conversation, as_message_conversation, lag};
use crate::fake::core::request::Response;
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;

/// What an error calls it.
const ENTITY: &str = "conversation";

/// With communications that hold messages.
pub fn conversation(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let conversation = find(&state, call.id())?;
    Ok(json::answer(200, &as_conversation(conversation, seen(call.tenant, &state, conversation))))
}

/// With media participants that hold messages.
pub fn message_conversation(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let conversation = find(&state, call.id())?;
    Ok(json::answer(200, &as_message_conversation(conversation, seen(call.tenant, &state, conversation))))
}

/// 404 for a conversation that the org does not have.
pub fn find<'s>(state: &'s State, id: &str) -> Result<&'s Conversation, ApiError> {
    state.messaging.get(id).ok_or_else(|| not_found(id))
}

/// The same, to change.
pub fn find_mut<'s>(state: &'s mut State, id: &str) -> Result<&'s mut Conversation, ApiError> {
    state.messaging.get_mut(id).ok_or_else(|| not_found(id))
}

/// The customer's attributes, as late as the org is.
pub fn seen(tenant: &TenantCore, state: &State, conversation: &Conversation) -> IndexMap<String, String> {
    conversation.attributes_seen(state.org_now(tenant), lag(tenant.options.lags.attributes))
}

fn not_found(id: &str) -> ApiError {
    ApiError::not_found(ENTITY, id)
}
