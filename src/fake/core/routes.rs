//! The one table of what the org serves: method, path, permissions, step, handler. Adding an endpoint is a line in its family's table and a
//! function; adding a family is a line here.

use std::borrow::Cow;

use super::errors::ApiError;
use super::handle::Call;
use super::request::Response;
use super::{guest, oauth, platform, seed};

/// The path at which a token is granted.
pub const TOKEN_PATH: &str = "/oauth/token";

/// How many `{placeholders}` a path may have.
pub const MAX_IDS: usize = 2;

/// An endpoint.
pub struct Route {
    /// Its method.
    pub method: &'static str,
    /// Its path; `{id}` stands for one segment.
    pub path: &'static str,
    /// What a client needs.
    pub needs: Needs,
    /// The step of a run that it is: of the seed's, or of those after a guest's conversation. Other look-ups and clean-up belong to none, so
    /// that a fault at a step strikes the step alone.
    pub step: Option<&'static str>,
    /// Whether its answers carry OAuth's error form.
    pub oauth: bool,
    /// What it does.
    pub handler: fn(&Call<'_>) -> Result<Response, ApiError>,
}

/// What a client needs for an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Not even a token.
    Nothing,
    /// A token and all of these permissions (the seed says scopes); a token alone where there are none.
    All(&'static [&'static str]),
    /// A token and any of these permissions.
    Any(&'static [&'static str]),
}

impl Needs {
    /// A token and all of these.
    pub const fn all(permissions: &'static [&'static str]) -> Self {
        Self::All(permissions)
    }

    /// A token and any of these.
    pub const fn any(permissions: &'static [&'static str]) -> Self {
        Self::Any(permissions)
    }

    /// A token alone.
    pub const fn token() -> Self {
        Self::All(&[])
    }

    /// Every permission that is named.
    fn listed(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::All(permissions) | Self::Any(permissions) => permissions,
        }
    }
}

/// The families of endpoints, each with its own table; those of the platform have a list of their own.
static FAMILIES: &[&[&[Route]]] = &[&[TOKENS, seed::ROUTES, guest::ROUTES], platform::FAMILIES];

/// Granting a token.
static TOKENS: &[Route] =
    &[Route { oauth: true, step: Some("token"), ..route("POST", TOKEN_PATH, Needs::Nothing, oauth::grant) }];

/// A row that is no step of a run.
pub const fn route(
    method: &'static str,
    path: &'static str,
    needs: Needs,
    handler: fn(&Call<'_>) -> Result<Response, ApiError>,
) -> Route {
    Route { method, path, needs, step: None, oauth: false, handler }
}

/// Every endpoint, in the order of the tables.
pub fn all() -> impl Iterator<Item = &'static Route> {
    FAMILIES.iter().copied().flatten().copied().flatten()
}

/// Every permission that some endpoint needs, in alphabetical order; the seed says scopes.
pub fn permissions() -> Vec<&'static str> {
    let mut found: Vec<&str> = all().flat_map(|route| route.needs.listed()).copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The path's decoded segments that stand where the template has placeholders, in order; empty behind the last.
pub type PathIds<'a> = [Cow<'a, str>; MAX_IDS];

/// What a method and path lead to.
pub enum Found<'a> {
    /// An endpoint: its place in the table, and the path's ids.
    Endpoint(usize, &'static Route, PathIds<'a>),
    /// A path with other methods, which are named.
    OtherMethod(String),
    /// Nothing.
    Nothing,
}

/// Finds the endpoint. A literal segment wins over a placeholder.
pub fn find<'a>(method: &str, path: &'a str) -> Found<'a> {
    let mut found: Option<(usize, &'static Route, [&'a str; MAX_IDS])> = None;
    let mut allowed: Vec<&str> = Vec::new();
    for (place, route) in all().enumerate() {
        let Some(ids) = matched(route.path, path) else { continue };
        if route.method != method {
            if !allowed.contains(&route.method) {
                allowed.push(route.method);
            }
            continue;
        }
        // Fewer placeholders means more of the path was literal.
        if found.as_ref().is_none_or(|(_, _, before)| placeholders(&ids) < placeholders(before)) {
            found = Some((place, route, ids));
        }
    }
    match found {
        Some((place, route, ids)) => Found::Endpoint(place, route, ids.map(decoded)),
        None if !allowed.is_empty() => Found::OtherMethod(allowed.join(", ")),
        None => Found::Nothing,
    }
}

fn placeholders(ids: &[&str]) -> usize {
    ids.iter().filter(|id| !id.is_empty()).count()
}

fn decoded(id: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(id).decode_utf8_lossy()
}

/// The segments that stand where the template has placeholders; none where the path is another.
fn matched<'a>(template: &str, path: &'a str) -> Option<[&'a str; MAX_IDS]> {
    let literal = template.find('{').unwrap_or(template.len());
    if template.as_bytes().get(..literal) != path.as_bytes().get(..literal) {
        return None;
    }
    let mut ids = [""; MAX_IDS];
    let mut places = ids.iter_mut();
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(ids),
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => *places.next()? = given,
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn describe(method: &str, path: &str) -> String {
        match find(method, path) {
            Found::Endpoint(_, route, [id, _]) => format!("{} {} [{id}]", route.method, route.path),
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
    fn every_scope_of_the_seed_is_needed_by_a_step_and_listed() {
        let scope = |route: &Route| match route.needs {
            Needs::All([scope]) => Some(*scope),
            _ => None,
        };
        for route in seed::ROUTES {
            assert!(scope(route).is_some_and(|scope| seed::SCOPES.contains(&scope)), "{}", route.path);
        }
        for wanted in seed::SCOPES {
            assert!(seed::ROUTES.iter().any(|route| route.step.is_some() && scope(route) == Some(wanted)), "{wanted}");
        }
    }

    #[test]
    fn no_two_rows_are_for_the_same_request_and_none_has_too_many_ids() {
        let mut seen: Vec<(&str, &str)> = all().map(|route| (route.method, route.path)).collect();
        seen.sort_unstable();
        assert!(seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
        assert!(seen.iter().all(|(_, path)| path.matches('{').count() <= MAX_IDS));
    }
}
