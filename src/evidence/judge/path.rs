//! The way through the flow: a list of actions in order with gaps, or exactly, and actions that must never be taken.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::pattern::{describe, fits};
use super::{Finding, FindingKind};
use crate::evidence::Evidence;
use crate::scenario::model::{Case, PathExpectation, PathItem, PathOrder, Times};
use crate::trace::{ActionId, Cause, Operand, Taken};

pub(super) fn judge(case: &Case, evidence: &Evidence, findings: &mut Vec<Finding>) {
    let Some(expected) = &case.expect.path else { return };
    let path = match evidence.path.as_result() {
        Ok(path) => path,
        Err(reason) => {
            let place = expected.items.first().or(expected.never.first()).map(|item| &item.place);
            findings.push(Finding::unverifiable(FindingKind::Path, place, "a path", reason));
            return;
        }
    };
    let mut items = expected.items.iter().chain(&expected.never);
    if let Some(item) = items.find(|item| evidence.ambiguous.iter().any(|id| is_nth_of(item, id))) {
        let reason = "the execution data do not tell actions of one name in one place apart";
        return findings.push(Finding::unverifiable(FindingKind::Path, Some(&item.place), label(item), reason));
    }
    if let Some(reason) = &evidence.path_is_partial {
        return partly(expected, path, reason, findings);
    }
    match &evidence.values_missing {
        Some(reason) => without_values(expected, path, reason, findings),
        None => wholly(expected, path, findings),
    }
}

fn wholly(expected: &PathExpectation, path: &[Taken], findings: &mut Vec<Finding>) {
    match expected.order {
        PathOrder::InOrder => in_order(&expected.items, path, findings),
        PathOrder::Exactly => exactly(&expected.items, path, findings),
    }
    for item in &expected.never {
        never(item, path, findings);
    }
}

/// Where only actions and outputs were recorded, those count; with which inputs an action ran, nobody knows.
fn without_values(expected: &PathExpectation, path: &[Taken], reason: &str, findings: &mut Vec<Finding>) {
    let with_inputs = |item: &&PathItem| !item.inputs.is_empty();
    let bare = |item: &PathItem| PathItem { inputs: IndexMap::new(), ..item.clone() };
    let known = PathExpectation {
        order: expected.order,
        items: expected.items.iter().map(bare).collect(),
        never: expected.never.iter().filter(|item| !with_inputs(item)).cloned().collect(),
    };
    wholly(&known, path, findings);
    if let Some(item) = expected.items.iter().chain(&expected.never).find(with_inputs) {
        findings.push(Finding::unverifiable(FindingKind::Path, Some(&item.place), label(item), reason));
    }
}

/// Of a path in which actions may be missing, what was seen counts; what was not may have happened all the same.
fn partly(expected: &PathExpectation, path: &[Taken], reason: &str, findings: &mut Vec<Finding>) {
    for item in &expected.never {
        never(item, path, findings);
    }
    let mut held = Vec::new();
    match expected.order {
        PathOrder::InOrder => in_order(&expected.items, path, &mut held),
        PathOrder::Exactly => {
            let place = expected.items.first().map(|item| &item.place);
            held.push(Finding::new(FindingKind::Path, place, "exactly this path", ""));
        }
    }
    let unseen = expected.never.first().filter(|_| held.is_empty() && findings.is_empty());
    let open = held.first().map(|finding| (finding.place.as_ref(), finding.expected.clone()));
    let open = open.or(unseen.map(|item| (Some(&item.place), format!("never {}", label(item)))));
    if let Some((place, what)) = open {
        findings.push(Finding::unverifiable(FindingKind::Path, place, what, reason));
    }
}

/// Each item must be found after the one before it; other actions may stand between. The first that is missing ends the comparison:
/// what follows it is judged against nothing.
fn in_order(items: &[PathItem], path: &[Taken], findings: &mut Vec<Finding>) {
    let mut from = 0;
    for item in items {
        if let Some(times) = item.times {
            count(item, times, path, findings);
            if times.min == 0 {
                continue;
            }
        }
        let rest = path.get(from..).unwrap_or_default();
        match rest.iter().position(|taken| matches_item(item, taken)) {
            Some(at) => from += at + 1,
            None => {
                findings.push(missing(item, path, from));
                return;
            }
        }
    }
}

