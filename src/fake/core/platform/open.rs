//! Open messaging: customers who come by an API of the org's owner (facts: genesys-api.md section 5).
//!
//! Decisions: a tenant has one integration from the beginning; what comes by it goes to the tenant's first inbound message flow, since a
//! real org's binding of the two is routing that flows of ours do not show; one conversation goes on for each sender until it ends; what the
//! flow says is posted to nobody, and is read by the conversation's messages.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::fake::core::errors::ApiError;
use crate::fake::core::guest::tell_listeners;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::{Kind, derived};
use crate::fake::core::json;
use crate::fake::core::messaging::{Begin, Conversation, Words};
use crate::fake::core::paging::Paging;
use crate::fake::core::request::Response;
use crate::fake::core::routes::{Needs, Route, route};
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;
use crate::wire::guest::ChannelMetadata;

/// The type of the flows that take messages, by its Archy name.
const FLOW_TYPE: &str = "inboundShortMessage";

const RECEIVE: Needs = Needs::all(&["conversation:message:receive"]);
const INTEGRATIONS: &str = "/api/v2/conversations/messaging/integrations/open";

/// The ways to say who somebody is.
const ID_TYPES: [&str; 3] = ["Email", "Phone", "Opaque"];

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("POST", "/api/v2/conversations/messages/{integrationId}/inbound/open/message", RECEIVE, message),
    route("POST", "/api/v2/conversations/messages/{integrationId}/inbound/open/event", RECEIVE, event),
    route("POST", "/api/v2/conversations/messages/inbound/open", RECEIVE, old_message),
    route("GET", INTEGRATIONS, Needs::all(&["messaging:integration:view"]), list),
    route(
        "GET",
        "/api/v2/conversations/messaging/integrations/open/{integrationId}",
        Needs::all(&["messaging:integration:view"]),
        read,
    ),
];

/// What comes in.
#[derive(Deserialize)]
struct Inbound {
    channel: Channel,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    events: Vec<Json>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Channel {
    from: Sender,
    /// The integration, in the old form.
    to: Option<Named>,
    time: String,
    message_id: Option<String>,
    #[serde(default)]
    metadata: ChannelMetadata,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// Who it comes from.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sender {
    id: String,
    id_type: String,
    nickname: Option<String>,
    first_name: Option<String>,
}

/// What a customer says; with `prefetchConversationId` the answer names the conversation.
fn message(call: &Call<'_>) -> Result<Response, ApiError> {
    let inbound = read_inbound(call, call.id())?;
    let (conversation, message) = take(call, &inbound)?;
    let mut answer = normalized(&inbound, call.id(), &message, "Text");
    let prefetch = call.request.parameter("prefetchConversationId").as_deref() == Some("true");
    if let Some(fields) = answer.as_object_mut().filter(|_| prefetch) {
        fields.insert("conversationId".to_owned(), (&*conversation).into());
    }
    Ok(json::answer(200, &answer))
}

/// The same in the old form, whose channel names the integration and whose answer never names the conversation.
fn old_message(call: &Call<'_>) -> Result<Response, ApiError> {
    let inbound: Inbound = json::read(call.request)?;
    let integration = inbound.channel.to.as_ref().map(|to| to.id.clone()).unwrap_or_default();
    check(call, &inbound, &integration)?;
    let (_, message) = take(call, &inbound)?;
    Ok(json::answer(200, &normalized(&inbound, &integration, &message, "Text")))
}

/// Typing: nobody is there to see it.
fn event(call: &Call<'_>) -> Result<Response, ApiError> {
    let inbound = read_inbound(call, call.id())?;
    if inbound.events.is_empty() {
        return Err(ApiError::invalid_value("events", "An event has `events`."));
    }
    let id = call.tenant.lock().ids.next(Kind::Message);
    let mut answer = normalized(&inbound, call.id(), &id, "Event");
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("text");
        fields.insert("events".to_owned(), inbound.events.into());
    }
    Ok(json::answer(200, &answer))
}

fn list(call: &Call<'_>) -> Result<Response, ApiError> {
    let paging = Paging::of(call.request)?;
    Ok(json::answer(200, &paging.page(vec![integration(call.tenant)])))
}

fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    check_integration(call, call.id())?;
    Ok(json::answer(200, &integration(call.tenant)))
}

fn integration_id(tenant: &TenantCore) -> Arc<str> {
    derived(tenant.options.seed, Kind::Integration, 1)
}

fn integration(tenant: &TenantCore) -> Json {
    let id = integration_id(tenant);
    json!({
        "id": &*id,
        "name": "Open messaging",
        "outboundNotificationWebhookUrl": "https://webhook.invalid/",
        "outboundNotificationWebhookSignatureSecretToken": "",
        "status": "Active",
        "createStatus": "Completed",
        "selfUri": format!("{INTEGRATIONS}/{id}"),
    })
}

fn read_inbound(call: &Call<'_>, integration: &str) -> Result<Inbound, ApiError> {
    let inbound: Inbound = json::read(call.request)?;
    check(call, &inbound, integration)?;
    Ok(inbound)
}

fn check(call: &Call<'_>, inbound: &Inbound, integration: &str) -> Result<(), ApiError> {
    check_integration(call, integration)?;
    let Channel { from, time, .. } = &inbound.channel;
    if from.id.is_empty() || !ID_TYPES.contains(&from.id_type.as_str()) {
        let message = format!("`channel.from` needs an `id` and an `idType` of {}.", ID_TYPES.join(", "));
        return Err(ApiError::invalid_value("channel.from", message));
    }
    let is_time = time.parse::<jiff::Timestamp>().is_ok();
    is_time.then_some(()).ok_or_else(|| ApiError::new(400, "invalid.date", format!("`{time}` is no time.")))
}

fn check_integration(call: &Call<'_>, id: &str) -> Result<(), ApiError> {
    let known = *integration_id(call.tenant) == *id;
    known.then_some(()).ok_or_else(|| ApiError::not_found("integration", id))
}

/// Goes on with the sender's conversation, or begins one: its id, and the message's.
fn take(call: &Call<'_>, inbound: &Inbound) -> Result<(Arc<str>, Arc<str>), ApiError> {
    let text = inbound.text.clone().unwrap_or_default();
    let words = Words { text, content: Vec::new() };
    let keys = call.tenant.options.guest.attribute_keys;
    let given = inbound.channel.metadata.custom_attributes.iter();
    let attributes: IndexMap<String, String> = given.map(|(name, value)| (keys.key(name), value.clone())).collect();
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant);
    let current = state.senders.get(&inbound.channel.from.id).cloned();
    let State { messaging, ids, noted, .. } = &mut *state;
    let open = current.as_ref().and_then(|id| messaging.get_mut(id)).filter(|one| one.ended.is_none());
    let (id, told) = match open {
        Some(conversation) => {
            let told = conversation.say(words, attributes, ids, noted, now);
            (Arc::clone(&conversation.id), told)
        }
        None => {
            let (conversation, told) = Conversation::begin(begin(call, inbound, words, attributes)?, ids, noted, now);
            let id = Arc::clone(&conversation.id);
            messaging.insert(Arc::clone(&id), conversation);
            state.senders.insert(Arc::from(inbound.channel.from.id.as_str()), Arc::clone(&id));
            (id, told)
        }
    };
    tell_listeners(call.tenant, &mut state, &id, told);
    let said = state.messaging.get(&id).and_then(|one| one.posted.get(told.from)).map(|posted| Arc::clone(&posted.id));
    Ok((id, said.unwrap_or_default()))
}

fn begin<'a>(
    call: &Call<'a>,
    inbound: &Inbound,
    words: Words,
    attributes: IndexMap<String, String>,
) -> Result<Begin<'a>, ApiError> {
    let options = &call.tenant.options;
    let program = options.flows.iter().find(|flow| **flow.flow_type() == *FLOW_TYPE);
    let program = program.ok_or_else(|| ApiError::bad_request("The org has no inbound message flow."))?;
    let Sender { nickname, first_name, .. } = &inbound.channel.from;
    let name = nickname.as_deref().or(first_name.as_deref()).map(Arc::from);
    let (stubs, world, level) = (&options.stubs, &options.world, options.level);
    Ok(Begin { program, stubs, world, level, medium: "open", name, words: Some(words), attributes })
}

