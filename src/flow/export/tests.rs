//! Whole files: the fixtures in every form, kinds that no public flow shows, and files that somebody broke.

use std::sync::Arc;

use base64::Engine as _;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::model::comparable;
use crate::diagnostic::{Diagnostics, RenderStyle, SourceFile, render_all};
use crate::flow::host::{Outcome, Session, SessionStart};
use crate::flow::stubs::{DataActionReply, DataActionStub, Stubs};
use crate::flow::world::World;
use crate::flow::{FlowSource, Loaded, Program, load};
use crate::trace::TraceLevel;

const SUPPORT_YAML: &str = include_str!("../../../fixtures/flows/support.yaml");
const SUPPORT_EXPORT: &str = include_str!("../../../fixtures/flows/support.i3InboundMessage");
const ORDER_TOTALS_YAML: &str = include_str!("../../../fixtures/flows/order_totals.yaml");
const ORDER_TOTALS_EXPORT: &str = include_str!("../../../fixtures/flows/order_totals.i3CommonModuleFlow");
const ORDER_TOTALS_JSON: &str = include_str!("../../../fixtures/flows/order_totals.json");
const SUPPORT_JSON: &str = include_str!("../../../fixtures/flows/support.json");
const LANGUAGE_PICKER: &str = include_str!("../../../fixtures/flows/language_picker.json");

fn loaded(texts: &[(&str, &str)]) -> Loaded {
    let values = [("flow_name", "Support"), ("crm", "CRM"), ("vip_queue", "VIP Support"), ("support_queue", "Support")];
    let substitutions: IndexMap<String, String> =
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let file = |(name, text): &(&str, &str)| FlowSource {
        source: SourceFile::new(*name, *text),
        substitutions: substitutions.clone(),
    };
    load(texts.iter().map(file).collect())
}

fn program(texts: &[(&str, &str)]) -> Arc<Program> {
    let loaded = loaded(texts);
    assert!(loaded.diagnostics.is_empty(), "{}", render_all(&loaded.diagnostics, RenderStyle::Plain));
    loaded.program.unwrap()
}

fn run(program: &Arc<Program>, message: &str, attributes: &[(&str, &str)]) -> Outcome {
    let reply = DataActionReply::Success(json!({"first_name": "Ada"}).as_object().unwrap().clone());
    let stub = DataActionStub { when: Vec::new(), reply, latency: std::time::Duration::ZERO };
    let mut stubs = Stubs::default();
    stubs.data_actions.entry("CRM".into()).or_default().insert("Get Customer".into(), vec![stub]);
    let attributes = attributes.iter().map(|(name, value)| (Arc::from(*name), Arc::from(*value))).collect();
    let start =
        SessionStart { message: Some(message.into()), attributes, level: TraceLevel::Data, ..SessionStart::default() };
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let world = World { open: true, ..World::default() };
    Session::start(program, start, Arc::new(stubs), Arc::new(world), now).into_outcome()
}

/// A message flow with these actions, the first of which starts it.
fn flow_of(actions: &Json) -> Json {
    let start = actions.get(0).map(|first| first["id"].clone());
    json!({
        "name": "Test", "type": "inboundshortmessage", "initialSequence": "s1", "defaultLanguage": "en-US",
        "flowSequenceItemList": [
            {"__type": "State", "id": "s1", "name": "Start", "startAction": start, "actionList": actions, "variables": [
                {"__type": "IntegerVariable", "name": "State.index", "initialValue": value("", "int", 3)},
                {"__type": "QueueVariable", "name": "State.queue", "initialValue": value("", "que", 3)},
            ]},
            {"__type": "State", "id": "s2", "name": "Other", "actionList": []},
        ],
    })
}

fn value(text: &str, code: &str, mode: u8) -> Json {
    json!({"text": text, "type": code, "uiMetaData": {"mode": mode}})
}

fn found(json: &Json) -> Diagnostics {
    loaded(&[("flow.json", &json.to_string())]).diagnostics
}

fn codes(json: &Json) -> Vec<&'static str> {
    found(json).iter().map(|one| one.code.as_str()).collect()
}

