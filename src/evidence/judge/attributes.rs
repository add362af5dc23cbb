//! The customer's attributes, as they arrived and as the flow left them.

use indexmap::IndexMap;

use super::pattern::{case_hint, describe, fits};
use super::{Finding, FindingKind, settled};
use crate::evidence::{Checkpoint, Evidence, Part};
use crate::scenario::model::{AttributeExpectation, Case, Spanned, StepKind, TextPattern};

/// What does not hold before the flow runs: everything that was sent must have arrived as it was sent, and everything under `arrived`
/// must hold (the seed's third step).
pub fn judge_arrival(case: &Case, evidence: &Evidence) -> Vec<Finding> {
    let case = &*settled(case, evidence);
    let mut findings = Vec::new();
    let expected = &case.expect.attributes.arrived;
    let sent = &case.participant.attributes;
    if expected.is_empty() && sent.is_empty() {
        return findings;
    }
    let arrived = match evidence.arrived.as_result() {
        Ok(arrived) => arrived,
        Err(reason) => {
            let place = expected.values().map(|one| &one.place).chain(sent.values().map(|one| &one.place)).next();
            findings.push(Finding::unverifiable(FindingKind::Arrived, place, "the attributes arrived", reason));
            return findings;
        }
    };
    let unread = |name: &String| !arrived.contains_key(name) && evidence.overwritten.contains(name);
    let untold = |name: &String, text: &str, place| {
        let reason = "the flow wrote it before anybody read it, as far as can be seen";
        Finding::unverifiable(FindingKind::Arrived, Some(place), format!("{name} arrives as {text}"), reason)
    };
    let (unseen, seen) = expected.clone().into_iter().partition(|(name, _)| unread(name));
    compare(FindingKind::Arrived, "arrived", &seen, arrived, &mut findings);
    let unseen: IndexMap<String, Spanned<TextPattern>> = unseen;
    findings.extend(unseen.iter().map(|(name, one)| untold(name, &describe(&one.value), &one.place)));
    for (name, value) in sent.iter().filter(|(name, _)| !expected.contains_key(*name)) {
        let held = arrived.get(name);
        if unread(name) {
            findings.push(untold(name, &format!("\"{}\"", value.value), &value.place));
            continue;
        }
        if held != Some(&value.value) {
            let expected = format!("{name} arrives as \"{}\"", value.value);
            let went = held.map_or_else(|| "it is not there".to_owned(), |held| format!("\"{held}\""));
            findings.push(Finding::new(FindingKind::Arrived, Some(&value.place), expected, went));
        }
    }
    findings
}

pub(super) fn judge(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    let AttributeExpectation { set, unset, nothing_else, .. } = &case.expect.attributes;
    if !set.is_empty() || nothing_else.is_some() {
        match evidence.set.as_result() {
            Ok(written) => {
                compare(FindingKind::Attributes, "set", set, written, findings);
                if let Some(place) = nothing_else {
                    for (name, value) in written.iter().filter(|(name, _)| !set.contains_key(*name)) {
                        let went = format!("the flow also set {name} to \"{value}\"");
                        let expected = "no other attribute set";
                        findings.push(Finding::new(FindingKind::Attributes, Some(place), expected, went));
                    }
                }
            }
            Err(reason) => {
                let place = set.values().map(|one| &one.place).chain(nothing_else).next();
                findings.push(Finding::unverifiable(
                    FindingKind::Attributes,
                    place,
                    "attributes set by the flow",
                    reason,
                ));
            }
        }
    }
    absent(unset, &evidence.attributes, findings);
}

/// Attributes in the middle of the conversation, as they were when the step was taken. `set` cannot tell there who wrote a value: it holds
/// where the value is there.
pub(super) fn judge_midway(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    findings.extend(evidence.checkpoints.iter().flat_map(|checkpoint| judge_checkpoint(case, checkpoint)));
}

/// What does not hold of the attributes at one step; nothing for a step that asks for none.
pub fn judge_checkpoint(case: &Case, checkpoint: &Checkpoint) -> Vec<Finding> {
    let mut findings = Vec::new();
    let step = case.conversation.get(checkpoint.step);
    let (Some(step), Some(seen)) = (step, &checkpoint.attributes) else { return findings };
    let StepKind::Attributes(expected) = &step.kind else { return findings };
    let attributes = match seen.as_result() {
        Ok(attributes) => attributes,
        Err(reason) => {
            let what = "attributes at this point";
            findings.push(Finding::unverifiable(FindingKind::Attributes, Some(&step.place), what, reason));
            return findings;
        }
    };
    compare(FindingKind::Attributes, "arrived", &expected.arrived, attributes, &mut findings);
    compare(FindingKind::Attributes, "set", &expected.set, attributes, &mut findings);
    absent(&expected.unset, seen, &mut findings);
    if let Some(place) = &expected.nothing_else {
        let named = |name: &String| {
            expected.set.contains_key(name)
                || expected.arrived.contains_key(name)
                || case.participant.attributes.contains_key(name)
        };
        for (name, value) in attributes.iter().filter(|(name, _)| !named(name)) {
            let went = format!("{name} is \"{value}\"");
            findings.push(Finding::new(FindingKind::Attributes, Some(place), "no other attribute", went));
        }
    }
    findings
}

fn compare(
    kind: FindingKind,
    verb: &str,
    expected: &IndexMap<String, Spanned<TextPattern>>,
    actual: &IndexMap<String, String>,
    findings: &mut Vec<Finding>,
) {
    for (name, pattern) in expected {
        let went = match actual.get(name) {
            Some(value) if fits(&pattern.value, value) => continue,
            Some(value) => format!("\"{value}\"{}", case_hint(&pattern.value, value)),
            None => format!("{name} was not {verb}"),
        };
        let expected = format!("{name} {verb} as {}", describe(&pattern.value));
        findings.push(Finding::new(kind, Some(&pattern.place), expected, went));
    }
}

fn absent(unset: &[Spanned<String>], attributes: &Part<IndexMap<String, String>>, findings: &mut Vec<Finding>) {
    let Some(first) = unset.first() else { return };
    match attributes.as_result() {
        Ok(attributes) => {
            for name in unset {
                if let Some(value) = attributes.get(&name.value) {
                    let expected = format!("{} not set", name.value);
                    let went = format!("it is \"{value}\"");
                    findings.push(Finding::new(FindingKind::Attributes, Some(&name.place), expected, went));
                }
            }
        }
        Err(reason) => {
            let expected = format!("{} not set", first.value);
            findings.push(Finding::unverifiable(FindingKind::Attributes, Some(&first.place), expected, reason));
        }
    }
}
