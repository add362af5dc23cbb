//! `/api/v2/webdeployments/deployments`: what binds guests to a flow and a published configuration.

use std::sync::Arc;

use super::kept::{DRAFT, serving};
use crate::fake::core::errors::ApiError;
use crate::fake::core::guest::Deployed;
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::paging::by_cursor;
use crate::fake::core::request::Response;
use crate::fake::core::state::State;
use crate::wire::platform::{Deployment, DeploymentConfiguration, DeploymentFlow};

const PATH: &str = "/api/v2/webdeployments/deployments";

/// What an error calls it.
const ENTITY: &str = "deployment";

/// The type of the flows that a deployment may lead to, by its Archy name (facts: genesys-api.md section 3).
const FLOW_TYPE: &str = "inboundShortMessage";

const ACTIVE: &str = "Active";

/// The states that a client may set; the others are the org's own.
const STATES: [&str; 2] = [ACTIVE, "Inactive"];

/// All of them.
pub fn list(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let all = state.deployments.iter().map(|(id, deployed)| (Arc::clone(id), &deployed.document));
    Ok(json::answer(200, &by_cursor(call.request, all.collect())?))
}

/// Makes one. 400 for a flow that is not one for messages, a configuration that is not published, domains beside all domains.
pub fn create(call: &Call<'_>) -> Result<Response, ApiError> {
    let given: Deployment = json::read(call.request)?;
    let mut state = call.tenant.lock();
    let deployed = checked(call, &state, given)?;
    let id = state.ids.next(Kind::Deployment);
    let now = state.moment(call.tenant).org.to_string();
    let document = Deployment { date_created: Some(now.clone()), ..deployed.document };
    let document = stamped(call, &id, document, now);
    let response = json::answer(200, &document);
    state.deployments.add(id, Deployed { document, ..deployed });
    Ok(response)
}

/// One of them.
pub fn read(call: &Call<'_>) -> Result<Response, ApiError> {
    Ok(json::answer(200, &find(&call.tenant.lock(), call.id())?.document))
}

/// Changes one, as it was made.
pub fn change(call: &Call<'_>) -> Result<Response, ApiError> {
    let given: Deployment = json::read(call.request)?;
    let mut state = call.tenant.lock();
    let date_created = find(&state, call.id())?.document.date_created.clone();
    let Deployed { document, serving } = checked(call, &state, given)?;
    let now = state.moment(call.tenant).org.to_string();
    let document = stamped(call, call.id(), Deployment { date_created, ..document }, now);
    let deployed = state.deployments.get_mut(call.id()).ok_or_else(|| not_found(call.id()))?;
    *deployed = Deployed { document, serving };
    Ok(json::answer(200, &deployed.document))
}

/// Takes one away. Conversations that came by it go on.
pub fn delete(call: &Call<'_>) -> Result<Response, ApiError> {
    let gone = call.tenant.lock().deployments.remove(call.id());
    gone.map(|_| Response::empty()).ok_or_else(|| not_found(call.id()))
}

/// 404 for one that the org does not have.
pub fn find<'s>(state: &'s State, id: &str) -> Result<&'s Deployed, ApiError> {
    state.deployments.get(id).ok_or_else(|| not_found(id))
}

fn not_found(id: &str) -> ApiError {
    ApiError::not_found(ENTITY, id)
}

/// What is asked for, if it can be.
fn checked(call: &Call<'_>, state: &State, given: Deployment) -> Result<Deployed, ApiError> {
    if given.name.trim().is_empty() {
        return Err(ApiError::invalid_value("name", "A deployment needs a name."));
    }
    if given.allow_all_domains && !given.allowed_domains.is_empty() {
        let message = "`allowedDomains` must be empty where `allowAllDomains` is true.";
        return Err(ApiError::invalid_value("allowedDomains", message));
    }
    let status = given.status.clone().unwrap_or_else(|| ACTIVE.to_owned());
    if !STATES.contains(&status.as_str()) {
        return Err(ApiError::invalid_value("status", format!("`{status}` is not one of {}.", STATES.join(", "))));
    }
    let flow = given.flow.as_ref().map(|flow| flow_of(call, &flow.id)).transpose()?;
    let (configuration, serving) = configuration_of(state, &given.configuration)?;
    let document = Deployment { status: Some(status), flow, configuration, ..given };
    Ok(Deployed { document, serving })
}

