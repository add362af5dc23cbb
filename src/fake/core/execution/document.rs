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

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::flow::{FlowSource, load};
    use crate::trace::{ActionId, Ending, ErrorCause, Trace, TraceLevel};

    const FLOW: &str = r#"
inboundShortMessage:
  name: Tiny
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state: { name: Start, refId: Start_1, actions: [ { disconnect: { name: Close } } ] }
"#;

    fn taken(depth: u16, container: &str, name: &str, kind: &str) -> Taken {
        let text = |text: &str| -> Arc<str> { Arc::from(text) };
        Taken {
            id: ActionId { flow: text("Tiny"), container: text(container), name: text(name), ordinal: 0 },
            kind: text(kind),
            depth,
            output: None,
            called: None,
            inputs: Vec::new(),
            assigned: Vec::new(),
            cause: None,
            error: None,
        }
    }

    fn written(taken: Vec<Taken>, ending: Ending) -> Json {
        let source = SourceFile::new("tiny.yaml", FLOW);
        let program = load(vec![FlowSource { source, substitutions: IndexMap::new() }]).program.unwrap();
        let outcome = Outcome {
            trace: Trace { level: TraceLevel::Explain, taken },
            transcript: Vec::new(),
            attributes: IndexMap::new(),
            set: IndexMap::new(),
            calls: Vec::new(),
            deeds: crate::trace::Deeds::default(),
            ending,
            problems: Vec::new(),
            unused_stubs: Vec::new(),
        };
        let at = "2026-01-05T15:00:00Z".parse().unwrap();
        let world = World::default();
        document(&outcome, &Execution { id: "e-1", conversation_id: "c-1", program: &program, world: &world, at })
    }

    fn events(document: &Json) -> &[Json] {
        document["flow"]["execution"].as_array().unwrap()
    }

    /// The events as names, those nested in brackets.
    fn outline(events: &[Json]) -> String {
        let event = |event: &Json| {
            let (kind, payload) = event.as_object().unwrap().iter().next().unwrap();
            let nested = payload["execution"].as_array().map(|nested| format!("({})", outline(nested)));
            format!("{kind}{}", nested.unwrap_or_default())
        };
        events.iter().map(event).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_call_holds_what_it_called_and_a_state_is_a_task() {
        let document = written(
            vec![
                taken(0, "Start", "Call", "callTask"),
                taken(1, "Outer", "Call again", "callTask"),
                taken(2, "Inner", "Set", "updateData"),
                taken(0, "Start", "Go on", "changeState"),
                taken(0, "Next", "Close", "disconnect"),
            ],
            Ending::Disconnected { action: None },
        );
        assert_eq!(
            outline(events(&document)),
            "startedFlow startedTask \
             actionCallTask(startedTask actionCallTask(startedTask actionUpdateData endedTask) endedTask) \
             actionChangeState endedTask startedTask actionDisconnect endedTask endedFlow"
        );
    }

    #[test]
    fn an_action_has_its_place_in_the_file_and_one_of_another_file_has_none() {
        let document =
            written(vec![taken(0, "Start", "Close", "disconnect"), taken(0, "Start", "Lost", "wait")], Ending::Waiting);
        assert_eq!(events(&document)[2]["actionDisconnect"]["trackingId"], 1);
        assert_eq!(events(&document)[3]["actionWait"].get("trackingId"), None);
    }

    #[test]
    fn data_and_errors_are_where_readers_look() {
        let assigned = |name: &str, attribute: bool, value: Option<&str>| Assignment {
            name: Arc::from(name),
            attribute,
            value: value.map(str::to_owned),
        };
        let document = written(
            vec![
                Taken {
                    inputs: vec![(Arc::from("condition"), "true".to_owned())],
                    output: Some(Arc::from("yes")),
                    ..taken(0, "Start", "a", "decision")
                },
                Taken {
                    assigned: vec![assigned("Flow.a", false, Some("1")), assigned("Flow.b", false, None)],
                    ..taken(0, "Start", "b", "updateData")
                },
                Taken {
                    assigned: vec![assigned("tier", true, Some("Gold"))],
                    ..taken(0, "Start", "c", "setParticipantData")
                },
                Taken { error: Some("no value".to_owned()), ..taken(0, "Start", "d", "sendResponse") },
            ],
            Ending::Waiting,
        );
        let events = events(&document);
        let decision = &events[2]["actionDecision"];
        assert_eq!(
            (&decision["inputData"], &decision["outputPathId"]),
            (&json!({ "condition": true }), &json!("__YES__"))
        );
        let statements =
            json!([{ "variableName": "Flow.a", "value": "1" }, { "variableName": "Flow.b", "value": null }]);
        assert_eq!(events[3]["actionUpdateData"]["statements"], statements);
        let attributes = json!({ "attributes": [{ "inputName": "tier", "value": "Gold" }] });
        assert_eq!(events[4]["actionSetParticipantData"]["inputData"], attributes);
        assert_eq!(events[5]["actionSendResponse"]["errors"], json!([{ "message": "no value" }]));
    }

    #[rstest]
    #[case(Ending::Waiting, None)]
    #[case(Ending::StepLimit, Some("stepLimit"))]
    #[case(
        Ending::Failed(ErrorCause { action: taken(0, "Start", "a", "wait").id, message: "m".into(), handled_by: "disconnect".into() }),
        Some("failed")
    )]
    fn only_what_is_over_has_an_end(#[case] ending: Ending, #[case] reason: Option<&str>) {
        let document = written(Vec::new(), ending);
        assert_eq!(document["flow"].get("endDateTime").is_some(), reason.is_some());
        let last = events(&document).last().unwrap();
        assert_eq!(last["endedFlow"]["flowExitReason"].as_str(), reason);
    }

    #[test]
    fn calls_nest_so_deep_and_no_deeper() {
        let document =
            written((0..200).map(|depth| taken(depth, "Task", "Call", "callTask")).collect(), Ending::StepLimit);
        let text = document.to_string();
        assert_eq!(text.matches("actionCallTask").count(), 200);
        assert!(serde_json::from_str::<Json>(&text).is_ok(), "a reader with the usual limit takes it");
    }
}
