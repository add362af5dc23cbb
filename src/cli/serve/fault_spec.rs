//! A fault as a text: `WHERE=WHAT`, with options behind commas, such as `POST /oauth/token=503,times=2` or `guest.message=close:1011`.
//! Must not know who gives it.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, SourceFile, list_of};
use crate::fake::{Endpoint, Fault, FaultAction, GuestFault, GuestFaultAction, GuestStep};
use crate::scenario::parse_duration;

/// What a place of a guest begins with.
const GUEST: &str = "guest.";

/// What may become of an answer, each as it is written.
const ANSWERS: &[&str] = &["503", "reset", "malformed", "truncate", "silent", "delay:2s"];

/// What may become of a guest's step.
const STEPS: &[&str] = &[
    "close:1011",
    "silent",
    "error:4011",
    "rate_limited:3",
    "expire",
    "unknown_class",
    "duplicate",
    "out_of_order",
    "oversized",
    "malformed",
    "delay:2s",
];

/// What may become of a guest's handshake.
const HANDSHAKE: &[&str] = &["refuse:403", "close:1011", "silent"];

/// The options of an answer; the last two are of a status only.
const OPTIONS: &[&str] = &["times", "after", "retry_after", "code"];

/// The words of an error that a fault makes up.
const ERROR_TEXT: &str = "The fake org was told to fail here.";

/// How large a frame is that is too large: twice what Genesys Cloud takes in a request (facts: genesys-api.md 2.3), and a little.
const OVERSIZED: usize = 1 << 20;

/// A fault of either kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scripted {
    /// Of an endpoint.
    Request(Fault),
    /// Of guests.
    Guest(GuestFault),
}

/// Reads one. The name of the source is where the text stands.
pub(super) fn read(source: &Arc<SourceFile>) -> Result<Scripted, Diagnostic> {
    let text = Text { source, text: source.text(), at: 0 };
    let (place, what) = text.split('=');
    let Some(what) = what else {
        let help = "write `WHERE=WHAT`: `POST /oauth/token=503,times=2`, or `guest.message=close:1011`";
        return Err(text.wrong(Code::MISSING_KEY, "what happens is not said").help(help));
    };
    let (action, options) = what.split(',');
    match place.text.strip_prefix(GUEST) {
        Some(step) => guest(place, step, action, options).map(Scripted::Guest),
        None => request(place, action, options).map(Scripted::Request),
    }
}

fn request(place: Text<'_>, action: Text<'_>, options: Option<Text<'_>>) -> Result<Fault, Diagnostic> {
    let at = place.text.parse::<Endpoint>().map_err(|unknown| {
        let names = Endpoint::names();
        let help = list_of("places", place.text, names.iter().map(String::as_str));
        place.wrong(Code::UNKNOWN_ENDPOINT, unknown.to_string()).help_maybe(help)
    })?;
    let (word, argument) = action.split(':');
    let mut happens = match (word.text, argument) {
        ("reset", None) => FaultAction::Reset,
        ("malformed", None) => FaultAction::MalformedBody,
        ("truncate", None) => FaultAction::Truncate,
        ("silent", None) => FaultAction::NoAnswer,
        ("delay", Some(time)) => FaultAction::Delay(time.duration()?),
        (status, None) if status.starts_with(|first: char| first.is_ascii_digit()) => {
            FaultAction::Status { status: word.number(200, 599)?, code: None, retry_after: None, body: None }
        }
        _ => return Err(action.unknown(ANSWERS)),
    };
    let mut counts = Counts::default();
    for option in options.into_iter().flat_map(Text::options) {
        let (key, value) = option.split('=');
        match (key.text, value, &mut happens) {
            ("retry_after", Some(value), FaultAction::Status { retry_after, .. }) => {
                *retry_after = Some(value.number(0, u64::MAX)?);
            }
            ("code", Some(value), FaultAction::Status { code, .. }) => *code = Some(value.text.to_owned()),
            ("retry_after" | "code", Some(_), _) => {
                let message = format!("`{}` needs a status", key.text);
                return Err(key.wrong(Code::CONTRADICTION, message).help("write `=429,retry_after=5`"));
            }
            _ => counts.take(option, OPTIONS)?,
        }
    }
    Ok(Fault { at, times: counts.times, after: counts.after, action: happens })
}

