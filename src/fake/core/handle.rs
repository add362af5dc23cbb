//! The way of a request through the core: route, fault, gate, endpoint, log. Must not know what an endpoint does.

use jiff::Timestamp;

use super::authorize;
use super::errors::{ApiError, correlate, usual_code};
use super::fault::{Endpoint, FaultAction};
use super::gate;
use super::guest::is_upload;
use super::ids::Kind;
use super::oauth;
use super::platform::{selecting_client_of_download, selecting_deployment};
use super::request::{Delivery, MAX_BODY_BYTES, Output, Request, Response};
use super::routes::{Found, PathIds, Route, find};
use super::tenant::TenantCore;

/// The form of the header `Date` (RFC 9110, 5.6.7).
const HTTP_DATE: &str = "%a, %d %b %Y %H:%M:%S GMT";

/// A request that has passed the gate.
pub struct Call<'a> {
    /// Whose org.
    pub tenant: &'a TenantCore,
    /// The request.
    pub request: &'a Request<'a>,
    /// The path's ids, decoded, in order; empty behind the last.
    pub ids: PathIds<'a>,
}

impl Call<'_> {
    /// The path's first id; empty where it has none.
    pub fn id(&self) -> &str {
        let [first, _] = &self.ids;
        first
    }

    /// The path's second id; empty where it has none.
    pub fn second_id(&self) -> &str {
        let [_, second] = &self.ids;
        second
    }
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
        self.date(&mut output.response);
        if let Some(number) = number {
            let silent = matches!(output.delivery, Delivery::Reset | Delivery::Never);
            self.lock().log.settled(number, (!silent).then_some(output.response.status));
        }
        output
    }

    /// The `Date` of an answer, where the org's is not the machine's.
    fn date(&self, response: &mut Response) {
        let skew = self.options.setup.clock_skew;
        if !skew.is_zero() {
            let shown = self.lock().org_now(self).checked_add(skew).unwrap_or(Timestamp::MAX);
            response.headers.push(("date", shown.strftime(HTTP_DATE).to_string()));
        }
    }

    /// The right answer.
    fn serve(&self, found: Found<'_>, request: &Request<'_>, correlation: &str) -> Response {
        let (route, ids) = match found {
            Found::Endpoint(_, route, ids) => (route, ids),
            other => return nowhere(&other, request).into_response(correlation),
        };
        let (usage, passed) = gate::pass(self, &mut self.lock(), route, request);
        let answer = passed.and_then(|()| (route.handler)(&Call { tenant: self, request, ids }));
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
        Found::Endpoint(..) if is_selected_by_path(request) => {
            ApiError::no_path(request.path).into_response(correlation)
        }
        Found::Endpoint(..) => {
            let error = if request.bearer().is_some() { authorize::wrong() } else { authorize::missing() };
            error.into_response(correlation)
        }
        other => nowhere(&other, request).into_response(correlation),
    };
    correlate(&mut response, correlation);
    response
}