#[rstest::rstest]
#[case("support.i3InboundMessage", SUPPORT_EXPORT)]
#[case("support.json", SUPPORT_JSON)]
fn a_fixture_is_the_same_flow_in_every_form(#[case] name: &str, #[case] text: &str) {
    let (yaml, other) = (program(&[("support.yaml", SUPPORT_YAML)]), program(&[(name, text)]));
    assert_eq!(comparable(&other, &[]), comparable(&yaml, &[]));
    for (tier, orders) in [("Gold", "12"), ("Silver", "1"), ("Copper", "0"), ("Bronze", "-1")] {
        for customer in ["", "c-1"] {
            let attributes = [
                ("customer_tier", tier),
                ("previous_order_count", orders),
                ("customer_id", customer),
                ("region", "EU"),
            ];
            let (yaml, other) = (run(&yaml, "hello", &attributes), run(&other, "hello", &attributes));
            assert!(yaml.trace.taken.len() > 5);
            assert_eq!(yaml.trace.taken, other.trace.taken, "{tier}");
            assert_eq!((yaml.set, yaml.ending), (other.set, other.ending), "{tier}");
        }
    }
}

#[rstest::rstest]
#[case("order_totals.i3CommonModuleFlow", ORDER_TOTALS_EXPORT)]
#[case("order_totals.json", ORDER_TOTALS_JSON)]
fn a_common_module_is_the_same_flow_in_every_form(#[case] name: &str, #[case] text: &str) {
    let yaml = program(&[("order_totals.yaml", ORDER_TOTALS_YAML)]);
    assert_eq!(comparable(&program(&[(name, text)]), &[]), comparable(&yaml, &[]));
}

/// Inputs are given, left out, and NOT_SET; the module's outputs and the path that it ends by come back to the caller.
#[rstest::rstest]
#[case("Common.orderId: { exp: Message.Message.body }", json!({"total": 100.5}), "Found", "100.5 fine")]
#[case("Common.orderId: { exp: Message.Message.body }", json!({"total": 101}), "Too big", "101.0 fine")]
#[case("Common.orderId: { exp: Message.Message.body }, Common.limit: { lit: 5 }", json!({"total": 6}), "Too big", "6.0 fine")]
#[case("Common.orderId: { noValue: true }", json!({}), "default", " no order")]
#[case("Common.limit: { lit: 5 }", json!({}), "default", " no order")]
#[case("Common.orderId: { exp: Message.Message.body }", json!("404"), "Failed", " 404")]
fn a_common_module_answers_by_outputs_and_by_a_path(
    #[case] inputs: &str,
    #[case] answer: Json,
    #[case] output: &str,
    #[case] told: &str,
    #[values(ORDER_TOTALS_YAML, ORDER_TOTALS_EXPORT, ORDER_TOTALS_JSON)] module: &str,
) {
    let caller = format!(
        "inboundShortMessage:
  name: Caller
  startUpRef: './states/state[S_1]'
  states:
    - state:
        name: S
        refId: S_1
        variables:
          - decimalVariable: {{ name: State.total, initialValue: {{ noValue: true }} }}
          - stringVariable: {{ name: State.why, initialValue: {{ noValue: true }} }}
        actions:
          - callCommonModule: {{ name: Ask, commonModule: {{ Order Totals: {{ ver_latestPublished: {{ inputs: {{ {inputs} }}, outputs: {{ Common.total: {{ var: State.total }}, Common.why: {{ var: State.why }} }} }} }} }} }}
          - sendResponse: {{ name: Tell, messageBody: {{ exp: 'ToDisplayString(State.total) + \" \" + State.why' }} }}
          - disconnect
"
    );
    let program = program(&[("caller.yaml", &caller), ("module", module)]);
    let reply = match answer {
        Json::Object(outputs) => DataActionReply::Success(outputs),
        code => DataActionReply::Failure(json!({ "errorCode": code }).as_object().unwrap().clone()),
    };
    let mut stubs = Stubs::default();
    let stub = DataActionStub { when: Vec::new(), reply, latency: std::time::Duration::ZERO };
    stubs.data_actions.entry("Orders".into()).or_default().insert("Get Total".into(), vec![stub]);
    let start = SessionStart { message: Some("o-1".into()), ..SessionStart::default() };
    let now = "2026-11-23T16:00:00Z".parse().unwrap();
    let outcome = Session::start(&program, start, Arc::new(stubs), Arc::new(World::default()), now).into_outcome();
    assert_eq!(outcome.trace.taken[0].output.as_deref(), Some(output));
    assert_eq!(&*outcome.transcript[1].text, told);
}

