//! What a live run and a replay of its data differ in that only time and order can bring about; anything else is no matter of timing.

use super::rules::way;
use super::{beside, own_of_the_org};
use crate::event::{CaseReport, Verdict};
use crate::evidence::{Evidence, StepFailure};
use crate::parity::{About, Aspect, Difference, Part, Subject};

/// Answers by which an org says that it cannot just now.
const BUSY: [u16; 5] = [408, 429, 502, 503, 504];

/// Codes with which a socket is closed by its protocol (RFC 6455, section 7.4), no answers of an org.
const CLOSES: std::ops::Range<u16> = 1000..2000;

/// Why a step that the org refused, or a connection that was lost, is no matter of timing.
pub fn refusal(live: &CaseReport) -> Option<String> {
    let failure = failure(live)?;
    let answer = failure.status.or_else(|| failure.code.as_deref()?.parse().ok())?;
    let (step, message) = (failure.step.word(), &failure.message);
    match answer {
        answer if BUSY.contains(&answer) => None,
        answer if CLOSES.contains(&answer) => Some(format!("the connection was lost in step {step}: {message}")),
        _ => Some(format!("the org refused step {step}: {message}")),
    }
}

fn failure(live: &CaseReport) -> Option<&StepFailure> {
    live.evidence.as_ref()?.failure.as_ref()
}

/// What was seen of timing and order, in words, at least one.
///
/// # Errors
/// Something else differs, or nothing does: a lowercase fragment.
pub fn seen(live: &CaseReport, replayed: &CaseReport, about: &About<'_>) -> Result<Vec<String>, String> {
    let mut seen = Vec::new();
    if let Some(failure) = failure(live) {
        seen.push(format!("step {} did not come through: {}", failure.step.word(), failure.message));
    } else if live.verdict == Verdict::Errored && live.findings.is_empty() {
        seen.extend(live.reason.clone());
    }
    let cut_short = !seen.is_empty();
    if let (Some(one), Some(other)) = (&live.evidence, &replayed.evidence) {
        let behind = behind(live, replayed);
        seen.extend(behind.clone());
        let differences = beside(one, other, about);
        for (at, difference) in differences.list.iter().enumerate().filter(|(_, one)| one.after.is_none()) {
            if own_of_the_org(at, &differences) {
                continue;
            }
            match words(difference, one) {
                Some(words) => seen.push(words),
                // A run that stopped half-way lacks all that would have come.
                None if (cut_short || behind.is_some()) && lacks(difference) => {}
                None => return Err(another_way(difference)),
            }
        }
        seen.extend(late(one, other));
    }
    if seen.is_empty() {
        return Err("nothing differs that would tell why".to_owned());
    }
    Ok(seen)
}

/// Where the live path stops before the replay's does.
fn behind(live: &CaseReport, replayed: &CaseReport) -> Option<String> {
    let (one, other) = (way(live)?, way(replayed)?);
    let (last, before) = one.split_last()?;
    let next = other.get(before.len())?;
    // The last action may still wait for its output.
    let on_the_way = other.starts_with(before) && next.0 == last.0 && (next == last || last.1.is_none());
    let stopped = one.len() < other.len() || next != last;
    (on_the_way && stopped).then(|| format!("the live flow had come no further than {}", last.0.name))
}

/// Whether the live run lacks it, or was still waiting.
fn lacks(one: &Difference) -> bool {
    one.a.is_none() || one.subject == Subject::Part(Part::Ending)
}

/// A difference that only time and order bring about.
fn words(one: &Difference, live: &Evidence) -> Option<String> {
    match (&one.subject, one.aspect) {
        (Subject::Action { id, .. }, Aspect::Order) => Some(format!("action {} came in another order", id.name)),
        (Subject::Part(Part::Transcript), Aspect::Order) => {
            let at = |value: &Option<String>| value.clone().unwrap_or_default();
            Some(format!("a message came in another order: live {}, replayed {}", at(&one.a), at(&one.b)))
        }
        (Subject::Part(Part::Transcript), Aspect::Presence) => match (&one.a, &one.b) {
            (None, Some(text)) => Some(format!("a message did not come: \"{text}\"")),
            (Some(text), None) if twice(live, text) => Some(format!("a message came twice: \"{text}\"")),
            _ => None,
        },
        (Subject::Part(Part::Arrived | Part::Written | Part::Attributes), Aspect::Presence) if one.a.is_none() => {
            Some(format!("attribute {} was not there yet", one.name))
        }
        _ => None,
    }
}

fn twice(live: &Evidence, text: &str) -> bool {
    let lines = live.transcript.value().into_iter().flatten();
    lines.filter(|line| *line.text == *text).count() > 1
}

/// The first step of the conversation by which fewer messages had come than offline.
fn late(live: &Evidence, replayed: &Evidence) -> Option<String> {
    live.checkpoints.iter().find_map(|one| {
        let other = replayed.checkpoints.iter().find(|other| other.step == one.step)?;
        (one.lines < other.lines)
            .then(|| format!("{} lines had been said by step {}, {} offline", one.lines, one.step + 1, other.lines))
    })
}

fn another_way(one: &Difference) -> String {
    let what = match &one.subject {
        Subject::Action { id, .. } => format!("action {}, {}", id.name, one.what()),
        Subject::Part(part) => format!("{}, {}", part.words(), one.what()),
    };
    let value = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| format!("\"{value}\""));
    let (live, replayed) = (value(&one.a), value(&one.b));
    format!("the org did otherwise: {what} was {live}, offline {replayed}")
}