fn flow_of(call: &Call<'_>, id: &str) -> Result<DeploymentFlow, ApiError> {
    let flow = call.tenant.options.flows.iter().find(|flow| **flow.id() == *id);
    let flow = flow.ok_or_else(|| ApiError::invalid_value("flow.id", format!("The org has no flow `{id}`.")))?;
    if **flow.flow_type() != *FLOW_TYPE {
        let message = format!("The flow `{}` is no inbound message flow, but a {}.", flow.name(), flow.flow_type());
        return Err(ApiError::invalid_value("flow.id", message));
    }
    Ok(DeploymentFlow { id: flow.id().to_string(), name: Some(flow.name().to_string()) })
}

fn configuration_of(
    state: &State,
    given: &DeploymentConfiguration,
) -> Result<(DeploymentConfiguration, crate::fake::core::guest::Serving), ApiError> {
    let wrong = |message: String| ApiError::invalid_value("configuration", message);
    let version = given.version.as_deref().filter(|version| *version != DRAFT);
    let version = version.ok_or_else(|| wrong("`configuration` must name a published `version`.".to_owned()))?;
    let configured = state.configurations.get(&given.id);
    let configured = configured.ok_or_else(|| wrong(format!("The org has no configuration `{}`.", given.id)))?;
    let published = configured.version(version);
    let published = published.ok_or_else(|| wrong(format!("The configuration has no version `{version}`.")))?;
    let named = DeploymentConfiguration { name: Some(published.name.clone()), ..given.clone() };
    Ok((named, serving(published)))
}

