//! The dialogue that all questions have in common, tried through bots: confirmations, a person who is wanted, silence, tables against the
//! bot's own words, errors on the way.

use jiff::SignedDuration;
use serde_json::json;

use crate::flow::action::testing::{Flow, Ran, says};
use crate::flow::understanding::{Heard, Hears, Meaning};
use crate::trace::Ending;

const ASK: &str = "
- askForSlot:
    name: Ask
    slot: { name: Number }
    question: { exp: '\"Which number?\"' }
    confirmationMode: { lit: always }
    confirmationQuestion: { exp: 'MakeCommunication(\"Is it\", Slot.Number, \"?\")' }
- communicate: { name: Tell, communication: { exp: 'MakeCommunication(\"Got\", Slot.Number)' } }
- exitBotFlow: { name: Out }";

const AGENT: &str = "enableAgentEscalation: { lit: true }, agentEscalationConfirmation: { exp: '\"A person?\"' }";

fn bot() -> Flow {
    let input = "  settingsUserInput: { enableAutomaticQuickReplies: { lit: true }, noMatchesMax: { lit: 1 }, noInputsMax: { lit: 1 } }";
    Flow::bot_flow().flow_variable("integer", "Slot.Number", "{ noValue: true }").settings(input).actions(ASK)
}

fn row(text: &str, meaning: Meaning) -> Heard {
    Heard { hears: Some(Hears::Is(text.into())), meaning }
}

fn wants_a_person() -> Vec<Heard> {
    vec![row("person", Meaning { agent: true, ..Meaning::default() })]
}

