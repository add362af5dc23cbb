//! The seed's second and third step and their clean-up: `/api/v2/conversations/messaging/conversations`. Starting one queues the
//! conversation; no flow runs.

use indexmap::IndexMap;

use super::widgets;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use crate::fake::core::state::State;
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
    Ok(json::answer(200, find(&call.tenant.lock(), call.id())?))
}

/// Takes a conversation away, ended or not.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    let gone = call.tenant.lock().conversations.remove(call.id());
    gone.map(|_| Response::empty()).ok_or_else(|| ApiError::not_found(ENTITY, call.id()))
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
    Err(ApiError::invalid_value(&format!("attributes.{unknown}"), message))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{post, raw, send, tenant};
    use crate::fake::core::tenant::TenantCore;
    use crate::fake::options::TenantOptions;

    const START: &str = "/api/v2/conversations/messaging/conversations/participants?queueId=queue-1";

    fn opened(options: TenantOptions) -> (TenantCore, String) {
        let tenant = tenant(options);
        let token = tenant.issue_token().access_token;
        (tenant, token)
    }

    fn widget(tenant: &TenantCore, token: &str, attributes: &[&str]) -> String {
        let attributes: Vec<Json> = attributes.iter().map(|name| json!({ "name": name, "type": "string" })).collect();
        let body = json!({ "name": "w", "customAttributes": attributes });
        post(tenant, "/api/v2/webchat/widgets", token, &body).text("id").to_owned()
    }

    #[test]
    fn attributes_arrive_at_the_customer_who_comes_first() {
        let (tenant, token) = opened(TenantOptions::default());
        let attributes = json!({ "customer_tier": "Gold", "previous_order_count": "5", "region": "North America" });
        let body = json!({ "attributes": attributes, "name": "Test User", "email": "test.user@example.com" });
        let made = post(&tenant, START, &token, &body);
        assert_eq!(made.status, 200);
        let read = send(&tenant, "GET", made.text("selfUri"), Some(&token));
        assert_eq!(read.body, made.body);
        let [customer, acd] = &read.body["participants"].as_array().unwrap()[..] else { panic!("{}", read.body) };
        assert_eq!(customer["attributes"], attributes);
        assert_eq!((&customer["purpose"], &customer["name"]), (&json!("customer"), &json!("Test User")));
        assert_eq!(customer["email"], "test.user@example.com");
        assert_eq!(
            (&acd["purpose"], &acd["queueId"], &acd["name"]),
            (&json!("acd"), &json!("queue-1"), &json!("VIP Support"))
        );
        assert_eq!(read.text("startTime"), "2026-01-05T15:00:00Z");
        assert_eq!(send(&tenant, "DELETE", made.text("selfUri"), Some(&token)).status, 204);
        send(&tenant, "GET", made.text("selfUri"), Some(&token)).refused(404, "not.found");
    }

    #[rstest]
    #[case("?queueId=queue-1", 200)]
    #[case("?queueId=VIP%20Support", 200)]
    #[case("?queue_id=queue-1", 200)]
    #[case("?queueId=other", 404)]
    #[case("?queueId=", 400)]
    #[case("", 400)]
    fn the_queue_must_be_one_of_the_orgs(#[case] query: &str, #[case] status: u16) {
        let (tenant, token) = opened(TenantOptions::default());
        let path = format!("/api/v2/conversations/messaging/conversations/participants{query}");
        assert_eq!(post(&tenant, &path, &token, &json!({ "attributes": {} })).status, status);
    }

    #[test]
    fn an_org_that_lists_no_queue_takes_any() {
        let tenant = TenantCore::new(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        let made = post(&tenant, START, &token, &json!({}));
        assert_eq!((made.status, &made.body["participants"][1]["queueId"]), (200, &json!("queue-1")));
    }

    #[rstest]
    #[case::declared(&["customer_tier"], false, true, true)]
    #[case::widget_named(&["tier"], false, true, false)]
    #[case::no_widget_named(&["tier"], false, false, true)]
    #[case::strict_org(&["tier"], true, false, false)]
    #[case::strict_org_declared(&["customer_tier"], true, false, true)]
    fn an_undeclared_attribute_is_refused_where_it_counts(
        #[case] declared: &[&str],
        #[case] strict: bool,
        #[case] named: bool,
        #[case] passes: bool,
    ) {
        let (tenant, token) = opened(TenantOptions { strict, ..TenantOptions::default() });
        let widget = widget(&tenant, &token, declared);
        let mut body = json!({ "attributes": { "customer_tier": "Gold" } });
        if named {
            body["widgetId"] = json!(widget);
        }
        let answer = post(&tenant, START, &token, &body);
        if passes {
            assert_eq!(answer.status, 200);
        } else {
            let message = answer.refused(400, "invalid.value");
            assert!(message.contains("`customer_tier`") && message.contains("declared: `tier`"), "{message}");
            assert_eq!(answer.body["details"][0]["fieldName"], "attributes.customer_tier");
            assert_eq!(tenant.lock().conversations.iter().count(), 0);
        }
    }

    #[test]
    fn a_widget_that_does_not_exist_cannot_be_named() {
        let (tenant, token) = opened(TenantOptions::default());
        let answer = post(&tenant, START, &token, &json!({ "widget_id": "7" }));
        answer.refused(404, "not.found");
        assert_eq!(answer.text("entityName"), "widget");
    }

    #[rstest]
    #[case("{\"attributes\": {\"a\": ", "EOF")]
    #[case("{\"attributes\": {\"a\": 5}}", "invalid type")]
    #[case("", "EOF")]
    fn what_cannot_be_read_is_refused_with_its_place(#[case] body: &str, #[case] says: &str) {
        let (tenant, token) = opened(TenantOptions::default());
        let answer = raw(&tenant, "POST", START, Some(&token), Some("application/json"), body.as_bytes());
        let message = answer.refused(400, "bad.request");
        assert!(message.contains(says) && message.contains("line 1 column"), "{message}");
    }
}
