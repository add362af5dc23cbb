//! `POST /api/v2/conversations/participants/attributes/search`: conversations by what their customer's attributes are.
//!
//! No source shows what `results` holds or how a field names an attribute. Decided: `results.conversations` lists conversation, participant
//! and attributes; a field is an attribute's name, bare or behind `attributes.`, or `conversationId`.

use indexmap::IndexMap;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::read::seen;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::messaging::Conversation;
use crate::fake::core::request::Response;

const ATTRIBUTES: &str = "attributes.";
const CONVERSATION_ID: &str = "conversationId";

/// Conversations of one page; how many a real org lists is not known.
const PAGE: usize = 25;

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    query: Vec<Criterion>,
    /// How many were listed before, as the page before this one said.
    cursor: Option<String>,
}

/// One condition. Those of a list hold together unless one says `OR`; `NOT` turns it round.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Criterion {
    #[serde(rename = "type")]
    kind: String,
    operator: Option<String>,
    #[serde(default)]
    fields: Vec<String>,
    value: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    start_value: Option<String>,
    end_value: Option<String>,
    #[serde(default)]
    group: Vec<Criterion>,
}

/// A conversation as it is searched.
struct Candidate<'a> {
    conversation: &'a Conversation,
    attributes: IndexMap<String, String>,
}

/// Lists what is found, as late as the org is with attributes.
pub fn search(call: &Call<'_>) -> Result<Response, ApiError> {
    let search: Search = json::read(call.request)?;
    let state = call.tenant.lock();
    let mut found: Vec<Json> = Vec::new();
    for conversation in state.messaging.iter() {
        let candidate = Candidate { conversation, attributes: seen(call.tenant, &state, conversation) };
        if all(&search.query, &candidate)? {
            found.push(json!({
                "conversationId": &*conversation.id,
                "participantId": &*conversation.customer.id,
                "startTime": conversation.started.here.to_string(),
                "attributes": candidate.attributes,
            }));
        }
    }
    let before = search.cursor.as_deref().map_or(Ok(0), str::parse::<usize>);
    let before = before.map_err(|_| ApiError::invalid_value("cursor", "The cursor is none of this search."))?;
    let next = before.saturating_add(PAGE).min(found.len());
    let cursor = (next < found.len()).then(|| next.to_string());
    let page: Vec<Json> = found.into_iter().take(next).skip(before).collect();
    let mut answer = json!({ "types": ["conversations"], "results": { "conversations": page } });
    if let (Some(cursor), Some(fields)) = (cursor, answer.as_object_mut()) {
        fields.insert("cursor".to_owned(), cursor.into());
    }
    Ok(json::answer(200, &answer))
}

fn all(criteria: &[Criterion], candidate: &Candidate<'_>) -> Result<bool, ApiError> {
    let mut holds = true;
    for criterion in criteria {
        let own = one(criterion, candidate)?;
        holds = match criterion.operator.as_deref() {
            Some("OR") => holds || own,
            Some("NOT") => holds && !own,
            None | Some("AND") => holds && own,
            Some(other) => return Err(ApiError::invalid_value("operator", format!("`{other}` is no operator."))),
        };
    }
    Ok(holds)
}

fn one(criterion: &Criterion, candidate: &Candidate<'_>) -> Result<bool, ApiError> {
    if !criterion.group.is_empty() {
        return all(&criterion.group, candidate);
    }
    match criterion.kind.as_str() {
        "EXACT" => {
            let wanted = |value: &str| criterion.value.iter().chain(&criterion.values).any(|one| one == value);
            Ok(criterion.fields.iter().filter_map(|field| candidate.value(field)).any(wanted))
        }
        "DATE_RANGE" => {
            let time = |text: &Option<String>| text.as_ref().map(|text| parsed(text)).transpose();
            let (from, until) = (time(&criterion.start_value)?, time(&criterion.end_value)?);
            let at = candidate.conversation.started.here;
            Ok(from.is_none_or(|from| at >= from) && until.is_none_or(|until| at <= until))
        }
        other => Err(ApiError::invalid_value("type", format!("`{other}` is not one of EXACT, DATE_RANGE."))),
    }
}

fn parsed(text: &str) -> Result<Timestamp, ApiError> {
    text.parse().map_err(|_| ApiError::new(400, "invalid.date", format!("`{text}` is no time.")))
}

impl Candidate<'_> {
    fn value(&self, field: &str) -> Option<&str> {
        if field == CONVERSATION_ID {
            return Some(&self.conversation.id);
        }
        let bare = field.strip_prefix(ATTRIBUTES).unwrap_or(field);
        self.attributes.get(bare).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{post, talking};

    const PATH: &str = "/api/v2/conversations/participants/attributes/search";

    fn exact(field: &str, value: &str, operator: &str) -> Json {
        json!({ "type": "EXACT", "fields": [field], "value": value, "operator": operator })
    }

    #[rstest]
    #[case(json!([]), 1)]
    #[case(json!([exact("tier", "Gold", "AND")]), 1)]
    #[case(json!([exact("attributes.tier", "Gold", "AND")]), 1)]
    #[case(json!([exact("tier", "Silver", "AND")]), 0)]
    #[case(json!([exact("tier", "Silver", "AND"), exact("run", "7", "OR")]), 1)]
    #[case(json!([exact("tier", "Gold", "NOT")]), 0)]
    #[case(json!([{ "type": "EXACT", "group": [exact("tier", "Gold", "AND"), exact("run", "8", "AND")] }]), 0)]
    #[case(json!([{ "type": "DATE_RANGE", "fields": ["startTime"], "startValue": "2026-01-05T15:00:00Z" }]), 1)]
    #[case(json!([{ "type": "DATE_RANGE", "fields": ["startTime"], "endValue": "2026-01-05T14:59:59Z" }]), 0)]
    fn conversations_are_found_by_attributes(#[case] query: Json, #[case] count: usize) {
        let talk = talking(
            "
- setParticipantData: { name: Set, attributes: [ { attribute: { name: { lit: tier }, value: { lit: Gold } } }, { attribute: { name: { lit: run }, value: { lit: '7' } } } ] }
- waitForInput: { name: Wait }",
        );
        let answer = post(&talk.tenant, PATH, &talk.token, &json!({ "query": query }));
        let found = answer.body["results"]["conversations"].as_array().unwrap_or_else(|| panic!("{}", answer.body));
        assert_eq!(found.len(), count);
        assert!(found.iter().all(|one| one["conversationId"] == talk.conversation));
    }

    #[rstest]
    #[case(json!([{ "type": "FUZZY", "fields": ["tier"], "value": "Gold" }]), "invalid.value")]
    #[case(json!([{ "type": "DATE_RANGE", "startValue": "yesterday" }]), "invalid.date")]
    fn what_cannot_be_searched_for_is_refused(#[case] query: Json, #[case] code: &str) {
        let talk = talking("- waitForInput: { name: Wait }");
        post(&talk.tenant, PATH, &talk.token, &json!({ "query": query })).refused(400, code);
    }
}
