//! What the flow called, how often, and with what.

use super::path::how_often;
use super::pattern::{describe, fits};
use super::{Finding, FindingKind};
use crate::evidence::{CallSeen, Evidence};
use crate::scenario::model::{CallExpectation, Case, Times};

pub(super) fn judge(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    let expected = &case.expect.calls;
    if expected.is_empty() {
        return;
    }
    let calls = match evidence.calls.as_result() {
        Ok(calls) => calls,
        Err(reason) => {
            let place = expected.values().flat_map(|names| names.values()).map(|one| &one.place).next();
            findings.push(Finding::unverifiable(FindingKind::Calls, place, "calls", reason));
            return;
        }
    };
    for (category, names) in expected {
        for (name, expectation) in names {
            let made: Vec<&CallSeen> =
                calls.iter().filter(|call| call.category == *category && call.name == *name).collect();
            one(category, name, expectation, &made, evidence.values_missing.as_deref(), findings);
        }
    }
}

fn one(
    category: &str,
    name: &str,
    expectation: &CallExpectation,
    made: &[&CallSeen],
    values_missing: Option<&str>,
    findings: &mut Vec<Finding>,
) {
    let place = Some(&expectation.place);
    let count = made.len() as u64;
    let Times { min, max } = expectation.times;
    if count < min || max.is_some_and(|max| count > max) {
        let expected = format!("{category} > {name} called {}", in_words(expectation.times));
        findings.push(Finding::new(FindingKind::Calls, place, expected, format!("called {}", how_often(count))));
        return;
    }
    let fit = |call: &&&CallSeen| {
        expectation
            .inputs
            .iter()
            .all(|(input, pattern)| call.inputs.get(input).is_some_and(|value| fits(&pattern.value, value)))
    };
    let exact = max == Some(min) && min > 0;
    let held = if exact { made.iter().all(|call| fit(&call)) } else { made.iter().any(|call| fit(&call)) };
    if expectation.inputs.is_empty() || held {
        return;
    }
    if let Some(reason) = values_missing {
        let expected = format!("the inputs of {category} > {name}");
        return findings.push(Finding::unverifiable(FindingKind::Calls, place, expected, reason));
    }
    let wanted: Vec<String> =
        expectation.inputs.iter().map(|(input, pattern)| format!("{input} {}", describe(&pattern.value))).collect();
    let seen: Vec<String> = made.iter().map(|call| describe_inputs(call)).collect();
    let went =
        if seen.is_empty() { "it was not called".to_owned() } else { format!("called with {}", seen.join("; ")) };
    let expected = format!("{category} > {name} called with {}", wanted.join(", "));
    findings.push(Finding::new(FindingKind::Calls, place, expected, went));
}

fn describe_inputs(call: &CallSeen) -> String {
    let inputs: Vec<String> = call.inputs.iter().map(|(name, value)| format!("{name} \"{value}\"")).collect();
    if inputs.is_empty() { "no inputs".to_owned() } else { inputs.join(", ") }
}

fn in_words(times: Times) -> String {
    match times {
        Times { min, max: Some(max) } if min == max => how_often(min),
        Times { min: 0, max: Some(max) } => format!("at most {}", how_often(max)),
        Times { min, max: Some(max) } => format!("{min} to {max} times"),
        Times { min, max: None } => format!("at least {}", how_often(min)),
    }
}
