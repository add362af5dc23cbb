//! The actions of a trace as events of execution data: tasks, flows and calls around them, and what each says. Must not know what frames
//! them.

use std::iter::Peekable;
use std::slice::Iter;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::document::Execution;
use super::outputs::{flow_kind, output, step_type};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Flow, Node, derived_id};
use crate::trace::{Assignment, Taken};

/// How deep called frames nest; those below stand flat in the deepest. A JSON reader commonly takes 128 levels, and a frame takes three.
const MAX_NESTED: u16 = 32;

/// The kind whose assignments are statements; any other kind's are what it put out.
const UPDATE: &str = "updateData";

/// The kind that reads attributes.
const READS_ATTRIBUTES: &str = "getParticipantData";

/// Writes events.
pub struct Writer<'a> {
    execution: &'a Execution<'a>,
    at: &'a str,
}

/// Actions that are still to be written.
pub type Actions<'t> = Peekable<Iter<'t, Taken>>;

/// Where the writing stands within a frame.
#[derive(Default)]
struct Place<'t> {
    task: Option<(&'t Arc<str>, &'t Arc<str>)>,
    /// A flow that was begun here.
    flow: Option<&'t Arc<str>>,
}

impl<'a> Writer<'a> {
    /// A writer for events of one time.
    pub fn new(execution: &'a Execution<'a>, at: &'a str) -> Self {
        Self { execution, at }
    }

