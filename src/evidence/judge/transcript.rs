//! What was said. A scenario that says `receive` anywhere is strict: every message of flow or bot must be received. One that never
//! says it makes no statement about messages.

use super::pattern::{case_hint, describe, fits, fold};
use super::{Finding, FindingKind, capture};
use crate::diagnostic::Place;
use crate::evidence::Evidence;
use crate::scenario::model::{Case, Receive, StepKind, TextMatch};
use crate::trace::{Line, Speaker};

pub(super) fn judge(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    hear(case, evidence, None, findings);
}

/// What does not hold of the messages so far, where only the first `done` steps of the conversation have been taken: it need not go on.
pub fn judge_so_far(case: &Case, evidence: &Evidence, done: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    hear(&capture::settled(case, evidence), evidence, Some(done), &mut findings);
    findings
}

fn hear(case: &Case, evidence: &Evidence, done: Option<usize>, findings: &mut Vec<Finding>) {
    let mut receives = case.conversation.iter().enumerate().filter_map(|(at, step)| match &step.kind {
        StepKind::Receive(receive) => Some((at, receive, &step.place)),
        _ => None,
    });
    let Some(first) = receives.next() else { return };
    let lines = match evidence.transcript.as_result() {
        Ok(lines) => lines,
        Err(reason) => {
            let (_, receive, place) = first;
            let kind = FindingKind::Transcript;
            findings.push(Finding::unverifiable(kind, Some(place), expected(receive), reason));
            return;
        }
    };
    let mut heard = lines.iter().enumerate().filter(|(_, line)| line.speaker != Speaker::Customer).peekable();
    let (_, _, mut last) = first;
    for (at, receive, place) in std::iter::once(first).chain(receives) {
        if done.is_some_and(|done| at >= done) {
            return;
        }
        last = place;
        let held = match receive {
            Receive::One { text, quick_replies, captures } => {
                let line = heard.next().map(|(_, line)| line);
                one(text, line, place, findings)
                    && quick_replies.as_ref().is_none_or(|labels| replies(labels, line, findings))
                    && capture::judge(captures, line, findings)
            }
            Receive::AnyOrder(texts) => {
                let batch: Vec<&Line> = heard.by_ref().take(texts.len()).map(|(_, line)| line).collect();
                any_order(texts, &batch, findings)
            }
            // What came until this step was done; later steps may bring more.
            Receive::NoneFor(_) => match heard.peek().filter(|(number, _)| *number < lines_until(evidence, at)) {
                None => true,
                Some((_, line)) => {
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
    if done.is_none()
        && let Some((_, line)) = heard.next()
    {
        let went = format!("an unexpected message: \"{}\"", fold(&line.text));
        findings.push(Finding::new(FindingKind::Transcript, Some(last), "no further message", went));
    }
}

/// How many lines there were when a step was done; all, where the run was of one message.
fn lines_until(evidence: &Evidence, step: usize) -> usize {
    evidence.checkpoints.iter().find(|one| one.step == step).map_or(usize::MAX, |one| one.lines)
}

fn one(text: &TextMatch, line: Option<&Line>, place: &Place, findings: &mut Vec<Finding>) -> bool {
    let went = match line {
        Some(line) if fits(&text.value, &line.text) => return true,
        Some(line) => format!("\"{}\"{}", fold(&line.text), case_hint(&text.value, &line.text)),
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
            let hint = |line: &Line| text.map_or("", |text| case_hint(&text.value, &line.text));
            let quoted = |line: &&Line| format!("\"{}\"{}", fold(&line.text), hint(line));
            let said: Vec<String> = lines.iter().map(quoted).collect();
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
