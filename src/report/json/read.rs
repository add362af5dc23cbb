//! Lines back to events: a report that another run wrote, on this machine or elsewhere. What is not known is ignored; what cannot be understood is
//! told with its line.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use super::line::{EVENTS, LineJson};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::event::{EVENT_VERSION, Event, FlowSeen};

/// What tells one line from another, before all of it is read.
#[derive(Deserialize)]
struct Head {
    event: String,
    version: Option<u32>,
}

/// The events of a report, as far as they can be understood. A last line that is cut is a warning: the run that wrote it was killed, and what
/// it had judged counts. Anything else that cannot be understood is an error.
pub fn read_events(file: &Arc<SourceFile>) -> (Vec<Event>, Diagnostics) {
    let mut reader = Reader { file, flows: HashMap::new(), begun: false, wrong: Diagnostics::new() };
    let mut events = Vec::new();
    let mut start = 0;
    for text in file.text().split_inclusive('\n') {
        let place = Place::new(file, start..start + text.trim_end_matches(['\n', '\r']).len());
        start += text.len();
        if text.trim().is_empty() {
            continue;
        }
        match reader.line(text, &place) {
            Ok(event) => events.extend(event),
            Err(wrong) => {
                let fatal = wrong.code == Code::REPORT_VERSION;
                reader.wrong.push(wrong);
                if fatal {
                    break;
                }
            }
        }
    }
    if events.is_empty() && reader.wrong.is_empty() {
        let empty = Diagnostic::error(Code::REPORT_UNREADABLE, "the report is empty");
        reader.wrong.push(empty.at(Place::new(file, 0..0)).help("the run that should have written it never began"));
    }
    (events, reader.wrong)
}

struct Reader<'f> {
    file: &'f Arc<SourceFile>,
    flows: HashMap<String, Arc<FlowSeen>>,
    begun: bool,
    wrong: Diagnostics,
}

impl Reader<'_> {
    fn line(&mut self, text: &str, place: &Place) -> Result<Option<Event>, Diagnostic> {
        let unreadable = |error: serde_json::Error| self.unreadable(text, place, &error);
        let head: Head = serde_json::from_str(text).map_err(unreadable)?;
        let begins = head.event == "run_started";
        if let Some(version) = head.version.filter(|version| begins && *version != EVENT_VERSION) {
            let wrong = format!("the report is of version {version}, and this flowproof reads version {EVENT_VERSION}");
            let wrong = Diagnostic::error(Code::REPORT_VERSION, wrong).at(place.clone());
            return Err(wrong.help("write and read reports with the same flowproof"));
        }
        if !EVENTS.contains(&head.event.as_str()) {
            return Ok(None);
        }
        if !std::mem::replace(&mut self.begun, true) && !begins {
            let wrong = format!("the report begins with `{}`, not with `run_started`", head.event);
            return Err(Diagnostic::error(Code::REPORT_UNREADABLE, wrong).at(place.clone()));
        }
        let unreadable = |error: serde_json::Error| self.unreadable(text, place, &error);
        let line: LineJson = serde_json::from_str(text).map_err(unreadable)?;
        let strange = |why: String| {
            let wrong = format!("the line is no `{}` of version {EVENT_VERSION}: {why}", head.event);
            Diagnostic::error(Code::REPORT_UNREADABLE, wrong).at(place.clone())
        };
        if let LineJson::FlowSeen(flow) = line {
            let flow = flow.read().map_err(strange)?;
            self.flows.insert(flow.key.to_string(), Arc::new(flow));
            return Ok(None);
        }
        line.read(&|key| self.flows.get(key).map(Arc::clone)).map_err(strange)
    }

    /// A line that is no JSON, or not of the shape that it should have. The last one may have been cut when its run was killed.
    fn unreadable(&self, text: &str, place: &Place, error: &serde_json::Error) -> Diagnostic {
        let last = place.span.end == self.file.text().len() && !text.ends_with('\n');
        if last && error.is_eof() {
            return Diagnostic::warning(Code::REPORT_UNREADABLE, "the last line of the report is cut")
                .at(place.clone())
                .help("the run that wrote it was killed; what it had judged before counts");
        }
        let what = if error.is_data() { "not what a report holds" } else { "no JSON" };
        // What serde adds of lines and columns is of this one line.
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        Diagnostic::error(Code::REPORT_UNREADABLE, format!("the line is {what}: {why}"))
            .at(place.clone())
            .help("a report is what `--report json=FILE` writes, line by line")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use rstest::rstest;

    const BEGUN: &str = r#"{"event":"run_started","version":3,"planned":2,"files":1,"target":"mock","jobs":1}"#;

    fn read(text: &str) -> (Vec<Event>, Vec<(Severity, String)>) {
        let (events, wrong) = read_events(&SourceFile::new("a.jsonl", text));
        let told = wrong.iter().map(|one| {
            let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
            (one.severity, format!("{place} {}", one.message))
        });
        (events, told.collect())
    }

    #[test]
    fn what_is_not_known_is_ignored() {
        let text =
            format!("{BEGUN}\n{{\"event\":\"coffee\"}}\n{{\"event\":\"waiting_for_paths\",\"cases\":2,\"x\":1}}\n");
        let (events, wrong) = read(&text);
        assert!(matches!(events[..], [Event::RunStarted(_), Event::WaitingForPaths(2)]), "{events:?}");
        assert_eq!(wrong, []);
    }

    #[rstest]
    #[case("{\"event\":\"case_st", Severity::Warning, "a.jsonl:2:1 the last line of the report is cut")]
    #[case("{\"event\":\"x\"\n", Severity::Error, "a.jsonl:2:1 the line is no JSON: EOF while parsing an object")]
    #[case("hello\n", Severity::Error, "a.jsonl:2:1 the line is no JSON: expected value")]
    #[case("{}\n", Severity::Error, "a.jsonl:2:1 the line is not what a report holds: missing field `event`")]
    #[case(
        "{\"event\":\"run_started\",\"version\":2}",
        Severity::Error,
        "a.jsonl:2:1 the report is of version 2, and this flowproof reads version 3"
    )]
    #[case(
        "{\"event\":\"run_ended\",\"planned\":1,\"verdicts\":{\"fine\":1},\"exit\":0,\"interrupted\":false,\"timed_out\":false,\"duration_ms\":1}",
        Severity::Error,
        "a.jsonl:2:1 the line is no `run_ended` of version 3: `fine` is no verdict"
    )]
    fn what_cannot_be_understood_is_told_with_its_line(#[case] line: &str, #[case] bad: Severity, #[case] why: &str) {
        let (events, wrong) = read(&format!("{BEGUN}\n{line}"));
        assert_eq!(events.len(), 1, "what stands before it counts");
        assert_eq!(wrong, [(bad, why.to_owned())]);
    }

    #[test]
    fn a_report_begins_with_its_run() {
        assert_eq!(read("").1[0].1, "a.jsonl:1:1 the report is empty");
        let wrong = read("{\"event\":\"waiting_for_paths\",\"cases\":2}\n").1;
        assert_eq!(wrong[0].1, "a.jsonl:1:1 the report begins with `waiting_for_paths`, not with `run_started`");
    }
}
