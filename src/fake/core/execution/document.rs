//! The trace as flow execution data, the document that a real org lets download (facts: genesys-api.md 6.3): what frames the actions.
//! Must not know HTTP.
//!
//! Decisions where the facts are silent: every event has the time at which the run began, since the conversation's clock does not tick
//! between actions; `trackingId` is the action's place in its flow's file, since a file shows no numbers; a change of state is a started
//! task; a bot or module that is called stands in its caller's `execution` between a `startedFlow` and an `endedFlow` of its own.
//!
//! Extensions of the fake's, which no real org has: `flow.flowproofEnding`, and on an action `flowproofCause` (why a decision went its way)
//! and `flowproofDepth` (only where calls nest deeper than the document does).

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::ending::{ending, exit_reason};
use super::outputs::flow_kind;
use super::writer::Writer;
use crate::flow::Program;
use crate::flow::host::Outcome;
use crate::flow::world::World;

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
    /// When it began.
    pub started: Timestamp,
    /// When it ended, or stopped to wait.
    pub ended: Timestamp,
    /// What it shows.
    pub shown: Shown,
    /// Whether it has our extensions.
    pub extended: bool,
}

/// What a log level lets into the document (facts: genesys-api.md 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Names of actions, tasks and outputs, beside their ids.
    pub names: bool,
    /// Inputs, outputs and variables.
    pub values: bool,
}

impl Shown {
    /// Everything.
    pub const ALL: Self = Self { names: true, values: true };
}

/// The document.
pub fn document(outcome: &Outcome, execution: &Execution<'_>) -> Json {
    let program = execution.program;
    let entry = program.entry();
    let (started, ended) = (execution.started.to_string(), execution.ended.to_string());
    let writer = Writer::new(execution, &started);
    let mut events = vec![
        json!({ "startedFlow": { "dateTime": started, "languageTag": &*entry.default_language, "variables": [] } }),
    ];
    events.extend(writer.frame(&mut outcome.trace.taken.iter().peekable(), 0, program.name()));
    let mut flow = json!({
        "executionId": execution.id,
        "conversationId": execution.conversation_id,
        "flowId": &**program.id(),
        "flowName": &**program.name(),
        "flowType": flow_kind(program.flow_type()),
        "flowVersion": program.version(),
        "startDateTime": started,
    });
    if let Some(reason) = exit_reason(&outcome.ending) {
        events.push(json!({ "endedFlow": { "dateTime": ended, "flowExitReason": reason } }));
        put(&mut flow, "endDateTime", ended.into());
    }
    put(&mut flow, "execution", events.into());
    if execution.extended {
        put(&mut flow, "flowproofEnding", serde_json::to_value(ending(&outcome.ending)).unwrap_or_default());
    }
    json!({ "flow": flow })
}

fn put(object: &mut Json, name: &str, value: Json) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use indexmap::IndexMap;
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::evidence::observe::{KnownAction, KnownActions, observe_execution};
    use crate::flow::program::derived_id;
    use crate::flow::{FlowSource, load};
    use crate::trace::{ActionId, Assignment, Cause, Ending, ErrorCause, Taken, Trace, TraceLevel};

    const FLOW: &str = r#"
