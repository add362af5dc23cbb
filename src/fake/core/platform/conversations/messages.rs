//! One message of a conversation: by its own id, which is what leads from a guest's message to the conversation, and within it.

use super::read::find;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::messaging::{Conversation, Posted, lag, message_data};
use crate::fake::core::request::Response;
use crate::wire::platform::{MessageData, Page};

/// What an error calls it.
const ENTITY: &str = "message";

/// `GET /api/v2/conversations/messages/{messageId}/details`, where the other paths have the conversation's id. 404 until the org knows it.
/// The event by which a guest's coming began a conversation counts as one of its messages, a decision.
pub fn details(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let not_found = || ApiError::not_found(ENTITY, call.id());
    let conversation = state.conversation_of(call.id()).ok_or_else(not_found)?;
    let posted = conversation.posted.iter().find(|posted| *posted.id == *call.id());
    let at = posted.map_or(conversation.started, |posted| posted.at);
    if state.org_now(call.tenant).duration_since(at.org) < lag(call.tenant.options.lags.message) {
        return Err(not_found());
    }
    Ok(json::answer(
        200,
        &posted.map_or_else(|| joined(conversation, call.id()), |posted| message_data(conversation, posted)),
    ))
}

/// One message of a conversation, with what it says.
pub fn message(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let conversation = find(&state, call.id())?;
    let posted = conversation.posted.iter().find(|posted| *posted.id == *call.second_id());
    let posted = posted.ok_or_else(|| ApiError::not_found(ENTITY, call.second_id()))?;
    Ok(json::answer(200, &whole(conversation, posted)))
}

/// Several messages of a conversation; ids that are not of it are passed over.
pub fn bulk(call: &Call<'_>) -> Result<Response, ApiError> {
    let ids: Vec<String> = json::read(call.request)?;
    let state = call.tenant.lock();
    let conversation = find(&state, call.id())?;
    let known = |id: &String| conversation.posted.iter().find(|posted| *posted.id == **id);
    let entities = ids.iter().filter_map(known).map(|posted| whole(conversation, posted)).collect();
    let page = Page { entities, page_size: None, page_number: None, total: None, page_count: None, next_uri: None };
    Ok(json::answer(200, &page))
}

fn whole(conversation: &Conversation, posted: &Posted) -> MessageData {
    MessageData { normalized_message: Some(posted.message.clone()), ..message_data(conversation, posted) }
}

/// The event of a guest's coming.
fn joined(conversation: &Conversation, id: &str) -> MessageData {
    MessageData {
        id: id.to_owned(),
        timestamp: conversation.started.here.to_string(),
        direction: Some("inbound".to_owned()),
        messenger_type: Some(conversation.medium.to_owned()),
        status: "received".to_owned(),
        normalized_message: None,
        conversation_id: Some(conversation.id.to_string()),
        self_uri: Some(format!("/api/v2/conversations/messages/{}/messages/{id}", conversation.id)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::SignedDuration;
    use serde_json::json;

    use crate::fake::core::exchange::{post, send, talking, talking_with};
    use crate::fake::options::{Lags, TenantOptions};

    const FLOW: &str = "
- sendResponse: { name: Hello, messageBody: { lit: Hello there } }
- waitForInput: { name: Wait }";

    #[test]
    fn a_message_leads_to_its_conversation_once_the_org_knows_it() {
        let lags = Lags { message: Duration::from_secs(3), ..Lags::default() };
        let talk = talking_with(FLOW, TenantOptions { lags, ..TenantOptions::default() });
        let path = format!("/api/v2/conversations/messages/{}/details", talk.message);
        send(&talk.tenant, "GET", &path, Some(&talk.token)).refused(404, "not.found");
        talk.tenant.lock().advanced += SignedDuration::from_secs(3);
        let details = send(&talk.tenant, "GET", &path, Some(&talk.token));
        assert_eq!(
            (details.text("conversationId"), details.text("direction")),
            (talk.conversation.as_str(), "inbound")
        );
        assert_eq!(details.text("messengerType"), "open");
        let wrong = format!("/api/v2/conversations/messages/{}/details", talk.conversation);
        send(&talk.tenant, "GET", &wrong, Some(&talk.token)).refused(404, "not.found");
    }

    #[test]
    fn messages_of_a_conversation_say_what_was_said() {
        let talk = talking(FLOW);
        let path = format!("/api/v2/conversations/messages/{}", talk.conversation);
        let read = send(&talk.tenant, "GET", &path, Some(&talk.token));
        let said = read.body["participants"][1]["messages"][0]["messageId"].as_str().unwrap().to_owned();
        let message = send(&talk.tenant, "GET", &format!("{path}/messages/{said}"), Some(&talk.token));
        assert_eq!(message.body["normalizedMessage"]["text"], "Hello there");
        let bulk = post(&talk.tenant, &format!("{path}/messages/bulk"), &talk.token, &json!([said, "x", talk.message]));
        let texts: Vec<_> = bulk.body["entities"].as_array().unwrap().iter().map(|one| &one["direction"]).collect();
        assert_eq!(texts, ["outbound", "inbound"]);
    }
}
