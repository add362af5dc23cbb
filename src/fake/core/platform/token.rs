//! Whose token it is and whose org: `/api/v2/tokens/me`, `/api/v2/organizations/me`, `/api/v2/oauth/scopes` (facts: genesys-api.md 2.2, 7).

use serde_json::json;

use crate::fake::core::errors::ApiError;
use crate::fake::core::handle::Call;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use crate::fake::core::routes::{Needs, Route, route};
use crate::fake::core::tenant::TenantCore;
use crate::wire::platform::{NamedEntity, Organization, TokenClient, TokenInfo};

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", "/api/v2/tokens/me", Needs::token(), token),
    route("HEAD", "/api/v2/tokens/me", Needs::token(), check),
    route("DELETE", "/api/v2/tokens/me", Needs::token(), revoke),
    route("GET", "/api/v2/organizations/me", Needs::token(), organization),
    route("GET", "/api/v2/oauth/scopes", Needs::token(), scopes),
];

/// The areas that scopes are named for, each with a scope of its own and one to read only (facts: genesys-api.md 2.4).
const AREAS: [&str; 6] = ["analytics", "architect", "conversations", "messaging", "organization", "webdeployments"];

/// What the token is good for. A client of client credentials has no scopes: its roles decide (facts: genesys-api.md 2.4).
fn token(call: &Call<'_>) -> Result<Response, ApiError> {
    let client = TokenClient {
        id: call.tenant.credentials.client_id.to_string(),
        name: Some("flowproof".to_owned()),
        authorized_grant_type: Some("CLIENT-CREDENTIALS".to_owned()),
    };
    let info = TokenInfo {
        organization: Some(named(call.tenant)),
        home_organization: Some(named(call.tenant)),
        authorized_scope: Vec::new(),
        oauth_client: Some(client),
    };
    Ok(json::answer(200, &info))
}

/// That the token is good, without a word.
fn check(_: &Call<'_>) -> Result<Response, ApiError> {
    Ok(Response { status: 200, headers: Vec::new(), body: Vec::new() })
}

/// The token is good no more.
fn revoke(call: &Call<'_>) -> Result<Response, ApiError> {
    if let Some(token) = call.request.bearer() {
        call.tenant.lock().tokens.remove(token);
    }
    Ok(Response::empty())
}

fn organization(call: &Call<'_>) -> Result<Response, ApiError> {
    let short_name = call.tenant.options.organization.short_name.to_string();
    let organization = Organization {
        id: call.tenant.organization_id().to_string(),
        name: call.tenant.options.organization.name.to_string(),
        third_party_org_name: Some(short_name.clone()),
        domain: Some(short_name),
        state: Some(call.tenant.options.organization.state.to_string()),
        version: 1,
    };
    Ok(json::answer(200, &organization))
}

fn scopes(_: &Call<'_>) -> Result<Response, ApiError> {
    let all: Vec<String> = AREAS.iter().flat_map(|area| [(*area).to_owned(), format!("{area}:readonly")]).collect();
    let scope = |id: &String| json!({ "id": id, "selfUri": format!("/api/v2/oauth/scopes/{id}") });
    let entities: Vec<_> = all.iter().map(scope).collect();
    Ok(json::answer(200, &json!({ "total": entities.len(), "entities": entities })))
}

fn named(tenant: &TenantCore) -> NamedEntity {
    NamedEntity { id: tenant.organization_id().to_string(), name: Some(tenant.options.organization.name.to_string()) }
}

#[cfg(test)]
mod tests {
    use crate::fake::core::exchange::{send, tenant};
    use crate::fake::options::TenantOptions;

    const TOKEN: &str = "/api/v2/tokens/me";

    #[test]
    fn a_token_says_its_org_until_it_is_revoked() {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        let answer = send(&tenant, "GET", TOKEN, Some(&token));
        assert_eq!(answer.body["organization"]["id"], &*tenant.organization_id());
        assert_eq!(answer.body["OAuthClient"]["id"], &*tenant.credentials.client_id);
        assert_eq!(send(&tenant, "HEAD", TOKEN, Some(&token)).status, 200);
        let other = tenant.issue_token().access_token;
        assert_eq!(send(&tenant, "DELETE", TOKEN, Some(&token)).status, 204);
        send(&tenant, "GET", TOKEN, Some(&token)).refused(401, "bad.credentials");
        assert_eq!(send(&tenant, "GET", TOKEN, Some(&other)).status, 200);
    }

    #[test]
    fn an_org_says_its_name_and_no_permission_is_needed() {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        let answer = send(&tenant, "GET", "/api/v2/organizations/me", Some(&token));
        assert_eq!((answer.text("name"), answer.text("thirdPartyOrgName")), ("Fake Org", "fake-org"));
        assert_eq!((answer.text("state"), answer.text("id")), ("active", &*tenant.organization_id()));
        send(&tenant, "GET", "/api/v2/organizations/me", None).refused(401, "authentication.required");
    }
}
