//! The one table of what the org serves: method, path, scope, step, handler. Adding an endpoint is a line here and a function.

use std::borrow::Cow;

use super::errors::ApiError;
use super::handle::Call;
use super::request::Response;
use super::{conversations, oauth, simulate, widgets};

const WIDGET_WRITE: &str = "webchat:write";
const CONVERSATION_WRITE: &str = "conversation:messaging:write";
const CONVERSATION_READ: &str = "conversation:messaging:read";
const ARCHITECT_WRITE: &str = "architect:write";

/// The scopes that the seed's steps need, in its order. No real org has them (facts: genesys-api.md sections 1 and 2.4).
pub const SCOPES: [&str; 4] = [WIDGET_WRITE, CONVERSATION_WRITE, CONVERSATION_READ, ARCHITECT_WRITE];

/// The path at which a token is granted.
pub const TOKEN_PATH: &str = "/oauth/token";

/// An endpoint.
pub struct Route {
    /// Its method.
    pub method: &'static str,
    /// Its path; `{id}` stands for one segment.
    pub path: &'static str,
    /// The scope that a client needs; none for the token endpoint, which needs no token either.
    pub scope: Option<&'static str>,
    /// The seed's step that it is. Look-ups and clean-up belong to none, so that a fault at a step strikes the step alone.
    pub step: Option<&'static str>,
    /// Whether its answers carry OAuth's error form.
    pub oauth: bool,
    /// What it does.
    pub handler: fn(&Call<'_>) -> Result<Response, ApiError>,
}

/// Every endpoint.
pub static ROUTES: [Route; 9] = [
    Route { oauth: true, ..route("POST", TOKEN_PATH, None, Some("token"), oauth::grant) },
    route("POST", "/api/v2/webchat/widgets", Some(WIDGET_WRITE), Some("widget"), widgets::create),
    route("GET", "/api/v2/webchat/widgets", Some(WIDGET_WRITE), None, widgets::list),
    route("GET", "/api/v2/webchat/widgets/{id}", Some(WIDGET_WRITE), None, widgets::read),
    route("DELETE", "/api/v2/webchat/widgets/{id}", Some(WIDGET_WRITE), None, widgets::delete),
    route(
        "POST",
        "/api/v2/conversations/messaging/conversations/participants",
        Some(CONVERSATION_WRITE),
        Some("participant"),
        conversations::start,
    ),
    route(
        "GET",
        "/api/v2/conversations/messaging/conversations/{id}",
        Some(CONVERSATION_READ),
        Some("conversation"),
        conversations::read,
    ),
    route(
        "DELETE",
        "/api/v2/conversations/messaging/conversations/{id}",
        Some(CONVERSATION_WRITE),
        None,
        conversations::delete,
    ),
    route("POST", "/api/v2/architect/flows/{id}/simulate", Some(ARCHITECT_WRITE), Some("simulate"), simulate::run),
];

const fn route(
    method: &'static str,
    path: &'static str,
    scope: Option<&'static str>,
    step: Option<&'static str>,
    handler: fn(&Call<'_>) -> Result<Response, ApiError>,
) -> Route {
    Route { method, path, scope, step, oauth: false, handler }
}

/// What a method and path lead to.
pub enum Found<'a> {
    /// An endpoint: its place in the table, and the path's decoded `{id}`, empty where it has none.
    Endpoint(usize, &'static Route, Cow<'a, str>),
    /// A path with other methods, which are named.
    OtherMethod(String),
    /// Nothing.
    Nothing,
}

/// Finds the endpoint. A literal path wins over one with `{id}` of the same method.
pub fn find<'a>(method: &str, path: &'a str) -> Found<'a> {
    let mut found = Found::Nothing;
    let mut allowed: Vec<&str> = Vec::new();
    for (place, route) in ROUTES.iter().enumerate() {
        match matched(route.path, path) {
            Some(id) if route.method == method => {
                if id.is_empty() {
                    return Found::Endpoint(place, route, Cow::Borrowed(""));
                }
                let id = percent_encoding::percent_decode_str(id).decode_utf8_lossy();
                found = Found::Endpoint(place, route, id);
            }
            Some(_) if !allowed.contains(&route.method) => allowed.push(route.method),
            _ => {}
        }
    }
    match found {
        Found::Nothing if !allowed.is_empty() => Found::OtherMethod(allowed.join(", ")),
        found => found,
    }
}

/// The segment that stands where the template says `{id}`; empty for a template without one.
fn matched<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let Some((before, after)) = template.split_once("{id}") else {
        return (template == path).then_some("");
    };
    let id = path.strip_prefix(before)?.strip_suffix(after)?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn describe(method: &str, path: &str) -> String {
        match find(method, path) {
            Found::Endpoint(_, route, id) => format!("{} {} [{id}]", route.method, route.path),
            Found::OtherMethod(allowed) => format!("allowed {allowed}"),
            Found::Nothing => "nothing".to_owned(),
        }
    }

    #[rstest]
    #[case("POST", "/oauth/token", "POST /oauth/token []")]
    #[case("GET", "/oauth/token", "allowed POST")]
    #[case("GET", "/api/v2/webchat/widgets/w-1", "GET /api/v2/webchat/widgets/{id} [w-1]")]
    #[case("PUT", "/api/v2/webchat/widgets/w-1", "allowed GET, DELETE")]
    #[case(
        "POST",
        "/api/v2/architect/flows/My%20Flow%2F2/simulate",
        "POST /api/v2/architect/flows/{id}/simulate [My Flow/2]"
    )]
    #[case("POST", "/api/v2/architect/flows//simulate", "nothing")]
    #[case("POST", "/api/v2/architect/flows/a/b/simulate", "nothing")]
    #[case("GET", "/api/v2/webchat/widgets/", "nothing")]
    #[case("GET", "/api/v2/nothing", "nothing")]
    #[case(
        "POST",
        "/api/v2/conversations/messaging/conversations/participants",
        "POST /api/v2/conversations/messaging/conversations/participants []"
    )]
    #[case(
        "GET",
        "/api/v2/conversations/messaging/conversations/participants",
        "GET /api/v2/conversations/messaging/conversations/{id} [participants]"
    )]
    fn paths_lead_to_their_endpoint(#[case] method: &str, #[case] path: &str, #[case] expected: &str) {
        assert_eq!(describe(method, path), expected);
    }

    #[test]
    fn every_scope_is_needed_by_a_step_and_listed() {
        for route in &ROUTES {
            assert_eq!(route.scope.is_none(), route.oauth, "{}", route.path);
            assert!(route.scope.is_none_or(|scope| SCOPES.contains(&scope)));
        }
        for scope in SCOPES {
            assert!(ROUTES.iter().any(|route| route.step.is_some() && route.scope == Some(scope)), "{scope}");
        }
    }
}