    /// The events of one frame, called from a flow: its actions, each with the frames that it called nested in it.
    pub fn frame<'t>(&self, actions: &mut Actions<'t>, depth: u16, caller: &'t Arc<str>) -> Vec<Json> {
        let mut events: Vec<Json> = Vec::new();
        let mut place = Place::default();
        while let Some(taken) = actions.next_if(|taken| taken.depth >= depth) {
            self.go_to(&mut place, taken, caller, &mut events);
            let node = self.node(taken);
            let mut payload = self.payload(taken, node);
            if depth < MAX_NESTED {
                let called = self.frame(actions, taken.depth.saturating_add(1), &taken.id.flow);
                if !called.is_empty() {
                    payload.insert("execution".to_owned(), called.into());
                }
            }
            if taken.depth > MAX_NESTED {
                payload.insert("flowproofDepth".to_owned(), taken.depth.into());
            }
            events.push(Json::Object(Map::from_iter([(step_type(&taken.kind), Json::Object(payload))])));
        }
        self.leave_task(&mut place, &mut events);
        self.leave_flow(&mut place, &mut events);
        events
    }

    /// Ends and begins tasks and flows, so that the next action stands where it belongs.
    fn go_to<'t>(&self, place: &mut Place<'t>, taken: &'t Taken, caller: &'t Arc<str>, events: &mut Vec<Json>) {
        let here = (&taken.id.flow, &taken.id.container);
        if place.task == Some(here) {
            return;
        }
        self.leave_task(place, events);
        if place.flow.unwrap_or(caller) != here.0 {
            self.leave_flow(place, events);
            events.push(json!({ "startedFlow": self.started_flow(here.0) }));
            place.flow = Some(here.0);
        }
        let mut started = Map::from_iter([
            ("taskId".to_owned(), derived_container_id(here.0, here.1)),
            ("executionId".to_owned(), self.execution.id.into()),
            ("dateTime".to_owned(), self.at.into()),
        ]);
        if self.execution.shown.names {
            started.insert("taskName".to_owned(), (&**here.1).into());
        }
        events.push(json!({ "startedTask": started }));
        place.task = Some(here);
    }

    fn leave_task(&self, place: &mut Place<'_>, events: &mut Vec<Json>) {
        if place.task.take().is_some() {
            events.push(json!({ "endedTask": { "dateTime": self.at } }));
        }
    }

    fn leave_flow(&self, place: &mut Place<'_>, events: &mut Vec<Json>) {
        if place.flow.take().is_some() {
            events.push(json!({ "endedFlow": { "dateTime": self.at } }));
        }
    }

    /// A flow within another has its name whatever the level: without it nobody could tell whose actions follow.
    fn started_flow(&self, name: &str) -> Json {
        let flow = self.execution.program.flows().iter().find(|flow| *flow.name == *name);
        let id = |flow: &Flow| flow.id.to_string();
        let kind = |flow: &Flow| flow_kind(&flow.flow_type);
        json!({ "dateTime": self.at, "flowName": name, "flowId": flow.map(id), "flowType": flow.map(kind) })
    }

    fn payload(&self, taken: &Taken, node: Option<(usize, &Node)>) -> Map<String, Json> {
        let shown = self.execution.shown;
        let id = node.map_or_else(|| derived_id(&taken.id), |(_, node)| node.org_id());
        let mut payload = Map::new();
        let mut add = |name: &str, value: Json| {
            payload.insert(name.to_owned(), value);
        };
        add("actionId", (&*id).into());
        if shown.names {
            add("actionName", (&*taken.id.name).into());
        }
        if let Some((place, _)) = node {
            add("trackingId", (place + 1).into());
        }
        add("executionId", self.execution.id.into());
        add("dateTime", self.at.into());
        if let Some(name) = &taken.output {
            let (id, name) = output(&id, name);
            add("outputPathId", id.into());
            if shown.names {
                add("outputPathName", name.into());
            }
        }
        if let Some(error) = &taken.error {
            add("errors", json!([{ "message": error }]));
        }
        if shown.values {
            payload.extend(self.values(taken, node.map(|(_, node)| node)));
        }
        payload
    }

    /// What went in and out.
    fn values(&self, taken: &Taken, node: Option<&Node>) -> Map<String, Json> {
        let mut values = Map::new();
        if let Some(inputs) = self.inputs(taken) {
            values.insert("inputData".to_owned(), inputs);
        }
        if let Some(read) = node.and_then(|node| self.attributes_read(taken, node)) {
            values.insert("outputData".to_owned(), json!({ "attributes": read }));
        }
        let variables: Vec<Json> = taken.assigned.iter().filter(|one| !one.attribute).map(variable).collect();
        if !variables.is_empty() {
            let name = if *taken.kind == *UPDATE { "statements" } else { "outputVariables" };
            values.insert(name.to_owned(), variables.into());
        }
        let cause = taken.cause.as_ref().filter(|_| self.execution.extended);
        if let Some(cause) = cause.and_then(|cause| serde_json::to_value(cause).ok()) {
            values.insert("flowproofCause".to_owned(), cause);
        }
        values
    }

    /// The action in the program, with its place. A trace shares its names with the program, so that most are told apart without reading
    /// them.
    fn node(&self, taken: &Taken) -> Option<(usize, &'a Node)> {
        let nodes = self.execution.program.actions();
        let same = |node: &Node| Arc::ptr_eq(&node.id.name, &taken.id.name) && node.id == taken.id;
        let mut places = nodes.iter().enumerate();
        places.find(|(_, node)| same(node)).or_else(|| nodes.iter().enumerate().find(|(_, node)| node.id == taken.id))
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

    /// The attributes that were read. A trace holds the variables that took them and not their names, which the flow gives; where it
    /// computes one, or keeps one in no variable, the two cannot be matched and are not.
    fn attributes_read(&self, taken: &Taken, node: &Node) -> Option<Vec<Json>> {
        if *taken.kind != *READS_ATTRIBUTES || taken.assigned.is_empty() {
            return None;
        }
        let mut inventory = Inventory::default();
        node.action.mention(&node.place, self.execution.program, &mut inventory);
        let names = &inventory.attributes_read;
        let pairs = names.iter().zip(&taken.assigned);
        let read = pairs.map(|((name, _), one)| json!({ "outputName": &**name, "value": one.value }));
        (names.len() == taken.assigned.len()).then(|| read.collect())
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

fn derived_container_id(flow: &str, container: &str) -> Json {
    (&*crate::flow::program::stable_id(&["container", flow, container])).into()
}