fn guest(place: Text<'_>, step: &str, action: Text<'_>, options: Option<Text<'_>>) -> Result<GuestFault, Diagnostic> {
    let known = GuestStep::WORDS.iter().find(|(word, _)| *word == step);
    let Some((_, at)) = known.copied() else {
        let message = format!("`{step}` is no step of a guest");
        let help = list_of("steps", step, GuestStep::WORDS.iter().map(|(word, _)| *word));
        return Err(place.wrong(Code::BAD_VALUE, message).help_maybe(help));
    };
    let happens = if at == GuestStep::Connect { handshake(action)? } else { step_action(action)? };
    let mut counts = Counts::default();
    for option in options.into_iter().flat_map(Text::options) {
        counts.take(option, &["times", "after"])?;
    }
    Ok(GuestFault { at, times: counts.times, after: counts.after, action: happens })
}

fn handshake(action: Text<'_>) -> Result<GuestFaultAction, Diagnostic> {
    let (word, argument) = action.split(':');
    match (word.text, argument) {
        ("refuse", Some(status)) => status.number(400, 599).map(GuestFaultAction::Refuse),
        ("close", Some(code)) => code.number(1_000, 4_999).map(GuestFaultAction::Close),
        ("silent", None) => Ok(GuestFaultAction::NoAnswer),
        _ => Err(action.unknown(HANDSHAKE)),
    }
}

fn step_action(action: Text<'_>) -> Result<GuestFaultAction, Diagnostic> {
    let (word, argument) = action.split(':');
    Ok(match (word.text, argument) {
        ("close", Some(code)) => GuestFaultAction::Close(code.number(1_000, 4_999)?),
        ("silent", None) => GuestFaultAction::NoAnswer,
        ("error", Some(code)) => {
            GuestFaultAction::Error { code: code.number(1, u16::MAX)?, text: ERROR_TEXT.to_owned() }
        }
        ("rate_limited", Some(seconds)) => GuestFaultAction::RateLimited { retry_after: seconds.number(0, u64::MAX)? },
        ("expire", None) => GuestFaultAction::Expire,
        ("unknown_class", None) => GuestFaultAction::UnknownClass,
        ("duplicate", None) => GuestFaultAction::Duplicate,
        ("out_of_order", None) => GuestFaultAction::OutOfOrder,
        ("oversized", bytes) => {
            GuestFaultAction::Oversized(bytes.map_or(Ok(OVERSIZED), |bytes| bytes.number(1, 16 * OVERSIZED))?)
        }
        ("malformed", None) => GuestFaultAction::Malformed,
        ("delay", Some(time)) => GuestFaultAction::Delay(time.duration()?),
        _ => return Err(action.unknown(STEPS)),
    })
}

/// How often, and after how many.
#[derive(Debug, Default)]
struct Counts {
    times: Option<u32>,
    after: u32,
}

impl Counts {
    fn take(&mut self, option: Text<'_>, known: &[&str]) -> Result<(), Diagnostic> {
        let (key, value) = option.split('=');
        match (key.text, value) {
            ("times", Some(value)) => self.times = Some(value.number(1, u32::MAX)?),
            ("after", Some(value)) => self.after = value.number(0, u32::MAX)?,
            (word, None) if known.contains(&word) => {
                return Err(key.wrong(Code::BAD_VALUE, format!("`{word}` lacks a value")).help("write `times=2`"));
            }
            (word, _) => {
                let help = list_of("options", word, known.iter().copied());
                return Err(key.wrong(Code::UNKNOWN_KEY, format!("unknown option `{word}`")).help_maybe(help));
            }
        }
        Ok(())
    }
}

