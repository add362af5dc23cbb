//! `/api/v2/webdeployments/configurations`: drafts, and what is published of them. Must not know which deployment uses one, but that none
//! may be taken away that a deployment uses.

use std::sync::Arc;

use super::kept::Configured;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::paging::by_cursor;
use crate::fake::core::request::Response;
use crate::fake::core::state::State;
use crate::wire::platform::Configuration;

/// What an error calls it.
const ENTITY: &str = "configuration";

/// All of them: the draft of each, or with `showOnlyPublished` the latest that is published.
pub fn list(call: &Call<'_>) -> Result<Response, ApiError> {
    let published = call.request.parameter("showOnlyPublished").as_deref() == Some("true");
    let state = call.tenant.lock();
    let shown = |one: &Configured| if published { one.published.last().cloned() } else { Some(one.draft.clone()) };
    let all = state.configurations.entries().filter_map(|(id, one)| Some((Arc::clone(id), shown(one)?)));
    Ok(json::answer(200, &by_cursor(call.request, all.collect())?))
}

/// Makes a draft.
pub fn create(call: &Call<'_>) -> Result<Response, ApiError> {
    let given = read(call)?;
    let mut state = call.tenant.lock();
    let id = state.ids.next(Kind::Configuration);
    let now = state.moment(call.tenant).org.to_string();
    let configured = Configured::new(&id, given, now);
    let response = json::answer(200, &configured.draft);
    state.configurations.insert(id, configured);
    Ok(response)
}

/// The draft.
pub fn draft(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &find(&call.tenant.lock(), call.id())?.draft))
}

/// Another draft in its place.
pub fn change(call: &Call<'_>) -> Result<Response, ApiError> {
    let given = read(call)?;
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant).org.to_string();
    let configured = find_mut(&mut state, call.id())?;
    configured.change(call.id(), given, now);
    Ok(json::answer(200, &configured.draft))
}

/// Publishes the draft. Deployments stay with the version that they name.
pub fn publish(call: &Call<'_>) -> Result<Response, ApiError> {
    let mut state = call.tenant.lock();
    let now = state.moment(call.tenant).org.to_string();
    let configured = find_mut(&mut state, call.id())?;
    Ok(json::answer(200, configured.publish(call.id(), now)))
}

/// What was published, the newest first.
pub fn versions(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let published = &find(&state, call.id())?.published;
    let all = published.iter().rev().map(|one| (Arc::from(one.version.as_deref().unwrap_or_default()), one));
    Ok(json::answer(200, &by_cursor(call.request, all.collect())?))
}

/// One version.
pub fn version(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let version = find(&state, call.id())?.version(call.second_id());
    let version = version.ok_or_else(|| ApiError::not_found("configuration version", call.second_id()))?;
    Ok(json::answer(200, version))
}

/// Takes a configuration away with all its versions; 409 while a deployment uses it, a decision.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    let mut state = call.tenant.lock();
    find(&state, call.id())?;
    if let Some((deployment, _)) =
        state.deployments.iter().find(|(_, deployed)| deployed.document.configuration.id == call.id())
    {
        return Err(ApiError::conflict(format!("The deployment `{deployment}` uses it.")).about(ENTITY, call.id()));
    }
    state.configurations.remove(call.id());
    Ok(Response::empty())
}

fn read(call: &Call<'_>) -> Result<Configuration, ApiError> {
    let given: Configuration = json::read(call.request)?;
    if given.name.trim().is_empty() {
        return Err(ApiError::invalid_value("name", "A configuration needs a name."));
    }
    Ok(given)
}

fn find<'s>(state: &'s State, id: &str) -> Result<&'s Configured, ApiError> {
    state.configurations.get(id).ok_or_else(|| ApiError::not_found(ENTITY, id))
}

fn find_mut<'s>(state: &'s mut State, id: &str) -> Result<&'s mut Configured, ApiError> {
    state.configurations.get_mut(id).ok_or_else(|| ApiError::not_found(ENTITY, id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::fake::core::exchange::{body, post, send, tenant};
    use crate::fake::options::TenantOptions;

    const PATH: &str = "/api/v2/webdeployments/configurations";

    #[test]
    fn a_draft_is_published_under_the_next_number_and_stays_a_draft() {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        let made = post(&tenant, PATH, &token, &json!({ "name": "C", "languages": ["de"], "version": "9" }));
        assert_eq!((made.text("version"), &made.body["languages"]), ("draft", &json!(["de"])));
        let own = format!("{PATH}/{}", made.text("id"));
        send(&tenant, "GET", &format!("{own}/versions/1"), Some(&token)).refused(404, "not.found");
        let publish = format!("{own}/versions/draft/publish");
        assert_eq!(post(&tenant, &publish, &token, &json!({})).text("version"), "1");
        let changed = body(&tenant, "PUT", &format!("{own}/versions/draft"), &token, &json!({ "name": "D" }));
        assert_eq!((changed.text("name"), changed.text("version")), ("D", "draft"));
        assert_eq!(post(&tenant, &publish, &token, &json!({})).text("version"), "2");
        let versions = send(&tenant, "GET", &format!("{own}/versions"), Some(&token));
        let names: Vec<_> = versions.body["entities"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["D", "C"]);
        assert_eq!(send(&tenant, "GET", &format!("{own}/versions/1"), Some(&token)).text("name"), "C");
        assert_eq!(send(&tenant, "DELETE", &own, Some(&token)).status, 204);
        send(&tenant, "GET", &format!("{own}/versions/draft"), Some(&token)).refused(404, "not.found");
    }

    #[test]
    fn what_is_not_published_can_be_left_out_of_the_list() {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        post(&tenant, PATH, &token, &json!({ "name": "Only a draft" }));
        let count = |path: &str| send(&tenant, "GET", path, Some(&token)).body["total"].as_u64().unwrap();
        let published = count(&format!("{PATH}?showOnlyPublished=true"));
        assert_eq!(count(PATH), published + 1);
        post(&tenant, PATH, &token, &json!({ "description": "no name" })).refused(400, "invalid.value");
    }
}
