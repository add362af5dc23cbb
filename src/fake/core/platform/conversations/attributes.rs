//! Attributes of those who take part, written from outside. The flow sees them with the customer's next message.

use super::read::{find, find_mut};
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The body of both endpoints.
#[derive(Serialize, Deserialize)]
struct ParticipantAttributes {
    #[serde(default)]
    attributes: IndexMap<String, String>,
}

/// Writes them and answers with all that there are.
pub fn write(call: &Call<'_>) -> Result<Response, ApiError> {
    set(call)?;
    let state = call.tenant.lock();
    let attributes = find(&state, call.id())?.attributes();
    Ok(json::answer(200, &ParticipantAttributes { attributes }))
}

/// Writes them and answers nothing.
pub fn write_silently(call: &Call<'_>) -> Result<Response, ApiError> {
    set(call)?;
    Ok(Response::empty())
}

fn set(call: &Call<'_>) -> Result<(), ApiError> {
    let given: ParticipantAttributes = json::read(call.request)?;
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant);
    let conversation = find_mut(&mut state, call.id())?;
    let party = conversation.parties().find(|party| *party.id == *call.second_id());
    let party = party.ok_or_else(|| ApiError::not_found("participant", call.second_id()))?;
    if party.id != conversation.customer.id {
        let message = "The fake org keeps attributes of the customer only.";
        return Err(ApiError::bad_request(message).about("participant", call.second_id()));
    }
    conversation.write_attributes(given.attributes, now);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::SignedDuration;
    use serde_json::json;

    use crate::fake::core::exchange::{Talk, body, send, talking_with};
    use crate::fake::options::{Lags, TenantOptions};

    fn talking() -> Talk {
        let lags = Lags { attributes: Duration::from_secs(2), ..Lags::default() };
        talking_with("- waitForInput: { name: Wait }", TenantOptions { lags, ..TenantOptions::default() })
    }

    #[test]
    fn attributes_written_show_once_the_org_knows_them() {
        let talk = talking();
        let own = format!("/api/v2/conversations/messages/{}", talk.conversation);
        let read = || send(&talk.tenant, "GET", &own, Some(&talk.token)).body["participants"][0].clone();
        let customer = read()["id"].as_str().unwrap().to_owned();
        let path = format!("{own}/participants/{customer}/attributes");
        let answer = body(&talk.tenant, "PATCH", &path, &talk.token, &json!({ "attributes": { "tier": "Gold" } }));
        assert_eq!(answer.body, json!({ "attributes": { "tier": "Gold" } }));
        assert_eq!(read()["attributes"], json!({}));
        talk.tenant.lock().advanced += SignedDuration::from_secs(2);
        assert_eq!(read()["attributes"], json!({ "tier": "Gold" }));
        let path = format!("/api/v2/conversations/{}/participants/{customer}/attributes", talk.conversation);
        let answer = body(&talk.tenant, "PATCH", &path, &talk.token, &json!({ "attributes": { "tier": "Silver" } }));
        assert_eq!((answer.status, &answer.body), (204, &json!(null)));
    }

    #[test]
    fn only_the_customer_s_can_be_written() {
        let talk = talking();
        let own = format!("/api/v2/conversations/messages/{}", talk.conversation);
        let read = send(&talk.tenant, "GET", &own, Some(&talk.token));
        let workflow = read.body["participants"][1]["id"].as_str().unwrap();
        let given = json!({ "attributes": { "tier": "Gold" } });
        let path = |id: &str| format!("{own}/participants/{id}/attributes");
        body(&talk.tenant, "PATCH", &path(workflow), &talk.token, &given).refused(400, "bad.request");
        body(&talk.tenant, "PATCH", &path("x"), &talk.token, &given).refused(404, "not.found");
    }
}