/// Whether a request's path says whose it is, so that no token is missed.
fn is_selected_by_path(request: &Request<'_>) -> bool {
    is_upload(request.path)
        || selecting_client_of_download(request).is_some()
        || selecting_deployment(request).is_some()
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::fake::core::Fault;
    use crate::fake::core::exchange::{post, raw, send, tenant};
    use crate::fake::options::{SetupOptions, TenantOptions};

    const WIDGETS: &str = "/api/v2/webchat/widgets";

    fn fault(at: &str, times: Option<u32>, action: FaultAction) -> Fault {
        Fault { at: at.parse().unwrap(), times, after: 0, action }
    }

    fn refusal(status: u16) -> FaultAction {
        FaultAction::Status { status, code: None, retry_after: None, body: None }
    }

    #[rstest]
    #[case("GET", "/api/v2/nothing", 404, "not.found")]
    #[case("PATCH", "/api/v2/webchat/widgets/7", 405, "method.not.allowed")]
    #[case("GET", "/api/v2/webchat/widgets/7", 404, "not.found")]
    #[case("DELETE", "/api/v2/webchat/widgets/7", 404, "not.found")]
    #[case("GET", "/api/v2/conversations/messaging/conversations/7", 404, "not.found")]
    #[case("DELETE", "/api/v2/conversations/messaging/conversations/7", 404, "not.found")]
    #[case("POST", WIDGETS, 415, "unsupported.media.type")]
    #[case("POST", "/api/v2/architect/flows/7/simulate", 415, "unsupported.media.type")]
    #[case("POST", "/api/v2/conversations/messaging/conversations/participants", 415, "unsupported.media.type")]
    fn what_is_not_served_is_refused(
        #[case] method: &str,
        #[case] path: &str,
        #[case] status: u16,
        #[case] code: &str,
    ) {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        send(&tenant, method, path, Some(&token)).refused(status, code);
    }

    #[test]
    fn another_method_is_told_which_there_are() {
        let tenant = tenant(TenantOptions::default());
        assert_eq!(send(&tenant, "PUT", WIDGETS, None).header("allow"), Some("POST, GET"));
    }

    #[rstest]
    #[case(None, "authentication.required")]
    #[case(Some("nonsense"), "bad.credentials")]
    #[case(Some("client.secret"), "bad.credentials")]
    fn a_token_is_needed(#[case] token: Option<&str>, #[case] code: &str) {
        send(&tenant(TenantOptions::default()), "GET", WIDGETS, token).refused(401, code);
    }

    #[test]
    fn a_token_expires_on_the_orgs_clock() {
        let tenant = tenant(TenantOptions { token_lifetime: Duration::from_secs(60), ..TenantOptions::default() });
        let token = tenant.issue_token();
        assert_eq!(token.expires_in, 60);
        let token = token.access_token;
        tenant.lock().advanced = jiff::SignedDuration::from_secs(59);
        assert_eq!(send(&tenant, "GET", WIDGETS, Some(&token)).status, 200);
        tenant.lock().advanced = jiff::SignedDuration::from_secs(60);
        send(&tenant, "GET", WIDGETS, Some(&token)).refused(401, "credentials.expired");
    }

    #[rstest]
    #[case("webchat:write", "POST", WIDGETS)]
    #[case("webchat:write", "GET", "/api/v2/webchat/widgets/7")]
    #[case("conversation:messaging:write", "POST", "/api/v2/conversations/messaging/conversations/participants")]
    #[case("conversation:messaging:write", "DELETE", "/api/v2/conversations/messaging/conversations/7")]
    #[case("conversation:messaging:read", "GET", "/api/v2/conversations/messaging/conversations/7")]
    #[case("architect:write", "POST", "/api/v2/architect/flows/7/simulate")]
    fn a_lacking_scope_is_named(#[case] scope: &str, #[case] method: &str, #[case] path: &str) {
        let tenant = tenant(TenantOptions { lacks: vec![scope.to_owned()], ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        let answer = send(&tenant, method, path, Some(&token));
        assert!(answer.refused(403, "missing.permissions").contains(scope));
        assert_eq!(answer.body["messageParams"]["permissions"], scope);
    }

    #[test]
    fn the_limit_of_a_minute_is_the_tokens_own_and_passes() {
        let tenant = tenant(TenantOptions { rate_limit: Some(2), ..TenantOptions::default() });
        let [token, other] = [tenant.issue_token().access_token, tenant.issue_token().access_token];
        let list = |token: &str| send(&tenant, "GET", WIDGETS, Some(token));
        assert_eq!(list(&token).header("inin-ratelimit-count"), Some("1"));
        let second = list(&token);
        assert_eq!(second.status, 200);
        assert_eq!(second.header("inin-ratelimit-allowed"), Some("2"));
        assert_eq!(second.header("inin-ratelimit-reset"), Some("60"));
        tenant.lock().advanced = jiff::SignedDuration::from_secs(45);
        let third = list(&token);
        assert!(third.refused(429, "too.many.requests.retry.after").contains("[15] seconds"));
        assert_eq!(third.header("retry-after"), Some("15"));
        assert_eq!(list(&other).status, 200);
        tenant.lock().advanced = jiff::SignedDuration::from_secs(60);
        assert_eq!(list(&token).status, 200);
    }

    #[rstest]
    #[case(MAX_BODY_BYTES, 400, "bad.request")]
    #[case(MAX_BODY_BYTES + 1, 413, "request.entity.too.large")]
    fn a_body_may_have_so_many_bytes(#[case] length: usize, #[case] status: u16, #[case] code: &str) {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        let body = vec![b'x'; length];
        raw(&tenant, "POST", WIDGETS, Some(&token), Some("application/json"), &body).refused(status, code);
    }

    #[rstest]
    #[case(Some("text/plain"), 415)]
    #[case(Some("application/x-www-form-urlencoded"), 415)]
    #[case(None, 415)]
    #[case(Some("application/json"), 200)]
    #[case(Some("Application/JSON; charset=utf-8"), 200)]
    fn bodies_are_json(#[case] content_type: Option<&str>, #[case] status: u16) {
        let tenant = tenant(TenantOptions::default());
        let token = tenant.issue_token().access_token;
        let body = json!({ "name": "w" }).to_string();
        assert_eq!(raw(&tenant, "POST", WIDGETS, Some(&token), content_type, body.as_bytes()).status, status);
    }

    #[test]
    fn a_scripted_refusal_has_no_effect_and_then_passes() {
        let action = FaultAction::Status { status: 503, code: None, retry_after: Some(7), body: None };
        let tenant =
            tenant(TenantOptions { faults: vec![fault("widget", Some(1), action)], ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        let body = json!({ "name": "w" });
        let first = post(&tenant, WIDGETS, &token, &body);
        first.refused(503, "service.unavailable");
        assert_eq!(first.header("retry-after"), Some("7"));
        assert_eq!(post(&tenant, WIDGETS, &token, &body).status, 200);
        assert!(tenant.lock().faults.left().is_empty());
    }

    #[rstest]
    #[case(refusal(500), "internal.server.error")]
    #[case(FaultAction::Status { status: 400, code: Some("invalid.date".into()), retry_after: None, body: None }, "invalid.date")]
    fn a_scripted_refusal_has_its_code(#[case] action: FaultAction, #[case] code: &str) {
        let tenant = tenant(TenantOptions { faults: vec![fault("widget", None, action)], ..TenantOptions::default() });
        assert_eq!(send(&tenant, "POST", WIDGETS, None).text("code"), code);
    }

    #[test]
    fn a_scripted_body_goes_out_as_it_is() {
        let body = Some("<html>bad gateway</html>".to_owned());
        let action = FaultAction::Status { status: 502, code: None, retry_after: None, body };
        let tenant = tenant(TenantOptions { faults: vec![fault("widget", None, action)], ..TenantOptions::default() });
        let answer = send(&tenant, "POST", WIDGETS, None);
        assert_eq!(answer.output.response.body, b"<html>bad gateway</html>");
        assert_eq!(answer.status, 502);
    }

    #[test]
    fn a_refusal_at_the_token_endpoint_has_oauths_form() {
        let tenant =
            tenant(TenantOptions { faults: vec![fault("token", None, refusal(500))], ..TenantOptions::default() });
        let answer = send(&tenant, "POST", "/oauth/token", None);
        assert_eq!((answer.status, answer.text("error")), (500, "server_error"));
    }

    #[rstest]
    #[case(FaultAction::Truncate, Delivery::Truncated, 1)]
    #[case(FaultAction::NoAnswer, Delivery::Never, 1)]
    #[case(FaultAction::Delay(Duration::from_secs(3)), Delivery::After(Duration::from_secs(3)), 1)]
    #[case(FaultAction::MalformedBody, Delivery::Now, 1)]
    #[case(FaultAction::Reset, Delivery::Reset, 0)]
    fn broken_answers_come_after_the_effect_and_a_reset_before(
        #[case] action: FaultAction,
        #[case] delivery: Delivery,
        #[case] made: usize,
    ) {
        let tenant = tenant(TenantOptions { faults: vec![fault("widget", None, action)], ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        assert_eq!(post(&tenant, WIDGETS, &token, &json!({ "name": "w" })).output.delivery, delivery);
        assert_eq!(tenant.lock().widgets.iter().count(), made);
    }

    #[test]
    fn a_malformed_body_is_no_json() {
        let faults = vec![fault("GET /api/v2/webchat/widgets", None, FaultAction::MalformedBody)];
        let tenant = tenant(TenantOptions { faults, ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        let answer = send(&tenant, "GET", WIDGETS, Some(&token));
        assert_eq!(answer.status, 200);
        assert!(!answer.output.response.body.is_empty());
        assert!(serde_json::from_slice::<serde_json::Value>(&answer.output.response.body).is_err());
    }

    #[test]
    fn an_org_whose_clock_is_wrong_says_so_in_each_answer() {
        let setup = SetupOptions { clock_skew: jiff::SignedDuration::from_secs(-45), ..SetupOptions::default() };
        let tenant = tenant(TenantOptions { setup, ..TenantOptions::default() });
        // The tenant's clock stands at Monday, 5 January 2026, 15:00 UTC.
        assert_eq!(send(&tenant, "GET", WIDGETS, None).header("date"), Some("Mon, 05 Jan 2026 14:59:15 GMT"));
        let right = crate::fake::core::exchange::tenant(TenantOptions::default());
        assert_eq!(send(&right, "GET", WIDGETS, None).header("date"), None);
    }

    #[test]
    fn requests_are_logged_in_order_with_step_and_status() {
        let faults = vec![fault("simulate", None, FaultAction::NoAnswer)];
        let tenant = tenant(TenantOptions { faults, ..TenantOptions::default() });
        let token = tenant.issue_token().access_token;
        send(&tenant, "POST", WIDGETS, None);
        send(&tenant, "GET", WIDGETS, Some(&token));
        send(&tenant, "POST", "/api/v2/architect/flows/7/simulate", Some(&token));
        send(&tenant, "GET", "/x?y", None);
        let entries = tenant.lock().log.entries();
        let short: Vec<_> = entries.iter().map(|entry| (entry.path.as_str(), entry.step, entry.status)).collect();
        assert_eq!(
            short,
            [
                (WIDGETS, Some("widget"), Some(401)),
                (WIDGETS, None, Some(200)),
                ("/api/v2/architect/flows/7/simulate", Some("simulate"), None),
                ("/x", None, Some(404)),
            ]
        );
    }

    #[test]
    fn a_tenant_that_does_not_log_keeps_nothing() {
        let tenant = tenant(TenantOptions { log: false, ..TenantOptions::default() });
        send(&tenant, "GET", WIDGETS, None);
        assert!(tenant.lock().log.entries().is_empty());
    }
}
