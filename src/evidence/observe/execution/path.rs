//! The actions of an execution, in order and by depth, with what the org recorded of each.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize as _;
use serde_json::Value as Json;

use super::ending::ending;
use super::names;
use crate::evidence::observe::known::{KnownActions, Match, Seen};
use crate::trace::{ActionId, Assignment, Called, Cause, Ending, Taken};
use crate::wire::platform::{ExecutionAssignment, ExecutionDocument, ExecutionEvent, ExecutionPayload};

/// What an execution's data say.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutedPath {
    /// The actions taken.
    pub path: Vec<Taken>,
    /// How the flow ended; none where the data do not say.
    pub ending: Option<Ending>,
    /// The flow's version that ran.
    pub version: Option<String>,
    /// Actions that may as well be others of the same name in the same container: only the org's configuration tells which.
    pub ambiguous: Vec<ActionId>,
    /// Actions of the data that the file does not have: the file is not the flow that ran.
    pub unknown: Vec<String>,
    /// Whether actions have names in the data.
    pub named: bool,
    /// Attributes with the value that the flow read first, before it wrote them.
    pub read: IndexMap<String, String>,
}

impl ExecutedPath {
    /// The flows whose configuration would tell ambiguous actions apart, each once.
    pub fn ambiguous_flows(&self) -> Vec<Arc<str>> {
        let mut flows: Vec<Arc<str>> = self.ambiguous.iter().map(|id| Arc::clone(&id.flow)).collect();
        flows.sort_unstable();
        flows.dedup();
        flows
    }
}

/// Reads an execution's data against the flow's file.
pub fn observe_execution(document: &ExecutionDocument, known: &KnownActions) -> ExecutedPath {
    let flow = &document.flow;
    let mut walk = Walk {
        known,
        out: ExecutedPath {
            path: Vec::new(),
            ending: None,
            version: flow.flow_version.clone(),
            ambiguous: Vec::new(),
            unknown: Vec::new(),
            named: true,
            read: IndexMap::new(),
        },
        reason: None,
        queue_id: None,
    };
    let name: Arc<str> = flow.flow_name.as_deref().unwrap_or_default().into();
    walk.events(&flow.execution, &Frame { flow: name, container: "".into(), depth: 0 });
    let mut out = walk.out;
    let said = flow.flowproof_ending.as_ref().and_then(|ending| Ending::deserialize(ending).ok());
    out.ending = said.or_else(|| ending(walk.reason.as_deref(), &out.path, walk.queue_id.as_deref()));
    out
}

/// Where events stand.
#[derive(Debug, Clone)]
struct Frame {
    flow: Arc<str>,
    container: Arc<str>,
    depth: u16,
}

struct Walk<'k> {
    known: &'k KnownActions,
    out: ExecutedPath,
    reason: Option<String>,
    queue_id: Option<String>,
}

