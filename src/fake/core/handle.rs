//! The way of a request through the core: route, fault, gate, endpoint, log. Must not know what an endpoint does.

use std::borrow::Cow;

use super::authorize;
use super::errors::{ApiError, correlate, usual_code};
use super::fault::{Endpoint, FaultAction};
use super::gate;
use super::ids::Kind;
use super::oauth;
use super::request::{Delivery, MAX_BODY_BYTES, Output, Request, Response};
use super::routes::{Found, Route, find};
use super::tenant::TenantCore;

/// A request that has passed the gate.
pub struct Call<'a> {
    /// Whose org.
    pub tenant: &'a TenantCore,
    /// The request.
    pub request: &'a Request<'a>,
    /// The path's `{id}`, decoded; empty where it has none.
    pub id: Cow<'a, str>,
}

impl TenantCore {
    /// Answers one request.
    pub fn handle(&self, request: &Request<'_>) -> Output {
        let found = find(request.method, request.path);
        let (step, at) = match &found {
            Found::Endpoint(place, route, _) => (route.step, Some(Endpoint::at(*place))),
            _ => (None, None),
        };
        let mut state = self.lock();
        let correlation = state.ids.next(Kind::Correlation);
        let number = self.options.log.then(|| state.log.arrived(request.method, request.path, step));
        let fault = at.and_then(|at| state.faults.strike(at));
        drop(state);

        let mut output = match fault {
            None => now(self.serve(found, request, &correlation)),
            Some(fault) => self.fail(fault, found, request, &correlation),
        };
        correlate(&mut output.response, &correlation);
        if let Some(number) = number {
            let silent = matches!(output.delivery, Delivery::Reset | Delivery::Never);
            self.lock().log.settled(number, (!silent).then_some(output.response.status));
        }
        output
    }

    /// The right answer.
    fn serve(&self, found: Found<'_>, request: &Request<'_>, correlation: &str) -> Response {
        let (route, id) = match found {
            Found::Endpoint(_, route, id) => (route, id),
            other => return nowhere(&other, request).into_response(correlation),
        };
        let (usage, passed) = gate::pass(self, &mut self.lock(), route, request);
        let answer = passed.and_then(|()| (route.handler)(&Call { tenant: self, request, id }));
        let mut response = answer.unwrap_or_else(|error| error.into_response(correlation));
        if let Some(usage) = usage {
            usage.describe(&mut response);
        }
        response
    }

    /// A scripted failure. Those that damage or hold back an answer come after its effect, those that refuse come instead of it.
    fn fail(&self, fault: FaultAction, found: Found<'_>, request: &Request<'_>, correlation: &str) -> Output {
        let delivery = match &fault {
            FaultAction::Status { status, code, retry_after, body } => {
                let oauth = matches!(&found, Found::Endpoint(_, route, _) if route.oauth);
                let mut response = scripted(*status, code.as_deref(), body.as_deref(), oauth, correlation);
                response.headers.extend(retry_after.map(|seconds| ("retry-after", seconds.to_string())));
                return now(response);
            }
            FaultAction::Reset => return Output { response: Response::empty(), delivery: Delivery::Reset },
            FaultAction::Delay(time) => Delivery::After(*time),
            FaultAction::Truncate => Delivery::Truncated,
            FaultAction::NoAnswer => Delivery::Never,
            FaultAction::MalformedBody => Delivery::Now,
        };
        let mut response = self.serve(found, request, correlation);
        if fault == FaultAction::MalformedBody {
            return now(malformed(response));
        }
        if delivery == Delivery::Truncated && response.body.is_empty() {
            // An answer without a body has nothing to cut.
            response = Response::json(200, b"{}".to_vec());
        }
        Output { response, delivery }
    }
}

/// The answer to a request that selects no tenant: its token or client is nobody's.
pub fn unselected(request: &Request<'_>, correlation: &str) -> Response {
    let mut response = match find(request.method, request.path) {
        Found::Endpoint(_, _, _) if request.oversized => ApiError::too_large(MAX_BODY_BYTES).into_response(correlation),
        Found::Endpoint(_, Route { oauth: true, .. }, _) => oauth::unknown_client(request),
        Found::Endpoint(..) => {
            let error = if request.bearer().is_some() { authorize::wrong() } else { authorize::missing() };
            error.into_response(correlation)
        }
        other => nowhere(&other, request).into_response(correlation),
    };
    correlate(&mut response, correlation);
    response
}

fn now(response: Response) -> Output {
    Output { response, delivery: Delivery::Now }
}

fn nowhere(found: &Found<'_>, request: &Request<'_>) -> ApiError {
    match found {
        Found::OtherMethod(allowed) => ApiError::method(request.method, allowed),
        _ => ApiError::no_path(request.path),
    }
}

fn scripted(status: u16, code: Option<&str>, body: Option<&str>, oauth: bool, correlation: &str) -> Response {
    if let Some(body) = body {
        return Response::json(status, body.as_bytes().to_vec());
    }
    const MESSAGE: &str = "The fake org was told to fail here.";
    match (oauth, code) {
        (true, code) => {
            oauth::error(status, code.unwrap_or(if status < 500 { "invalid_client" } else { "server_error" }), MESSAGE)
        }
        (false, code) => ApiError::new(status, code.unwrap_or(usual_code(status)), MESSAGE).into_response(correlation),
    }
}

/// Half a document, which no JSON reader takes: it lacks at least its closing bracket.
fn malformed(mut response: Response) -> Response {
    if response.body.is_empty() {
        response = Response::json(200, b"{}".to_vec());
    }
    response.body.truncate(response.body.len() / 2);
    response
}
