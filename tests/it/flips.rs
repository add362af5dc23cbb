//! Proof against false green: of every shipped scenario, each expectation is flipped by itself, and each output that its path took is
//! flipped in its flow. Each flip must turn the case red.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8PathBuf;
use flowproof::diagnostic::Place;
use flowproof::evidence::{Evidence, judge, judge_arrival, judge_failure};
use flowproof::project::{DiskFiles, Files};
use flowproof::scenario::model::{Case, EndingExpectation, PathItem, Receive, Spanned, StepKind, TextPattern, Times};
use flowproof::trace::ActionId;
use flowproof::yaml::{Limits, Node, parse};

use crate::suite::{Overlay, Suite};

fn red(case: &Case, evidence: &Evidence) -> bool {
    let failure = judge_failure(case, evidence.failure.as_ref());
    let arrival = if evidence.arrived.value().is_some() { judge_arrival(case, evidence) } else { Vec::new() };
    let rest = if evidence.failure.is_none() { judge(case, evidence) } else { Vec::new() };
    !(failure.is_empty() && arrival.is_empty() && rest.is_empty())
}

/// Something that no text is.
fn never() -> TextPattern {
    TextPattern::Is("\u{1f}never said".to_owned())
}

/// Every expectation of the case, flipped by itself, with a name.
fn flips(case: &Case, evidence: &Evidence) -> Vec<(String, Case)> {
    let mut flips = Vec::new();
    let mut flip = |name: String, change: &dyn Fn(&mut Case)| {
        let mut flipped = case.clone();
        change(&mut flipped);
        flips.push((name, flipped));
    };
    if let Some(path) = &case.expect.path {
        for (at, item) in path.items.iter().enumerate() {
            let name = |what: &str| format!("path item {} {}: {what}", at + 1, item.action);
            flip(name("action"), &|case| on_item(case, at, |item| item.action.push_str(" (flipped)")));
            if item.output.is_some() {
                flip(name("output"), &|case| {
                    on_item(case, at, |item| {
                        if let Some(output) = &mut item.output {
                            output.value.push_str(" (flipped)");
                        }
                    });
                });
            }
            for input in item.inputs.keys() {
                flip(name(input), &|case| {
                    on_item(case, at, |item| item.inputs.get_mut(input).unwrap().value = never());
                });
            }
            if item.times.is_some() {
                flip(name("times"), &|case| {
                    on_item(case, at, |item| item.times = Some(Times { min: 999, max: None }));
                });
            }
        }
        for at in 0..path.never.len() {
            let Some(taken) = evidence.path.value().and_then(|path| path.first()).cloned() else { continue };
            flip(format!("never item {}", at + 1), &|case| {
                let item = &mut case.expect.path.as_mut().unwrap().never[at];
                let place = item.place.clone();
                *item = PathItem { action: taken.id.name.to_string(), place, ..blank(item) };
            });
        }
    }
    for name in case.expect.attributes.arrived.keys() {
        flip(format!("arrived {name}"), &|case| case.expect.attributes.arrived.get_mut(name).unwrap().value = never());
    }
    for name in case.expect.attributes.set.keys() {
        flip(format!("set {name}"), &|case| case.expect.attributes.set.get_mut(name).unwrap().value = never());
    }
    if case.expect.attributes.nothing_else.is_some()
        && let Some(first) = case.expect.attributes.set.keys().next()
    {
        flip(format!("nothing else, without {first}"), &|case| {
            case.expect.attributes.set.shift_remove(first);
        });
    }
    if let Some(held) = evidence.attributes.value().and_then(|all| all.keys().next()) {
        for at in 0..case.expect.attributes.unset.len() {
            flip(format!("unset {}", at + 1), &|case| case.expect.attributes.unset[at].value = held.clone());
        }
    }
    for (category, names) in &case.expect.calls {
        for (called, expectation) in names {
            flip(format!("calls {category} > {called}"), &|case| {
                case.expect.calls.get_mut(category).unwrap().get_mut(called).unwrap().times =
                    Times { min: 999, max: None };
            });
            for input in expectation.inputs.keys() {
                flip(format!("calls {category} > {called} input {input}"), &|case| {
                    let expectation = case.expect.calls.get_mut(category).unwrap().get_mut(called).unwrap();
                    expectation.inputs.get_mut(input).unwrap().value = never();
                });
            }
        }
    }
    if case.expect.ending.is_some() {
        flip("ending".to_owned(), &|case| flip_ending(case));
    }
    if case.expect.error.is_some() {
        flip("error status".to_owned(), &|case| case.expect.error.as_mut().unwrap().value.status = Some(418));
        flip("error".to_owned(), &|case| case.expect.error = None);
    }
    for at in 0..case.conversation.len() {
        if matches!(case.conversation[at].kind, StepKind::Receive(_)) && case.expect.error.is_none() {
            flip(format!("receive in step {}", at + 1), &|case| flip_receive(&mut case.conversation[at].kind));
        }
    }
    flips
}

