//! The guests' host: a handshake, and no session. What exists in the org begins only with `configureSession` (facts: genesys-api.md 4.1).

use super::exam::{Exam, Of};
use super::report::State;
use super::{Check, Subject};
use crate::genesys::{GuestErrorKind, GuestSession};
use crate::wire::platform::Deployment;

/// The token of a session that is never opened.
const NO_SESSION: &str = "00000000-0000-4000-8000-000000000000";

impl Exam<'_> {
    /// Opens a socket as a guest would, and hangs up.
    pub async fn guest_socket(&mut self, subject: &Subject, deployment: &Deployment, let_in: bool) {
        let of = Of(Check::GuestSocket, Some(&subject.key));
        if !deployment.is_active() {
            return self.not(of, "the deployment is not active");
        }
        if !let_in {
            return self.not(of, "the deployment does not let guests of this origin in");
        }
        let Some(id) = &subject.deployment_id else { return };
        let Some(options) = self.sandbox.guest_options(id) else {
            return self.not(of, "no address for guests is known");
        };
        let host = options.url.host_str().unwrap_or_default().to_owned();
        match GuestSession::connect(&options, NO_SESSION.to_owned()).await {
            Ok(guest) => {
                drop(guest);
                self.ok(of, format!("{host} opens a socket"));
            }
            Err(error) => {
                let mut help = error.advice.clone();
                if matches!(error.kind, GuestErrorKind::Connect | GuestErrorKind::Timeout) {
                    help.push(format!("a firewall or proxy must let WebSockets to {host} through, and `live.ca` must hold the authority of its certificate"));
                }
                self.put(of, State::Wrong, error.to_string(), help);
            }
        }
    }
}