/// The path must be these actions and no others.
fn exactly(items: &[PathItem], path: &[Taken], findings: &mut Vec<Finding>) {
    let mut at = 0;
    for item in items {
        let (min, max) = item.times.map_or((1, Some(1)), |times| (times.min, times.max));
        let mut found = 0;
        while max.is_none_or(|max| found < max) && path.get(at).is_some_and(|taken| matches_item(item, taken)) {
            at += 1;
            found += 1;
        }
        if found < min {
            let went = path.get(at).map_or_else(|| "the path ends here".to_owned(), |taken| instead(item, taken));
            findings.push(Finding::new(FindingKind::Path, Some(&item.place), label(item), went).diverged_at(Some(at)));
            return;
        }
    }
    if let Some(more) = path.get(at) {
        let place = items.last().map(|item| &item.place);
        let went = format!("the path goes on with {}", step(more));
        findings.push(Finding::new(FindingKind::Path, place, "the end of the path", went).diverged_at(Some(at)));
    }
}

fn never(item: &PathItem, path: &[Taken], findings: &mut Vec<Finding>) {
    if let Some(at) = path.iter().position(|taken| matches_item(item, taken)) {
        let reason = path.get(at).and_then(why).map(|why| format!(", {why}")).unwrap_or_default();
        findings.push(
            Finding::new(
                FindingKind::Path,
                Some(&item.place),
                format!("never {}", label(item)),
                format!("it was taken as action {}{reason}", at + 1),
            )
            .diverged_at(Some(at)),
        );
    }
}

fn count(item: &PathItem, times: Times, path: &[Taken], findings: &mut Vec<Finding>) {
    let found = path.iter().filter(|taken| matches_item(item, taken)).count() as u64;
    if found < times.min || times.max.is_some_and(|max| found > max) {
        let expected = format!("{} {}", label(item), times_in_words(times));
        let went = format!("it was taken {}", how_often(found));
        findings.push(Finding::new(FindingKind::Path, Some(&item.place), expected, went));
    }
}

/// Says what happened to an action that was expected after `from`: another output, earlier, other inputs, or not at all.
fn missing(item: &PathItem, path: &[Taken], from: usize) -> Finding {
    let rest = path.get(from..).unwrap_or_default();
    let (diverged, went) = if let Some(at) = rest.iter().position(|taken| same_action(item, taken)) {
        let index = from + at;
        (index, path.get(index).map_or_else(String::new, |taken| other_way(item, taken)))
    } else if let Some(at) = path.iter().position(|taken| matches_item(item, taken)) {
        let before = path.get(from.saturating_sub(1)).map_or_else(String::new, |taken| format!(" {}", step(taken)));
        (from, format!("it was taken earlier, as action {}, before{before}", at + 1))
    } else {
        let last_branch = path.iter().rposition(|taken| taken.cause.is_some());
        let reason = last_branch.and_then(|at| path.get(at)).map_or_else(String::new, |taken| {
            let why = why(taken).map(|why| format!(", {why}")).unwrap_or_default();
            format!("; the last decision was {}{why}", step(taken))
        });
        (last_branch.unwrap_or(from), format!("it was not taken{reason}"))
    };
    Finding::new(FindingKind::Path, Some(&item.place), label(item), went).diverged_at(Some(diverged))
}

/// The action was taken, but left by another output or had other inputs.
fn other_way(item: &PathItem, taken: &Taken) -> String {
    if let Some(expected) = &item.output
        && taken.output.as_deref() != Some(expected.value.as_str())
    {
        let output = taken.output.as_deref().unwrap_or("on, without an output");
        let because = why(taken).map(|why| format!(", {why}")).unwrap_or_default();
        return format!("{output}{because}");
    }
    let mut differences = Vec::new();
    for (name, pattern) in &item.inputs {
        match input(taken, name) {
            Some(value) if fits(&pattern.value, value) => {}
            Some(value) => {
                differences.push(format!("{name} was \"{value}\", expected {}", describe(&pattern.value)));
            }
            None => differences.push(format!("{name} was not recorded")),
        }
    }
    differences.join("; ")
}

