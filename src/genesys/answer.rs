//! Reads an answer that is not a success: status, headers and body in the platform's form, in OAuth's, or in none. Lenient, because a
//! broken error body must not hide the error. Must not know whether the call is repeated.

use jiff::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use serde_json::Value as Json;

use crate::wire::CORRELATION_HEADER;

use super::advice::{Said, advice};
use super::error::{ClientError, ErrorKind, Failure};
use super::operation::Operation;
use super::retry::{Hint, retry_after};

/// Characters of a host's text that a message shows, so that an HTML page stays one readable line.
const SHOWN: usize = 300;

/// Names that one answer may list as missing or blamed; a longer list is cut.
const LISTED: usize = 20;

/// Seconds until the rate window starts anew (facts: genesys-api.md 2.3); read only where a 429 has no `Retry-After`.
const RATE_RESET_HEADER: &str = "inin-ratelimit-reset";

/// Requests that the rate window allows.
pub(super) const RATE_ALLOWED_HEADER: &str = "inin-ratelimit-allowed";

/// What came back, before anyone says what it means.
pub(super) struct Answer<'a> {
    pub operation: &'static Operation,
    pub url: &'a Url,
    pub status: StatusCode,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    pub now: Timestamp,
}

/// The failure that an answer tells of, and what it says about another attempt. `redact` stars secrets that the host repeated.
pub(super) fn read(answer: &Answer<'_>, redact: impl Fn(&str) -> String) -> (ClientError, Hint) {
    let body = Body::of(answer.body);
    let hint = Hint { status: Some(answer.status.as_u16()), wait: wait(answer) };
    let kind = kind(answer, &body, hint);
    let said = Said {
        status: hint.status,
        limit_key: body.limit("key").and_then(Json::as_str).map(|key| line(&redact(key))),
        limit_value: body.limit("value").and_then(Json::as_u64).or_else(|| number(answer.headers, RATE_ALLOWED_HEADER)),
    };
    let advice = advice(&kind, answer.operation, &said);
    let message = body.message().map_or_else(|| shown(answer, &redact), |message| line(&redact(&message)));
    let error = ClientError::new(Failure {
        doing: answer.operation.doing,
        method: answer.operation.method.as_str(),
        path: path(answer.operation, answer.url),
        status: hint.status,
        code: body.text("code").or_else(|| body.text("error")).map(|code| line(&redact(code))),
        correlation_id: correlation(answer.headers)
            .or_else(|| body.text("contextId").map(str::to_owned))
            .map(|id| line(&redact(&id))),
        kind,
        message,
        fields: body.fields().into_iter().map(|field| line(&redact(&field))).collect(),
        advice,
        attempts: 1,
    });
    (error, hint)
}

/// The failure for a success whose body is not what the call answers with.
pub(super) fn malformed(answer: &Answer<'_>, why: &serde_json::Error, redact: impl Fn(&str) -> String) -> ClientError {
    let why = why.to_string();
    // serde names the type that it wanted; the words before say all that a reader of JSON needs.
    let why = why.split_once(", expected struct").map_or(why.as_str(), |(head, _)| head);
    let message = if answer.body.trim_ascii().is_empty() {
        "the answer is empty where JSON was expected".to_owned()
    } else {
        let (why, body) = (line(&redact(why)), shown(answer, &redact));
        format!("the answer is not the JSON expected: {why}; it reads: {body}")
    };
    failure(answer, ErrorKind::Malformed, message)
}

/// A failure of a given kind that still knows status and correlation id.
pub(super) fn failure(answer: &Answer<'_>, kind: ErrorKind, message: String) -> ClientError {
    ClientError::new(Failure {
        doing: answer.operation.doing,
        method: answer.operation.method.as_str(),
        path: path(answer.operation, answer.url),
        status: Some(answer.status.as_u16()),
        code: None,
        correlation_id: correlation(answer.headers),
        advice: advice(&kind, answer.operation, &Said { status: Some(answer.status.as_u16()), ..Said::default() }),
        kind,
        message,
        fields: Vec::new(),
        attempts: 1,
    })
}

/// Path and query of a request, as messages show it; of a signed address the path alone, since its query opens it to anyone.
pub(super) fn path(operation: &Operation, url: &Url) -> String {
    match url.query() {
        Some(query) if !operation.is_signed() => format!("{}?{query}", url.path()),
        _ => url.path().to_owned(),
    }
}

