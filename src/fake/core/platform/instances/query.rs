//! `POST /api/v2/flows/instances/query`, and what it can be asked.

use serde_json::{Value as Json, json};

use super::criteria::{Data, KEYS, Key, Query, operators};
use super::kept::{self, ERROR_REASONS};
use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::{flow_kind, step_type};
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::paging::Paging;
use crate::fake::core::platform::flows::published;
use crate::fake::core::request::Response;
use crate::wire::platform::FlowInstance;

/// The page where a request does not say, and the largest (facts: genesys-api.md 6.1, 6.2).
const SIZES: (u64, u64) = (50, 200);

/// Lists the executions that are asked for, oldest first: a decision, since a real org does not say its order.
pub fn query(call: &Call<'_>) -> Result<Response, ApiError> {
    let query: Query = json::read(call.request)?;
    query.check()?;
    let paging = Paging::within(call.request, SIZES.0, SIZES.1)?;
    let state = call.tenant.lock();
    let mut found: Vec<FlowInstance> = Vec::new();
    for kept in kept::all(call.tenant, &state) {
        if query.holds(&kept)? {
            found.push(kept.listed());
        }
    }
    Ok(json::answer(200, &paging.page(found)))
}

/// What can be asked; with `expand` also the words that some keys take.
pub fn capabilities(call: &Call<'_>) -> Result<Response, ApiError> {
    let criteria: Vec<Json> = KEYS.iter().map(capability).collect();
    let mut answer = json!({ "criteria": criteria, "errorCodes": ERROR_REASONS, "warningCodes": [] });
    let expanded = call.request.parameters("expand");
    let flows = published(call.tenant);
    let mut add = |wanted: &str, name: &str, mut words: Vec<String>| {
        if expanded.iter().any(|one| one == wanted) {
            words.sort_unstable();
            words.dedup();
            answer.as_object_mut().into_iter().for_each(|answer| {
                answer.insert(name.to_owned(), json!(words));
            });
        }
    };
    add("flow", "flowTypes", flows.iter().map(|one| flow_kind(&one.flow.flow_type)).collect());
    let actions = flows.iter().flat_map(|one| one.program.actions());
    add("action", "actionTypes", actions.map(|node| step_type(&node.kind)).collect());
    Ok(json::answer(200, &answer))
}

