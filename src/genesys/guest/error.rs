//! The guest session's one error: at which step, what went wrong, what was awaited and last seen, and what to do. Must not know frames.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic};
use crate::wire::guest::code as guest_code;

use super::advice::advice;

/// What a guest was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GuestStep {
    /// Opening the connection.
    Connect,
    /// Opening or resuming the session.
    Configure,
    /// Opening the conversation without a text.
    Join,
    /// Sending a text.
    Message,
    /// Picking an answer.
    Choose,
    /// Saying that the customer types.
    Typing,
    /// Sending a file.
    Attach,
    /// Ending the conversation.
    Clear,
    /// Closing the connection.
    Leave,
    /// Asking for a sign of life.
    Echo,
    /// Asking for a token.
    Jwt,
    /// Asking what the deployment allows.
    Configuration,
    /// Waiting for the other side.
    Receive,
}

impl GuestStep {
    /// Every step.
    pub const ALL: [Self; 13] = [
        Self::Connect,
        Self::Configure,
        Self::Join,
        Self::Message,
        Self::Choose,
        Self::Typing,
        Self::Attach,
        Self::Clear,
        Self::Leave,
        Self::Echo,
        Self::Jwt,
        Self::Configuration,
        Self::Receive,
    ];

    /// The step as one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Configure => "configure",
            Self::Join => "join",
            Self::Message => "message",
            Self::Choose => "choose",
            Self::Typing => "typing",
            Self::Attach => "attach",
            Self::Clear => "clear",
            Self::Leave => "leave",
            Self::Echo => "echo",
            Self::Jwt => "jwt",
            Self::Configuration => "configuration",
            Self::Receive => "receive",
        }
    }

    /// What is being done, as it fits before "failed".
    pub fn doing(self) -> &'static str {
        match self {
            Self::Connect => "connecting the guest",
            Self::Configure => "opening the guest session",
            Self::Join => "joining the conversation",
            Self::Message => "sending the message",
            Self::Choose => "sending the choice",
            Self::Typing => "sending the typing event",
            Self::Attach => "sending the file",
            Self::Clear => "ending the conversation",
            Self::Leave => "leaving the session",
            Self::Echo => "asking for an echo",
            Self::Jwt => "getting the guest's token",
            Self::Configuration => "reading what the deployment allows",
            Self::Receive => "waiting for a message",
        }
    }
}

/// What sort of failure it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuestErrorKind {
    /// No connection came about.
    Connect,
    /// The host refused the WebSocket.
    Handshake {
        /// The HTTP status that it answered with.
        status: u16,
    },
    /// The connection ended while something was awaited.
    Closed {
        /// The WebSocket's close code: 1006 where it ended without one; none where the org's own event announced the end.
        code: Option<u16>,
        /// Why, where it was said.
        reason: Option<String>,
    },
    /// What was awaited did not come in time.
    Timeout,
    /// The org refused the request.
    Refused,
    /// Messages came too fast, and waiting did not help.
    RateLimited {
        /// How long the org asks to wait, where it says so.
        retry_after: Option<Duration>,
    },
    /// The session has expired.
    Expired,
    /// A frame is not what it should be.
    Malformed,
    /// A frame is larger than the client reads.
    TooLarge,
    /// The message is larger than the org takes, so it was not sent.
    Limit,
    /// The file could not be uploaded.
    Upload {
        /// The status of the store's answer, where one came.
        status: Option<u16>,
    },
    /// No request can be made of what was given.
    Setup,
}

impl GuestErrorKind {
    /// Whether what was awaited did not come for a reason that the org did not give as its answer.
    fn ends_a_wait(&self) -> bool {
        matches!(self, Self::Timeout | Self::Closed { .. } | Self::Expired | Self::TooLarge | Self::Malformed)
    }

    /// The diagnostic code; `code` is the org's own.
    pub fn diagnostic_code(&self, code: Option<u16>) -> Code {
        match self {
            Self::Connect => Code::CONNECT_FAILED,
            Self::Handshake { status } => by_status(*status).unwrap_or(Code::UNEXPECTED_STATUS),
            Self::Closed { .. } => Code::CONNECTION_LOST,
            Self::Timeout => Code::REQUEST_TIMED_OUT,
            Self::Refused => code.map_or(Code::BAD_REQUEST, refused),
            Self::RateLimited { .. } => Code::RATE_LIMITED,
            Self::Expired => Code::NOT_FOUND,
            Self::Malformed => Code::ANSWER_MALFORMED,
            Self::TooLarge => Code::ANSWER_TOO_LARGE,
            Self::Limit => Code::REFUSED_TO_SEND,
            Self::Upload { status } => status.and_then(by_status).unwrap_or(Code::CONNECTION_LOST),
            Self::Setup => Code::CLIENT_SETUP,
        }
    }
}

/// The diagnostic code of a refusal's code.
fn refused(code: u16) -> Code {
    match code {
        guest_code::SESSION_NOT_FOUND | guest_code::ATTACHMENT_NOT_FOUND => Code::NOT_FOUND,
        guest_code::UNEXPECTED => Code::SERVER_FAILED,
        _ => by_status(code).unwrap_or(Code::BAD_REQUEST),
    }
}

