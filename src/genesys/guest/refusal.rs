//! What an error frame says. Must not know which request it belongs to.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::wire::guest::{Class, code};

use super::envelope::Envelope;

/// The code of a frame that tells no error.
const OK: u16 = 200;

/// The code under which a rate limit arrives.
const TOO_MANY: u16 = 429;

/// An error frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The frame's code, or the body's where the frame says 200 and tells of an error all the same.
    pub code: Option<u16>,
    /// The org's words; empty where it has none.
    pub message: String,
    /// Whether messages come too fast.
    pub limited: bool,
    /// Seconds to wait, where they are said.
    pub retry_after: Option<u64>,
    /// The file concerned.
    pub attachment_id: Option<String>,
}

/// The fields of all bodies that tell of errors.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Body {
    message: String,
    error_code: Option<u16>,
    error_message: String,
    retry_after: Option<u64>,
    attachment_id: Option<String>,
}

impl Refusal {
    /// The error that a frame tells of: any code but 200, or a class that is an error by itself.
    pub fn of(envelope: &Envelope<'_>) -> Option<Self> {
        let by_class = matches!(
            envelope.class,
            Class::UploadFailureEvent | Class::GenerateUrlError | Class::TooManyRequestsErrorMessage | Class::Error
        );
        let by_code = envelope.code.is_some_and(|code| code != OK);
        if !by_class && !by_code {
            return None;
        }
        let (body, text) = read(envelope.body);
        let code = envelope.code.filter(|_| by_code).or(body.error_code);
        let words = [body.error_message, body.message, text].into_iter().find(|words| !words.trim().is_empty());
        let limited = envelope.class == Class::TooManyRequestsErrorMessage
            || code == Some(TOO_MANY)
            || code == Some(code::RATE_TOO_HIGH);
        Some(Self {
            code,
            message: words.unwrap_or_default(),
            limited,
            retry_after: body.retry_after,
            attachment_id: body.attachment_id,
        })
    }

    /// Whether the session has expired.
    pub fn expired(&self) -> bool {
        self.code == Some(code::SESSION_EXPIRED)
    }
}

/// The fields of a body, and the body itself where it is a plain text.
fn read(body: &str) -> (Body, String) {
    match serde_json::from_str(body) {
        Ok(Json::String(text)) => (Body::default(), text),
        Ok(value) => (Body::deserialize(value).unwrap_or_default(), String::new()),
        Err(_) => (Body::default(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn refusal(frame: &str) -> Option<Refusal> {
        Refusal::of(&Envelope::read(frame).unwrap())
    }

    // The frames are those of facts: genesys-api.md 4.3, and of the vendor's schema for the last three.
    #[rstest]
    #[case::too_large(r#"{"type":"response","class":"string","code":4013,"body":"Custom Attributes in channel metadata is larger than 2048 bytes"}"#,
        Some(4_013), "Custom Attributes in channel metadata is larger than 2048 bytes", None)]
    #[case::no_session(
        r#"{"type":"response","class":"string","code":4007,"body":"session not found error message"}"#,
        Some(4_007),
        "session not found error message",
        None
    )]
    #[case::too_fast(r#"{"type":"response","class":"TooManyRequestsErrorMessage","code":429,"body":{"retryAfter":3,"errorCode":4029,"errorMessage":"Message rate too high for this session"}}"#,
        Some(429), "Message rate too high for this session", Some(3))]
    #[case::no_upload(r#"{"type":"message","class":"UploadFailureEvent","code":200,"body":{"attachmentId":"a","errorCode":4001,"errorMessage":"file type","timestamp":"t"}}"#,
        Some(4_001), "file type", None)]
    #[case::no_url(r#"{"type":"response","class":"GenerateUrlError","code":4002,"body":{"name":"n","message":"m","errorCode":4002,"errorMessage":"file size"}}"#,
        Some(4_002), "file size", None)]
    #[case::named(
        r#"{"type":"response","class":"Error","code":500,"body":{"name":"n","message":"broken"}}"#,
        Some(500),
        "broken",
        None
    )]
    #[case::without_words(r#"{"type":"response","class":"string","code":400,"body":null}"#, Some(400), "", None)]
    #[case::of_the_answers_class(
        r#"{"type":"response","class":"SessionResponse","code":401,"body":{"connected":false}}"#,
        Some(401),
        "",
        None
    )]
    fn an_error_frame_reads(
        #[case] frame: &str,
        #[case] code: Option<u16>,
        #[case] message: &str,
        #[case] retry_after: Option<u64>,
    ) {
        let refusal = refusal(frame).unwrap();
        assert_eq!((refusal.code, refusal.message.as_str(), refusal.retry_after), (code, message, retry_after));
        assert_eq!(refusal.limited, code == Some(429));
    }

    #[rstest]
    #[case(r#"{"class":"SessionResponse","code":200,"body":{}}"#)]
    #[case(r#"{"class":"string","code":200,"body":"pong"}"#)]
    #[case(r#"{"message":"no class, no code"}"#)]
    fn a_frame_of_code_200_is_no_error(#[case] frame: &str) {
        assert_eq!(refusal(frame), None);
    }
}
