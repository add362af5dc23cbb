//! Questions 6 and 8: how an org says no, to a wrong secret and to guests that it does not let in. Nothing begins by it. Must not know the
//! conversations.

use super::Question;
use super::prober::Prober;
use crate::genesys::{ErrorKind, GuestError, GuestErrorKind, GuestOptions, GuestSession};

/// A secret that is nobody's.
const WRONG: &str = "flowproof-probes-with-a-wrong-secret";

/// An id in the form of the org's that belongs to nothing: version 4, all else zero.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// A page that no deployment lists: the domain is reserved to be nobody's (RFC 2606).
const STRANGER: &str = "https://flowproof.invalid";

impl Prober<'_> {
    /// Asks for a token with a wrong secret, once.
    pub async fn token_refusal(&mut self) {
        match self.sandbox.client.with_secret(WRONG.to_owned()).token().await {
            Ok(()) => self.findings.measured(Question::TokenRefusal, "not at all: a wrong secret is taken"),
            Err(error) if error.kind == ErrorKind::Unauthorized => {
                let status = error.status.unwrap_or_default();
                let code = error.code.as_deref().unwrap_or("none");
                let says = format!("with {status}, error `{code}`: {}", error.message);
                self.findings.measured(Question::TokenRefusal, says);
            }
            Err(error) => self.findings.open(Question::TokenRefusal, error.to_string()),
        }
    }

    /// Tries doors that should be shut, and tells how the first conversation's connection was closed.
    pub async fn closing(&mut self) {
        let Ok(options) = self.guest_options() else {
            return self.findings.open(Question::Closing, "no address for guests is known");
        };
        let unknown = GuestOptions { deployment_id: NOBODY.to_owned(), ..options.clone() };
        let unknown = self.refusal(&unknown).await;
        let origin = if self.deployment.allow_all_domains {
            "a strange origin was not tried, since this deployment lets in all".to_owned()
        } else {
            let strange = GuestOptions { origin: Some(STRANGER.to_owned()), ..options };
            format!("a strange origin: {}", self.refusal(&strange).await)
        };
        let closed = self.closed.clone().unwrap_or_else(|| "how a connection is closed was not seen".to_owned());
        self.findings.measured(Question::Closing, format!("an unknown deployment: {unknown}; {origin}; {closed}"));
    }

    /// How a guest is refused. One that is let in opens a session, in which nothing is said.
    async fn refusal(&mut self, options: &GuestOptions) -> String {
        let token = self.token();
        let mut guest = match GuestSession::connect(options, token).await {
            Ok(guest) => guest,
            Err(error) => return told("at the handshake", &error),
        };
        match guest.configure(false).await {
            Ok(_) => "let in".to_owned(),
            Err(error) => told("the socket opens, and at configureSession", &error),
        }
    }
}

fn told(when: &str, error: &GuestError) -> String {
    match (&error.kind, error.code) {
        (GuestErrorKind::Handshake { status }, _) => format!("{when} with HTTP {status}"),
        (GuestErrorKind::Closed { code: Some(code), .. }, _) => format!("{when} with close code {code}"),
        (_, Some(code)) => format!("{when} with code {code} (`{}`)", error.message),
        _ => format!("{when}: {error}"),
    }
}
