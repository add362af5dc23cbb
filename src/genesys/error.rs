//! The client's one error: what was being done, what came back, and what to do about it. Must not know how an answer is read.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic, did_you_mean};

/// What sort of failure it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// No connection came about, so nothing was sent.
    Connect,
    /// No whole answer came in time.
    Timeout,
    /// The connection ended before the answer was whole.
    Reset,
    /// The answer is not the JSON that it should be.
    Malformed,
    /// The answer is larger than the client reads.
    TooLarge,
    /// 401, or a token request that was refused.
    Unauthorized,
    /// 403, with the scopes or permissions that are missing, as far as known.
    Forbidden {
        /// As the answer names them, else the scope that the call takes by the seed's steps.
        missing: Vec<String>,
    },
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 400, and any other 4xx without a kind of its own.
    BadRequest,
    /// 429.
    RateLimited {
        /// How long the host asks to wait, where it says so.
        retry_after: Option<Duration>,
    },
    /// 5xx.
    Server,
    /// A status that the API does not have, such as a redirect.
    Unexpected,
    /// The client itself refused to send.
    Refused,
    /// The environment's name is not one.
    Environment,
    /// The HTTP client could not be set up, or no request can be made of what it was given.
    Setup,
}

impl ErrorKind {
    /// The diagnostic code.
    pub fn diagnostic_code(&self) -> Code {
        match self {
            Self::Connect => Code::CONNECT_FAILED,
            Self::Timeout => Code::REQUEST_TIMED_OUT,
            Self::Reset => Code::CONNECTION_LOST,
            Self::Malformed => Code::ANSWER_MALFORMED,
            Self::TooLarge => Code::ANSWER_TOO_LARGE,
            Self::Unauthorized => Code::UNAUTHORIZED,
            Self::Forbidden { .. } => Code::FORBIDDEN,
            Self::NotFound => Code::NOT_FOUND,
            Self::Conflict => Code::CONFLICT,
            Self::BadRequest => Code::BAD_REQUEST,
            Self::RateLimited { .. } => Code::RATE_LIMITED,
            Self::Server => Code::SERVER_FAILED,
            Self::Unexpected => Code::UNEXPECTED_STATUS,
            Self::Refused => Code::REFUSED_TO_SEND,
            Self::Environment => Code::UNKNOWN_ENVIRONMENT,
            Self::Setup => Code::CLIENT_SETUP,
        }
    }
}

/// All that is known of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was being done: `creating the widget`.
    pub doing: &'static str,
    /// The method; empty where nothing was to be sent.
    pub method: &'static str,
    /// Path and query, without the host; empty where nothing was to be sent.
    pub path: String,
    /// The answer's status.
    pub status: Option<u16>,
    /// The body's code: `missing.permissions`, `invalid_client`…
    pub code: Option<String>,
    /// By which Genesys finds the request in its logs.
    pub correlation_id: Option<String>,
    /// What sort of failure.
    pub kind: ErrorKind,
    /// What the host said or what happened, one line, without any secret.
    pub message: String,
    /// The fields that the body blames, as it names them.
    pub fields: Vec<String>,
    /// What to do, most likely first.
    pub advice: Vec<String>,
    /// How many requests were sent.
    pub attempts: u32,
}

/// A failed call. One pointer wide, since most calls succeed; it derefs to the [`Failure`].
#[derive(Clone, PartialEq, Eq)]
pub struct ClientError(Box<Failure>);

impl ClientError {
    pub(super) fn new(failure: Failure) -> Self {
        Self(Box::new(failure))
    }

    /// A failure before anything was sent.
    pub(super) fn local(kind: ErrorKind, doing: &'static str, message: impl Into<String>) -> Self {
        Self::new(Failure {
            doing,
            method: "",
            path: String::new(),
            status: None,
            code: None,
            correlation_id: None,
            kind,
            message: message.into(),
            fields: Vec::new(),
            advice: Vec::new(),
            attempts: 0,
        })
    }

