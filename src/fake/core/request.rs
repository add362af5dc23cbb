//! A request as a door hands it in, and the output as it must be delivered. Borrowed, so that a door copies nothing for it.

use std::time::Duration;

/// `request.bytes.max` of Genesys Cloud (facts: genesys-api.md 2.3); a longer body is refused with 413.
pub const MAX_BODY_BYTES: usize = 512_000;

/// One request.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Its method, upper case.
    pub method: &'a str,
    /// Its path, still percent-encoded.
    pub path: &'a str,
    /// What follows the `?`, still encoded; empty where there is none.
    pub query: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
    /// The door stopped keeping the body at [`MAX_BODY_BYTES`].
    pub oversized: bool,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers; `Content-Length` is the door's.
    pub headers: Vec<(&'static str, String)>,
    /// The body; JSON unless it is empty.
    pub body: Vec<u8>,
}

/// What a door must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The answer.
    pub response: Response,
    /// How it goes out.
    pub delivery: Delivery,
}

/// How an answer goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// At once and whole.
    Now,
    /// Whole, so much later.
    After(Duration),
    /// The head promises the whole body; half of it comes, then the connection closes.
    Truncated,
    /// The connection is reset instead.
    Reset,
    /// Nothing comes until the peer gives up.
    Never,
}

impl Response {
    /// A JSON answer.
    pub fn json(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body }
    }

    /// 204.
    pub fn empty() -> Self {
        Self { status: 204, headers: Vec::new(), body: Vec::new() }
    }
}

impl<'a> Request<'a> {
    /// The decoded value of a query parameter; of several, the first.
    pub fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The decoded values of a query parameter that may be given several times, or once with commas.
    pub fn parameters(&self, name: &str) -> Vec<String> {
        let given = form_urlencoded::parse(self.query.as_bytes()).filter(|(key, _)| key == name);
        let values = given.flat_map(|(_, values)| values.split(',').map(str::to_owned).collect::<Vec<_>>());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// The token of an `Authorization: Bearer` header.
    pub fn bearer(&self) -> Option<&'a str> {
        self.credentials("bearer")
    }

    /// What follows a scheme in the `Authorization` header; schemes have no letter case.
    pub fn credentials(&self, scheme: &str) -> Option<&'a str> {
        let (given, rest) = self.authorization?.trim().split_once(' ')?;
        let rest = rest.trim();
        (given.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then_some(rest)
    }

    /// Whether the body is of a media type, whatever its parameters.
    pub fn is_of(&self, media_type: &str) -> bool {
        let given = self.content_type.and_then(|given| given.split(';').next()).unwrap_or_default();
        given.trim().eq_ignore_ascii_case(media_type)
    }
}