fn instead(item: &PathItem, taken: &Taken) -> String {
    if same_action(item, taken) { other_way(item, taken) } else { format!("{} came here", step(taken)) }
}

fn matches_item(item: &PathItem, taken: &Taken) -> bool {
    same_action(item, taken)
        && item.output.as_ref().is_none_or(|output| taken.output.as_deref() == Some(output.value.as_str()))
        && item.inputs.iter().all(|(name, pattern)| input(taken, name).is_some_and(|text| fits(&pattern.value, text)))
}

/// Same name, in the containers named (each must be the flow's or the container's name), and of the ordinal asked for.
fn same_action(item: &PathItem, taken: &Taken) -> bool {
    *taken.id.name == *item.action
        && item.nth.is_none_or(|nth| taken.id.ordinal + 1 == nth)
        && item.within.iter().all(|name| *taken.id.container == **name || *taken.id.flow == **name)
}

/// Whether an item asks for one of several actions of this name.
fn is_nth_of(item: &PathItem, id: &ActionId) -> bool {
    item.nth.is_some() && *id.name == *item.action
}

fn input<'a>(taken: &'a Taken, name: &str) -> Option<&'a str> {
    taken.inputs.iter().find(|(key, _)| &**key == name).map(|(_, value)| value.as_str())
}

/// The item as a scenario writes it.
fn label(item: &PathItem) -> String {
    let within = item.within.iter().map(|name| format!("{name} > ")).collect::<String>();
    let output = item.output.as_ref().map(|output| format!(": {}", output.value)).unwrap_or_default();
    let inputs: Vec<String> =
        item.inputs.iter().map(|(name, pattern)| format!("{name} {}", describe(&pattern.value))).collect();
    let inputs = if inputs.is_empty() { String::new() } else { format!(" with {}", inputs.join(", ")) };
    format!("{within}{}{output}{inputs}", item.action)
}

/// An action taken, as a scenario would write it.
pub fn step(taken: &Taken) -> Cow<'_, str> {
    match &taken.output {
        Some(output) => Cow::Owned(format!("{}: {output}", taken.id.name)),
        None => Cow::Borrowed(&taken.id.name),
    }
}

/// `because Flow.tier == "Gold" was false: Flow.tier = "gold" (from attribute customer_tier, action Get customer tier)`.
fn why(taken: &Taken) -> Option<String> {
    if let Some(error) = &taken.error {
        return Some(format!("because it failed: {error}"));
    }
    let Cause { expression, result, decisive, operands } = taken.cause.as_deref()?;
    let values: Vec<String> = operands.iter().map(operand).collect();
    let values = if values.is_empty() { String::new() } else { format!(": {}", values.join(", ")) };
    let judged = decisive.as_ref().unwrap_or(expression);
    Some(format!("because {judged} was {result}{values}"))
}

fn operand(operand: &Operand) -> String {
    let from = operand.setter.as_ref().map_or_else(String::new, |setter| match &setter.attribute {
        Some(attribute) => format!(" (from attribute {attribute}, action {})", setter.action.name),
        None => format!(" (set by action {}, {})", setter.step, setter.action.name),
    });
    format!("{} = {}{from}", operand.text, operand.value)
}

pub(super) fn times_in_words(times: Times) -> String {
    match times {
        Times { min, max: Some(max) } if min == max => format!("taken {}", how_often(min)),
        Times { min: 0, max: Some(max) } => format!("taken at most {}", how_often(max)),
        Times { min, max: Some(max) } => format!("taken {min} to {max} times"),
        Times { min, max: None } => format!("taken at least {}", how_often(min)),
    }
}

