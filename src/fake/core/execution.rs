//! The trace as flow execution data, the document that a real org lets download (facts: genesys-api.md 6.3). Must not know HTTP.
//!
//! Decisions where the facts are silent: every event has the time at which the run began, since the conversation's clock does not tick
//! between actions; `trackingId` is the action's place in its flow's file, since a file shows no numbers; a change of state is a started
//! task; `flowExitReason` is the name of the ending.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use super::outputs::{output, step_type};
use crate::flow::Program;
use crate::flow::host::Outcome;
use crate::flow::world::World;
use crate::trace::{Assignment, Taken};

/// How deep called frames nest; those below stand flat in the deepest. A JSON reader commonly takes 128 levels, and a frame takes three.
const MAX_NESTED: u16 = 32;

/// What the document says besides the trace.
pub struct Execution<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its conversation.
    pub conversation_id: &'a str,
    /// The flow.
    pub program: &'a Program,
    /// What the flow could look up.
    pub world: &'a World,
    /// When it ran.
    pub at: Timestamp,
}

/// The document.
pub fn document(outcome: &Outcome, execution: &Execution<'_>) -> Json {
    let program = execution.program;
    let at = execution.at.to_string();
    let writer = Writer { execution, at: &at };
    let mut events = vec![json!({ "startedFlow": { "dateTime": at, "variables": [] } })];
    events.extend(writer.frame(&mut outcome.trace.taken.iter().peekable(), 0));
    let mut flow = json!({
        "executionId": execution.id,
        "conversationId": execution.conversation_id,
        "flowId": &**program.id(),
        "flowName": &**program.name(),
        "flowType": program.flow_type().to_ascii_lowercase(),
        "flowVersion": program.version(),
        "startDateTime": at,
    });
    if outcome.ending.is_final() {
        let reason = serde_json::to_value(&outcome.ending).ok().and_then(|ending| ending.get("type").cloned());
        events.push(json!({ "endedFlow": { "dateTime": at, "flowExitReason": reason } }));
        put(&mut flow, "endDateTime", Json::from(at.as_str()));
    }
    put(&mut flow, "execution", Json::Array(events));
    json!({ "flow": flow })
}

struct Writer<'a> {
    execution: &'a Execution<'a>,
    at: &'a str,
}

type Actions<'a, 't> = std::iter::Peekable<std::slice::Iter<'t, Taken>>;

impl Writer<'_> {
    /// The events of one frame: its actions, each with the frames that it called nested in it.
    fn frame<'t>(&self, actions: &mut Actions<'_, 't>, depth: u16) -> Vec<Json> {
        let mut events: Vec<Json> = Vec::new();
        let mut task: Option<&Arc<str>> = None;
        while let Some(taken) = actions.next_if(|taken| taken.depth >= depth) {
            if task != Some(&taken.id.container) {
                if task.is_some() {
                    events.push(json!({ "endedTask": { "dateTime": self.at } }));
                }
                events.push(json!({ "startedTask": { "taskName": &*taken.id.container, "dateTime": self.at } }));
                task = Some(&taken.id.container);
            }
            let mut payload = self.payload(taken);
            if depth < MAX_NESTED {
                let called = self.frame(actions, taken.depth.saturating_add(1));
                if !called.is_empty() {
                    payload.insert("execution".to_owned(), Json::Array(called));
                }
            }
            events.push(Json::Object(Map::from_iter([(step_type(&taken.kind), Json::Object(payload))])));
        }
        if task.is_some() {
            events.push(json!({ "endedTask": { "dateTime": self.at } }));
        }
        events
    }

    fn payload(&self, taken: &Taken) -> Map<String, Json> {
        let mut payload = Map::new();
        let mut add = |name: &str, value: Json| {
            payload.insert(name.to_owned(), value);
        };
        add("actionId", taken.id.to_string().into());
        add("actionName", (&*taken.id.name).into());
        if let Some(place) = self.place(taken) {
            add("trackingId", (place + 1).into());
        }
        add("executionId", self.execution.id.into());
        add("dateTime", self.at.into());
        if let Some(inputs) = self.inputs(taken) {
            add("inputData", inputs);
        }
        if let Some(name) = &taken.output {
            let (id, shown) = output(name);
            add("outputPathId", id.into());
            add("outputPathName", shown.into());
        }
        let variables: Vec<Json> = taken.assigned.iter().filter(|one| !one.attribute).map(variable).collect();
        if !variables.is_empty() {
            // An update's assignments are its statements; any other action's are what it put out.
            let name = if &*taken.kind == "updateData" { "statements" } else { "outputVariables" };
            add(name, variables.into());
        }
        if let Some(error) = &taken.error {
            add("errors", json!([{ "message": error }]));
        }
        payload
    }

    /// The action's place in the program. A trace shares its names with the program, so that most are told apart without reading them.
    fn place(&self, taken: &Taken) -> Option<usize> {
        let nodes = self.execution.program.actions();
        nodes
            .iter()
            .position(|node| Arc::ptr_eq(&node.id.name, &taken.id.name) && node.id == taken.id)
            .or_else(|| nodes.iter().position(|node| node.id == taken.id))
    }

    /// The inputs: a transfer's queue as an object, attributes written as a list, a decision's condition as a Boolean, the rest as text.
    fn inputs(&self, taken: &Taken) -> Option<Json> {
        let mut inputs = Map::new();
        for (name, value) in &taken.inputs {
            let value = match (&*taken.kind, &**name) {
                ("transferToAcd", "queue") => self.queue(value),
                ("decision", "condition") if matches!(value.as_str(), "true" | "false") => Json::from(value == "true"),
                _ => Json::from(value.as_str()),
            };
            inputs.insert(name.to_string(), value);
        }
        let written = taken.assigned.iter().filter(|one| one.attribute);
        let attributes: Vec<Json> = written.map(|one| json!({ "inputName": &*one.name, "value": one.value })).collect();
        if !attributes.is_empty() {
            inputs.insert("attributes".to_owned(), Json::Array(attributes));
        }
        (!inputs.is_empty()).then_some(Json::Object(inputs))
    }

    fn queue(&self, name: &str) -> Json {
        match self.execution.world.queues.iter().find(|queue| *queue.name == *name) {
            Some(queue) => json!({ "id": &*queue.id, "name": name }),
            None => json!({ "name": name }),
        }
    }
}

fn variable(assigned: &Assignment) -> Json {
    json!({ "variableName": &*assigned.name, "value": assigned.value })
}

fn put(object: &mut Json, name: &str, value: Json) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}
