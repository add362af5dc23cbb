//! Analytics of conversations: which flow, how it ended, where it handed over, which outcomes (facts: genesys-api.md 6.5). Participant
//! attributes are not among them.
//!
//! `flowproofMilestones` beside the outcomes is an extension: a real org tells milestones by events only.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::outcomes::id_of;
use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::{exit_reason, flow_kind};
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::messaging::{Conversation, Departure, Party, lag};
use crate::fake::core::paging::Paging;
use crate::fake::core::request::Response;
use crate::fake::core::routes::{Needs, Route, route};
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;
use crate::trace::{Ending, OutcomeValue};

const VIEW: Needs = Needs::any(&["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"]);

/// The page of a query that does not say.
const DEFAULT_PAGE: (u64, u64) = (25, 1);

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", "/api/v2/analytics/conversations/{conversationId}/details", VIEW, details),
    route("POST", "/api/v2/analytics/conversations/details/query", VIEW, query),
];

/// A query. Of its filters only the conversation's id is known here; the rest are refused.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    interval: String,
    #[serde(default)]
    conversation_filters: Vec<Filter>,
    #[serde(default)]
    segment_filters: Vec<Json>,
    paging: Option<PageAsked>,
}

#[derive(Deserialize)]
struct Filter {
    #[serde(rename = "type")]
    joined: String,
    #[serde(default)]
    predicates: Vec<Predicate>,
    #[serde(default)]
    clauses: Vec<Json>,
}

#[derive(Deserialize)]
struct Predicate {
    dimension: Option<String>,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageAsked {
    page_size: u64,
    page_number: u64,
}

/// One conversation; 404 until analytics know of it.
fn details(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let known = state.messaging.get(call.id()).filter(|one| is_known(call.tenant, &state, one));
    let known = known.ok_or_else(|| ApiError::not_found("conversation", call.id()))?;
    Ok(json::answer(200, &document(call.tenant, known)))
}

/// Conversations that began in an interval.
fn query(call: &Call<'_>) -> Result<Response, ApiError> {
    let query: Query = json::read(call.request)?;
    let (from, until) = interval(&query.interval)?;
    if !query.segment_filters.is_empty() {
        return Err(ApiError::invalid_value("segmentFilters", "The fake org filters by conversationFilters only."));
    }
    query.conversation_filters.iter().try_for_each(Filter::check)?;
    let (size, number) = query.paging.as_ref().map_or(DEFAULT_PAGE, |page| (page.page_size, page.page_number));
    let paging = Paging::at(size, number)?;
    let state = call.tenant.lock();
    let wanted = |one: &&Conversation| {
        (from..until).contains(&one.started.here)
            && is_known(call.tenant, &state, one)
            && query.conversation_filters.iter().all(|filter| filter.holds(one))
    };
    let page = paging.page(state.messaging.iter().filter(wanted).map(|one| document(call.tenant, one)).collect());
    Ok(json::answer(200, &json!({ "conversations": page.entities, "totalHits": page.total })))
}

impl Filter {
    fn check(&self) -> Result<(), ApiError> {
        let known = |one: &Predicate| one.dimension.as_deref() == Some("conversationId") && one.value.is_some();
        if self.clauses.is_empty() && self.predicates.iter().all(known) && matches!(&*self.joined, "and" | "or") {
            return Ok(());
        }
        let message = "The fake org filters by the dimension `conversationId` with a value only.";
        Err(ApiError::invalid_value("conversationFilters", message))
    }