fn normalized(inbound: &Inbound, integration: &str, id: &str, kind: &str) -> Json {
    let Channel { from, time, message_id, .. } = &inbound.channel;
    json!({
        "id": id,
        "channel": {
            "id": integration,
            "platform": "Open",
            "type": "Private",
            "messageId": message_id.as_deref().unwrap_or(id),
            "to": { "id": integration },
            "from": { "id": from.id, "idType": from.id_type },
            "time": time,
        },
        "type": kind,
        "text": inbound.text.as_deref().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{Answer, Talk, post, say, send, talking};

    const ECHO: &str = "
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: tier } } } ] }
- waitForInput: { name: Wait }
- disconnect: { name: Bye }";

    fn inbound(talk: &Talk, path: &str, body: &Json) -> Answer {
        let list = send(&talk.tenant, "GET", super::INTEGRATIONS, Some(&talk.token));
        let id = list.body["entities"][0]["id"].as_str().unwrap();
        let mut body = body.clone();
        if path.is_empty() {
            body["channel"]["to"] = json!({ "id": id });
            return post(&talk.tenant, "/api/v2/conversations/messages/inbound/open", &talk.token, &body);
        }
        post(&talk.tenant, &format!("/api/v2/conversations/messages/{id}/inbound/open/{path}"), &talk.token, &body)
    }

    fn from(id: &str) -> Json {
        let from = json!({ "id": id, "idType": "Opaque", "nickname": "Tester" });
        let metadata = json!({ "customAttributes": { "tier": "gold" } });
        json!({ "channel": { "from": from, "time": "2026-01-05T15:00:00.000Z", "metadata": metadata }, "text": "Hi" })
    }

    #[test]
    fn a_sender_goes_on_with_one_conversation_until_it_ends() {
        let talk = talking(ECHO);
        let again = say(&talk.tenant, &talk.token, "More");
        assert_eq!(again.text("conversationId"), talk.conversation);
        let read =
            send(&talk.tenant, "GET", &format!("/api/v2/conversations/{}", talk.conversation), Some(&talk.token));
        assert!(read.body["endTime"].is_string(), "{}", read.body);
        assert_ne!(say(&talk.tenant, &talk.token, "New").text("conversationId"), talk.conversation);
    }

    #[test]
    fn attributes_come_with_the_message_and_the_id_only_where_it_is_asked_for() {
        let talk = talking(ECHO);
        let answer = inbound(&talk, "message?prefetchConversationId=true", &from("other"));
        let path = format!("/api/v2/conversations/{}", answer.text("conversationId"));
        let read = send(&talk.tenant, "GET", &path, Some(&talk.token));
        let customer = &read.body["participants"][0];
        assert_eq!((&customer["attributes"], &customer["name"]), (&json!({ "tier": "gold" }), &json!("Tester")));
        assert_eq!(customer["messages"][0]["type"], "open");
        assert_eq!(inbound(&talk, "message", &from("third")).body.get("conversationId"), None);
        assert_eq!(inbound(&talk, "", &from("fourth")).text("type"), "Text");
    }

    #[test]
    fn an_event_is_answered_and_begins_nothing() {
        let talk = talking(ECHO);
        let mut body = from("other");
        body["events"] = json!([{ "eventType": "Typing" }]);
        assert_eq!(inbound(&talk, "event", &body).text("type"), "Event");
        assert_eq!(talk.tenant.lock().messaging.iter().count(), 1);
    }

    #[rstest]
    #[case("/channel/from/idType", json!("Name"), "invalid.value")]
    #[case("/channel/from/id", json!(""), "invalid.value")]
    #[case("/channel/time", json!("now"), "invalid.date")]
    #[case("/channel", json!({}), "bad.request")]
    fn what_does_not_say_who_and_when_is_refused(#[case] at: &str, #[case] value: Json, #[case] code: &str) {
        let talk = talking(ECHO);
        let mut body = from("other");
        *body.pointer_mut(at).unwrap() = value;
        inbound(&talk, "message", &body).refused(400, code);
    }

    #[test]
    fn another_integration_is_not_there() {
        let talk = talking(ECHO);
        let path = "/api/v2/conversations/messages/x/inbound/open/message";
        post(&talk.tenant, path, &talk.token, &from("other")).refused(404, "not.found");
    }
}