fn on_item(case: &mut Case, at: usize, change: impl Fn(&mut PathItem)) {
    change(&mut case.expect.path.as_mut().unwrap().items[at]);
}

/// An item that says nothing but an action's name.
fn blank(item: &PathItem) -> PathItem {
    let mut blank = item.clone();
    blank.within.clear();
    blank.output = None;
    blank.nth = None;
    blank.times = None;
    blank.inputs.clear();
    blank
}

fn flip_ending(case: &mut Case) {
    let ending = &mut case.expect.ending.as_mut().unwrap().value;
    *ending = match ending {
        EndingExpectation::Transferred { queue: Some(queue), skills, priority, language_skill } => {
            EndingExpectation::Transferred {
                queue: Some(Spanned { value: never(), place: queue.place.clone() }),
                skills: skills.clone(),
                priority: *priority,
                language_skill: language_skill.clone(),
            }
        }
        EndingExpectation::Disconnected => EndingExpectation::EndOfState,
        _ => EndingExpectation::Disconnected,
    };
}

fn flip_receive(kind: &mut StepKind) {
    let StepKind::Receive(receive) = kind else { return };
    match receive {
        Receive::One { text, .. } => text.value = never(),
        Receive::AnyOrder(texts) => {
            if let Some(first) = texts.first_mut() {
                first.value = never();
            }
        }
        Receive::NoneFor(_) => {
            let place = Place::new(&flowproof::diagnostic::SourceFile::new("flip", ""), 0..0);
            let text = Spanned { value: never(), place };
            *receive = Receive::One { text, quick_replies: None, captures: Vec::new() };
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flipping_any_expectation_turns_its_case_red() {
    let suite = Suite::load("".into(), Arc::new(DiskFiles)).await;
    let (mut flipped, mut green) = (0, Vec::new());
    for single in suite.plan.singles(&suite.context) {
        let Some(case) = single.case(&suite.context) else { continue };
        let report = single.run(&suite.context).await;
        let evidence = report.evidence.clone().unwrap_or_default();
        if red(&case, &evidence) {
            green.push(format!("{}: red as it ships\n{}", single.name.full(), crate::suite::text(&report)));
            continue;
        }
        for (name, case) in flips(&case, &evidence) {
            flipped += 1;
            if !red(&case, &evidence) {
                green.push(format!("{}: {name}", single.name.full()));
            }
        }
    }
    eprintln!("{flipped} expectations flipped");
    assert!(flipped > 300, "only {flipped} expectations were flipped");
    assert!(green.is_empty(), "still green when flipped:\n{}", green.join("\n"));
}

/// A flow file with one output of one action flipped.
struct Mutation {
    file: Utf8PathBuf,
    action: ActionId,
    what: String,
    text: String,
}

/// Finds the action's map in the flow's YAML (by container, name and ordinal) and makes the output that was taken lead elsewhere.
pub fn mutate(text: &str, action: &ActionId, output: &str) -> Option<String> {
    let masked = text.replace("{{", "__").replace("}}", "__");
    let document = parse(&flowproof::diagnostic::SourceFile::new("flow", masked.as_str()), Limits::default()).ok()?;
    let body = find(&document.root, action)?;
    if let Some(evaluate) = body.get("evaluate")
        && body.get("outputs").is_none()
    {
        return mutate_switch(text, evaluate, output);
    }
    if output == "loop"
        && let Some(count) = body.get("loopCount").and_then(|count| count.as_map()?.first())
    {
        // The other way out of a loop is never to enter it.
        let mut mutated = text.to_owned();
        mutated.replace_range(count.key_span.start..count.value.span.end, "lit: 0");
        return Some(mutated);
    }
    let outputs = body.get("outputs")?;
    if let Some(mutated) = mutate_named(text, outputs, output) {
        return Some(mutated);
    }
    // The opposite, else any other way out that is written.
    let written = || outputs.as_map()?.iter().map(|entry| entry.key.text.as_str()).find(|name| *name != output);
    let other = other_output(output).or_else(written)?;
    // The two branches change places; where only one of them is written, it becomes the other.
    let mut edits = Vec::new();
    for (from, to) in [(output, other), (other, output)] {
        let spellings = match from {
            "yes" => ["yes", "true"],
            "no" => ["no", "false"],
            from => [from, from],
        };
        if let Some(entry) = spellings.iter().find_map(|name| outputs.entry(name)) {
            edits.push((entry.key_span.clone(), quoted(to)));
        }
    }
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut mutated = text.to_owned();
    for (span, new) in &edits {
        mutated.replace_range(span.clone(), new);
    }
    (!edits.is_empty()).then_some(mutated)
}

/// Of the ways out that the flow's author named (intents, paths), the one that was taken changes its name with another.
fn mutate_named(text: &str, outputs: &Node, output: &str) -> Option<String> {
    let lists = [("intents", "intent"), ("paths", "path")];
    let names: Vec<&Node> = lists
        .iter()
        .filter_map(|(list, one)| Some((outputs.get(list)?.as_list()?, one)))
        .flat_map(|(items, one)| items.iter().filter_map(move |item| item.path(&[one, "name"])))
        .collect();
    let taken = names.iter().find(|name| name.as_text() == Some(output))?;
    let other = names.iter().find(|name| name.as_text() != Some(output))?;
    let mut edits = [(taken.span.clone(), other.as_text()?), (other.span.clone(), output)];
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut mutated = text.to_owned();
    for (span, new) in edits {
        mutated.replace_range(span, &quoted(new));
    }
    Some(mutated)
}

/// A switch takes another case: the one that it took never holds, or the first one holds where it took the default.
fn mutate_switch(text: &str, evaluate: &Node, output: &str) -> Option<String> {
    let by_truth = evaluate.get("firstTrue");
    let rules = by_truth.or_else(|| Some(&evaluate.get("firstMatch")?.as_map()?.first()?.value))?;
    let values: Vec<&Node> =
        rules.get("cases")?.as_list()?.iter().filter_map(|case| case.path(&["case", "value"])).collect();
    let named = |value: &&Node| value.get("lit").and_then(Node::as_text) == Some(output);
    let numbered =
        output.strip_prefix("case ").and_then(|number| number.parse::<usize>().ok()).map(|number| number - 1);
    let taken =
        numbered.and_then(|at| values.get(at).copied()).or_else(|| values.iter().copied().find(|value| named(value)));
    let (value, new) = match (taken, by_truth) {
        (Some(value), Some(_)) => (value, "exp: \"false\"".to_owned()),
        (Some(value), None) => (value, "lit: never said".to_owned()),
        (None, _) if output != "default" => return None,
        (None, Some(_)) => (*values.first()?, "exp: \"true\"".to_owned()),
        (None, None) => {
            let compared = rules.path(&["value", "exp"])?;
            (*values.first()?, format!("exp: {}", text.get(compared.span.clone())?))
        }
    };
    let entry = value.as_map()?.first()?;
    let mut mutated = text.to_owned();
    mutated.replace_range(entry.key_span.start..entry.value.span.end, &new);
    Some(mutated)
}

fn quoted(output: &str) -> String {
    format!("\"{output}\"")
}

/// Another output of the same kind of action.
fn other_output(output: &str) -> Option<&'static str> {
    Some(match output {
        "yes" => "no",
        "no" => "yes",
        "success" => "failure",
        "failure" | "timeout" => "success",
        "found" => "notFound",
        "notFound" => "found",
        "active" => "inactive",
        "inactive" => "active",
        "open" => "closed",
        "closed" | "holiday" | "emergency" => "open",
        _ => return None,
    })
}

/// The body of an action: `{kind: {name: …}}` somewhere below the container of that name.
fn find<'n>(root: &'n Node, action: &ActionId) -> Option<&'n Node> {
    fn containers<'n>(node: &'n Node, name: &str, found: &mut Vec<&'n Node>) {
        if let Some(entries) = node.as_map() {
            for entry in entries {
                let is = matches!(entry.key.text.as_str(), "state" | "task" | "bot")
                    && entry.value.get("name").and_then(Node::as_text) == Some(name);
                if is { found.push(&entry.value) } else { containers(&entry.value, name, found) }
            }
        }
        for item in node.as_list().unwrap_or_default() {
            containers(item, name, found);
        }
    }
    fn actions<'n>(node: &'n Node, name: &str, found: &mut Vec<&'n Node>) {
        if let Some(entries) = node.as_map() {
            for entry in entries {
                if entry.key.text == "actions" {
                    for item in entry.value.as_list().unwrap_or_default() {
                        for kind in item.as_map().unwrap_or_default() {
                            if kind.value.get("name").and_then(Node::as_text) == Some(name) {
                                found.push(&kind.value);
                            }
                        }
                        actions(item, name, found);
                    }
                } else {
                    actions(&entry.value, name, found);
                }
            }
        }
        for item in node.as_list().unwrap_or_default() {
            actions(item, name, found);
        }
    }
    let mut places = Vec::new();
    containers(root, &action.container, &mut places);
    let mut found = Vec::new();
    for place in places {
        actions(place, &action.name, &mut found);
    }
    found.sort_by_key(|node| node.span.start);
    found.get(action.ordinal as usize).copied()
}

