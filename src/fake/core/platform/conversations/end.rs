//! Conversations ended by the API. A guest who listens hears of it; to the flow, the customer is gone.

use std::sync::Arc;

use serde::Deserialize;

use super::read::{find, find_mut};
use crate::fake::core::errors::ApiError;
use crate::fake::core::guest::tell_listeners;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::messaging::as_conversation;
use crate::fake::core::request::Response;
use crate::fake::core::state::State;

/// The one state that a conversation can be patched to here.
const DISCONNECTED: &str = "disconnected";

#[derive(Deserialize)]
struct Patch {
    state: Option<String>,
}

/// `PATCH` with `state`.
pub fn patch(call: &Call<'_>) -> Result<Response, ApiError> {
    let patch: Patch = json::read(call.request)?;
    if patch.state.as_deref() != Some(DISCONNECTED) {
        return Err(ApiError::invalid_value("state", format!("The only `state` that can be set is `{DISCONNECTED}`.")));
    }
    let mut state = call.tenant.lock();
    end(call, &mut state)?;
    let conversation = find(&state, call.id())?;
    Ok(json::answer(200, &as_conversation(conversation, super::read::seen(call.tenant, &state, conversation))))
}

/// `DELETE`: everybody is disconnected; the conversation stays.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    end(call, &mut call.tenant.lock())?;
    Ok(Response::empty())
}

/// `POST …/disconnect`. The answer is a text whose content no source shows.
pub fn disconnect(call: &Call<'_>) -> Result<Response, ApiError> {
    end(call, &mut call.tenant.lock())?;
    Ok(json::answer(200, DISCONNECTED))
}

/// Ends it. One that has ended stays as it is, and nobody hears of it again.
fn end(call: &Call<'_>, state: &mut State) -> Result<(), ApiError> {
    let now = state.moment(call.tenant);
    let id = Arc::clone(&find_mut(state, call.id())?.id);
    let State { messaging, ids, noted, .. } = &mut *state;
    let open = messaging.get_mut(&id).filter(|one| one.ended.is_none());
    let Some(told) = open.map(|conversation| conversation.disconnect(ids, noted, now)) else { return Ok(()) };
    tell_listeners(call.tenant, state, &id, told);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{body, post, send, talking};
    use crate::fake::core::guest::{Connect, Line, Push};

    #[rstest]
    #[case("PATCH", "/api/v2/conversations/messages/{}", 200)]
    #[case("DELETE", "/api/v2/conversations/{}", 204)]
    #[case("POST", "/api/v2/conversations/{}/disconnect", 200)]
    fn each_way_ends_it_for_good(#[case] method: &str, #[case] path: &str, #[case] status: u16) {
        let talk = talking("- waitForInput: { name: Wait }");
        let path = path.replace("{}", &talk.conversation);
        for _ in 0..2 {
            assert_eq!(
                body(&talk.tenant, method, &path, &talk.token, &json!({ "state": "disconnected" })).status,
                status
            );
        }
        let read = send(
            &talk.tenant,
            "GET",
            &format!("/api/v2/conversations/messages/{}", talk.conversation),
            Some(&talk.token),
        );
        let participants = read.body["participants"].as_array().unwrap();
        assert!(participants.iter().all(|one| one["state"] == "disconnected" && one["disconnectType"] == "system"));
        let instances = post(&talk.tenant, "/api/v2/flows/instances/query", &talk.token, &json!({ "query": [] }));
        assert_eq!(instances.body["total"], 1);
    }

    /// Keeps what is pushed.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<String>>>);

    impl Line for Kept {
        fn push(&self, push: Push) {
            if let Push::Frame(text, _) = push {
                self.0.lock().unwrap().push(text);
            }
        }
    }

    #[test]
    fn a_guest_hears_that_the_conversation_was_ended() {
        let talk = talking("- waitForInput: { name: Wait }");
        let deployment = talk.tenant.lock().deployments.iter().next().unwrap().0.to_string();
        let frames = Kept::default();
        let line = Box::new(frames.clone());
        let connection = talk.tenant.connect(Connect { deployment: &deployment, origin: None }, line).unwrap();
        let say = |request: Json| talk.tenant.frame(connection, &request.to_string());
        say(json!({ "action": "configureSession", "deploymentId": deployment, "token": "t" }));
        say(json!({ "action": "onMessage", "token": "t", "message": { "type": "Text", "text": "Hi" } }));
        let ids: Vec<String> = talk.tenant.lock().messaging.entries().map(|(id, _)| id.to_string()).collect();
        let path = format!("/api/v2/conversations/{}", ids[1]);
        assert_eq!(send(&talk.tenant, "DELETE", &path, Some(&talk.token)).status, 204);
        let told = frames.0.lock().unwrap().last().cloned().unwrap();
        assert!(told.contains("Presence") && told.contains("Disconnect"), "{told}");
        let count = frames.0.lock().unwrap().len();
        send(&talk.tenant, "DELETE", &path, Some(&talk.token));
        assert_eq!(frames.0.lock().unwrap().len(), count);
    }

    #[test]
    fn another_state_is_refused() {
        let talk = talking("- waitForInput: { name: Wait }");
        let path = format!("/api/v2/conversations/messages/{}", talk.conversation);
        body(&talk.tenant, "PATCH", &path, &talk.token, &json!({ "state": "parked" })).refused(400, "invalid.value");
        body(
            &talk.tenant,
            "PATCH",
            "/api/v2/conversations/messages/x",
            &talk.token,
            &json!({ "state": "disconnected" }),
        )
        .refused(404, "not.found");
    }
}