/// A part of the text, and where it begins.
#[derive(Clone, Copy)]
struct Text<'t> {
    source: &'t Arc<SourceFile>,
    text: &'t str,
    at: usize,
}

impl<'t> Text<'t> {
    /// What stands before the first such mark, and what behind it.
    fn split(self, mark: char) -> (Self, Option<Self>) {
        match self.text.split_once(mark) {
            Some((before, behind)) => {
                let at = self.at + before.len() + mark.len_utf8();
                (Self { text: before, ..self }, Some(Self { text: behind, at, ..self }))
            }
            None => (self, None),
        }
    }

    /// The parts between commas.
    fn options(self) -> impl Iterator<Item = Self> {
        let mut left = Some(self);
        std::iter::from_fn(move || {
            let (first, rest) = left?.split(',');
            left = rest;
            Some(first)
        })
    }

    fn number<N: TryFrom<u64> + PartialOrd + std::fmt::Display>(self, least: N, most: N) -> Result<N, Diagnostic> {
        let number = self.text.parse::<u64>().ok().and_then(|number| N::try_from(number).ok());
        number.filter(|number| (&least..=&most).contains(&number)).ok_or_else(|| {
            let message = format!("`{}` is not a whole number from {least} to {most}", self.text);
            self.wrong(Code::BAD_VALUE, message)
        })
    }

    fn duration(self) -> Result<std::time::Duration, Diagnostic> {
        let help = "a duration is a number with a unit: `500ms`, `2s`, `1m30s`";
        parse_duration(self.text).map_err(|error| self.wrong(Code::BAD_DURATION, error).help(help))
    }

    /// Nothing that can happen there.
    fn unknown(self, known: &[&str]) -> Diagnostic {
        let word = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
        let near = known.iter().find(|one| word(one) == word(self.text));
        let help = match near {
            Some(form) => Some(format!("write `{form}`")),
            None => list_of("what may stand here", self.text, known.iter().copied()),
        };
        self.wrong(Code::BAD_VALUE, format!("`{}` is nothing that can happen here", self.text)).help_maybe(help)
    }

    fn wrong(self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, message).at(Place::new(self.source, self.at..self.at + self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::*;

    fn read_text(text: &str) -> Result<Scripted, Diagnostic> {
        read(&SourceFile::new("--fault", text))
    }

    fn status(status: u16, retry_after: Option<u64>) -> FaultAction {
        FaultAction::Status { status, code: None, retry_after, body: None }
    }

    #[rstest]
    #[case("POST /oauth/token=503,times=2", "token", Some(2), 0, status(503, None))]
    #[case("token=429,retry_after=5", "token", None, 0, status(429, Some(5)))]
    #[case("widget=reset,after=3", "widget", None, 3, FaultAction::Reset)]
    #[case("widget=delay:2s", "widget", None, 0, FaultAction::Delay(Duration::from_secs(2)))]
    #[case("widget=malformed", "widget", None, 0, FaultAction::MalformedBody)]
    #[case("widget=truncate", "widget", None, 0, FaultAction::Truncate)]
    #[case(
        "GET /api/v2/webchat/widgets/{widgetId}=silent",
        "GET /api/v2/webchat/widgets/{id}",
        None,
        0,
        FaultAction::NoAnswer
    )]
    #[case("widget=400,code=invalid.date", "widget", None, 0, FaultAction::Status { status: 400, code: Some("invalid.date".into()), retry_after: None, body: None })]
    fn faults_of_endpoints(
        #[case] text: &str,
        #[case] at: &str,
        #[case] times: Option<u32>,
        #[case] after: u32,
        #[case] action: FaultAction,
    ) {
        let fault = Fault { at: at.parse().unwrap(), times, after, action };
        assert_eq!(read_text(text).unwrap(), Scripted::Request(fault));
    }