/// What the server says of it, whatever a client wrote there.
fn stamped(call: &Call<'_>, id: &str, document: Deployment, now: String) -> Deployment {
    let base = call.tenant.base_url();
    Deployment {
        id: Some(id.to_owned()),
        date_modified: Some(now),
        snippet: Some(format!(
            "<script src=\"{base}/genesys-bootstrap/genesys.min.js\" data-deployment=\"{id}\"></script>"
        )),
        self_uri: Some(format!("{PATH}/{id}")),
        ..document
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use crate::fake::core::exchange::{body, post, send};
    use crate::fake::core::guest::Serving;
    use crate::fake::core::tenant::TenantCore;
    use crate::fake::options::{DisconnectShown, TenantOptions};
    use crate::flow::action::testing::Flow;

    const PATH: &str = "/api/v2/webdeployments/deployments";
    const CONFIGURATIONS: &str = "/api/v2/webdeployments/configurations";

    fn opened() -> (TenantCore, String) {
        let message = Flow::new().actions("- disconnect: { name: Bye }").program();
        let bot = Flow::digital_bot().actions("- exitBotFlow: { name: Done }").program();
        let tenant = TenantCore::new(TenantOptions { flows: [message, bot].into(), ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        (tenant, token)
    }

    fn configured(tenant: &TenantCore, token: &str, conversations: &Json) -> String {
        let given =
            json!({ "name": "C", "messenger": { "enabled": true, "apps": { "conversations": conversations } } });
        let id = post(tenant, CONFIGURATIONS, token, &given).text("id").to_owned();
        post(tenant, &format!("{CONFIGURATIONS}/{id}/versions/draft/publish"), token, &json!({}));
        id
    }

    fn request(tenant: &TenantCore, configuration: &str) -> Json {
        let flow = tenant.options.flows[0].id();
        json!({ "name": "D", "allowAllDomains": true, "flow": { "id": &**flow },
            "configuration": { "id": configuration, "version": "1" } })
    }

    #[rstest]
    #[case(json!({}), DisconnectShown::Off, false)]
    #[case(json!({ "conversationDisconnect": { "enabled": true, "type": "Send" } }), DisconnectShown::Send, false)]
    #[case(
        json!({ "conversationDisconnect": { "enabled": true, "type": "ReadOnly" }, "conversationClear": { "enabled": true } }),
        DisconnectShown::ReadOnly,
        true
    )]
    fn a_deployment_serves_as_its_configuration_says(
        #[case] conversations: Json,
        #[case] disconnect_shown: DisconnectShown,
        #[case] clear_allowed: bool,
    ) {
        let (tenant, token) = opened();
        let configuration = configured(&tenant, &token, &conversations);
        let made = post(&tenant, PATH, &token, &request(&tenant, &configuration));
        assert_eq!((made.status, made.text("status")), (200, "Active"), "{}", made.body);
        let serving = tenant.lock().deployments.get(made.text("id")).unwrap().serving;
        assert_eq!(serving, Serving { disconnect_shown, clear_allowed });
        let read = send(&tenant, "GET", made.text("selfUri"), Some(&token));
        assert_eq!(read.body, made.body);
    }

    #[test]
    fn a_deployment_follows_a_new_version_when_it_names_it() {
        let (tenant, token) = opened();
        let configuration = configured(&tenant, &token, &json!({}));
        let made = post(&tenant, PATH, &token, &request(&tenant, &configuration));
        let serving = || tenant.lock().deployments.get(made.text("id")).unwrap().serving.clear_allowed;
        let given = json!({ "name": "C", "messenger": { "apps": { "conversations": { "conversationClear": { "enabled": true } } } } });
        let draft = format!("{CONFIGURATIONS}/{configuration}/versions/draft");
        assert_eq!(body(&tenant, "PUT", &draft, &token, &given).status, 200);
        assert_eq!(post(&tenant, &format!("{draft}/publish"), &token, &json!({})).text("version"), "2");
        assert!(!serving());
        let mut change = request(&tenant, &configuration);
        change["configuration"]["version"] = json!("2");
        assert_eq!(body(&tenant, "PUT", made.text("selfUri"), &token, &change).status, 200);
        assert!(serving());
        send(&tenant, "DELETE", &format!("{CONFIGURATIONS}/{configuration}"), Some(&token)).refused(409, "conflict");
        assert_eq!(send(&tenant, "DELETE", made.text("selfUri"), Some(&token)).status, 204);
        assert_eq!(send(&tenant, "DELETE", &format!("{CONFIGURATIONS}/{configuration}"), Some(&token)).status, 204);
    }

    #[rstest]
    #[case("/allowedDomains", json!(["shop.example"]), "allowedDomains")]
    #[case("/flow/id", json!("nobody"), "flow.id")]
    #[case("/configuration/version", json!("2"), "configuration")]
    #[case("/configuration/version", json!("draft"), "configuration")]
    #[case("/configuration/version", Json::Null, "configuration")]
    #[case("/configuration/id", json!("nobody"), "configuration")]
    #[case("/status", json!("Deleting"), "status")]
    #[case("/name", json!(""), "name")]
    fn what_cannot_be_deployed_is_refused(#[case] at: &str, #[case] value: Json, #[case] field: &str) {
        let (tenant, token) = opened();
        let configuration = configured(&tenant, &token, &json!({}));
        let mut given = request(&tenant, &configuration);
        given["allowedDomains"] = json!([]);
        given["status"] = json!("Active");
        *given.pointer_mut(at).unwrap() = value;
        let answer = post(&tenant, PATH, &token, &given);
        answer.refused(400, "invalid.value");
        assert_eq!(answer.body["details"][0]["fieldName"], field);
    }

    #[test]
    fn a_bot_cannot_be_deployed() {
        let (tenant, token) = opened();
        let configuration = configured(&tenant, &token, &json!({}));
        let mut given = request(&tenant, &configuration);
        given["flow"]["id"] = json!(&**tenant.options.flows[1].id());
        post(&tenant, PATH, &token, &given).refused(400, "invalid.value");
    }

    #[test]
    fn the_deployments_that_a_tenant_begins_with_have_a_published_configuration() {
        let (tenant, token) = opened();
        let list = send(&tenant, "GET", PATH, Some(&token));
        let first = &list.body["entities"][0]["configuration"];
        let path = format!(
            "{CONFIGURATIONS}/{}/versions/{}",
            first["id"].as_str().unwrap(),
            first["version"].as_str().unwrap()
        );
        let version = send(&tenant, "GET", &path, Some(&token));
        let app = &version.body["messenger"]["apps"]["conversations"];
        assert_eq!(
            (&app["conversationClear"]["enabled"], &app["conversationDisconnect"]["type"]),
            (&json!(true), &json!("Send"))
        );
    }
}