    fn holds(&self, conversation: &Conversation) -> bool {
        let mut each = self.predicates.iter().map(|one| one.value.as_deref() == Some(&*conversation.id));
        if self.joined == "or" {
            self.predicates.is_empty() || each.any(|holds| holds)
        } else {
            each.all(|holds| holds)
        }
    }
}

/// `2026-01-05T00:00:00Z/2026-01-06T00:00:00Z`.
fn interval(text: &str) -> Result<(Timestamp, Timestamp), ApiError> {
    let parsed = text.split_once('/').and_then(|(from, until)| Some((from.parse().ok()?, until.parse().ok()?)));
    parsed.ok_or_else(|| ApiError::invalid_value("interval", format!("`{text}` is not two times with `/` between.")))
}

fn is_known(tenant: &TenantCore, state: &State, conversation: &Conversation) -> bool {
    state.org_now(tenant).duration_since(conversation.started.org) >= lag(tenant.options.lags.analytics)
}

fn document(tenant: &TenantCore, conversation: &Conversation) -> Json {
    let participants: Vec<Json> =
        conversation.parties().map(|party| participant(tenant, conversation, party)).collect();
    let mut all = json!({
        "conversationId": &*conversation.id,
        "conversationStart": conversation.started.here.to_string(),
        "originatingDirection": "inbound",
        "divisionIds": [&*tenant.organization_id()],
        "participants": participants,
    });
    if let (Some(fields), Some((at, _))) = (all.as_object_mut(), conversation.ended) {
        fields.insert("conversationEnd".to_owned(), at.here.to_string().into());
    }
    all
}

fn participant(tenant: &TenantCore, conversation: &Conversation, party: &Party) -> Json {
    let mut segment =
        json!({ "segmentType": "interact", "conference": false, "segmentStart": party.came.here.to_string() });
    if let (Some(fields), Some((at, why))) = (segment.as_object_mut(), party.went) {
        fields.insert("segmentEnd".to_owned(), at.here.to_string().into());
        fields.insert("disconnectType".to_owned(), disconnected(why).into());
    }
    if let (Some(fields), Some(queue)) = (segment.as_object_mut(), &party.queue_id) {
        fields.insert("queueId".to_owned(), (&**queue).into());
    }
    let mut session = json!({
        "sessionId": &*party.communication,
        "mediaType": "message",
        "messageType": conversation.medium,
        "direction": "inbound",
        "segments": [segment],
    });
    if party.id == conversation.workflow.id
        && let Some(fields) = session.as_object_mut()
    {
        fields.insert("flow".to_owned(), flow(tenant, conversation));
    }
    let name = party.name.as_deref();
    let mut all = json!({ "participantId": &*party.id, "purpose": party.purpose, "sessions": [session] });
    if let (Some(fields), Some(name)) = (all.as_object_mut(), name) {
        fields.insert("participantName".to_owned(), name.into());
    }
    all
}

/// The words of a segment are those of a communication.
fn disconnected(why: Departure) -> &'static str {
    why.word()
}

