//! What a request must pass before its endpoint acts: body size, token, rate limit, scope, in this order.

use super::authorize;
use super::errors::ApiError;
use super::rate::Usage;
use super::request::{MAX_BODY_BYTES, Request};
use super::routes::Route;
use super::state::State;
use super::tenant::TenantCore;

/// Checks a request; the usage is known whether or not it passes.
pub fn pass(
    tenant: &TenantCore,
    state: &mut State,
    route: &Route,
    request: &Request<'_>,
) -> (Option<Usage>, Result<(), ApiError>) {
    if request.oversized || request.body.len() > MAX_BODY_BYTES {
        return (None, Err(ApiError::too_large(MAX_BODY_BYTES)));
    }
    let Some(scope) = route.scope else {
        return (None, Ok(()));
    };
    let now = state.org_now(tenant);
    let grant = match authorize::check(tenant, state, request.bearer()) {
        Ok(grant) => grant,
        Err(error) => return (None, Err(error)),
    };
    let usage = tenant.options.rate_limit.map(|allowed| grant.window.count(allowed, now));
    if let Some(Err(error)) = usage.map(|usage| usage.check()) {
        return (usage, Err(error));
    }
    let lacking = tenant.options.lacks.iter().any(|lacked| lacked == scope);
    (usage, if lacking { Err(ApiError::missing(scope)) } else { Ok(()) })
}