/// The file of each flow of the project, by the flow's own name.
pub fn flow_files(suite: &Suite) -> BTreeMap<String, Utf8PathBuf> {
    let (flows, _) = suite.context.project.flows(&DiskFiles);
    let file = |flow: flowproof::project::ProjectFlow| {
        let place = flow.program.inventory().actions.first()?.place.clone();
        Some((flow.program.name().to_string(), place.source.name().into()))
    };
    flows.into_iter().filter_map(file).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn flipping_any_output_of_a_flow_turns_the_cases_that_take_it_red() {
    let suite = Suite::load("".into(), Arc::new(DiskFiles)).await;
    let (_, reports) = suite.run().await;
    let by_flow = flow_files(&suite);
    let mut left: BTreeSet<(String, String)> = BTreeSet::new();
    let mut mutations: BTreeMap<(String, String), (Mutation, Vec<usize>)> = BTreeMap::new();
    for report in &reports {
        let Some(path) = report.evidence.as_ref().and_then(|evidence| evidence.path.value()) else { continue };
        for taken in path {
            let (Some(output), Some(file)) = (&taken.output, by_flow.get(&*taken.id.flow)) else { continue };
            let key = (taken.id.to_string(), output.to_string());
            if let Some((_, cases)) = mutations.get_mut(&key) {
                if cases.last() != Some(&report.name.index) {
                    cases.push(report.name.index);
                }
                continue;
            }
            let text = DiskFiles.read(file).unwrap();
            let Some(text) = mutate(&text, &taken.id, output) else {
                left.insert(key);
                continue;
            };
            let what = format!("{}: {output}", taken.id);
            let mutation = Mutation { file: file.clone(), action: taken.id.clone(), what, text };
            mutations.insert(key, (mutation, vec![report.name.index]));
        }
    }
    let (mut runs, mut green, mut unloadable) = (0, Vec::new(), Vec::new());
    for (mutation, cases) in mutations.into_values() {
        let overlay = Overlay { replaced: vec![(mutation.file, mutation.text)] };
        // Nothing is checked beforehand, so that each flip must be seen by the run itself.
        let Ok(mutated) = Suite::unchecked("".into(), Arc::new(overlay)).await else {
            unloadable.push(mutation.what);
            continue;
        };
        for single in mutated.plan.singles(&mutated.context) {
            if cases.contains(&single.name.index) {
                runs += 1;
                if single.run(&mutated.context).await.verdict.is_green() {
                    green.push(format!("{} with {} ({})", single.name.full(), mutation.what, mutation.action.name));
                }
            }
        }
    }
    eprintln!("{runs} runs of cases with a flipped output");
    eprintln!("not flipped, since no other way out is written: {left:?}");
    // A task without paths of its own leaves by `default` and by nothing else.
    assert!(left.iter().all(|(_, output)| output == "default"), "{left:?}");
    assert!(unloadable.is_empty(), "flips that do not load prove nothing: {unloadable:?}");
    assert!(runs > 300, "only {runs} outputs were flipped");
    assert!(green.is_empty(), "still green with a flipped output:\n{}", green.join("\n"));
}
