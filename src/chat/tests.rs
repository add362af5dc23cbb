//! Chats line by line, without a terminal: what is shown, what going back leaves, what is asked and kept, what a saved chat says.

use std::sync::Arc;

use indexmap::IndexMap;

use super::*;
use crate::flow::action::testing::Flow;
use crate::flow::stubs::Stubs;
use crate::flow::world::World;

/// Hears a text, looks its customer up, greets, hears more, and closes.
const DESK: &str = "
- getParticipantData: { name: Read the tier, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ] }
- callData: { name: Look up, category: { CRM: { dataAction: { Get: { inputs: { said: { exp: Message.Message.body } }, successOutputs: { name: { var: State.name }, orders: { var: State.orders } }, failureOutputs: { errorCode: { var: State.code } } } } } } }
- sendResponse: { name: Greet, messageBody: { exp: 'Append(\"Hello \", If(IsNotSetOrEmpty(State.name), \"you\", State.name))' } }
- waitForInput: { name: Hear }
- getParticipantData: { name: Read it again, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ] }
- setParticipantData: { name: Note it, attributes: [ { attribute: { name: { lit: noted }, value: { exp: 'If(IsNotSetOrEmpty(State.tier), \"none\", State.tier)' } } } ] }
- callData: { name: Look up again, category: { CRM: { dataAction: { Get: { inputs: { said: { exp: Message.Message.body } }, successOutputs: { name: { var: State.name } } } } } } }
- sendResponse: { name: Part, messageBody: { exp: 'Append(\"Bye \", State.name)' } }
- disconnect: { name: Close }";

fn desk() -> Flow {
    ["tier", "name", "code"]
        .iter()
        .fold(Flow::new(), |flow, name| flow.state_variable("string", &format!("State.{name}")))
        .state_variable("integer", "State.orders")
        .actions(DESK)
}

fn talk(flow: &Flow) -> Talk {
    let program = flow.program();
    let name = "test.yaml".to_owned();
    Talk::new(Setting {
        flow: name,
        program,
        project_world: Arc::new(World::default()),
        world: World::default(),
        stubs: Stubs::default(),
        now: flow.now(),
        attributes: IndexMap::new(),
    })
}

/// Takes lines; what the last of them showed.
fn lines(talk: &mut Talk, typed: &[&str]) -> Vec<String> {
    let mut shown = Vec::new();
    for line in typed {
        let layout = Layout { width: None };
        let replies = talk.line(line).replies;
        let all = replies.iter().flat_map(|reply| layout.lines(reply));
        shown = all.map(|line| anstream::adapter::strip_str(&line).to_string().trim().to_owned()).collect();
    }
    shown
}

fn saved(talk: &Talk) -> String {
    talk.scenario().unwrap().text
}

#[test]
fn a_turn_shows_what_is_said_and_the_path_with_its_calls() {
    let mut talk = talk(&desk());
    let asked = lines(&mut talk, &["Hi"]);
    assert_eq!(asked[..3], ["path:", "1  Read the tier", "2  Look up"]);
    assert!(asked.contains(&"the flow calls data action CRM > Get with said = \"Hi\"; no stub answers".to_owned()));
    assert_eq!(talk.prompt(), "answer> ");
    let shown = lines(&mut talk, &["success", "Ada", "3"]);
    let expected = [
        "flow: Hello Ada",
        "path:",
        "2  Look up: success",
        "calls CRM > Get with said = Hi",
        "gets State.name = Ada, State.orders = 3",
        "3  Greet",
        "4  Hear",
    ];
    assert_eq!(shown[..7], expected);
    assert_eq!(talk.prompt(), "> ");
}

#[test]
fn the_answer_to_a_call_is_kept_for_the_inputs_that_it_was_called_with() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["Hi", "success {\"name\": \"Ada\"}"]);
    assert_eq!(lines(&mut talk, &["Hi"]).last().unwrap(), "ended: disconnected by Close");
    lines(&mut talk, &["/back"]);
    let asked = lines(&mut talk, &["Other"]);
    assert!(asked.iter().any(|line| line.contains("said = \"Other\"; no stub answers")), "{asked:?}");
    lines(&mut talk, &["timeout"]);
    let kept = lines(&mut talk, &["/stub"]);
    assert_eq!(
        kept,
        ["CRM > Get: success: name = \"Ada\"   (for said = Hi)", "CRM > Get: timeout   (for said = Other)"]
    );
    lines(&mut talk, &["/forget CRM > Get", "/restart"]);
    assert!(lines(&mut talk, &["Hi"]).iter().any(|line| line.contains("no stub answers")));
}

