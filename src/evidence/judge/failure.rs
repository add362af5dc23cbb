//! A step that failed, against the step that must fail.

use super::pattern::{describe, fits};
use super::{Finding, FindingKind};
use crate::evidence::StepFailure;
use crate::scenario::model::{Case, ErrorExpectation};

/// What does not hold of the steps: one that failed though nothing expects it, one that must fail and did not, or failed otherwise.
pub fn judge_failure(case: &Case, failure: Option<&StepFailure>) -> Vec<Finding> {
    let kind = FindingKind::Step;
    match (&case.expect.error, failure) {
        (None, None) => Vec::new(),
        (None, Some(failure)) => {
            let expected = format!("step {} to succeed", failure.step.word());
            vec![Finding::new(kind, Some(&case.place), expected, describe_failure(failure))]
        }
        (Some(expected), None) => {
            let went = format!("step {} succeeded", expected.value.step.word());
            vec![Finding::new(kind, Some(&expected.place), in_words(&expected.value), went)]
        }
        (Some(expected), Some(failure)) if holds(&expected.value, failure) => Vec::new(),
        (Some(expected), Some(failure)) => {
            vec![Finding::new(kind, Some(&expected.place), in_words(&expected.value), describe_failure(failure))]
        }
    }
}

fn holds(expected: &ErrorExpectation, failure: &StepFailure) -> bool {
    expected.step == failure.step
        && expected.status.is_none_or(|status| failure.status == Some(status))
        && expected.code.as_ref().is_none_or(|code| failure.code.as_ref() == Some(code))
        && expected.says.as_ref().is_none_or(|says| fits(&says.value, &failure.message))
}

fn in_words(expected: &ErrorExpectation) -> String {
    let mut words = format!("step {} to fail", expected.step.word());
    if let Some(status) = expected.status {
        words.push_str(&format!(" with status {status}"));
    }
    if let Some(code) = &expected.code {
        words.push_str(&format!(" and code {code}"));
    }
    if let Some(says) = &expected.says {
        words.push_str(&format!(", saying {}", describe(&says.value)));
    }
    words
}

/// The message says status and code itself.
fn describe_failure(failure: &StepFailure) -> String {
    format!("step {} failed: {}", failure.step.word(), failure.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::RunStep;

    fn failure(status: u16) -> StepFailure {
        StepFailure {
            step: RunStep::Participant,
            status: Some(status),
            code: Some("bad.request".into()),
            message: "attribute `x` is not declared".into(),
            advice: vec![],
            environment: false,
        }
    }

    #[test]
    fn step_status_code_and_words_must_all_hold() {
        let expected = ErrorExpectation { step: RunStep::Participant, status: Some(400), code: None, says: None };
        assert!(holds(&expected, &failure(400)));
        assert!(!holds(&expected, &failure(401)));
        assert!(!holds(&ErrorExpectation { step: RunStep::Widget, ..expected.clone() }, &failure(400)));
        assert!(!holds(&ErrorExpectation { code: Some("x".into()), ..expected }, &failure(400)));
    }
}