/// Kinds that only leave a note, or look something up: the parts of the JSON form are those of the Archy one.
#[rstest::rstest]
#[case(
    json!({"__type": "GetExternalContactAction", "externalId": value("c-1", "str", 1), "externalResult": value("", "cpx_external_contact", 3)}),
    "getExternalContact: { externalId: { lit: c-1 }, externalResult: { noValue: true }"
)]
#[case(
    json!({"__type": "SearchExternalContactsAction", "externalId": value("ada", "str", 1), "externalResult": value("", "cpx_external_contact_coll", 3)}),
    "searchExternalContacts: { searchTerm: { lit: ada }"
)]
#[case(
    json!({"__type": "SendNotificationAction", "notificationType": value("email", "str", 1), "subject": value("\"a\" + \"b\"", "str", 0),
        "errorBindings": [{"name": "errorType", "value": value("", "str", 3)}, {"name": "errorMessage", "value": value("State.text", "str", 2)}],
        "sendToUsers": {"text": "", "type": "usr_coll", "uiMetaData": {"mode": 1}, "config": {"lit": {"items": [value("Ada", "usr", 1)]}}}}),
    "sendNotification: { notificationType: { lit: email }, subject: { exp: '\"a\" + \"b\"' }, sendToUsers: { lit: [ { lit: { name: Ada } } ] }, failureOutputs: { errorMessage: { var: State.text } }"
)]
#[case(
    json!({"__type": "GetConversationDataAction", "conversationId": value("Flow.id", "str", 1), "participantId": value("", "str", 3),
        "variables": [{"variable": value("tier", "str", 1), "expression": value("State.text", "str", 2)}]}),
    "getConversationData: { conversationId: { lit: Flow.id }, participantId: { noValue: true }, attributes: [ { attribute: { name: { lit: tier }, variable: State.text } } ]"
)]
#[case(
    json!({"__type": "SetConversationDataAction", "conversationId": value("c-2", "str", 1), "errorBindings": [],
        "variables": [{"variable": value("tier", "str", 1), "expression": value("Gold", "str", 1)}]}),
    "setConversationData: { conversationId: { lit: c-2 }, attributes: [ { attribute: { name: { lit: tier }, value: { lit: Gold } } } ]"
)]
#[case(
    json!({"__type": "CompleteSurveyInviteAction", "inviteBody": value("See", "str", 1), "reminderBody": value("", "str", 3)}),
    "completeSurveyInvite: { inviteBody: { lit: See }, reminderBody: { noValue: true }"
)]
#[case(
    json!({"__type": "SetWrapupCodeAction", "wrapupCode": value("Solved", "wrc", 1)}),
    "setWrapupCode: { wrapupCode: { lit: { name: Solved } }"
)]
#[case(
    json!({"__type": "TransferUserAction", "targetUser": value("Ada", "usr", 1)}),
    "transferToUser: { targetUser: { lit: { name: Ada } }"
)]
#[case(
    json!({"__type": "SetFlowOutcomeAction", "flowOutcomeName": "Pay", "flowOutcomeValue": value("SUCCESS", "str", 1)}),
    "setFlowOutcome: { flowOutcome: { lit: { name: Pay } }, flowOutcomeValue: { lit: SUCCESS }"
)]
#[case(json!({"__type": "DisconnectWorkitemAction", "errorBindings": []}), "disconnectWorkitem: { a: 1")]
fn an_action_of_an_export_is_the_one_of_archy(#[case] mut action: Json, #[case] yaml: &str) {
    action["id"] = json!("a1");
    action["name"] = json!("Do");
    let mut flow = flow_of(&json!([action]));
    flow["flowSequenceItemList"][0]["variables"] =
        json!([{"__type": "StringVariable", "name": "State.text", "initialValue": value("", "str", 3)}]);
    let archy = crate::flow::action::testing::Flow::new()
        .state_variable("string", "State.text")
        .actions(&format!("- {yaml}, name: Do }}"));
    let debug = |program: &Program| format!("{:?}", program.actions()[0].action);
    let slots = regex::Regex::new(r"Slot\(\d+\)").unwrap();
    let shown = |program: &Program| slots.replace_all(&debug(program), "Slot").into_owned();
    assert_eq!(shown(&program(&[("flow.json", &flow.to_string())])), shown(&archy.program()));
    assert!(program(&[("flow.json", &flow.to_string())]).actions()[0].unread.is_empty());
}

