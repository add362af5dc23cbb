//! Log levels of flows and of the org: `…/instances/settings/loglevels`.

use serde_json::json;

use super::settings::{LEVELS, Level, whole};
use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::flow_kind;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::paging::Paging;
use crate::fake::core::platform::flows::{Published, find, published};
use crate::fake::core::request::Response;
use crate::wire::platform::{FlowSettings, LogLevelRequest};

/// What an error calls it.
const ENTITY: &str = "flow log level";

/// What can be recorded, each with the lowest level that records it.
const CHARACTERISTICS: [(&str, &str); 8] = [
    ("executionItems", "Base"),
    ("executionInputOutputs", "All"),
    ("communications", "VerboseNotes"),
    ("eventError", "Base"),
    ("eventWarning", "Base"),
    ("eventOther", "Base"),
    ("variables", "Notes"),
    ("names", "Base"),
];

/// A flow's own level; 404 for a flow that has none.
pub fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    let flow = find(call.tenant, call.id())?;
    let state = call.tenant.lock();
    let level = state.settings.flows.get(call.id()).ok_or_else(|| none(call))?;
    Ok(json::answer(200, &document(flow, level)))
}

/// Gives a flow a level; 409 for one that has one already, a decision.
pub fn create(call: &Call<'_>) -> Result<Response, ApiError> {
    if call.tenant.lock().settings.flows.contains_key(call.id()) {
        return Err(
            ApiError::conflict("The flow has a log level already; change it with PUT.").about(ENTITY, call.id())
        );
    }
    set(call)
}

/// Changes a flow's level; 404 for a flow that has none.
pub fn change(call: &Call<'_>) -> Result<Response, ApiError> {
    if !call.tenant.lock().settings.flows.contains_key(call.id()) {
        return Err(none(call));
    }
    set(call)
}

/// Takes a flow's level away, so that the org's own counts.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    let gone = call.tenant.lock().settings.flows.shift_remove(call.id());
    gone.map(|_| Response::empty()).ok_or_else(|| none(call))
}

/// The flows that have a level of their own.
pub fn list(call: &Call<'_>) -> Result<Response, ApiError> {
    let paging = Paging::of(call.request)?;
    let state = call.tenant.lock();
    let flows = published(call.tenant);
    let of = |id: &str| flows.iter().copied().find(|one| *one.flow.id == *id);
    let all = state.settings.flows.iter().filter_map(|(id, level)| Some(document(of(id)?, level))).collect();
    Ok(json::answer(200, &paging.page(all)))
}

/// The org's own level.
pub fn read_default(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &default_document(call, call.tenant.lock().settings.default_level())))
}

/// Changes the org's own level.
pub fn change_default(call: &Call<'_>) -> Result<Response, ApiError> {
    let given: LogLevelRequest = json::read(call.request)?;
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant).org.to_string();
    let level = state.settings.asked(&given.log_level_characteristics, now)?;
    Ok(json::answer(200, &default_document(call, state.settings.default.insert(level))))
}

/// The org's own level is what it was opened with.
pub fn delete_default(call: &Call<'_>) -> Result<Response, ApiError> {
    call.tenant.lock().settings.default = None;
    Ok(Response::empty())
}

/// The levels, and what each records.
pub fn characteristics(_: &Call<'_>) -> Result<Response, ApiError> {
    let levels: Vec<_> = LEVELS.iter().map(|level| whole(level, None, false)).collect();
    let all = CHARACTERISTICS.map(|(id, least)| json!({ "id": id, "minimumLevel": least }));
    Ok(json::answer(200, &json!({ "logLevels": levels, "characteristics": all })))
}

fn set(call: &Call<'_>) -> Result<Response, ApiError> {
    let given: LogLevelRequest = json::read(call.request)?;
    let flow = find(call.tenant, call.id())?;
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant).org.to_string();
    let level = state.settings.asked(&given.log_level_characteristics, now)?;
    let response = json::answer(200, &document(flow, &level));
    state.settings.flows.insert(flow.flow.id.clone(), level);
    Ok(response)
}

fn none(call: &Call<'_>) -> ApiError {
    ApiError::not_found(ENTITY, call.id())
}

fn document(one: Published<'_>, level: &Level) -> FlowSettings {
    FlowSettings {
        id: Some(one.flow.id.to_string()),
        name: Some(one.flow.name.to_string()),
        kind: Some(flow_kind(&one.flow.flow_type)),
        date_modified: level.set.clone(),
        log_level_characteristics: level.level.clone(),
        self_uri: Some(format!("/api/v2/flows/{}/instances/settings/loglevels", one.flow.id)),
    }
}

fn default_document(call: &Call<'_>, level: &Level) -> FlowSettings {
    FlowSettings {
        date_modified: level.set.clone(),
        log_level_characteristics: level.level.clone(),
        self_uri: Some(call.request.path.to_owned()),
        ..FlowSettings::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{body, send, talking};

    const DEFAULT: &str = "/api/v2/flows/instances/settings/loglevels/default";

    fn request(level: &str) -> Json {
        json!({ "logLevelCharacteristics": { "level": level } })
    }

    fn level(answer: &Json) -> &Json {
        &answer["logLevelCharacteristics"]["level"]
    }

    #[test]
    fn a_flow_s_level_is_made_changed_and_taken_away() {
        let talk = talking("- disconnect: { name: Bye }");
        let flow = talk.tenant.options.flows[0].id().to_string();
        let path = format!("/api/v2/flows/{flow}/instances/settings/loglevels");
        let ask = |method: &str, level: &str| body(&talk.tenant, method, &path, &talk.token, &request(level));
        send(&talk.tenant, "GET", &path, Some(&talk.token)).refused(404, "not.found");
        ask("PUT", "All").refused(404, "not.found");
        ask("POST", "Loud").refused(400, "invalid.value");
        assert_eq!(ask("POST", "Base").body["type"], "inboundshortmessage");
        ask("POST", "All").refused(409, "conflict");
        assert_eq!(level(&ask("PUT", "All").body), "All");
        let list = send(&talk.tenant, "GET", "/api/v2/flows/instances/settings/loglevels", Some(&talk.token));
        assert_eq!((&list.body["total"], &list.body["entities"][0]["id"]), (&json!(1), &json!(flow)));
        assert_eq!(send(&talk.tenant, "DELETE", &path, Some(&talk.token)).status, 204);
        send(&talk.tenant, "DELETE", &path, Some(&talk.token)).refused(404, "not.found");
        let other = "/api/v2/flows/nobody/instances/settings/loglevels";
        body(&talk.tenant, "POST", other, &talk.token, &request("All")).refused(404, "not.found");
    }

    #[test]
    fn the_org_s_own_level_goes_back_to_what_it_was() {
        let talk = talking("- disconnect: { name: Bye }");
        let read = || level(&send(&talk.tenant, "GET", DEFAULT, Some(&talk.token)).body).clone();
        assert_eq!(read(), "All");
        assert_eq!(level(&body(&talk.tenant, "PUT", DEFAULT, &talk.token, &request("Disabled")).body), "Disabled");
        assert_eq!(read(), "Disabled");
        send(&talk.tenant, "DELETE", DEFAULT, Some(&talk.token));
        assert_eq!(read(), "All");
    }
}