    #[rstest]
    #[case("guest.message=close:1011", GuestStep::Message, GuestFaultAction::Close(1_011))]
    #[case("guest.configure=silent", GuestStep::Configure, GuestFaultAction::NoAnswer)]
    #[case("guest.message=error:4011", GuestStep::Message, GuestFaultAction::Error { code: 4_011, text: ERROR_TEXT.into() })]
    #[case("guest.message=rate_limited:3", GuestStep::Message, GuestFaultAction::RateLimited { retry_after: 3 })]
    #[case("guest.join=expire", GuestStep::Join, GuestFaultAction::Expire)]
    #[case("guest.echo=unknown_class", GuestStep::Echo, GuestFaultAction::UnknownClass)]
    #[case("guest.clear=duplicate", GuestStep::Clear, GuestFaultAction::Duplicate)]
    #[case("guest.leave=out_of_order", GuestStep::Leave, GuestFaultAction::OutOfOrder)]
    #[case("guest.jwt=oversized", GuestStep::Jwt, GuestFaultAction::Oversized(1_048_576))]
    #[case("guest.jwt=oversized:70000", GuestStep::Jwt, GuestFaultAction::Oversized(70_000))]
    #[case("guest.attach=malformed", GuestStep::Attach, GuestFaultAction::Malformed)]
    #[case("guest.attach=delay:500ms", GuestStep::Attach, GuestFaultAction::Delay(Duration::from_millis(500)))]
    #[case("guest.connect=refuse:403", GuestStep::Connect, GuestFaultAction::Refuse(403))]
    fn faults_of_guests(#[case] text: &str, #[case] at: GuestStep, #[case] action: GuestFaultAction) {
        assert_eq!(read_text(text).unwrap(), Scripted::Guest(GuestFault { at, times: None, after: 0, action }));
    }

    #[rstest]
    #[case("widget", "--fault:1:1", "what happens is not said", "`WHERE=WHAT`")]
    #[case("wigdet=503", "--fault:1:1", "names no endpoint", "did you mean `widget`?")]
    #[case("guest.mesage=silent", "--fault:1:1", "no step of a guest", "did you mean `message`?")]
    #[case("widget=exploded", "--fault:1:8", "nothing that can happen", "`reset`")]
    #[case("widget=delay", "--fault:1:8", "nothing that can happen", "write `delay:2s`")]
    #[case("widget=reset:1", "--fault:1:8", "nothing that can happen", "write `reset`")]
    #[case("widget=delay:soon", "--fault:1:14", "not a duration", "`1m30s`")]
    #[case("widget=700", "--fault:1:8", "not a whole number from 200 to 599", "")]
    #[case("widget=503,times=0", "--fault:1:18", "not a whole number from 1", "")]
    #[case("widget=503,tmes=2", "--fault:1:12", "unknown option `tmes`", "did you mean `times`?")]
    #[case("widget=503,times", "--fault:1:12", "`times` lacks a value", "`times=2`")]
    #[case("widget=reset,retry_after=5", "--fault:1:14", "`retry_after` needs a status", "`=429,retry_after=5`")]
    #[case("guest.message=refuse:403", "--fault:1:15", "nothing that can happen", "`close:1011`")]
    #[case("guest.connect=expire", "--fault:1:15", "nothing that can happen", "`refuse:403`")]
    #[case("guest.message=close:70000", "--fault:1:21", "not a whole number from 1000 to 4999", "")]
    #[case("guest.message=silent,retry_after=5", "--fault:1:22", "unknown option `retry_after`", "`times`")]
    fn mistakes(#[case] text: &str, #[case] at: &str, #[case] message: &str, #[case] help: &str) {
        let wrong = read_text(text).unwrap_err();
        assert_eq!(wrong.place.unwrap().to_string(), at);
        assert!(wrong.message.contains(message), "{}", wrong.message);
        assert!(wrong.help.join("\n").contains(help), "{:?}", wrong.help);
    }
}
