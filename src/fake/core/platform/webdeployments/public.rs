//! What anybody may read of a deployment: the documents of the CDN, and the same by REST. Which tenant the CDN's paths are for is told by
//! the deployment's id in them.

use std::borrow::Cow;

use serde_json::json;

use super::deployments::find;
use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::request::{Request, Response};
use crate::fake::core::state::State;
use crate::wire::platform::{Configuration, DeploymentConfiguration};

/// Where the CDN keeps deployments.
const CDN: &str = "/webdeployments/v1/deployments/";

/// The deployment whose tenant a request is for, where its path is one of the CDN's.
pub fn selecting_deployment<'a>(request: &Request<'a>) -> Option<Cow<'a, str>> {
    let id = request.path.strip_prefix(CDN)?.split('/').next()?;
    Some(percent_encoding::percent_decode_str(id).decode_utf8_lossy())
}

/// The active configuration with its deployment.
pub fn configuration(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let deployed = find(&state, call.id())?;
    let version = deployed_version(&state, &deployed.document.configuration)?;
    Ok(json::answer(200, &json!({ "configurationVersion": version, "deployment": deployed.document })))
}

/// What a page's client loads. Of its content only the place of `messagingEndpoint` is known; the rest is the configuration as it stands,
/// a decision.
pub fn config(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let deployed = find(&state, call.id())?;
    let mut version = deployed_version(&state, &deployed.document.configuration)?.clone();
    let app = version.messenger.get_or_insert_default().apps.get_or_insert_default();
    let endpoint = messaging_endpoint(call.tenant.base_url());
    app.conversations.get_or_insert_default().messaging_endpoint = Some(endpoint);
    version.id = Some(call.id().to_owned());
    version.status = deployed.document.status.clone();
    version.self_uri = None;
    Ok(json::answer(200, &version))
}

/// The domains whose pages may open it.
pub fn domains(call: &Call<'_>) -> Result<Response, ApiError> {
    let state = call.tenant.lock();
    let document = &find(&state, call.id())?.document;
    let domains = json!({ "allowAllDomains": document.allow_all_domains, "allowedDomains": document.allowed_domains });
    Ok(json::answer(200, &domains))
}

fn deployed_version<'s>(state: &'s State, used: &DeploymentConfiguration) -> Result<&'s Configuration, ApiError> {
    let version = used.version.as_deref().unwrap_or_default();
    let found = state.configurations.get(&used.id).and_then(|configured| configured.version(version));
    found.ok_or_else(|| ApiError::not_found("configuration", &used.id))
}

/// Where guests connect to: the org's own address by another scheme (facts: genesys-api.md 4.1).
fn messaging_endpoint(base: &str) -> String {
    let socket = base.replacen("http", "ws", 1);
    format!("{socket}/v1")
}

#[cfg(test)]
mod tests {
    use crate::fake::core::exchange::send;
    use crate::fake::core::tenant::TenantCore;
    use crate::fake::options::TenantOptions;
    use crate::flow::action::testing::Flow;

    fn deployed() -> (TenantCore, String) {
        let flow = Flow::new().actions("- disconnect: { name: Bye }").program();
        let tenant = TenantCore::new(TenantOptions { flows: [flow].into(), ..TenantOptions::default() });
        let id = tenant.lock().deployments.iter().next().unwrap().0.to_string();
        (tenant, id)
    }

    #[test]
    fn anybody_may_read_where_guests_connect_to() {
        let (tenant, id) = deployed();
        let config = send(&tenant, "GET", &format!("/webdeployments/v1/deployments/{id}/config.json"), None);
        let app = &config.body["messenger"]["apps"]["conversations"];
        assert_eq!((config.status, &app["messagingEndpoint"]), (200, &"ws://localhost/v1".into()));
        assert_eq!(config.text("id"), id);
        let domains = send(&tenant, "GET", &format!("/webdeployments/v1/deployments/{id}/domains.json"), None);
        assert_eq!(domains.body["allowAllDomains"], true);
        send(&tenant, "GET", "/webdeployments/v1/deployments/x/config.json", None).refused(404, "not.found");
    }

    #[test]
    fn a_client_may_read_the_active_configuration_without_a_permission() {
        let (tenant, id) = deployed();
        let token = tenant.issue_token().access_token;
        let path = format!("/api/v2/webdeployments/deployments/{id}/configurations");
        let answer = send(&tenant, "GET", &path, Some(&token));
        assert_eq!(
            (&answer.body["configurationVersion"]["version"], &answer.body["deployment"]["id"]),
            (&"1".into(), &id.into())
        );
    }
}
