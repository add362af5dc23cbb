//! How it ended. A case that expects no ending still fails where the flow reached what nothing executes or answers, or went to its error
//! handling: these are never what a scenario silently means.

use std::fmt::Write as _;

use super::pattern::{describe, fits};
use super::{Finding, FindingKind};
use crate::evidence::Evidence;
use crate::scenario::model::{Case, EndingExpectation};
use crate::trace::{Ending, Transfer};

pub(super) fn judge(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    let expected = case.expect.ending.as_ref();
    let ending = match evidence.ending.as_result() {
        Ok(ending) => ending,
        Err(reason) => {
            if let Some(expected) = expected {
                let words = in_words(&expected.value);
                findings.push(Finding::unverifiable(FindingKind::Ending, Some(&expected.place), words, reason));
            }
            return;
        }
    };
    if let Ending::Unsupported { action, kind } = ending {
        let went = format!("action {} is of kind {kind}, which cannot be executed here", action.name);
        findings.push(Finding::new(FindingKind::Unsupported, Some(&case.place), "actions that can be executed", went));
        return;
    }
    if let Ending::Unstubbed { action, callee } = ending {
        let went = format!("{}: the flow calls {callee}, and no stub answers", action.name);
        findings.push(Finding::new(FindingKind::Unsupported, Some(&case.place), "a stub for every call", went));
        return;
    }
    if let (Some(reason), Some(expected)) = (&evidence.values_missing, expected)
        && let EndingExpectation::Transferred { queue, skills, priority, language_skill } = &expected.value
        && matches!(ending, Ending::Transferred(_))
        && (skills.is_some() || priority.is_some() || language_skill.is_some())
    {
        // The queue is the conversation's own; with what else it was handed over stood in the values.
        let known =
            EndingExpectation::Transferred { queue: queue.clone(), skills: None, priority: None, language_skill: None };
        let words = in_words(&expected.value);
        findings.push(if holds(&known, ending) {
            Finding::unverifiable(FindingKind::Ending, Some(&expected.place), words, reason)
        } else {
            Finding::new(FindingKind::Ending, Some(&expected.place), words, describe_ending(ending))
        });
        return;
    }
    match expected {
        Some(expected) if !holds(&expected.value, ending) => {
            let words = in_words(&expected.value);
            findings.push(Finding::new(FindingKind::Ending, Some(&expected.place), words, describe_ending(ending)));
        }
        None if matches!(ending, Ending::Failed(_) | Ending::StepLimit) => {
            let went = describe_ending(ending);
            findings.push(Finding::new(FindingKind::Ending, Some(&case.place), "a run without an error", went));
        }
        _ => {}
    }
}

fn holds(expected: &EndingExpectation, ending: &Ending) -> bool {
    match (expected, ending) {
        (EndingExpectation::Transferred { queue, skills, priority, language_skill }, Ending::Transferred(transfer)) => {
            queue.as_ref().is_none_or(|queue| fits(&queue.value, &transfer.queue))
                && skills.as_ref().is_none_or(|skills| same_names(skills, &transfer.skills))
                && priority.is_none_or(|priority| transfer.priority == Some(priority))
                && language_skill
                    .as_ref()
                    .is_none_or(|skill| transfer.language_skill.as_deref() == Some(skill.as_str()))
        }
        (EndingExpectation::Disconnected, Ending::Disconnected { .. })
        | (EndingExpectation::EndOfState, Ending::EndOfState { .. })
        | (EndingExpectation::CustomerLeft, Ending::CustomerLeft)
        | (EndingExpectation::TimedOut, Ending::TimedOut)
        | (EndingExpectation::StepLimit, Ending::StepLimit)
        | (EndingExpectation::Waiting, Ending::Waiting) => true,
        (EndingExpectation::Exited(reason), Ending::Exited { reason: actual }) => {
            reason.as_ref().is_none_or(|reason| **actual == **reason)
        }
        (EndingExpectation::Failed(says), Ending::Failed(cause)) => {
            says.as_ref().is_none_or(|says| fits(&says.value, &cause.message))
        }
        _ => false,
    }
}

fn same_names(expected: &[String], actual: &[std::sync::Arc<str>]) -> bool {
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let mut actual: Vec<&str> = actual.iter().map(|name| &**name).collect();
    expected.sort_unstable();
    actual.sort_unstable();
    expected == actual
}

fn in_words(expected: &EndingExpectation) -> String {
    match expected {
        EndingExpectation::Transferred { queue, skills, priority, language_skill } => {
            let mut words = "transferred".to_owned();
            if let Some(queue) = queue {
                let _ = write!(words, " to queue {}", describe(&queue.value));
            }
            if let Some(skills) = skills {
                let _ = write!(words, " with skills {}", skills.join(", "));
            }
            if let Some(priority) = priority {
                let _ = write!(words, " at priority {priority}");
            }
            if let Some(skill) = language_skill {
                let _ = write!(words, " with language skill {skill}");
            }
            words
        }
        EndingExpectation::Disconnected => "disconnected by the flow".to_owned(),
        EndingExpectation::EndOfState => "the end of a state".to_owned(),
        EndingExpectation::Exited(Some(reason)) => format!("exited with reason {reason}"),
        EndingExpectation::Exited(None) => "exited".to_owned(),
        EndingExpectation::Failed(Some(says)) => format!("failed with {}", describe(&says.value)),
        EndingExpectation::Failed(None) => "failed".to_owned(),
        EndingExpectation::CustomerLeft => "left by the customer".to_owned(),
        EndingExpectation::TimedOut => "closed for silence".to_owned(),
        EndingExpectation::StepLimit => "stopped at the step limit".to_owned(),
        EndingExpectation::Waiting => "waiting for the customer".to_owned(),
    }
}

/// The ending in the words that expectations use.
pub fn describe_ending(ending: &Ending) -> String {
    match ending {
        Ending::Transferred(transfer) => describe_transfer(transfer),
        Ending::Disconnected { action: Some(action) } => format!("disconnected by the flow (action {})", action.name),
        Ending::Disconnected { action: None } => "disconnected by the flow".to_owned(),
        Ending::EndOfState { state } => format!("the end of state {state}"),
        Ending::Exited { reason } => format!("exited with reason {reason}"),
        Ending::Failed(cause) => {
            format!("failed at action {}: {} (error handling: {})", cause.action.name, cause.message, cause.handled_by)
        }
        Ending::StepLimit => "stopped at the step limit".to_owned(),
        Ending::TimedOut => "closed for silence".to_owned(),
        Ending::CustomerLeft => "left by the customer".to_owned(),
        Ending::Unsupported { action, kind } => format!("action {} of kind {kind} cannot be executed", action.name),
        Ending::Unstubbed { callee, .. } => format!("{callee} has no stub"),
        Ending::Waiting => "waiting for the customer".to_owned(),
    }
}

fn describe_transfer(transfer: &Transfer) -> String {
    let mut words = format!("transferred to queue \"{}\"", transfer.queue);
    if !transfer.skills.is_empty() {
        let _ = write!(words, " with skills {}", transfer.skills.join(", "));
    }
    if let Some(priority) = transfer.priority.filter(|priority| *priority != 0) {
        let _ = write!(words, " at priority {priority}");
    }
    if let Some(skill) = &transfer.language_skill {
        let _ = write!(words, " with language skill {skill}");
    }
    words
}