/// The diagnostic code of an HTTP status.
fn by_status(status: u16) -> Option<Code> {
    match status {
        401 => Some(Code::UNAUTHORIZED),
        403 => Some(Code::FORBIDDEN),
        404 => Some(Code::NOT_FOUND),
        429 => Some(Code::RATE_LIMITED),
        400..=499 => Some(Code::BAD_REQUEST),
        500..=599 => Some(Code::SERVER_FAILED),
        _ => None,
    }
}

/// All that is known of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestFailure {
    /// What was being done.
    pub step: GuestStep,
    /// What sort of failure.
    pub kind: GuestErrorKind,
    /// The org's code: 403, 4011… For a limit that is checked here, the code that the org would answer with.
    pub code: Option<u16>,
    /// What the org said or what happened, one line, without the session's token.
    pub message: String,
    /// What to do, most likely first.
    pub advice: Vec<String>,
    /// What was awaited, where something was.
    pub awaited: Option<&'static str>,
    /// The last frame that came, in a few words.
    pub last_seen: Option<String>,
}

/// A failed step of a guest. One pointer wide, since most steps succeed; it derefs to the [`GuestFailure`].
#[derive(Clone, PartialEq, Eq)]
pub struct GuestError(Box<GuestFailure>);

impl GuestError {
    /// A failure with the advice for it.
    pub(super) fn new(step: GuestStep, kind: GuestErrorKind, code: Option<u16>, message: impl Into<String>) -> Self {
        let message = message.into();
        let advice = advice(step, &kind, code);
        Self(Box::new(GuestFailure { step, kind, code, message, advice, awaited: None, last_seen: None }))
    }

    /// The same, with what was awaited and what came last.
    #[must_use]
    pub(super) fn while_awaiting(mut self, awaited: &'static str, last_seen: Option<String>) -> Self {
        self.0.awaited = Some(awaited);
        self.0.last_seen = last_seen;
        self
    }
}

impl Deref for GuestError {
    type Target = GuestFailure;

    fn deref(&self) -> &GuestFailure {
        &self.0
    }
}

/// One line: what failed, with what, why, and for a wait what it waited for and what came last.
impl fmt::Display for GuestError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GuestFailure { step, kind, code, message, awaited, last_seen, .. } = &*self.0;
        write!(out, "{} failed", step.doing())?;
        if let Some(code) = code {
            write!(out, " with {code}")?;
        }
        write!(out, ": {message}")?;
        if kind.ends_a_wait()
            && let Some(awaited) = awaited
        {
            let last = last_seen.as_deref().unwrap_or("nothing");
            write!(out, "; awaited {awaited}, last seen: {last}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for GuestError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, out)
    }
}

impl std::error::Error for GuestError {}

impl From<&GuestError> for Diagnostic {
    fn from(error: &GuestError) -> Self {
        let diagnostic = Self::error(error.kind.diagnostic_code(error.code), error.to_string());
        error.advice.iter().fold(diagnostic, |diagnostic, line| diagnostic.help(line.as_str()))
    }
}

impl From<GuestError> for Diagnostic {
    fn from(error: GuestError) -> Self {
        Self::from(&error)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_wait_says_what_it_waited_for() {
        let error = GuestError::new(GuestStep::Message, GuestErrorKind::Timeout, None, "no answer within 2s")
            .while_awaiting("the echo of the message", Some("`SessionResponse`".into()));
        assert_eq!(
            error.to_string(),
            "sending the message failed: no answer within 2s; awaited the echo of the message, last seen: `SessionResponse`"
        );
    }

    #[test]
    fn a_refusal_says_its_code_and_no_more() {
        let error = GuestError::new(GuestStep::Message, GuestErrorKind::Refused, Some(4_011), "too long")
            .while_awaiting("the echo of the message", None);
        assert_eq!(error.to_string(), "sending the message failed with 4011: too long");
        assert_eq!(Diagnostic::from(&error).code, Code::BAD_REQUEST);
    }

    #[rstest]
    #[case(GuestErrorKind::Refused, Some(403), Code::FORBIDDEN)]
    #[case(GuestErrorKind::Refused, Some(4_007), Code::NOT_FOUND)]
    #[case(GuestErrorKind::Refused, Some(5_000), Code::SERVER_FAILED)]
    #[case(GuestErrorKind::Refused, None, Code::BAD_REQUEST)]
    #[case(GuestErrorKind::Handshake { status: 302 }, None, Code::UNEXPECTED_STATUS)]
    #[case(GuestErrorKind::Handshake { status: 503 }, None, Code::SERVER_FAILED)]
    #[case(GuestErrorKind::Upload { status: None }, None, Code::CONNECTION_LOST)]
    fn each_kind_has_its_diagnostic_code(
        #[case] kind: GuestErrorKind,
        #[case] code: Option<u16>,
        #[case] expected: Code,
    ) {
        assert_eq!(kind.diagnostic_code(code), expected);
    }

    #[test]
    fn no_two_steps_share_a_word() {
        let words: std::collections::BTreeSet<_> = GuestStep::ALL.iter().map(|step| step.word()).collect();
        assert_eq!(words.len(), GuestStep::ALL.len());
    }
}
