//! What a failed step of a conversation is to the case. Must not know how it was taken.

use crate::diagnostic::Diagnostic;
use crate::evidence::StepFailure;
use crate::genesys::{ClientError, ErrorKind, GuestError, GuestErrorKind, GuestStep};
use crate::scenario::model::RunStep;

/// A guest's failure.
pub fn of_guest(error: &GuestError) -> StepFailure {
    let status = match &error.kind {
        GuestErrorKind::Handshake { status } => Some(*status),
        GuestErrorKind::Upload { status } => *status,
        _ => None,
    };
    let closed = match &error.kind {
        GuestErrorKind::Closed { code, .. } => *code,
        _ => None,
    };
    StepFailure {
        step: step(error.step),
        status,
        code: error.code.or(closed).filter(|_| status.is_none()).map(|code| code.to_string()),
        message: error.to_string(),
        advice: error.advice.clone(),
        environment: guest_is_not_let_in(error),
    }
}

/// Whether no guest can get in: the way to the host, or what the deployment allows.
fn guest_is_not_let_in(error: &GuestError) -> bool {
    match error.kind {
        GuestErrorKind::Connect | GuestErrorKind::Handshake { .. } | GuestErrorKind::Setup => true,
        GuestErrorKind::Timeout => error.step == GuestStep::Connect,
        GuestErrorKind::Refused => error.step == GuestStep::Configure && matches!(error.code, Some(401 | 403)),
        _ => false,
    }
}

/// A conversation that was not begun, because nothing would have told that it was.
pub fn of_unnoted(step: RunStep, unnoted: Diagnostic) -> StepFailure {
    StepFailure { step, status: None, code: None, message: unnoted.message, advice: unnoted.help, environment: true }
}

/// A connection that ended while nothing was asked.
pub fn of_lost(code: Option<u16>, reason: Option<&str>, last_seen: &str) -> StepFailure {
    let with = code.map(|code| format!(" with {code}")).unwrap_or_default();
    let why = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    StepFailure {
        step: RunStep::Message,
        status: None,
        code: code.map(|code| code.to_string()),
        message: format!(
            "waiting for a message failed: the connection was closed{with}{why}; awaited a message, last seen: {last_seen}"
        ),
        advice: vec!["connect again with `resume`, or see why the host closes the connection".to_owned()],
        environment: false,
    }
}

fn step(step: GuestStep) -> RunStep {
    match step {
        GuestStep::Connect => RunStep::Connect,
        GuestStep::Configure | GuestStep::Configuration => RunStep::Configure,
        GuestStep::Join => RunStep::Join,
        GuestStep::Attach => RunStep::Attach,
        GuestStep::Clear => RunStep::End,
        GuestStep::Leave => RunStep::Leave,
        GuestStep::Jwt => RunStep::Read,
        GuestStep::Message | GuestStep::Choose | GuestStep::Typing | GuestStep::Echo | GuestStep::Receive => {
            RunStep::Message
        }
    }
}

/// A failure of the API.
pub fn of_client(step: RunStep, error: &ClientError) -> StepFailure {
    StepFailure {
        step,
        status: error.status,
        code: error.code.clone(),
        message: error.to_string(),
        advice: error.advice.clone(),
        environment: is_environment(&error.kind),
    }
}

/// Whether a failure says that the environment is unfit: credentials, permissions, the way to the host.
pub fn is_environment(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Connect
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden { .. }
            | ErrorKind::Refused
            | ErrorKind::Environment
            | ErrorKind::Setup
    )
}