#[test]
fn actions_keep_the_ids_of_the_org() {
    let program = program(&[("flow.json", SUPPORT_JSON)]);
    let ids: Vec<_> = program.actions().iter().map(|node| node.guid.clone().unwrap()).collect();
    assert!(ids.len() > 30);
    for (node, id) in program.actions().iter().zip(&ids) {
        assert_eq!(program.action_of_guid(id).unwrap().id, node.id);
    }
    assert!(program.action_of_guid("none").is_none());
}

#[test]
fn a_common_module_in_the_form_of_rest_is_executed() {
    let caller = "inboundShortMessage:
  name: Caller
  startUpRef: './states/state[S_1]'
  variables: [ { stringVariable: { name: Flow.language, initialValue: { noValue: true } } } ]
  states:
    - state:
        name: S
        refId: S_1
        actions:
          - callCommonModule: { name: Pick, commonModule: { Language Picker: { ver_latestPublished: { inputs: { Common.text: { exp: Message.Message.body } }, outputs: { Common.language: { var: Flow.language } } } } } }
          - sendResponse: { name: Tell, messageBody: { exp: Flow.language } }
          - disconnect
";
    let program = program(&[("caller.yaml", caller), ("language_picker.json", LANGUAGE_PICKER)]);
    assert!(program.inventory().modules.is_empty());
    let said =
        |message: &str| run(&program, message, &[]).transcript.iter().map(|line| line.text.to_string()).collect();
    let german: Vec<String> = said("Hallo!");
    let english: Vec<String> = said("hello");
    assert_eq!((german.last().unwrap().as_str(), english.last().unwrap().as_str()), ("de", "en"));
}