fn reason(ran: &Ran) -> &str {
    match &ran.ending {
        Ending::Exited { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_confirmation_without_words_for_it_is_asked_again_in_its_own() {
    let ran = says(&bot(), &["5", "perhaps", "yes"]);
    assert_eq!(ran.texts(), ["Which number?", "5", "Is it 5?", "perhaps", "Is it 5?", "yes", "Got 5"]);
    assert!(ran.transcript.iter().all(|line| !line.text.is_empty()));
}

#[test]
fn a_person_may_be_wanted_at_a_confirmation_and_declined_as_often_as_one_likes() {
    let bot = bot().events(AGENT).understands(wants_a_person());
    let ran = says(&bot, &["5", "person", "no", "person", "no", "person", "no", "6", "yes"]);
    assert_eq!(ran.texts().last(), Some(&"Got 6"));
    let ran = says(&bot, &["5", "person", "yes"]);
    assert_eq!((ran.texts()[5], reason(&ran)), ("yes", "AgentRequestedByUser"));
}

#[test]
fn what_a_row_says_and_the_bot_has_no_use_for_is_told() {
    let ran = says(&bot().understands(wants_a_person()), &["person"]);
    assert!(
        ran.problems[0].message.contains("a person is wanted, which bot `Test` does not take up"),
        "{:?}",
        ran.problems
    );
    let knows = vec![row("when", Meaning { knowledge: Some("At nine.".into()), ..Meaning::default() })];
    let ran = says(&bot().understands(knows), &["when"]);
    assert!(ran.problems[0].message.contains("the knowledge base answers"), "{:?}", ran.problems);
}

#[test]
fn a_row_for_the_words_wins_over_what_they_say_and_the_row_for_all_others_does_not() {
    const SURE: &str =
        "- askForBoolean: { name: Sure, question: { exp: '\"Sure?\"' }, outputs: { \"yes\": {}, \"no\": {} } }";
    let sure = |rows| says(&Flow::bot_flow().actions(SURE).understands(rows), &["yes", "yes", "yes", "yes"]);
    assert_eq!(sure(vec![row("yes", Meaning::intent("no"))]).path(), ["Sure: no"]);
    assert_eq!(reason(&sure(vec![row("yes", Meaning::default())])), "RecognitionFailure");
    assert_eq!(sure(vec![Heard { hears: None, meaning: Meaning::default() }]).path(), ["Sure: yes"]);
}

#[test]
fn a_slot_of_a_row_is_named_in_any_letter_case() {
    let ran = says(&bot().understands(vec![row("five", Meaning::slot("NUMBER", json!(5)))]), &["five", "yes"]);
    assert_eq!(ran.texts().last(), Some(&"Got 5"));
}

#[test]
fn a_phrase_fills_a_slot_that_is_no_text() {
    let phrases = "
  settingsNaturalLanguageUnderstanding:
    nluDomainVersion:
      intents: [ { name: Give, utterances: [ { segments: [ { text: 'take ' }, { text: '7', entity: { name: Number } } ] } ] } ]
      entities: [ { name: Number, type: 'builtin:number' } ]";
    let ran = says(&bot().settings(phrases), &["take 12", "yes"]);
    assert_eq!(ran.texts().last(), Some(&"Got 12"));
    assert!(ran.problems.is_empty(), "{:?}", ran.problems);
}

#[test]
fn a_choice_fills_a_slot_that_is_no_text() {
    let chooser = "    chooser: { lit: { presentation: { lit: quickReplies }, quickReplies: { lit: { buttons: { lit: [ { lit: { label: { lit: Two }, value: { lit: '2' } } } ] } } } } }\n    confirmationMode: { lit: never }";
    let ran = says(&bot().actions(&ASK.replace("    confirmationMode: { lit: always }", chooser)), &["two"]);
    assert_eq!(ran.texts().last(), Some(&"Got 2"));
}

fn patient(seconds: u32, retries: u64) -> Flow {
    let input = format!(
        "  settingsUserInput: {{ noInputsMax: {{ lit: {retries} }}, noInputsTimeout: {{ lit: {{ seconds: {seconds} }} }} }}"
    );
    Flow::digital_bot().flow_variable("integer", "Slot.Number", "{ noValue: true }").settings(&input).actions(ASK)
}

#[test]
fn a_bot_that_never_gives_up_is_ended_by_the_limit_of_actions() {
    let flow = patient(0, 2_000_000_000);
    let mut session = flow.session();
    session.pass_time(flow.now() + SignedDuration::from_secs(1));
    assert_eq!(session.into_outcome().ending, Ending::StepLimit);
}

#[test]
fn what_is_said_at_the_deadline_is_heard() {
    let flow = patient(60, 0);
    let mut session = flow.session();
    session.customer_says("8", &[], flow.now() + SignedDuration::from_secs(60));
    assert_eq!(session.outcome().transcript.last().unwrap().text.as_ref(), "Is it 8?");
}

#[test]
fn after_72_hours_of_silence_the_platform_closes_the_conversation_whatever_the_bot_has_set() {
    let flow = patient(24 * 3600, 10);
    let mut session = flow.session();
    session.pass_time(flow.now() + SignedDuration::from_hours(24 * 30));
    let outcome = session.into_outcome();
    assert_eq!(outcome.ending, Ending::TimedOut);
    assert_eq!(outcome.transcript.len(), 3, "asked at once and after one and two days: {:?}", outcome.transcript);
}

const CALL: &str = "- callBotFlow: { name: Call, botFlow: { Bot: { ver_latestPublished: { none: true } } } }";
const FAIL: &str =
    "updateData: { name: Bad, statements: [ { integer: { variable: Flow.n, value: { exp: '1 / 0' } } } ] }";

fn failing_bot(handling: &str) -> String {
    format!(
        "botFlow:
  name: Bot
  startUpRef: './bots/bot[Main_1]'
  variables: [ {{ integerVariable: {{ name: Flow.n, initialValue: {{ noValue: true }} }} }} ]
  settingsErrorHandling: {{ errorHandling: {{ {handling} }}, errorEventHandover: {{ exp: '\"Oh.\"' }} }}
  bots: [ {{ bot: {{ name: Main, refId: Main_1, actions: [ {{ {FAIL} }} ] }} }} ]
  tasks: [ {{ task: {{ name: T, refId: T_1, actions: [ {{ exitBotFlow: {{ name: Out }} }} ] }} }} ]
"
    )
}

#[rstest::rstest]
#[case("exit: { none: true }")]
#[case("task: { targetTaskRef: './tasks/task[T_1]' }")]
fn an_error_that_a_bot_handled_is_none_of_its_caller(#[case] handling: &str) {
    let actions = format!(
        "{CALL}\n- loop: {{ name: L, loopCount: {{ lit: 3000 }}, outputs: {{ loop: {{ actions: [ {{ sendResponse: {{ name: S, messageBody: {{ lit: '' }} }} }} ] }} }} }}\n- {FAIL}"
    );
    let flow = Flow::new()
        .flow_variable("integer", "Flow.n", "{ noValue: true }")
        .actions(&actions)
        .with_flow(&failing_bot(handling))
        .error_handling("task: { targetTaskRef: './tasks/task[E_1]' }")
        .more("  tasks: [ { task: { name: E, refId: E_1, actions: [ { disconnect: { name: Handled } } ] } } ]");
    let ran = flow.run();
    assert_eq!(ran.path().last().map(String::as_str), Some("Handled"), "{:?}", ran.ending);
    assert_eq!(ran.texts(), ["Oh."]);
}

#[test]
fn an_error_in_a_module_that_a_bot_called_is_the_bot_s() {
    let module = "
commonModule:
  name: Broken
  startUpTaskActions: [ { decision: { name: Inside, condition: { exp: '1 / 0 == 1' } } } ]
";
    let bot = failing_bot("exit: { none: true }").replace(
        FAIL,
        "callCommonModule: { name: M, commonModule: { Broken: { ver_latestPublished: { none: true } } } }",
    );
    let actions = format!(
        "{CALL}\n- sendResponse: {{ name: Next, messageBody: {{ lit: next }} }}\n- disconnect: {{ name: Bye }}"
    );
    let ran = Flow::new().actions(&actions).with_flow(&bot).with_flow(module).run();
    assert_eq!(ran.texts(), ["Oh.", "next"]);
    assert_eq!(ran.path(), ["Call", "  M", "    Inside", "Next", "Bye"]);
}

#[test]
fn an_output_that_a_bot_does_not_give_is_told_and_leaves_its_variable_alone() {
    let call = "- callBotFlow: { name: Call, botFlow: { Bot: { ver_latestPublished: { outputs: { Flow.typo: { var: Flow.kept } } } } } }\n- sendResponse: { name: Tell, messageBody: { exp: Flow.kept } }";
    let flow = Flow::new()
        .flow_variable("string", "Flow.kept", "{ lit: kept }")
        .actions(call)
        .with_flow(&failing_bot("exit: { none: true }"));
    let ran = flow.run();
    assert_eq!(ran.texts().last(), Some(&"kept"));
    assert_eq!(ran.problems[0].message, "`Bot` has no output `Flow.typo`");
}