fn flow(tenant: &TenantCore, conversation: &Conversation) -> Json {
    let program = conversation.program();
    let language = &*program.entry().default_language;
    let mut flow = Map::from_iter([
        ("flowId".to_owned(), Json::from(&**program.id())),
        ("flowName".to_owned(), (&**program.name()).into()),
        ("flowVersion".to_owned(), program.version().into()),
        ("flowType".to_owned(), flow_kind(program.flow_type()).to_ascii_uppercase().into()),
        ("entryType".to_owned(), "direct".into()),
        ("startingLanguage".to_owned(), language.into()),
    ]);
    let Some(instance) = &conversation.instance else { return flow.into() };
    let outcome = &instance.outcome;
    let mut add = |name: &str, value: Json| {
        flow.insert(name.to_owned(), value);
    };
    add("endingLanguage", language.into());
    if let Some(reason) = exit_reason(&outcome.ending) {
        add("exitReason", reason.into());
    }
    if let Some(target) = conversation.target.as_ref().and_then(|target| target.name.as_deref()) {
        let is_user = matches!(&outcome.ending, Ending::Transferred(transfer) if transfer.user.is_some());
        add("transferType", if is_user { "USER" } else { "ACD" }.into());
        add("transferTargetName", target.into());
    }
    let outcomes = outcome.deeds.outcomes.iter().map(|one| {
        let mut shown = Map::from_iter([
            ("flowOutcomeId".to_owned(), Json::from(&*id_of(tenant, Kind::Outcome, &one.name))),
            ("flowOutcome".to_owned(), (&*one.name).into()),
        ]);
        let value = one.value.map(|value| if value == OutcomeValue::Success { "SUCCESS" } else { "FAILURE" });
        shown.extend(value.map(|value| ("flowOutcomeValue".to_owned(), value.into())));
        shown.extend(one.started.map(|at| ("flowOutcomeStartTimestamp".to_owned(), at.to_string().into())));
        shown.extend(one.ended.map(|at| ("flowOutcomeEndTimestamp".to_owned(), at.to_string().into())));
        Json::Object(shown)
    });
    add("outcomes", outcomes.collect());
    let milestones = outcome.deeds.milestones.iter().map(|one| {
        let id = id_of(tenant, Kind::Milestone, &one.name);
        json!({ "milestoneId": &*id, "milestone": &*one.name, "milestoneTime": one.at.to_string() })
    });
    add("flowproofMilestones", milestones.collect());
    flow.into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::SignedDuration;
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{post, send, talking, talking_with};
    use crate::fake::options::{Lags, TenantOptions};

    const QUERY: &str = "/api/v2/analytics/conversations/details/query";

    const FLOW: &str = "
- initializeFlowOutcome: { name: Begin, flowOutcome: { lit: { name: Paid } } }
- addFlowMilestone: { name: One, flowMilestone: { lit: { name: Asked } } }
- setFlowOutcome: { name: Set, flowOutcome: { lit: { name: Paid } }, flowOutcomeValue: { lit: success } }
- transferToAcd: { name: To VIP, targetQueue: { lit: { name: VIP Support } } }";

    #[test]
    fn a_conversation_s_flow_says_how_it_ended_and_what_came_of_it() {
        let lags = Lags { analytics: Duration::from_secs(60), ..Lags::default() };
        let talk = talking_with(FLOW, TenantOptions { lags, ..TenantOptions::default() });
        let path = format!("/api/v2/analytics/conversations/{}/details", talk.conversation);
        send(&talk.tenant, "GET", &path, Some(&talk.token)).refused(404, "not.found");
        talk.tenant.lock().advanced += SignedDuration::from_secs(60);
        let answer = send(&talk.tenant, "GET", &path, Some(&talk.token));
        let [customer, workflow, acd] = &answer.body["participants"].as_array().unwrap()[..] else { panic!("three") };
        assert_eq!(customer["sessions"][0].get("flow"), None);
        let flow = &workflow["sessions"][0]["flow"];
        assert_eq!((&flow["exitReason"], &flow["transferType"]), (&json!("TRANSFER"), &json!("ACD")));
        assert_eq!(
            (&flow["transferTargetName"], &flow["flowType"]),
            (&json!("VIP Support"), &json!("INBOUNDSHORTMESSAGE"))
        );
        let outcome = &flow["outcomes"][0];
        assert_eq!((&outcome["flowOutcome"], &outcome["flowOutcomeValue"]), (&json!("Paid"), &json!("SUCCESS")));
        assert_eq!(flow["flowproofMilestones"][0]["milestone"], "Asked");
        assert_eq!(acd["purpose"], "acd");
        assert!(customer.get("attributes").is_none());
    }

    #[rstest]
    #[case("2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", true, 1)]
    #[case("2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", false, 0)]
    #[case("2026-01-06T00:00:00Z/2026-01-07T00:00:00Z", true, 0)]
    fn conversations_are_found_by_id_in_an_interval(#[case] interval: &str, #[case] right: bool, #[case] hits: u64) {
        let talk = talking(FLOW);
        let id = if right { talk.conversation.as_str() } else { "x" };
        let predicate =
            json!({ "type": "dimension", "dimension": "conversationId", "operator": "matches", "value": id });
        let filters = json!([{ "type": "and", "predicates": [predicate] }]);
        let answer =
            post(&talk.tenant, QUERY, &talk.token, &json!({ "interval": interval, "conversationFilters": filters }));
        assert_eq!(answer.body["totalHits"], hits, "{}", answer.body);
    }

    #[rstest]
    #[case(json!({ "interval": "today" }))]
    #[case(json!({ "interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", "paging": { "pageSize": 0, "pageNumber": 1 } }))]
    #[case(json!({ "interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", "segmentFilters": [{}] }))]
    #[case(json!({ "interval": "2026-01-05T00:00:00Z/2026-01-06T00:00:00Z", "conversationFilters": [{ "type": "and", "predicates": [{ "dimension": "divisionId", "value": "x" }] }] }))]
    fn what_cannot_be_asked_is_refused(#[case] query: Json) {
        let talk = talking(FLOW);
        post(&talk.tenant, QUERY, &talk.token, &query).refused(400, "invalid.value");
    }
}