fn capability(key: &Key) -> Json {
    let data = match key.data {
        Data::Text => "string",
        Data::Guid => "guid",
        Data::Time => "dateTime",
    };
    json!({ "criteriaKey": key.name, "operators": operators(key.data).collect::<Vec<_>>(), "dataType": data })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::SignedDuration;
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{Talk, post, send, talking, talking_with};
    use crate::fake::options::{Lags, TenantOptions};

    const PATH: &str = "/api/v2/flows/instances/query";

    const FLOW: &str = "
- decision: { name: Gold?, condition: { lit: true } }
- disconnect: { name: Bye }";

    fn criterion(key: &str, operator: &str, value: &str) -> Json {
        json!({ "key": key, "operator": operator, "value": value })
    }

    fn ask(talk: &Talk, items: &Json) -> Json {
        post(&talk.tenant, PATH, &talk.token, &json!({ "query": items })).body
    }

    #[rstest]
    #[case(criterion("FlowType", "eq", "inboundshortmessage"), 1)]
    #[case(criterion("FlowType", "begins", "inbound"), 1)]
    #[case(criterion("FlowType", "not", "inboundshortmessage"), 0)]
    #[case(criterion("FlowStartDateTime", "gte", "2026-01-05T15:00:00Z"), 1)]
    #[case(criterion("FlowStartDateTime", "gt", "2026-01-05T16:00:00+01:00"), 0)]
    #[case(criterion("FlowEndDateTime", "lt", "2026-01-05T14:00:00Z"), 0)]
    #[case(criterion("FlowErrorReason", "not_null", ""), 0)]
    #[case(criterion("FlowActionType", "eq", "actionDecision"), 1)]
    #[case(criterion("FlowActionOutputPathName", "eq", "No"), 0)]
    #[case(criterion("ConversationId", "eq", "x"), 0)]
    fn an_execution_is_found_by_what_it_is(#[case] criterion: Json, #[case] total: u64) {
        let talk = talking(FLOW);
        assert_eq!(ask(&talk, &json!([{ "criteria": criterion }]))["total"], total);
    }

    #[rstest]
    #[case(json!([{ "or": [criterion("FlowId", "eq", "x"), criterion("FlowType", "begins", "inbound")] }]), 1)]
    #[case(json!([{ "and": [criterion("FlowId", "eq", "x"), criterion("FlowType", "begins", "inbound")] }]), 0)]
    #[case(json!([{ "not": [criterion("FlowId", "eq", "x")] }]), 1)]
    #[case(json!([{ "criteria": criterion("FlowType", "begins", "in") }, { "criteria": criterion("FlowId", "eq", "x") }]), 0)]
    fn conditions_are_joined(#[case] items: Json, #[case] total: u64) {
        assert_eq!(ask(&talking(FLOW), &items)["total"], total);
    }

    #[test]
    fn an_execution_shows_its_conversation_and_its_flow() {
        let talk = talking(FLOW);
        let found = ask(&talk, &json!([{ "criteria": criterion("ConversationId", "eq", &talk.conversation) }]));
        let one = &found["entities"][0];
        assert_eq!((&one["conversationId"], &one["flowName"]), (&json!(talk.conversation), &json!("Test")));
        assert_eq!(found["pageSize"], 50);
    }

    #[rstest]
    #[case(json!({ "query": [{ "criteria": criterion("Flow", "eq", "x") }] }), "", "invalid.value")]
    #[case(json!({ "query": [{ "criteria": criterion("FlowId", "like", "x") }] }), "", "invalid.value")]
    #[case(json!({ "query": [{ "criteria": criterion("FlowId", "gt", "x") }] }), "", "invalid.value")]
    #[case(json!({ "query": [{ "or": [criterion("FlowEndDateTime", "gt", "today")] }] }), "", "invalid.date")]
    #[case(json!({ "query": [] }), "?pageSize=201", "invalid.value")]
    #[case(json!({}), "", "bad.request")]
    fn what_cannot_be_asked_is_refused(#[case] body: Json, #[case] query: &str, #[case] code: &str) {
        let talk = talking(FLOW);
        post(&talk.tenant, &format!("{PATH}{query}"), &talk.token, &body).refused(400, code);
    }

    #[test]
    fn only_what_has_ended_is_listed_and_only_after_the_lag() {
        let waiting = talking("- waitForInput: { name: Wait }");
        assert_eq!(ask(&waiting, &json!([]))["total"], 0);
        let lags = Lags { execution_data: Duration::from_secs(30), ..Lags::default() };
        let talk = talking_with(FLOW, TenantOptions { lags, ..TenantOptions::default() });
        assert_eq!(ask(&talk, &json!([]))["total"], 0);
        talk.tenant.lock().advanced += SignedDuration::from_secs(30);
        assert_eq!(ask(&talk, &json!([]))["total"], 1);
    }

    #[test]
    fn the_capabilities_are_what_queries_take() {
        let talk = talking(FLOW);
        let path = "/api/v2/flows/instances/querycapabilities";
        let answer = send(&talk.tenant, "GET", &format!("{path}?expand=action"), Some(&talk.token)).body;
        assert_eq!(answer["actionTypes"], json!(["actionDecision", "actionDisconnect"]));
        assert_eq!(answer.get("flowTypes"), None);
        for one in answer["criteria"].as_array().unwrap() {
            for operator in one["operators"].as_array().unwrap() {
                let (key, operator) = (one["criteriaKey"].as_str().unwrap(), operator.as_str().unwrap());
                let asked = ask(&talk, &json!([{ "criteria": criterion(key, operator, "2026-01-05T15:00:00Z") }]));
                assert!(asked["total"].is_u64(), "{key} {operator}: {asked}");
            }
        }
    }
}