#[test]
fn an_answer_in_advance_is_for_every_call() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["/stub CRM > Get", "success", "Ada", ""]);
    assert_eq!(lines(&mut talk, &["Hi", "More"]).last().unwrap(), "ended: disconnected by Close");
    let wrong = lines(&mut talk, &["/stub CRM > Gte"]);
    assert_eq!(wrong, ["no call of the flow is named `CRM > Gte`", "did you mean `CRM > Get`?"]);
}

#[test]
fn one_step_back_is_a_fork_and_the_other_branch_is_what_is_saved() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["/stub CRM > Get", "success {\"name\": \"Ada\"}", "Hi", "/set tier=Gold", "First"]);
    assert!(saved(&talk).contains("say: { text: First, attributes: { tier: Gold } }"), "{}", saved(&talk));
    assert_eq!(lines(&mut talk, &["/back"]), ["1 turn back, behind \"Hi\"", "last said: Hello Ada"]);
    // What the dropped turn brought is pending again.
    lines(&mut talk, &["/unset tier", "/set tier=Silver", "Second"]);
    let text = saved(&talk);
    assert!(text.contains("say: { text: Second, attributes: { tier: Silver } }") && !text.contains("First"), "{text}");
    assert!(text.contains("set: { noted: Silver }") && text.contains("ending: disconnected"), "{text}");
    assert_eq!(lines(&mut talk, &["/back 7"]), ["2 turns back: the conversation has not begun"]);
    assert_eq!(lines(&mut talk, &["/back"]), ["there is nothing to step back over"]);
    assert!(talk.scenario().is_none());
}

#[test]
fn going_back_from_an_open_question_drops_the_turn_that_waits() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["Hi"]);
    assert_eq!(lines(&mut talk, &["/wait"])[0], "a question is open");
    assert_eq!(lines(&mut talk, &["/back"]), ["1 turn back: the conversation has not begun"]);
    assert_eq!(talk.prompt(), "> ");
}

#[test]
fn attributes_before_the_first_message_are_the_customer_s() {
    let mut talk = talk(&desk());
    let told = lines(&mut talk, &["/set teir=Gold"]);
    assert_eq!(told, ["the customer has teir = Gold", "the flow reads no attribute `teir`; did you mean `tier`?"]);
    lines(&mut talk, &["/unset teir", "/set tier=Gold", "/stub CRM > Get", "success {}", "Hi"]);
    assert_eq!(lines(&mut talk, &["/attributes"]), ["tier = Gold"]);
    assert!(saved(&talk).contains("participant:\n  attributes:\n    tier: Gold\n"), "{}", saved(&talk));
    assert!(lines(&mut talk, &["/vars"]).contains(&"State.tier = \"Gold\"".to_owned()));
}

#[test]
fn silence_moves_the_clock_and_is_a_step() {
    let mut talk = talk(&desk());
    lines(
        &mut talk,
        &["/now 2026-11-23T10:00 America/Chicago", "/stub CRM > Get", "success {\"name\": \"Ada\"}", "Hi"],
    );
    assert!(lines(&mut talk, &["/now"])[0].contains("2026-11-23T16:00:00 UTC"));
    assert_eq!(lines(&mut talk, &["/wait 1m"])[0], "1m later: 2026-11-23T16:01:00 UTC");
    // The platform closes a conversation after three days of silence.
    let came = lines(&mut talk, &["/wait"]);
    assert_eq!(came[0], "2d23h59m later: 2026-11-26T16:00:00 UTC");
    assert_eq!(came.last().unwrap(), "ended: the customer was silent for too long");
    assert!(saved(&talk).contains("  - wait: \"1m\"\n  - wait: \"2d23h59m\"\n"), "{}", saved(&talk));
    assert!(lines(&mut talk, &["/now 2026-11-23T10:00 UTC"])[0].contains("has begun"));
}

#[test]
fn after_the_end_nothing_can_be_said_but_one_can_step_back() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["/stub CRM > Get", "success {\"name\": \"Ada\"}", "Hi"]);
    assert_eq!(lines(&mut talk, &["/end"]).last().unwrap(), "ended: the customer left");
    assert_eq!(lines(&mut talk, &["More"])[0], "the conversation has ended");
    assert!(saved(&talk).contains("ending: customer_left"));
    lines(&mut talk, &["/back"]);
    assert_eq!(lines(&mut talk, &["More"]).last().unwrap(), "ended: disconnected by Close");
}

#[test]
fn whoever_joins_begins_without_a_message() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["/stub CRM > Get", "failure", "404"]);
    assert_eq!(lines(&mut talk, &["/join"])[0], "flow: Hello you");
    let text = saved(&talk);
    assert!(text.contains("start: join") && text.contains("failure: { errorCode: \"404\" }"), "{text}");
}

