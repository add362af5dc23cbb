//! What `flow run --json` prints: one document of all that a conversation was observed to do.

use serde_json::{Map, Value as Json, json};

use crate::flow::host::{Call, CallKind, Outcome};
use crate::trace::{ActionId, Deed, Taken};

/// The outcome as a JSON document: path, transcript, attributes, set, calls, milestones, outcomes, deeds, ending, problems, unusedStubs.
pub(super) fn outcome_json(outcome: &Outcome) -> Json {
    json!({
        "path": outcome.trace.taken.iter().map(step).collect::<Vec<_>>(),
        "transcript": outcome.transcript,
        "attributes": map(&outcome.attributes),
        "set": map(&outcome.set),
        "calls": outcome.calls.iter().map(call).collect::<Vec<_>>(),
        "milestones": outcome.deeds.milestones.iter().map(|one| json!({
            "name": one.name, "at": one.at, "action": one.action.to_string(),
        })).collect::<Vec<_>>(),
        "outcomes": outcome.deeds.outcomes.iter().map(|one| json!({
            "name": one.name, "value": one.value, "started": one.started, "ended": one.ended,
            "action": one.action.to_string(),
        })).collect::<Vec<_>>(),
        "deeds": outcome.deeds.others.iter().map(deed).collect::<Vec<_>>(),
        "ending": outcome.ending,
        "problems": outcome.problems.iter().map(|problem| json!({
            "action": problem.action.to_string(), "message": problem.message, "help": problem.help,
        })).collect::<Vec<_>>(),
        "unusedStubs": outcome.unused_stubs,
    })
}

/// An action as the trace keeps it, with its name and place at the top, where a reader looks first.
fn step(taken: &Taken) -> Json {
    let recorded = serde_json::to_value(taken).unwrap_or_default();
    let mut step = Map::new();
    step.insert("action".to_owned(), json!(taken.id.name));
    step.insert("flow".to_owned(), json!(taken.id.flow));
    step.insert("container".to_owned(), json!(taken.id.container));
    step.insert("nth".to_owned(), json!(taken.id.ordinal + 1));
    if let Json::Object(fields) = recorded {
        step.extend(fields.into_iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "inputs")));
    }
    if !taken.inputs.is_empty() {
        let inputs: Map<_, _> = taken.inputs.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
        step.insert("inputs".to_owned(), Json::Object(inputs));
    }
    Json::Object(step)
}

/// The path of such a document, back as actions and outputs; what else it says of a step is left out.
pub(super) fn path_of(document: &Json) -> Result<Vec<Taken>, String> {
    let steps = document.get("path").and_then(Json::as_array).ok_or("there is no list `path`")?;
    steps.iter().enumerate().map(|(at, step)| taken(step).ok_or(format!("step {} is no action", at + 1))).collect()
}

fn taken(step: &Json) -> Option<Taken> {
    let text = |key: &str| step.get(key).and_then(Json::as_str).map(std::sync::Arc::from);
    let number = |key: &str| step.get(key).and_then(Json::as_u64);
    let ordinal = u32::try_from(number("nth")?.checked_sub(1)?).ok()?;
    Some(Taken {
        id: ActionId { flow: text("flow")?, container: text("container")?, name: text("action")?, ordinal },
        kind: text("kind")?,
        depth: u16::try_from(number("depth")?).ok()?,
        output: text("output"),
        called: None,
        inputs: Vec::new(),
        assigned: Vec::new(),
        cause: None,
        error: None,
    })
}

fn deed(deed: &Deed) -> Json {
    let details: Map<_, _> = deed.details.iter().map(|(name, text)| (name.to_string(), json!(text))).collect();
    json!({ "kind": deed.kind, "details": details, "at": deed.at, "action": deed.action.to_string() })
}

fn call(call: &Call) -> Json {
    let kind = match call.kind {
        CallKind::DataAction => "dataAction",
        CallKind::Bot => "bot",
        CallKind::Module => "module",
        CallKind::Table => "table",
    };
    json!({
        "kind": kind, "category": call.category, "name": call.name, "inputs": call.inputs,
        "output": call.output, "action": call.action.to_string(),
    })
}

fn map(values: &indexmap::IndexMap<std::sync::Arc<str>, std::sync::Arc<str>>) -> Json {
    values.iter().map(|(name, value)| (name.to_string(), json!(value))).collect::<Map<_, _>>().into()
}