impl Walk<'_> {
    fn events(&mut self, events: &[ExecutionEvent], within: &Frame) {
        let mut frame = within.clone();
        for ExecutionEvent { kind, payload } in events {
            match kind.as_str() {
                "startedFlow" => {
                    if let Some(name) = &payload.flow_name {
                        frame.flow = name.as_str().into();
                    }
                }
                "startedTask" | "startedBotState" | "startedCommonModule" => {
                    if let Some(name) = &payload.flow_name {
                        frame.flow = name.as_str().into();
                    }
                    frame.container = payload.task_name.as_deref().unwrap_or_default().into();
                }
                "endedFlow" if frame.depth == 0 => self.reason.clone_from(&payload.flow_exit_reason),
                event => match names::kind(event) {
                    Some(kind) => self.action(&kind, payload, &frame),
                    // An event that only holds others, such as a turn of a menu.
                    None => self.events(&payload.execution, &frame),
                },
            }
        }
    }

    fn action(&mut self, kind: &str, payload: &ExecutionPayload, frame: &Frame) {
        let seen = Seen {
            flow: &frame.flow,
            container: &frame.container,
            name: payload.action_name.as_deref(),
            guid: payload.action_id.as_deref(),
        };
        self.out.named &= seen.name.is_some();
        let found = self.known.find(&seen);
        if let Match::Several(action) = found
            && !self.out.ambiguous.contains(&action.id)
        {
            self.out.ambiguous.push(action.id.clone());
        }
        let known = match found {
            Match::One(action) | Match::Several(action) => Some(action),
            Match::None => {
                self.out.unknown.push(seen.name.or(seen.guid).unwrap_or("an action without a name").to_owned());
                None
            }
        };
        let id = known.map_or_else(|| stranger(&seen), |action| action.id.clone());
        let called = known.and_then(|action| action.called.clone());
        let outputs = known.map_or(&[][..], |action| &action.outputs);
        let (inputs, mut assigned) = self.inputs(payload);
        let variables = payload.statements.iter().chain(&payload.output_variables);
        assigned.extend(variables.map(variable));
        let cause = payload.flowproof_cause.as_ref().and_then(|cause| Cause::deserialize(cause).ok());
        let error = payload.errors.iter().find_map(|error| error.message.clone());
        let inner = Frame {
            flow: called.as_ref().and_then(called_flow).unwrap_or_else(|| Arc::clone(&frame.flow)),
            container: Arc::clone(&frame.container),
            // A loop or a menu holds its actions too, and is no call.
            depth: frame.depth + u16::from(kind.starts_with("call")),
        };
        self.read(payload);
        self.out.path.push(Taken {
            id,
            kind: known.map_or_else(|| kind.into(), |action| Arc::clone(&action.kind)),
            depth: payload.flowproof_depth.unwrap_or(frame.depth),
            output: names::output(payload.output_path_id.as_deref(), payload.output_path_name.as_deref(), outputs),
            called,
            inputs,
            assigned,
            cause: cause.map(Box::new),
            error,
        });
        self.events(&payload.execution, &inner);
    }

    /// The attributes that an action read, where they have not been written yet.
    fn read(&mut self, payload: &ExecutionPayload) {
        let list = payload.output_data.as_ref().and_then(|data| data.get("attributes")).and_then(Json::as_array);
        for one in list.into_iter().flatten() {
            let name = one.get("outputName").and_then(Json::as_str);
            let value = one.get("value").filter(|value| !value.is_null());
            let (Some(name), Some(value)) = (name, value) else { continue };
            let written = |taken: &Taken| taken.assigned.iter().any(|one| one.attribute && *one.name == *name);
            if !self.out.read.contains_key(name) && !self.out.path.iter().any(written) {
                self.out.read.insert(name.to_owned(), text(value));
            }
        }
    }

    /// The inputs as text, and the attributes that they write.
    fn inputs(&mut self, payload: &ExecutionPayload) -> (Vec<(Arc<str>, String)>, Vec<Assignment>) {
        let (mut inputs, mut written) = (Vec::new(), Vec::new());
        let Some(Json::Object(given)) = &payload.input_data else { return (inputs, written) };
        for (name, value) in given {
            if name == "attributes"
                && let Json::Array(list) = value
            {
                written.extend(list.iter().filter_map(attribute));
                continue;
            }
            if let (Some(id), "queue") = (value.get("id").and_then(Json::as_str), name.as_str()) {
                self.queue_id = Some(id.to_owned());
            }
            inputs.push((name.as_str().into(), text(value)));
        }
        (inputs, written)
    }
}

/// The flow that a call leads into, by its name.
fn called_flow(called: &Called) -> Option<Arc<str>> {
    matches!(&*called.category, Called::BOTS | Called::MODULES).then(|| Arc::clone(&called.name))
}

/// An action that the file does not have keeps what the data call it.
fn stranger(seen: &Seen<'_>) -> ActionId {
    ActionId {
        flow: seen.flow.into(),
        container: seen.container.into(),
        name: seen.name.or(seen.guid).unwrap_or_default().into(),
        ordinal: 0,
    }
}

fn attribute(one: &Json) -> Option<Assignment> {
    let name = one.get("inputName")?.as_str()?.into();
    let value = one.get("value").filter(|value| !value.is_null()).map(text);
    Some(Assignment { name, attribute: true, value })
}