#[test]
fn each_row_of_a_table_that_nobody_has_is_asked_for() {
    const LOOK_UP: &str = "
- loop:
    name: Twice
    loopCount: { lit: 2 }
    outputs:
      loop:
        actions:
          - dataTableLookup: { name: Look up, lookupValue: { exp: Message.Message.body }, dataTable: { Prices: { foundOutputs: { price: { var: State.price } } } }, outputs: { found: { actions: [ { sendResponse: { name: Tell, messageBody: { exp: ToString(State.price) } } } ] } } }
          - waitForInput: { name: Hear }";
    let mut talk = talk(&Flow::new().state_variable("decimal", "State.price").actions(LOOK_UP));
    let asked = lines(&mut talk, &["tea"]);
    assert!(asked.contains(&"the flow calls data table Prices with key = \"tea\"; no stub answers".to_owned()));
    assert_eq!(lines(&mut talk, &["found", "2.25"])[0], "flow: 2.25");
    let asked = lines(&mut talk, &["milk"]);
    assert!(asked.contains(&"the flow calls data table Prices with key = \"milk\"; no stub answers".to_owned()));
    assert!(lines(&mut talk, &["2"]).iter().any(|line| line.contains("Look up: notFound")));
    assert!(saved(&talk).contains("Prices:\n      tea: { price: 2.25 }"), "{}", saved(&talk));
}

#[test]
fn words_that_a_bot_does_not_know_are_asked_for_and_those_of_its_own_phrases_not() {
    const ASK: &str = "- askForIntent: { name: Ask, question: { exp: 'MakeCommunication(\"?\")' }, outputs: { intents: [ { intent: { name: Cancel, actions: [] } } ], noIntent: { actions: [] } } }
- exitBotFlow: { name: Out }";
    let mut talk = talk(&Flow::bot_flow().actions(ASK));
    let asked = lines(&mut talk, &["stop it"]);
    assert!(asked.contains(&"Test does not know what \"stop it\" means; no stub answers".to_owned()), "{asked:?}");
    assert!(asked.contains(&"what does it mean? 1 Cancel  2 nothing  3 a person is wanted".to_owned()));
    assert_eq!(lines(&mut talk, &["Cancel"]).last().unwrap(), "ended: exited: TriggeredByFlow");
    assert!(saved(&talk).contains("- { hears: stop it, intent: Cancel }"), "{}", saved(&talk));
}

#[test]
fn what_lasts_no_longer_than_the_conversation_is_no_expectation() {
    const CALL: &str = "- callData: { name: Tell, category: { CRM: { dataAction: { Put: { inputs: { id: { exp: Message.ConversationId }, text: { exp: Message.Message.body } }, successOutputs: {} } } } } }";
    let mut talk = talk(&Flow::new().actions(CALL));
    lines(&mut talk, &["Hi", "success"]);
    assert!(saved(&talk).contains("output: success, inputs: { text: Hi }"), "{}", saved(&talk));
}

#[test]
fn a_chat_that_reached_what_cannot_be_executed_is_not_saved() {
    let mut talk = talk(&Flow::new().actions("- playAudio: { name: Sing }"));
    assert!(lines(&mut talk, &["Hi"]).last().unwrap().starts_with("ended: unsupported"));
    let refused = talk.line("/save a.yaml");
    assert_eq!(refused.then, Then::Unsaved);
    assert_eq!(lines(&mut talk, &["/save a.yaml"])[1], "`/back` steps back from it");
}

#[test]
fn what_is_typed_is_completed() {
    let mut talk = talk(&desk());
    let complete = |talk: &Talk, line: &str| talk.complete(line);
    assert_eq!(complete(&talk, "/re"), (0, vec!["/restart".to_owned()]));
    assert_eq!(complete(&talk, "/set T"), (5, vec!["tier=".to_owned()]));
    assert_eq!(complete(&talk, "/stub "), (6, vec!["CRM > Get".to_owned()]));
    lines(&mut talk, &["Hi"]);
    assert_eq!(complete(&talk, "s"), (0, vec!["success".to_owned()]));
}

#[test]
fn a_saved_chat_is_a_scenario_that_can_be_read() {
    let mut talk = talk(&desk());
    lines(&mut talk, &["/set tier=Gold", "Mail me at ada@example.com", "success", "Ada", "", "More"]);
    lines(&mut talk, &["failure"]);
    let text = saved(&talk);
    let (scenario, wrong) = crate::scenario::read(&crate::diagnostic::SourceFile::new("saved.yaml", text.clone()));
    assert!(scenario.is_some() && !wrong.has_errors(), "{wrong:#?}\n{text}");
    assert!(text.contains("ada@example.com"), "what was typed stays as it was: {text}");
    assert!(talk.scenario().unwrap().is_whole);
}
