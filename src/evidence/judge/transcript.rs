//! What was said. A scenario that says `receive` anywhere is strict: every message of flow or bot must be received. One that never
//! says it makes no statement about messages.

use super::pattern::{describe, fits, fold};
use super::{Finding, FindingKind};
use crate::diagnostic::Place;
use crate::evidence::Evidence;
use crate::scenario::model::{Case, Receive, StepKind, TextMatch};
use crate::trace::{Line, Speaker};

pub(super) fn judge(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    let mut receives = case.conversation.iter().filter_map(|step| match &step.kind {
        StepKind::Receive(receive) => Some((receive, &step.place)),
        _ => None,
    });
    let Some(first) = receives.next() else { return };
    let lines = match evidence.transcript.as_result() {
        Ok(lines) => lines,
        Err(reason) => {
            findings.push(Finding::unverifiable(FindingKind::Transcript, Some(first.1), expected(first.0), reason));
            return;
        }
    };
    let mut heard = lines.iter().filter(|line| line.speaker != Speaker::Customer).peekable();
    let mut last = first.1;
    for (receive, place) in std::iter::once(first).chain(receives) {
        last = place;
        let held = match receive {
            Receive::One { text, quick_replies } => {
                let line = heard.next();
                one(text, line, place, findings)
                    && quick_replies.as_ref().is_none_or(|labels| replies(labels, line, findings))
            }
            Receive::AnyOrder(texts) => {
                let batch: Vec<&Line> = heard.by_ref().take(texts.len()).collect();
                any_order(texts, &batch, findings)
            }
            Receive::NoneFor(_) => match heard.peek() {
                None => true,
                Some(line) => {
                    let went = format!("\"{}\"", fold(&line.text));
                    findings.push(Finding::new(FindingKind::Transcript, Some(place), "no message", went));
                    false
                }
            },
        };
        if !held {
            return;
        }
    }
    if let Some(line) = heard.next() {
        let went = format!("an unexpected message: \"{}\"", fold(&line.text));
        findings.push(Finding::new(FindingKind::Transcript, Some(last), "no further message", went));
    }
}

fn one(text: &TextMatch, line: Option<&Line>, place: &Place, findings: &mut Vec<Finding>) -> bool {
    let went = match line {
        Some(line) if fits(&text.value, &line.text) => return true,
        Some(line) => format!("\"{}\"", fold(&line.text)),
        None => "no message came".to_owned(),
    };
    findings.push(Finding::new(FindingKind::Transcript, Some(place), describe(&text.value), went));
    false
}

fn replies(
    labels: &[crate::scenario::model::Spanned<String>],
    line: Option<&Line>,
    findings: &mut Vec<Finding>,
) -> bool {
    let shown: Vec<&str> = line.map(|line| line.labels().collect()).unwrap_or_default();
    if shown.iter().copied().eq(labels.iter().map(|label| label.value.as_str())) {
        return true;
    }
    let wanted: Vec<&str> = labels.iter().map(|label| label.value.as_str()).collect();
    let place = labels.first().map(|label| &label.place);
    findings.push(Finding::new(
        FindingKind::Transcript,
        place,
        format!("quick replies {}", wanted.join(", ")),
        if shown.is_empty() { "no quick replies".to_owned() } else { format!("quick replies {}", shown.join(", ")) },
    ));
    false
}

/// Pairs patterns and messages so that each fits, by trying; a list is short.
fn any_order(texts: &[TextMatch], lines: &[&Line], findings: &mut Vec<Finding>) -> bool {
    let mut taken: Vec<Option<usize>> = vec![None; lines.len()];
    for index in 0..texts.len() {
        let mut seen = vec![false; lines.len()];
        if !assign(index, texts, lines, &mut taken, &mut seen) {
            let text = texts.get(index);
            let said: Vec<String> = lines.iter().map(|line| format!("\"{}\"", fold(&line.text))).collect();
            let went = if said.is_empty() { "no message came".to_owned() } else { said.join(", ") };
            let expected = text.map_or_else(String::new, |text| describe(&text.value));
            findings.push(Finding::new(FindingKind::Transcript, text.map(|text| &text.place), expected, went));
            return false;
        }
    }
    true
}

fn assign(index: usize, texts: &[TextMatch], lines: &[&Line], taken: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for (at, line) in lines.iter().enumerate() {
        let free = seen.get(at) == Some(&false) && texts.get(index).is_some_and(|text| fits(&text.value, &line.text));
        if !free {
            continue;
        }
        if let Some(seen) = seen.get_mut(at) {
            *seen = true;
        }
        let holder = taken.get(at).copied().flatten();
        if holder.is_none_or(|other| assign(other, texts, lines, taken, seen)) {
            if let Some(slot) = taken.get_mut(at) {
                *slot = Some(index);
            }
            return true;
        }
    }
    false
}

fn expected(receive: &Receive) -> String {
    match receive {
        Receive::One { text, .. } => describe(&text.value),
        Receive::AnyOrder(texts) => texts.iter().map(|text| describe(&text.value)).collect::<Vec<_>>().join(" and "),
        Receive::NoneFor(_) => "no message".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::scenario::model::{Spanned, TextPattern};

    fn text(pattern: TextPattern) -> TextMatch {
        Spanned { value: pattern, place: Place::new(&SourceFile::new("s", "x"), 0..1) }
    }

    fn line(text: &str) -> Line {
        Line { speaker: Speaker::Flow, text: text.into(), choices: vec![] }
    }

    #[test]
    fn any_order_pairs_even_when_the_first_pattern_is_greedy() {
        let texts = [text(TextPattern::Contains("a".into())), text(TextPattern::Is("a".into()))];
        let (a, ab) = (line("a"), line("ab"));
        let mut findings = vec![];
        assert!(any_order(&texts, &[&a, &ab], &mut findings));
        assert!(!any_order(&texts, &[&ab, &ab], &mut findings));
        assert_eq!(findings[0].expected, "\"a\"");
    }
}