#[test]
fn kinds_that_public_flows_do_not_show_are_read_by_analogy() {
    let actions = json!([
        {"__type": "FindQueueByIdAction", "id": "a1", "name": "Find", "nextAction": "a2", "queueId": value("q-1", "str", 1),
         "queueResult": value("State.queue", "que", 2), "paths": [{"outputId": "__NOT_FOUND__", "label": "Not Found", "nextActionId": "a5"}]},
        {"__type": "LoopAction", "id": "a2", "name": "Loop", "nextAction": "a3", "currentIndex": value("State.index", "int", 2),
         "loopCount": value("2", "int", 1), "path": {"outputId": "__LOOP__", "label": "Loop", "nextActionId": "a6"}},
        {"__type": "EvaluateScheduleGroupAction", "id": "a3", "name": "Open?", "nextAction": "a4",
         "scheduleGroup": value("Hours", "sgp", 1), "paths": [{"outputId": "__OPEN__"}, {"outputId": "__CLOSED__", "nextActionId": "a7"}]},
        {"__type": "ShimmerAction", "id": "a4", "name": "New kind", "nextAction": "a8", "depth": 5,
         "paths": [{"outputId": "0d1c", "label": "Left", "nextActionId": "a9"}]},
        {"__type": "DisconnectAction", "id": "a5", "name": "Leave"},
        {"__type": "NextLoopAction", "id": "a6", "name": "Next"},
        {"__type": "ChangeStateAction", "id": "a7", "name": "Go", "stateReference": "s2"},
        {"__type": "DisconnectAction", "id": "a8", "name": "Leave"},
        {"__type": "SendResponseAction", "id": "a9", "name": "Say", "messageBody": value("Hi", "str", 1)},
    ]);
    let program = program(&[("flow.json", &flow_of(&actions).to_string())]);
    let lines = comparable(&program, &[]);
    let lines: Vec<_> = lines.iter().map(|line| line.split(" {").next().unwrap_or_default()).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn asking_for_the_next_intent_is_the_loop_of_anything_else() {
    let actions = json!([
        {"__type": "AskForNLUNextIntentAction", "id": "a1", "name": "More", "nextAction": "a3", "question": value("More?", "str", 1),
         "paths": [{"outputId": "__YES__", "label": "Loop", "nextActionId": "a2"}, {"outputId": "__MAX_NO_INPUTS__", "outOfService": true}]},
        {"__type": "NextLoopAction", "id": "a2", "name": "Again"},
        {"__type": "DisconnectAction", "id": "a3", "name": "Leave"},
    ]);
    let program = program(&[("flow.json", &flow_of(&actions).to_string())]);
    let found =
        program.actions().iter().map(|one| (&*one.kind, one.outputs.iter().map(|output| &*output.name).collect()));
    let outputs = |name: &'static str| Some(name).into_iter().collect::<Vec<_>>();
    let none = Vec::new;
    assert_eq!(
        found.collect::<Vec<_>>(),
        [("loopAnythingElse", outputs("loop")), ("loopNext", none()), ("disconnect", none())]
    );
}

#[test]
fn a_menu_holds_the_tasks_of_its_choices_as_archy_files_do() {
    let task = |id: &str, name: &str| {
        json!({"__type": "Task", "id": id, "name": name, "startAction": "d", "actionList": [
        {"__type": "DisconnectAction", "id": "d", "name": "Leave"}]})
    };
    let choice =
        |class: &str, key: &str, id: &str| json!({"name": id, "action": {"__type": class, key: id, "name": id}});
    let flow = json!({"name": "Voice", "type": "inboundcall", "initialSequence": "m", "flowSequenceItemList": [
        task("t2", "Alone"), task("t1", "Sales"),
        {"__type": "Menu", "id": "m", "name": "Main", "menuChoiceList": [
            choice("TaskAction", "taskReference", "t1"), choice("TransferMenuAction", "menuReference", "m")]},
    ]});
    let program = program(&[("flow.json", &flow.to_string())]);
    let containers = program.containers().iter().map(|one| format!("{} {}", one.kind.describe(), one.name));
    assert_eq!(containers.collect::<Vec<_>>(), ["menu Main", "task Sales", "task Alone"]);
    let outputs = &program.actions()[0].outputs;
    assert_eq!(outputs.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["Sales", "m"]);
    assert!(outputs[0].branch.is_some());
}

#[test]
fn a_choice_that_leads_nowhere_shows_what_it_does() {
    let queue = json!({"text": "Sales", "type": "que", "config": {"lit": {"text": "Sales", "type": "que"}}});
    let flow = json!({
        "name": "Test", "type": "inboundcall", "initialSequence": "m", "defaultLanguage": "en-US",
        "supportedLanguages": [{"language": "en-US"}],
        "flowSequenceItemList": [
            {"__type": "Menu", "id": "m", "name": "Main", "menuChoiceList": [
                {"name": "Sales", "digit": "1", "action": {"__type": "TransferPureMatchAction", "id": "a", "name": "To sales",
                    "queues": [queue], "paths": [{"outputId": "__FAILURE__", "label": "Failure", "nextActionId": "b"}]}},
                {"name": "Back", "digit": 2, "action": {"__type": "TransferMenuAction", "id": "c", "name": "To menu", "menuReference": "m"}},
            ]},
            {"__type": "Task", "id": "t", "name": "Failed", "startAction": "b",
                "actionList": [{"__type": "DisconnectAction", "id": "b", "name": "End"}]},
        ],
    });
    let program = program(&[("f.json", &flow.to_string())]);
    let found: Vec<(&str, &str)> = program.actions().iter().map(|one| (&*one.id.name, &*one.kind)).collect();
    let failed = ("Failed", "jumpToTask");
    assert_eq!(
        found,
        [("Main", "menu"), ("Sales", "transferToAcd"), failed, ("Back", "jumpToMenu"), ("End", "disconnect")]
    );
}

#[test]
fn a_link_to_the_first_action_of_another_container_is_a_jump() {
    let mut flow = flow_of(&json!([
        {"__type": "SendResponseAction", "id": "a1", "name": "Say", "messageBody": value("Hi", "str", 1), "nextAction": "b1"},
    ]));
    let other = json!({"__type": "State", "id": "s9", "name": "Last", "startAction": "b1",
        "actionList": [{"__type": "DisconnectAction", "id": "b1", "name": "Leave"}]});
    flow["flowSequenceItemList"].as_array_mut().unwrap().push(other);
    let program = program(&[("flow.json", &flow.to_string())]);
    let outcome = run(&program, "hello", &[]);
    let path: Vec<&str> = outcome.trace.taken.iter().map(|one| &*one.id.name).collect();
    assert_eq!(path, ["Say", "Last", "Leave"]);
}

#[test]
fn a_mistake_is_shown_where_it_stands_with_its_pointer() {
    let actions = json!([{"__type": "SendResponseAction", "id": "a", "name": "Say", "messageBody": value("Flow.nam + Trim(", "str", 0)}]);
    let json = flow_of(&actions).to_string();
    let encoded = base64::engine::general_purpose::STANDARD.encode(json);
    let found = loaded(&[("say.i3InboundMessage", &encoded)]).diagnostics;
    insta::assert_snapshot!(render_all(&found, RenderStyle::Plain));
}

#[test]
fn what_architect_has_accepted_is_loaded_and_fails_where_the_flow_reaches_it() {
    let tree = |text: &str, code: &str, mode: u8| {
        let mut value = value(text, code, mode);
        value["config"] = json!({"ref": {"text": text, "type": code}});
        value
    };
    let actions = json!([
        {"__type": "DecisionAction", "id": "a1", "name": "If", "expression": tree("Kilo lima", "bln", 0), "nextAction": "a3",
         "paths": [{"outputId": "__YES__", "nextActionId": "a2"}]},
        {"__type": "TransferPureMatchAction", "id": "a2", "name": "Give", "queues": [tree("VIP", "que", 1)], "priority": tree("Golf", "int", 1)},
        {"__type": "SendResponseAction", "id": "a3", "name": "Say", "messageBody": tree("Flow.gone", "str", 2)},
    ]);
    let mut flow = flow_of(&actions);
    let wait = json!({"__type": "StringVariable", "name": "Flow.twice", "initialValue": tree("", "str", 3)});
    flow["variables"] = json!([wait, wait]);
    let loaded = loaded(&[("flow.json", &flow.to_string())]);
    assert!(!loaded.diagnostics.has_errors(), "{}", render_all(&loaded.diagnostics, RenderStyle::Plain));
    let mut codes: Vec<_> = loaded.diagnostics.iter().map(|one| one.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["FP0406", "FP0407", "FP0409", "FP0410"]);
    let outcome = run(&loaded.program.unwrap(), "hello", &[]);
    assert!(format!("{:?}", outcome.ending).contains("there is no variable `Kilo lima`"), "{:?}", outcome.ending);
}

#[test]
fn what_nothing_can_be_read_without_is_told_at_once() {
    assert_eq!(codes(&json!({})), ["FP0401"]);
    assert_eq!(codes(&json!({"name": "A", "type": "workflow"})), ["FP0401"]);
    assert_eq!(codes(&json!({"flowSequenceItemList": []})), ["FP0402"]);
    assert_eq!(codes(&json!({"flowSequenceItemList": [], "type": "workflow"})), ["FP0402"; 2]);
    let mut flow = flow_of(&json!([]));
    flow["initialSequence"] = json!("s9");
    assert_eq!(codes(&flow), ["FP0404"]);
    flow["type"] = json!("inboundsmoke");
    assert_eq!(codes(&flow), ["FP0401"]);
}

#[test]
fn links_that_make_no_tree_are_told() {
    let action = |id: &str, next: &str| json!({"__type": "DisconnectAction", "id": id, "name": id, "nextAction": next});
    assert_eq!(codes(&flow_of(&json!([action("a", "b"), action("b", "a")]))), ["FP0403"]);
    assert_eq!(codes(&flow_of(&json!([action("a", "x")]))), ["FP0404"]);
    assert_eq!(codes(&flow_of(&json!([action("a", ""), action("b", "")]))), ["FP0432"]);
    assert_eq!(codes(&flow_of(&json!([action("a", ""), action("a", "")]))), ["FP0405"]);
    assert_eq!(codes(&flow_of(&json!([{"id": "a"}]))), ["FP0402"]);
    let nested: Vec<Json> = (0..500)
        .map(|depth| json!({"__type": "DecisionAction", "id": depth.to_string(), "name": "D", "expression": value("true", "bln", 0),
            "paths": [{"outputId": "__YES__", "nextActionId": (depth + 1).to_string()}]}))
        .collect();
    assert!(codes(&flow_of(&json!(nested))).contains(&"FP0108"));
}

#[test]
fn broken_files_are_told_and_never_panic() {
    let code = |text: &str| loaded(&[("flow", text)]).diagnostics.iter().next().map(|one| one.code.as_str());
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    // Four letters of base64 stand for three bytes: cut between groups, only the JSON inside is cut off.
    assert_eq!(code(cut(SUPPORT_JSON, 1000)), Some("FP0431"));
    assert_eq!(code(cut(SUPPORT_EXPORT, 1004)), Some("FP0431"));
    assert_eq!(code(cut(SUPPORT_EXPORT, 1005)), Some("FP0430"));
    assert_eq!(code(&format!("{SUPPORT_EXPORT}!")), Some("FP0430"));
    assert_eq!(code(&encode(&"%7B%".repeat(20))), Some("FP0430"));
    assert_eq!(code(&encode(&"not a flow at all ".repeat(5))), Some("FP0431"));
    assert_eq!(code(&encode(&"[".repeat(100_000))), Some("FP0108"));
    assert_eq!(code(&format!("{{\"a\": {}", "{\"a\":".repeat(100_000))), Some("FP0108"));
    for text in [SUPPORT_JSON, SUPPORT_EXPORT] {
        for length in (0..text.len()).step_by(997) {
            assert!(loaded(&[("flow", cut(text, length))]).diagnostics.has_errors(), "{length}");
        }
    }
}

/// The start of a text.
fn cut(text: &str, length: usize) -> &str {
    text.get(..length).unwrap()
}

/// Every value of a flow replaced by each of these: it loads or is told, and never panics.
#[test]
fn a_flow_with_any_value_of_the_wrong_kind_loads_or_is_told() {
    let whole: Json = serde_json::from_str(LANGUAGE_PICKER).unwrap();
    let mut pointers = Vec::new();
    collect(&whole, String::new(), &mut pointers);
    assert!(pointers.len() > 60);
    for pointer in pointers {
        for other in [json!(null), json!([]), json!({}), json!("x"), json!(5), json!([[{}]]), json!([null])] {
            let mut broken = whole.clone();
            *broken.pointer_mut(&pointer).unwrap() = other;
            let loaded = loaded(&[("flow.json", &broken.to_string())]);
            assert!(loaded.program.is_some() || loaded.diagnostics.has_errors(), "{pointer}");
        }
    }
}

fn collect(node: &Json, at: String, pointers: &mut Vec<String>) {
    match node {
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, format!("{at}/{index}"), pointers));
        }
        Json::Object(entries) => {
            entries.iter().for_each(|(key, item)| collect(item, format!("{at}/{key}"), pointers));
        }
        _ => {}
    }
    pointers.push(at);
}
