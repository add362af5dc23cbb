//! Values that a case captures from replies: taken from the transcript, and filled in where later steps and expectations use them. Must not
//! know how a case was driven.

use std::borrow::Cow;

use super::pattern::fold;
use super::{Finding, FindingKind};
use crate::evidence::Evidence;
use crate::scenario::late::{Captured, fill_expectations, fill_step};
use crate::scenario::model::{Capture, Case, Receive, StepKind};
use crate::trace::{Line, Speaker};

/// A value, and the step that took it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Taken {
    step: usize,
    name: String,
    value: String,
}

/// The case with the values that its replies gave filled in; the case itself where it captures nothing.
pub fn settled<'c>(case: &'c Case, evidence: &Evidence) -> Cow<'c, Case> {
    if !captures_any(case) {
        return Cow::Borrowed(case);
    }
    let lines = evidence.transcript.value().map_or(&[][..], Vec::as_slice);
    let taken = taken(case, lines);
    let mut case = case.clone();
    let mut known = Captured::new();
    let mut next = taken.into_iter().peekable();
    for (at, step) in case.conversation.iter_mut().enumerate() {
        while let Some(one) = next.next_if(|one| one.step < at) {
            known.insert(one.name, one.value);
        }
        fill_step(step, &known);
    }
    known.extend(next.map(|one| (one.name, one.value)));
    fill_expectations(&mut case.expect, &known);
    Cow::Owned(case)
}

/// The values that a run captured, by name; of one that was captured again, the last.
pub fn captured(case: &Case, evidence: &Evidence) -> Captured {
    if !captures_any(case) {
        return Captured::new();
    }
    let lines = evidence.transcript.value().map_or(&[][..], Vec::as_slice);
    taken(case, lines).into_iter().map(|one| (one.name, one.value)).collect()
}

fn captures_any(case: &Case) -> bool {
    case.conversation.iter().any(|step| !captures(&step.kind).is_empty())
}

fn captures(kind: &StepKind) -> &[Capture] {
    match kind {
        StepKind::Receive(Receive::One { captures, .. }) => captures,
        _ => &[],
    }
}

/// What each step took of its message, in order.
fn taken(case: &Case, lines: &[Line]) -> Vec<Taken> {
    let mut heard = lines.iter().filter(|line| line.speaker != Speaker::Customer);
    let mut found = Vec::new();
    for (step, one) in case.conversation.iter().enumerate() {
        match &one.kind {
            StepKind::Receive(Receive::One { captures, .. }) => {
                let Some(line) = heard.next() else { break };
                found.extend(captures.iter().filter_map(|capture| {
                    let value = capture.of(&line.text)?.to_owned();
                    Some(Taken { step, name: capture.name.value.clone(), value })
                }));
            }
            StepKind::Receive(Receive::AnyOrder(texts)) => drop(heard.by_ref().take(texts.len()).count()),
            _ => {}
        }
    }
    found
}

/// Whether a message holds all that is captured from it; the first that it does not is a finding.
pub(super) fn judge(captures: &[Capture], line: Option<&Line>, findings: &mut Vec<Finding>) -> bool {
    let Some(line) = line else { return captures.is_empty() };
    let Some(missing) = captures.iter().find(|capture| capture.of(&line.text).is_none()) else { return true };
    let expected = format!("a text in which `{}` is found by /{}/", missing.name.value, missing.pattern);
    let went = format!("\"{}\"", fold(&line.text));
    findings.push(Finding::new(FindingKind::Transcript, Some(&missing.name.place), expected, went));
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::evidence::{Origin, Part};
    use crate::scenario::model::{Say, TextPattern};

    const CASE: &str = "version: 1\nscenario: Tickets\nflow: f\nconversation:\n  - say: Hi\n  - receive: { contains: Ticket, capture: { id: 'Ticket ([0-9]+)' } }\n  \
- say: \"Close ${id}\"\n  - receive: { capture: { id: '#([0-9]+)' } }\nexpect: { attributes: { set: { last: \"${id}\", text: { matches: '^${id}$' } } } }\n";

    fn case() -> Case {
        let (file, found) = crate::scenario::read(&SourceFile::new("s.yaml", CASE));
        assert!(found.is_empty(), "{found:?}");
        file.unwrap().case(0).unwrap()
    }

    fn evidence(said: &[(Speaker, &str)]) -> Evidence {
        let lines =
            said.iter().map(|(speaker, text)| Line { speaker: *speaker, text: (*text).into(), choices: vec![] });
        Evidence { transcript: Part::seen(lines.collect(), Origin::Guest), ..Evidence::default() }
    }

    #[test]
    fn each_step_knows_what_was_captured_before_it() {
        let (customer, flow) = (Speaker::Customer, Speaker::Flow);
        let said = [(customer, "Hi"), (flow, "Ticket 41"), (customer, "Close 41"), (flow, "Done, next is #42")];
        let case = case();
        let settled = settled(&case, &evidence(&said));
        assert!(matches!(&settled.conversation[2].kind, StepKind::Say(Say { text, .. }) if text.value == "Close 41"));
        let set = &settled.expect.attributes.set;
        assert!(matches!(&set["last"].value, TextPattern::Is(text) if text == "42"));
        assert!(matches!(&set["text"].value, TextPattern::Matches(regex) if regex.as_str() == "^(?:42)$"));
        assert_eq!(captured(&case, &evidence(&said)).into_iter().collect::<Vec<_>>(), [("id".into(), "42".into())]);
    }

    #[test]
    fn what_is_not_in_the_message_is_a_finding_with_what_came() {
        let case = case();
        let mut findings = Vec::new();
        let line = Line { speaker: Speaker::Flow, text: "Ticket none".into(), choices: vec![] };
        assert!(!judge(captures(&case.conversation[1].kind), Some(&line), &mut findings));
        assert_eq!(findings[0].expected, "a text in which `id` is found by /Ticket ([0-9]+)/");
        assert_eq!(findings[0].went, "\"Ticket none\"");
        assert_eq!(findings[0].place.as_ref().unwrap().start().line, 6);
    }
}
