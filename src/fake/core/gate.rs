//! What a request must pass before its endpoint acts: body size, token, rate limit, permissions, in this order.

use super::authorize;
use super::errors::ApiError;
use super::rate::Usage;
use super::request::{MAX_BODY_BYTES, Request};
use super::routes::{Needs, Route};
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
    if route.needs == Needs::Nothing {
        return (None, Ok(()));
    }
    let now = state.org_now(tenant);
    let grant = match authorize::check(tenant, state, request.bearer()) {
        Ok(grant) => grant,
        Err(error) => return (None, Err(error)),
    };
    let usage = tenant.options.rate_limit.map(|allowed| grant.window.count(allowed, now));
    if let Some(Err(error)) = usage.map(|usage| usage.check()) {
        return (usage, Err(error));
    }
    (usage, permitted(&tenant.options.lacks, route.needs))
}

/// 403 that names what is missing (facts: genesys-api.md 2.5 has a code for each of the two forms).
fn permitted(lacks: &[String], needs: Needs) -> Result<(), ApiError> {
    let lacked = |permission: &&&str| lacks.iter().any(|lacked| lacked == **permission);
    match needs {
        Needs::Nothing => Ok(()),
        Needs::All(needed) => {
            let missing: Vec<&str> = needed.iter().filter(lacked).copied().collect();
            if missing.is_empty() { Ok(()) } else { Err(ApiError::missing(&missing.join(", "))) }
        }
        Needs::Any(needed) if needed.iter().all(|one| lacked(&one)) => Err(ApiError::missing_any(&needed.join(", "))),
        Needs::Any(_) => Ok(()),
    }
}
