//! A frame from the org, read once: the envelope, with its body left as text until somebody wants it. Must not know what is waited for.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as ClassError, StrDeserializer};
use serde_json::value::RawValue;

use crate::genesys::answer::folded;
use crate::wire::guest::{Class, Message, MessageKind};

/// Characters of a frame that a message to a person shows.
const SHOWN: usize = 80;

/// The envelope. Lenient: a gateway before the org answers in frames without class or code.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw<'a> {
    #[serde(default, borrow)]
    class: Cow<'a, str>,
    #[serde(default)]
    code: Option<i64>,
    #[serde(default, borrow)]
    body: Option<&'a RawValue>,
    #[serde(default, borrow)]
    tracing_id: Option<&'a RawValue>,
}

/// A body's own tracing id: the vendor's schema has one there too.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Traced<'a> {
    #[serde(default, borrow)]
    tracing_id: Option<&'a RawValue>,
}

/// A frame's envelope.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    /// What the body is.
    pub class: Class,
    /// The class as it was written.
    pub class_name: Cow<'a, str>,
    /// 200, or what went wrong; none where it is missing or no code.
    pub code: Option<u16>,
    /// The body's JSON.
    pub body: &'a str,
    /// The tracing id of the request that it answers, as JSON.
    tracing: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    /// Reads a frame.
    pub fn read(frame: &'a str) -> Result<Self, serde_json::Error> {
        let raw: Raw<'a> = serde_json::from_str(frame)?;
        let name: StrDeserializer<'_, ClassError> = (&*raw.class).into_deserializer();
        let class = Class::deserialize(name).unwrap_or(Class::Unknown);
        let body = raw.body.map_or("null", RawValue::get);
        let tracing = raw.tracing_id.or_else(|| body_tracing(body)).map(RawValue::get);
        let code = raw.code.and_then(|code| u16::try_from(code).ok());
        Ok(Self { class, class_name: raw.class, code, body, tracing })
    }

    /// Whether it answers the request of this tracing id.
    pub fn answers(&self, tracing: &str) -> bool {
        self.tracing.and_then(|id| id.strip_prefix('"')?.strip_suffix('"')) == Some(tracing)
    }

    /// Whether it says which request it answers.
    pub fn is_traced(&self) -> bool {
        self.tracing.is_some()
    }

    /// The body, as the class promises it.
    pub fn body<T: Deserialize<'a>>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.body)
    }
}

fn body_tracing(body: &str) -> Option<&RawValue> {
    if !body.contains("\"tracingId\"") {
        return None;
    }
    serde_json::from_str::<Traced<'_>>(body).ok()?.tracing_id
}

/// A frame in a few words, for who asks what was last seen. Only what a person said or an error's text is shown: other bodies may hold
/// tokens and signed addresses.
pub(super) fn describe(frame: &str) -> String {
    let Ok(envelope) = Envelope::read(frame) else { return format!("`{}`", shown(frame)) };
    let name = &envelope.class_name;
    match envelope.class {
        Class::StructuredMessage => {
            let message: Message = envelope.body().unwrap_or_default();
            match (message.kind, message.text) {
                (MessageKind::Event, _) => "an event".to_owned(),
                (_, Some(text)) => format!("message `{}`", shown(&text)),
                (_, None) => "a message without text".to_owned(),
            }
        }
        Class::Text => format!("`{}`", shown(envelope.body)),
        _ if name.is_empty() => format!("a frame without a class: `{}`", shown(frame)),
        _ => format!("`{}`", shown(name)),
    }
}

/// One line of at most [`SHOWN`] characters.
fn shown(text: &str) -> String {
    folded(text, SHOWN)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn the_body_is_left_as_text_and_the_tracing_id_compared() {
        let frame =
            r#"{"type":"response","class":"JwtResponse","code":200,"body":{"jwt":"j","exp":1},"tracingId":"t1"}"#;
        let envelope = Envelope::read(frame).unwrap();
        assert_eq!(
            (envelope.class, envelope.code, envelope.body),
            (Class::JwtResponse, Some(200), r#"{"jwt":"j","exp":1}"#)
        );
        assert!(envelope.answers("t1") && !envelope.answers("t"));
    }

    #[test]
    fn a_tracing_id_within_the_body_counts_where_the_envelope_has_none() {
        let within = Envelope::read(r#"{"class":"SessionResponse","code":200,"body":{"tracingId":"t1"}}"#).unwrap();
        assert!(within.answers("t1"));
        let deeper = r#"{"class":"StructuredMessage","code":200,"body":{"metadata":{"tracingId":"t1"}}}"#;
        assert!(!Envelope::read(deeper).unwrap().is_traced());
    }

    #[rstest]
    #[case::unknown(r#"{"type":"message","class":"NewThing","code":200,"body":1}"#, "NewThing")]
    #[case::missing(r#"{"message":"Internal server error","requestId":"r"}"#, "")]
    #[case::said_to_be_unknown(r#"{"class":"Unknown","code":99999999,"body":null}"#, "Unknown")]
    fn what_has_no_class_that_is_known_is_unknown(#[case] frame: &str, #[case] name: &str) {
        let envelope = Envelope::read(frame).unwrap();
        assert_eq!((envelope.class, &*envelope.class_name, envelope.code.unwrap_or(200)), (Class::Unknown, name, 200));
    }

    #[rstest]
    #[case("[1]")]
    #[case("\"x\"")]
    #[case("ping")]
    #[case("")]
    #[case(r#"{"class":1}"#)]
    fn what_is_no_envelope_is_an_error(#[case] frame: &str) {
        assert!(Envelope::read(frame).is_err());
    }

    #[rstest]
    #[case(r#"{"class":"StructuredMessage","code":200,"body":{"type":"Text","text":"Hel\nlo"}}"#, "message `Hel lo`")]
    #[case(r#"{"class":"StructuredMessage","code":200,"body":{"type":"Event"}}"#, "an event")]
    #[case(r#"{"class":"JwtResponse","code":200,"body":{"jwt":"sentinel"}}"#, "`JwtResponse`")]
    #[case(r#"{"class":"string","code":400,"body":"no such thing"}"#, "`\"no such thing\"`")]
    #[case(r#"{"message":"Forbidden"}"#, r#"a frame without a class: `{"message":"Forbidden"}`"#)]
    fn a_frame_in_a_few_words(#[case] frame: &str, #[case] words: &str) {
        assert_eq!(describe(frame), words);
    }
}
