//! Bearer tokens: granted, found, expired. Must not know an endpoint.

use std::sync::Arc;

use jiff::Timestamp;

use super::errors::ApiError;
use super::ids::Kind;
use super::rate::Window;
use super::state::State;
use super::tenant::TenantCore;
use crate::wire::TokenResponse;

/// What the org remembers of a token.
pub struct Grant {
    /// When it was granted, on the org's clock.
    pub granted: Timestamp,
    /// What was asked with it lately.
    pub window: Window,
}

/// Parts a token into the client that it was granted to and its secret part.
pub fn client_of(token: &str) -> Option<&str> {
    token.rsplit_once('.').map(|(client, _)| client)
}

/// Grants a token. The client's id stands in it, so that a request finds its tenant without a table of tokens.
pub fn grant(tenant: &TenantCore, state: &mut State) -> TokenResponse {
    let now = state.org_now(tenant);
    let token = format!("{}.{}", tenant.credentials.client_id, state.ids.next(Kind::Token));
    if !tenant.options.wrong_credentials {
        state.tokens.insert(Arc::from(token.as_str()), Grant { granted: now, window: Window::open(now) });
    }
    TokenResponse {
        access_token: token,
        token_type: "bearer".to_owned(),
        expires_in: tenant.options.token_lifetime.as_secs(),
    }
}

/// The grant behind a request's token, if it is still good. Messages are those of facts: genesys-api.md 2.5.
pub fn check<'s>(tenant: &TenantCore, state: &'s mut State, bearer: Option<&str>) -> Result<&'s mut Grant, ApiError> {
    let now = state.org_now(tenant);
    let token = bearer.ok_or_else(missing)?;
    let grant = state.tokens.get_mut(token).ok_or_else(wrong)?;
    if now.duration_since(grant.granted).unsigned_abs() >= tenant.options.token_lifetime {
        return Err(ApiError::unauthorized("credentials.expired", "The supplied credentials are expired."));
    }
    Ok(grant)
}

/// 401 for a request without a token.
pub fn missing() -> ApiError {
    let message = "No authentication bearer token specified in authorization header.";
    ApiError::unauthorized("authentication.required", message)
}

/// 401 for a token that nobody granted.
pub fn wrong() -> ApiError {
    ApiError::unauthorized("bad.credentials", "Invalid login credentials.")
}
