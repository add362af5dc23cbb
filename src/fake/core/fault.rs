//! Scripted failures: where, how often, after how many, and what happens instead of the right answer.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use super::routes::{Route, all};

/// A scripted failure. Faults are tried in the order given and the first that is due strikes; each counts every request to its endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: Endpoint,
    /// How many times it strikes; always, where none is given.
    pub times: Option<u32>,
    /// How many requests to the endpoint pass first.
    pub after: u32,
    /// What happens.
    pub action: FaultAction,
}

/// What happens instead of the right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultAction {
    /// The org refuses; the request has no effect.
    Status {
        /// The HTTP status.
        status: u16,
        /// The body's code; the one usual for the status where none is given.
        code: Option<String>,
        /// The `Retry-After` header, in seconds; absent where none is given.
        retry_after: Option<u64>,
        /// The whole body in place of the usual one.
        body: Option<String>,
    },
    /// The right answer comes so much later, on the real clock; the request has its effect.
    Delay(Duration),
    /// The answer's JSON stops half-way; the request has its effect.
    MalformedBody,
    /// The connection is reset before the request has an effect.
    Reset,
    /// The connection closes in the middle of the answer's body; the request has its effect.
    Truncate,
    /// The request has its effect and nothing is answered.
    NoAnswer,
}

/// An endpoint of the org, named by the step of a run (`widget`, `look_up`) or by method and path (`GET /api/v2/webchat/widgets/{id}`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    place: usize,
}

/// A text that names no endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` names no endpoint of the fake org")]
pub struct UnknownEndpoint(pub String);

impl Endpoint {
    /// Every name that a fault can be scripted at: the steps first, then all endpoints.
    pub fn names() -> Vec<String> {
        let steps = all().filter_map(|route| route.step.map(str::to_owned));
        steps.chain(all().map(|route| format!("{} {}", route.method, route.path))).collect()
    }

    pub(super) fn at(place: usize) -> Self {
        Self { place }
    }
}

/// Prints the step where there is one, else method and path.
impl fmt::Display for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match all().nth(self.place) {
            Some(Route { step: Some(step), .. }) => out.write_str(step),
            Some(route) => write!(out, "{} {}", route.method, route.path),
            None => Ok(()),
        }
    }
}

/// A placeholder may have any name: `{id}` and `{widgetId}` are the same.
impl FromStr for Endpoint {
    type Err = UnknownEndpoint;

    fn from_str(text: &str) -> Result<Self, UnknownEndpoint> {
        let wanted = text.trim();
        let place = all().position(|route| {
            route.step == Some(wanted)
                || wanted.split_once(' ').is_some_and(|(method, path)| {
                    method.eq_ignore_ascii_case(route.method) && same_template(path.trim(), route.path)
                })
        });
        place.map(Self::at).ok_or_else(|| UnknownEndpoint(text.to_owned()))
    }
}

fn same_template(one: &str, other: &str) -> bool {
    let placeholder = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let (mut one, mut other) = (one.split('/'), other.split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(left), Some(right)) if left == right || (placeholder(left) && placeholder(right)) => {}
            _ => return false,
        }
    }
}

/// The faults of one tenant and how far each has come.
#[derive(Debug)]
pub struct Faults {
    armed: Vec<Armed>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u32,
    struck: u32,
}

impl Faults {
    /// None has struck yet.
    pub fn new(faults: Vec<Fault>) -> Self {
        Self { armed: faults.into_iter().map(|fault| Armed { fault, seen: 0, struck: 0 }).collect() }
    }

    /// What strikes a request to an endpoint.
    pub fn strike(&mut self, at: Endpoint) -> Option<FaultAction> {
        let mut strikes = None;
        for armed in self.armed.iter_mut().filter(|armed| armed.fault.at == at) {
            let passed = armed.seen >= armed.fault.after;
            armed.seen = armed.seen.saturating_add(1);
            if strikes.is_none() && passed && armed.fault.times.is_none_or(|times| armed.struck < times) {
                armed.struck = armed.struck.saturating_add(1);
                strikes = Some(armed.fault.action.clone());
            }
        }
        strikes
    }

    /// Adds one more, which is tried last.
    pub fn add(&mut self, fault: Fault) {
        self.armed.push(Armed { fault, seen: 0, struck: 0 });
    }

    /// Those that did not strike as often as they were scripted to (once at least), with the times that are left.
    pub fn left(&self) -> Vec<Fault> {
        let left = |armed: &Armed| {
            let times = match armed.fault.times {
                Some(times) => Some(times.saturating_sub(armed.struck)).filter(|left| *left > 0)?.into(),
                None if armed.struck > 0 => return None,
                None => None,
            };
            Some(Fault { times, ..armed.fault.clone() })
        };
        self.armed.iter().filter_map(left).collect()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn status(status: u16) -> FaultAction {
        FaultAction::Status { status, code: None, retry_after: None, body: None }
    }

    fn fault(at: &str, times: Option<u32>, after: u32, action: FaultAction) -> Fault {
        Fault { at: at.parse().unwrap(), times, after, action }
    }

    #[rstest]
    #[case("widget", "POST /api/v2/webchat/widgets")]
    #[case("simulate", "post /api/v2/architect/flows/{flowId}/simulate")]
    #[case("conversation", "GET /api/v2/conversations/messaging/conversations/{conversationId}")]
    fn a_step_and_its_path_name_the_same_endpoint(#[case] step: &str, #[case] path: &str) {
        assert_eq!(step.parse::<Endpoint>().unwrap(), path.parse().unwrap());
    }

    #[rstest]
    #[case("widgets")]
    #[case("PATCH /oauth/token")]
    #[case("GET /api/v2/webchat/widgets/7")]
    #[case("")]
    fn other_names_are_refused(#[case] text: &str) {
        assert_eq!(text.parse::<Endpoint>(), Err(UnknownEndpoint(text.to_owned())));
    }

    #[test]
    fn every_listed_name_is_one() {
        for name in Endpoint::names() {
            let endpoint: Endpoint = name.parse().unwrap();
            assert_eq!(endpoint.to_string().parse(), Ok(endpoint), "{name}");
        }
    }

    #[test]
    fn faults_strike_in_turn_after_their_count_and_only_at_their_endpoint() {
        let widget: Endpoint = "widget".parse().unwrap();
        let mut faults = Faults::new(vec![
            fault("widget", Some(1), 1, status(500)),
            fault("widget", Some(1), 0, FaultAction::Reset),
            fault("token", None, 0, status(503)),
        ]);
        let strikes: Vec<_> = (0..3).map(|_| faults.strike(widget)).collect();
        assert_eq!(strikes, [Some(FaultAction::Reset), Some(status(500)), None]);
        assert_eq!(faults.left(), [fault("token", None, 0, status(503))]);
    }

    #[test]
    fn what_is_left_counts_down() {
        let mut faults = Faults::new(vec![fault("token", Some(3), 0, status(429))]);
        faults.strike("token".parse().unwrap());
        assert_eq!(faults.left(), [fault("token", Some(2), 0, status(429))]);
    }
}