fn variable(one: &ExecutionAssignment) -> Assignment {
    let value = (!one.value.is_null()).then(|| text(&one.value));
    Assignment { name: one.variable_name.as_str().into(), attribute: false, value }
}

/// A value as text: a thing with a name by that, everything else as JSON prints it.
fn text(value: &Json) -> String {
    match (value, value.get("name")) {
        (Json::String(text), _) | (_, Some(Json::String(text))) => text.clone(),
        (other, _) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::evidence::observe::known::KnownAction;

    fn known(container: &str, name: &str, kind: &str, outputs: &[&str]) -> KnownAction {
        KnownAction {
            id: ActionId { flow: "Support".into(), container: container.into(), name: name.into(), ordinal: 0 },
            kind: kind.into(),
            guid: None,
            called: None,
            outputs: outputs.iter().map(|one| Arc::from(*one)).collect(),
            text: None,
            outcome: None,
        }
    }

    fn observe(events: Json) -> ExecutedPath {
        let document = json!({ "flow": { "flowName": "Support", "flowVersion": "12.0", "execution": events } });
        let list = vec![
            known("Start", "Is gold?", "decision", &["yes", "no"]),
            known("Start", "Call", "callTask", &["Done", "default"]),
            known("Look up", "Write", "setParticipantData", &[]),
            known("Start", "Hand over", "transferToAcd", &["failure"]),
        ];
        observe_execution(&serde_json::from_value(document).unwrap(), &KnownActions::new(list))
    }

    /// The help page's form (facts: genesys-api.md 6.3).
    #[test]
    fn a_real_orgs_data_become_a_path() {
        let executed = observe(json!([
            { "startedFlow": { "dateTime": "…", "variables": [] } },
            { "startedTask": { "taskId": "t", "taskName": "Start", "executionId": "e" } },
            { "actionDecision": { "actionId": "a", "actionName": "Is gold?", "trackingId": 12,
                "inputData": { "condition": true }, "outputPathId": "__YES__", "outputPathName": "Yes" } },
            { "actionCallTask": { "actionId": "b", "actionName": "Call", "outputPathName": "Done", "execution": [
                { "startedTask": { "taskName": "Look up" } },
                { "actionSetParticipantData": { "actionName": "Write", "inputData":
                    { "attributes": [{ "inputName": "seen", "value": "1" }] } } },
                { "endedTask": {} }
            ] } },
            { "actionTransferToAcd": { "actionName": "Hand over", "inputData": { "queue": { "id": "q-1", "name": "VIP" } } } },
            { "endedFlow": { "flowExitReason": "TRANSFER" } }
        ]));
        let steps: Vec<(u16, &str, Option<&str>)> =
            executed.path.iter().map(|taken| (taken.depth, &*taken.id.name, taken.output.as_deref())).collect();
        assert_eq!(
            steps,
            [(0, "Is gold?", Some("yes")), (0, "Call", Some("Done")), (1, "Write", None), (0, "Hand over", None)]
        );
        assert_eq!(&*executed.path[2].id.container, "Look up");
        assert_eq!(executed.path[2].assigned[0].value.as_deref(), Some("1"));
        assert_eq!(executed.path[0].inputs, [("condition".into(), "true".to_owned())]);
        assert!(matches!(&executed.ending, Some(Ending::Transferred(one)) if one.queue_id.as_deref() == Some("q-1")));
        assert_eq!((executed.ambiguous.len(), executed.unknown.len(), executed.named), (0, 0, true));
        assert_eq!(executed.version.as_deref(), Some("12.0"));
    }

    #[test]
    fn what_the_file_does_not_have_is_told_and_kept() {
        let executed = observe(json!([{ "startedTask": { "taskName": "Start" } },
            { "actionWait": { "actionName": "Newer" } }, { "actionWait": { "actionId": "guid" } }]));
        assert_eq!(executed.unknown, ["Newer", "guid"]);
        assert_eq!((&*executed.path[0].id.name, &*executed.path[0].kind), ("Newer", "wait"));
        assert!(!executed.named);
        assert_eq!(executed.ending, Some(Ending::Waiting));
    }
}