/// The correlation id of an answer.
pub(super) fn correlation(headers: &HeaderMap) -> Option<String> {
    headers.get(CORRELATION_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn kind(answer: &Answer<'_>, body: &Body, hint: Hint) -> ErrorKind {
    match answer.status.as_u16() {
        // Both are reported for refused credentials (facts: genesys-api.md 2.2, unverified), so both mean it.
        400 | 401 if answer.operation.is_token() => ErrorKind::Unauthorized,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden { missing: missing(answer.operation, body) },
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited { retry_after: hint.wait },
        400..=499 => ErrorKind::BadRequest,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Unexpected,
    }
}

/// The scopes or permissions that a 403 names, else the scope that the call takes. Permissions are not presumed: of a list, the answer
/// alone knows which one is missing.
fn missing(operation: &Operation, body: &Body) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    let params = body.0.get("messageParams").and_then(Json::as_object);
    let texts = params.into_iter().flat_map(|map| map.values().filter_map(Json::as_str));
    for text in body.texts().into_iter().chain(texts) {
        for word in text.split(|c: char| c.is_whitespace() || ",;()[]{}\"'`".contains(c)) {
            let word = word.trim_matches(|c: char| c == '.' || c == ':');
            if is_grant(word) && named.len() < LISTED && !named.iter().any(|one| one == word) {
                named.push(word.to_owned());
            }
        }
    }
    if named.is_empty() { operation.scope().map(str::to_owned).into_iter().collect() } else { named }
}

/// `domain:entity:action` or `area:level`.
fn is_grant(word: &str) -> bool {
    let mut parts = word.split(':');
    let good = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.*".contains(c));
    let count = word.split(':').count();
    (2..=3).contains(&count) && parts.all(good) && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn wait(answer: &Answer<'_>) -> Option<std::time::Duration> {
    let asked = answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    if let Some(wait) = asked.and_then(|value| retry_after(value, answer.now)) {
        return Some(wait);
    }
    let reset = (answer.status == StatusCode::TOO_MANY_REQUESTS).then(|| number(answer.headers, RATE_RESET_HEADER));
    reset.flatten().map(std::time::Duration::from_secs)
}

/// A header that is a whole number.
pub(super) fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// An error body of either form; empty where it is no JSON object.
struct Body(Json);

impl Body {
    fn of(bytes: &[u8]) -> Self {
        Self(serde_json::from_slice(bytes).unwrap_or(Json::Null))
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Json::as_str).filter(|text| !text.trim().is_empty())
    }

    fn limit(&self, name: &str) -> Option<&Json> {
        self.0.get("limit")?.get(name)
    }

    /// The body's own words, and those of nested errors that add something, each without its full stop to stand inside our line.
    fn message(&self) -> Option<String> {
        let texts = self.texts();
        let parts: Vec<&str> = texts.iter().map(|text| text.trim().trim_end_matches('.')).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn texts(&self) -> Vec<&str> {
        let own = ["message", "error_description", "description"].into_iter().find_map(|name| self.text(name));
        let nested = self.list("errors").filter_map(|one| one.get("message")).filter_map(Json::as_str);
        let mut all: Vec<&str> = Vec::new();
        for text in own.into_iter().chain(nested).take(LISTED) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    }

    fn fields(&self) -> Vec<String> {
        let names = self.list("details").filter_map(|one| one.get("fieldName")).filter_map(Json::as_str);
        names.take(LISTED).map(str::to_owned).collect()
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &Json> {
        self.0.get(name).and_then(Json::as_array).into_iter().flatten()
    }
}

/// A body without a message of its own, or the status in words where there is none. An answer to the token request may hold a token that
/// nobody knows yet, so it is never shown. Secrets are starred before the text is cut, lest half of one be left.
fn shown(answer: &Answer<'_>, redact: impl Fn(&str) -> String) -> String {
    let text = String::from_utf8_lossy(answer.body);
    match text.trim() {
        "" => format!("{}, without a body", answer.status.canonical_reason().unwrap_or("an unknown status")),
        text if answer.operation.is_token() => format!("({} bytes, not shown)", text.len()),
        text => format!("`{}`", line(&redact(text))),
    }
}

/// One line of at most [`SHOWN`] characters and an ellipsis.
fn line(text: &str) -> String {
    folded(text, SHOWN)
}

/// One line of at most so many characters and an ellipsis: white space folded, control characters gone.
pub(super) fn folded(text: &str, most: usize) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let whole = words.join(" ");
    match whole.char_indices().nth(most).and_then(|(at, _)| whole.get(..at)) {
        Some(head) => format!("{head}…"),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::genesys::operation::OPERATIONS;

    #[rstest]
    #[case("webchat:write", true)]
    #[case("conversation:messaging:write", true)]
    #[case("architect:flow:*", true)]
    #[case("webDeployments:deployment:view", true)]
    #[case("https://example.org", false)]
    #[case("10:30", false)]
    #[case("a:b:c:d", false)]
    #[case("plain", false)]
    #[case(":x", false)]
    #[case("", false)]
    fn what_reads_as_a_scope_or_permission(#[case] word: &str, #[case] yes: bool) {
        assert_eq!(is_grant(word), yes);
    }

    #[rstest]
    #[case::by_name(r#"{"message":"Missing scope(s): [architect:write]."}"#, &["architect:write"])]
    #[case::each_once(r#"{"message":"a:b, a:b","errors":[{"message":"c:d:e"}]}"#, &["a:b", "c:d:e"])]
    #[case::from_params(r#"{"message":"no","messageParams":{"p":"x:y:view"}}"#, &["x:y:view"])]
    #[case::presumed("<html>", &["webchat:write"])]
    fn what_is_missing(#[case] body: &str, #[case] expected: &[&str]) {
        let create = OPERATIONS.iter().find(|one| one.doing == "creating the widget").unwrap();
        assert_eq!(missing(create, &Body::of(body.as_bytes())), expected);
    }

    proptest! {
        #[test]
        fn a_line_is_one_line_and_short(text in "(?s).{0,700}") {
            let line = line(&text);
            prop_assert!(line.chars().count() <= SHOWN + 1);
            prop_assert!(!line.chars().any(char::is_control));
        }

        #[test]
        fn no_body_makes_the_reader_panic(body: Vec<u8>, status in 100u16..600, at in 0..OPERATIONS.len()) {
            let url = Url::parse("http://127.0.0.1/x?y=z").unwrap();
            let answer = Answer {
                operation: OPERATIONS[at],
                url: &url,
                status: StatusCode::from_u16(status).unwrap(),
                headers: &HeaderMap::new(),
                body: &body,
                now: Timestamp::UNIX_EPOCH,
            };
            let (error, _) = read(&answer, str::to_owned);
            prop_assert_eq!(error.status, Some(status));
            prop_assert!(!error.to_string().contains('\n'));
        }
    }
}
