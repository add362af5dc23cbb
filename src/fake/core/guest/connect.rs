//! A connection opens and closes. The deployment must exist and the page's origin must be allowed (facts: genesys-api.md 4.1).

use std::sync::Arc;

use super::fault::{GuestFaultAction, GuestStep};
use super::limits::Minute;
use super::{Connection, ConnectionId, Line, Push};
use crate::fake::core::tenant::TenantCore;
use crate::wire::platform::Deployment;

/// A request to open a connection.
#[derive(Debug, Clone, Copy)]
pub struct Connect<'a> {
    /// The `deploymentId` of its query.
    pub deployment: &'a str,
    /// Its `Origin` header.
    pub origin: Option<&'a str>,
}

/// A handshake that is refused. The vendor's client takes any refusal for access denied; 403 for an origin and 404 for a deployment are our
/// decision (facts: section 9, point 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
}

impl TenantCore {
    /// Opens a connection. Nothing exists until it is configured.
    pub fn connect(&self, connect: Connect<'_>, line: Box<dyn Line>) -> Result<ConnectionId, Refusal> {
        let mut state = self.lock();
        let fault = state.guest_faults.strike(GuestStep::Connect);
        if let Some(GuestFaultAction::Refuse(status)) = fault {
            return Err(Refusal { status });
        }
        let deployed = state.deployments.get(connect.deployment).ok_or(Refusal { status: 404 })?;
        if deployed.document.status.as_deref().is_some_and(|status| status != "Active") {
            return Err(Refusal { status: 403 });
        }
        if !is_allowed(&deployed.document, connect.origin) {
            return Err(Refusal { status: 403 });
        }
        match fault {
            Some(GuestFaultAction::Close(1006) | GuestFaultAction::NoAnswer) => line.push(Push::Drop),
            Some(GuestFaultAction::Close(code)) => line.push(Push::Close(code, "")),
            _ => {}
        }
        state.connected += 1;
        let id = state.connected;
        let connection = Connection {
            deployment: Arc::from(connect.deployment),
            guest: None,
            line,
            requests: Minute::default(),
            echoes: Minute::default(),
        };
        state.connections.insert(id, connection);
        Ok(id)
    }

    /// A connection is gone. Its session and conversation stay.
    pub fn disconnected(&self, id: ConnectionId) {
        let mut state = self.lock();
        let gone = state.connections.remove(&id);
        let guest = gone.and_then(|connection| connection.guest);
        if let Some(guest) = guest.and_then(|token| state.guests.get_mut(&token)) {
            guest.connections.retain(|one| *one != id);
        }
    }
}

/// An origin is allowed where its host is a listed domain or lies under it; a request without one is not from a page of any domain.
fn is_allowed(deployment: &Deployment, origin: Option<&str>) -> bool {
    if deployment.allow_all_domains {
        return true;
    }
    let host = origin.map(|origin| origin.split_once("://").map_or(origin, |(_, rest)| rest));
    let host = host.map(|host| host.split([':', '/']).next().unwrap_or_default());
    host.is_some_and(|host| deployment.allowed_domains.iter().any(|domain| lies_under(host, domain)))
}

fn lies_under(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.to_ascii_lowercase());
    host == domain || host.strip_suffix(&domain).is_some_and(|head| head.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Some("https://shop.example"), true)]
    #[case(Some("https://www.Shop.example:8443"), true)]
    #[case(Some("https://notshop.example"), false)]
    #[case(Some("https://shop.example.evil.com"), false)]
    #[case(None, false)]
    fn an_origin_must_lie_under_a_listed_domain(#[case] origin: Option<&str>, #[case] allowed: bool) {
        let deployment = Deployment { allowed_domains: vec!["shop.example".into()], ..Deployment::default() };
        assert_eq!(is_allowed(&deployment, origin), allowed);
        let open = Deployment { allow_all_domains: true, ..Deployment::default() };
        assert!(is_allowed(&open, origin));
    }
}