    #[must_use]
    pub(super) fn with_advice(mut self, advice: impl IntoIterator<Item = String>) -> Self {
        self.0.advice.extend(advice);
        self
    }

    #[must_use]
    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The same, where it is a 400 for attributes, with the nearest declared name for each sent name that is not declared. The host may
    /// not say which attribute it minds, so the caller, who knows both lists, hands them in.
    #[must_use]
    pub fn with_declared_attributes<'a>(
        mut self,
        sent: impl IntoIterator<Item = &'a str>,
        declared: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        if self.0.status != Some(400) {
            return self;
        }
        let declared: Vec<&str> = declared.into_iter().collect();
        let stray = sent.into_iter().filter(|name| !declared.contains(name));
        let hints: Vec<String> = stray
            .map(|name| match did_you_mean(name, declared.iter().copied()) {
                Some(near) => format!("attribute `{name}` is not declared by the widget; did you mean `{near}`?"),
                None => format!("attribute `{name}` is not declared by the widget; declare it or do not send it"),
            })
            .collect();
        self.0.advice.splice(0..0, hints);
        self
    }

    /// The same failure as a warning, for a caller who goes on in spite of it.
    pub fn to_warning(&self) -> Diagnostic {
        let warning = Diagnostic::warning(self.0.kind.diagnostic_code(), self.to_string());
        self.0.advice.iter().fold(warning, |warning, line| warning.help(line.as_str()))
    }
}

impl Deref for ClientError {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

/// One line: what failed, with what, why, and where to look.
impl fmt::Display for ClientError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { doing, method, path, status, code, correlation_id, message, attempts, .. } = &*self.0;
        write!(out, "{doing} failed")?;
        if let Some(status) = status {
            write!(out, " with {status}")?;
        }
        if let Some(code) = code {
            write!(out, " `{code}`")?;
        }
        write!(out, ": {message}")?;
        if !method.is_empty() {
            write!(out, " ({method} {path}")?;
            if let Some(id) = correlation_id {
                write!(out, ", correlation id {id}")?;
            }
            if *attempts > 1 {
                write!(out, ", {attempts} attempts")?;
            }
            write!(out, ")")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ClientError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, out)
    }
}

impl std::error::Error for ClientError {}

impl From<&ClientError> for Diagnostic {
    fn from(error: &ClientError) -> Self {
        let diagnostic = Self::error(error.kind.diagnostic_code(), error.to_string());
        error.advice.iter().fold(diagnostic, |diagnostic, line| diagnostic.help(line.as_str()))
    }
}

impl From<ClientError> for Diagnostic {
    fn from(error: ClientError) -> Self {
        Self::from(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad_request() -> ClientError {
        let mut error =
            ClientError::local(ErrorKind::BadRequest, "starting the conversation", "invalid attribute name");
        error.0.status = Some(400);
        error
    }

    #[test]
    fn the_nearest_declared_attribute_is_named() {
        let error =
            bad_request().with_declared_attributes(["region", "costomer_tier", "zzz"], ["customer_tier", "region"]);
        assert_eq!(
            error.advice,
            [
                "attribute `costomer_tier` is not declared by the widget; did you mean `customer_tier`?",
                "attribute `zzz` is not declared by the widget; declare it or do not send it",
            ]
        );
    }

    #[test]
    fn declared_attributes_do_not_explain_another_failure() {
        let error = ClientError::local(ErrorKind::Timeout, "starting the conversation", "x");
        assert!(error.with_declared_attributes(["a"], ["b"]).advice.is_empty());
    }

    #[test]
    fn a_warning_and_an_error_carry_the_same_words() {
        let error = bad_request().with_advice(["do this".to_owned()]);
        let (warning, whole) = (error.to_warning(), Diagnostic::from(&error));
        assert_eq!((&warning.message, &warning.help, warning.code), (&whole.message, &whole.help, whole.code));
        assert_ne!(warning.severity, whole.severity);
    }
}