pub(super) fn how_often(times: u64) -> String {
    match times {
        0 => "0 times".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Place, SourceFile};
    use crate::scenario::model::Spanned;
    use crate::trace::{ActionId, Setter};

    fn place() -> Place {
        Place::new(&SourceFile::new("s.yaml", "x"), 0..1)
    }

    fn item(action: &str, output: Option<&str>) -> PathItem {
        PathItem {
            text: None,
            within: vec![],
            action: action.into(),
            output: output.map(|output| Spanned { value: output.into(), place: place() }),
            nth: None,
            times: None,
            inputs: Default::default(),
            place: place(),
        }
    }

    fn taken(name: &str, output: Option<&str>) -> Taken {
        Taken {
            id: ActionId { flow: "f".into(), container: "Start".into(), name: name.into(), ordinal: 0 },
            kind: "decision".into(),
            depth: 0,
            output: output.map(Arc::from),
            called: None,
            inputs: vec![],
            assigned: vec![],
            cause: None,
            error: None,
        }
    }

    fn run(items: &[PathItem], path: &[Taken]) -> Vec<Finding> {
        let mut findings = vec![];
        in_order(items, path, &mut findings);
        findings
    }

    #[test]
    fn gaps_are_allowed_but_not_another_order() {
        let path = [taken("A", None), taken("B", None), taken("C", None)];
        assert_eq!(run(&[item("A", None), item("C", None)], &path), []);
        let found = run(&[item("C", None), item("A", None)], &path);
        assert_eq!(found[0].went, "it was taken earlier, as action 1, before C");
    }

    #[test]
    fn a_wrong_output_says_why() {
        let mut gold = taken("Is it Gold?", Some("no"));
        gold.cause = Some(Box::new(Cause {
            expression: "Flow.tier == \"Gold\"".into(),
            result: "false".into(),
            decisive: None,
            operands: vec![Operand {
                text: "Flow.tier".into(),
                value: "\"gold\"".into(),
                setter: Some(Setter {
                    action: taken("Get customer tier", None).id,
                    step: 1,
                    attribute: Some("customer_tier".into()),
                }),
            }],
        }));
        let found = run(&[item("Is it Gold?", Some("yes"))], &[gold]);
        assert_eq!(found[0].expected, "Is it Gold?: yes");
        assert_eq!(
            found[0].went,
            "no, because Flow.tier == \"Gold\" was false: Flow.tier = \"gold\" (from attribute customer_tier, action Get customer tier)"
        );
        assert_eq!(found[0].diverged_at, Some(0));
    }

    #[test]
    fn exactly_allows_neither_more_nor_less() {
        let path = [taken("A", None), taken("B", None)];
        let judge = |items: &[PathItem]| {
            let mut findings = vec![];
            exactly(items, &path, &mut findings);
            findings
        };
        assert_eq!(judge(&[item("A", None), item("B", None)]), []);
        assert_eq!(judge(&[item("A", None)])[0].went, "the path goes on with B");
        assert_eq!(judge(&[item("B", None)])[0].went, "A came here");
        assert_eq!(judge(&[item("A", None), item("B", None), item("C", None)])[0].went, "the path ends here");
    }

    #[test]
    fn times_are_counted_over_the_whole_path() {
        let path = [taken("A", None), taken("A", None)];
        let mut thrice = item("A", None);
        thrice.times = Some(Times { min: 3, max: Some(3) });
        let found = run(&[thrice.clone()], &path);
        assert_eq!((found[0].expected.as_str(), found[0].went.as_str()), ("A taken 3 times", "it was taken twice"));
        thrice.times = Some(Times { min: 1, max: Some(2) });
        assert_eq!(run(&[thrice], &path), []);
    }

    #[test]
    fn never_means_never_and_containers_narrow() {
        let path = [taken("A", Some("yes"))];
        let mut findings = vec![];
        never(&item("A", Some("no")), &path, &mut findings);
        assert_eq!(findings, []);
        let mut within = item("A", Some("yes"));
        within.within = vec!["Elsewhere".into()];
        never(&within, &path, &mut findings);
        assert_eq!(findings, []);
        within.within = vec!["f".into(), "Start".into()];
        never(&within, &path, &mut findings);
        assert_eq!(findings.len(), 1);
    }
}