inboundShortMessage:
  name: Tiny
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        variables: [ { stringVariable: { name: State.tier, initialValue: { noValue: true } } } ]
        actions:
          - disconnect: { name: Close }
          - getParticipantData:
              name: Read
              attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ]
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
        shown(taken, ending, Shown::ALL)
    }

    fn shown(taken: Vec<Taken>, ending: Ending, shown: Shown) -> Json {
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
        let started = "2026-01-05T15:00:00Z".parse().unwrap();
        let ended = "2026-01-05T15:01:00Z".parse().unwrap();
        let world = World::default();
        let (id, conversation_id, program, world) = ("e-1", "c-1", &program, &world);
        document(&outcome, &Execution { id, conversation_id, program, world, started, ended, shown, extended: true })
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
    fn a_bot_that_is_called_stands_in_its_call_with_its_name() {
        let bot = |depth, container: &str, name: &str, kind: &str| {
            let mut taken = taken(depth, container, name, kind);
            taken.id.flow = Arc::from("Order Bot");
            taken
        };
        let document = written(
            vec![
                taken(0, "Start", "Ask", "callBotFlow"),
                bot(1, "Main", "Go", "callTask"),
                bot(2, "Deep", "Say", "communicate"),
                bot(1, "Next", "Exit", "exitBotFlow"),
                taken(0, "Start", "Close", "disconnect"),
            ],
            Ending::Disconnected { action: None },
        );
        assert_eq!(
            outline(events(&document)),
            "startedFlow startedTask actionCallBotFlow(startedFlow \
             startedTask actionCallTask(startedTask actionCommunicate endedTask) endedTask \
             startedTask actionExitBotFlow endedTask endedFlow) actionDisconnect endedTask endedFlow"
        );
        let nested = &events(&document)[2]["actionCallBotFlow"]["execution"];
        assert_eq!(nested[0]["startedFlow"]["flowName"], "Order Bot");
        assert_eq!(nested[1]["startedTask"]["taskName"], "Main");
    }

    #[test]
    fn an_action_has_the_id_that_its_flow_s_configuration_has() {
        let document = written(vec![taken(0, "Start", "Close", "disconnect")], Ending::Waiting);
        let id = derived_id(&taken(0, "Start", "Close", "disconnect").id);
        assert_eq!(events(&document)[2]["actionDisconnect"]["actionId"], &*id);
    }

    #[test]
    fn attributes_that_were_read_are_what_came_out() {
        let value = |name: &str| Assignment { name: Arc::from(name), attribute: false, value: Some("Gold".to_owned()) };
        let read = Taken { assigned: vec![value("State.tier")], ..taken(0, "Start", "Read", "getParticipantData") };
        let document = written(vec![read], Ending::Waiting);
        let payload = &events(&document)[2]["actionGetParticipantData"];
        assert_eq!(payload["outputData"], json!({ "attributes": [{ "outputName": "tier", "value": "Gold" }] }));
        let variables = json!([{ "variableName": "State.tier", "value": "Gold" }]);
        assert_eq!(payload["outputVariables"], variables);
    }

    #[test]
    fn a_low_log_level_leaves_ids_and_no_names_or_values() {
        let cause = Cause { expression: "e".into(), result: "true".into(), decisive: None, operands: Vec::new() };
        let decision = Taken {
            inputs: vec![(Arc::from("condition"), "true".to_owned())],
            output: Some(Arc::from("yes")),
            cause: Some(Box::new(cause)),
            ..taken(0, "Start", "a", "decision")
        };
        let all = written(vec![decision.clone()], Ending::Waiting);
        assert_eq!(events(&all)[2]["actionDecision"]["flowproofCause"]["expression"], "e");
        let document = shown(vec![decision], Ending::Waiting, Shown { names: false, values: false });
        let payload = &events(&document)[2]["actionDecision"];
        assert_eq!(payload["outputPathId"], "__YES__");
        for field in ["actionName", "outputPathName", "inputData", "flowproofCause"] {
            assert!(payload.get(field).is_none(), "{field}");
        }
        assert!(events(&document)[1]["startedTask"].get("taskName").is_none());
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
    #[case(Ending::StepLimit, Some("FLOW_ERROR_DISCONNECT"))]
    #[case(
        Ending::Failed(ErrorCause { action: taken(0, "Start", "a", "wait").id, message: "m".into(), handled_by: "disconnect".into() }),
        Some("FLOW_ERROR_DISCONNECT")
    )]
    fn only_what_is_over_has_an_end(#[case] ending: Ending, #[case] reason: Option<&str>) {
        let kind = ending_type(&ending);
        let document = written(Vec::new(), ending);
        assert_eq!(document["flow"]["flowproofEnding"]["type"], kind);
        assert_eq!(document["flow"].get("endDateTime").is_some(), reason.is_some());
        let last = events(&document).last().unwrap();
        assert_eq!(last["endedFlow"]["flowExitReason"].as_str(), reason);
    }

    /// Everything that a trace holds can be read back by who has the flow's file.
    #[test]
    fn a_reader_finds_the_whole_trace_in_the_document() {
        const BOT: &str = "
digitalBot:
  name: Order Bot
  startUpRef: '/digitalBot/bots/bot[Main_1]'
  defaultLanguage: en-us
  variables: [ { stringVariable: { name: Flow.said, initialValue: { noValue: true }, isInput: true, isOutput: true } } ]
  bots:
    - bot:
        name: Main
        refId: Main_1
        actions:
          - communicate: { name: Say, communication: { exp: Flow.said } }
          - exitBotFlow: { name: Done }
";
        let actions = "
- setParticipantData: { name: Set, attributes: [ { attribute: { name: { lit: tier }, value: { lit: Gold } } } ] }
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ] }
- decision: { name: 'Gold?', condition: { exp: 'State.tier == \"Gold\"' }, outputs: { yes: { actions: [ { updateData: { name: Set, statements: [ { string: { variable: State.tier, value: { lit: Silver } } } ] } } ] } } }
- switch: { name: Which, evaluate: { firstTrue: { cases: [ { case: { value: { exp: 'State.tier == \"Silver\"' }, actions: [ { sendResponse: { name: Tell, messageBody: { exp: State.tier } } } ] } } ] } } }
- callDigitalBotFlow: { name: Ask, digitalBotFlow: { Order Bot: { ver_latestPublished: { inputs: { Flow.said: { exp: State.tier } } } } } }
- callTask: { name: Call, targetTaskRef: './tasks/task[Deep_1]' }
- transferToAcd: { name: Hand over, targetQueue: { lit: { name: VIP Support } }, priority: { lit: 5 } }";
        const TASK: &str = "
  tasks:
    - task: { name: Deep, refId: Deep_1, outputPaths: [ { outputPath: { name: Found } } ], actions: [ { endTask: { name: End, outputPath: { name: Found } } } ] }";
        let flow = crate::flow::action::testing::Flow::new().state_variable("string", "State.tier").actions(actions);
        let flow = flow.more(TASK).with_flow(BOT).says("hi");
        let (program, outcome) = (flow.program(), flow.run().0);
        assert!(outcome.trace.taken.iter().any(|taken| &*taken.id.flow == "Order Bot" && taken.depth == 1));
        let at = "2026-01-05T15:00:00Z".parse().unwrap();
        let (id, conversation_id, world) = ("e-1", "c-1", &World::default());
        let (started, ended, shown, extended) = (at, at, Shown::ALL, true);
        let program = &*program;
        let execution = Execution { id, conversation_id, program, world, started, ended, shown, extended };
        let document = document(&outcome, &execution);
        let known = program.actions().iter().map(|node| KnownAction {
            id: node.id.clone(),
            kind: Arc::clone(&node.kind),
            guid: Some(node.org_id()),
            called: node.called(),
            outputs: node.outputs.iter().map(|output| Arc::clone(&output.name)).collect(),
            outcome: None,
            text: None,
        });
        let read = observe_execution(&serde_json::from_value(document).unwrap(), &KnownActions::new(known.collect()));
        assert_eq!(read.path, outcome.trace.taken);
        assert_eq!(read.ending, Some(outcome.ending));
        assert_eq!(read.read.get("tier"), None, "the flow wrote it first");
    }

    fn ending_type(ending: &Ending) -> Json {
        serde_json::to_value(ending).unwrap()["type"].clone()
    }

    fn number(text: &str) -> u64 {
        text.split(|letter: char| !letter.is_ascii_digit()).next().unwrap().parse().unwrap()
    }

    #[test]
    fn calls_nest_so_deep_and_no_deeper() {
        let document =
            written((0..200).map(|depth| taken(depth, "Task", "Call", "callTask")).collect(), Ending::StepLimit);
        let text = document.to_string();
        assert_eq!(text.matches("actionCallTask").count(), 200);
        let deeper: Vec<u64> = text.split("flowproofDepth\":").skip(1).map(number).collect();
        assert_eq!(deeper, (33..200).collect::<Vec<_>>());
        assert!(serde_json::from_str::<Json>(&text).is_ok(), "a reader with the usual limit takes it");
    }
}
