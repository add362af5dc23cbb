//! The laws of `laws`, for bots: whatever a bot asks, whatever is said, understood or left unsaid, every run waits or ends within the
//! limits and nothing panics. For tests only.

use proptest::prelude::*;

use super::rules::{ACTION_LIMIT, ERROR_HANDLING_LIMIT};
use crate::flow::action::testing::Flow;
use crate::flow::understanding::{Heard, Hears, Meaning};
use crate::trace::TraceLevel;

/// Words that customers say, some of which the rows below know.
const WORDS: [&str; 8] = ["yes", "no", "Buy", "42", "cancel it", "a person", "when?", ""];

/// Actions of a bot as one line of YAML, nested up to a depth.
fn actions() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("communicate: { name: Say, communication: { exp: \"MakeCommunication(\\\"Hi\\\", Slot.Number)\" } }".to_owned()),
        Just("clearSlot: { name: Clear, slots: [ { slot: { name: Number } } ] }".to_owned()),
        Just("exitBotFlow: { name: Out }".to_owned()),
        Just("disconnect: { name: Bye }".to_owned()),
        Just("jumpToTask: { name: Jump, targetTaskRef: \"./tasks/task[T_1]\" }".to_owned()),
        Just("callTask: { name: Call, targetTaskRef: \"./tasks/task[T_1]\" }".to_owned()),
        Just("waitForInput: { name: Wait }".to_owned()),
        Just("updateData: { name: Fail, statements: [ { integer: { variable: Slot.Number, value: { exp: \"1 / 0\" } } } ] }".to_owned()),
    ];
    let list = |inner: BoxedStrategy<String>| {
        prop::collection::vec(inner, 0..3).prop_map(|items| {
            let items: Vec<String> = items.into_iter().map(|item| format!("{{ {item} }}")).collect();
            format!("[ {} ]", items.join(", "))
        })
    };
    let action = leaf.prop_recursive(4, 30, 3, move |inner| {
        let (a, b, c) = (list(inner.clone()), list(inner.clone()), list(inner));
        let more = (a, b, any::<bool>());
        prop_oneof![
            (more.clone(), any::<bool>()).prop_map(|((yes, most, on), always)| {
                let mode = if always { "always" } else { "never" };
                format!("askForSlot: {{ name: Slot, slot: {{ name: Number }}, question: {{ exp: \"\\\"Which?\\\"\" }}, confirmationMode: {{ lit: {mode} }}, confirmationQuestion: {{ exp: \"\\\"Right?\\\"\" }}, outputs: {{ default: {{ enabled: {on}, actions: {yes} }}, maxNoMatches: {{ enabled: {on}, actions: {most} }} }} }}")
            }),
            more.clone().prop_map(|(yes, no, on)| {
                format!("askForBoolean: {{ name: Sure, question: {{ exp: \"\\\"Sure?\\\"\" }}, outputs: {{ \"yes\": {{ actions: {yes} }}, \"no\": {{ actions: {no} }}, maxNoInputs: {{ enabled: {on} }} }} }}")
            }),
            more.clone().prop_map(|(buy, most, on)| {
                format!("digitalMenu: {{ name: Menu, question: {{ exp: \"\\\"What?\\\"\" }}, chooser: {{ lit: {{ presentation: {{ lit: quickReplies }}, quickReplies: {{ lit: {{ buttons: {{ lit: [ {{ lit: {{ value: {{ lit: Buy }} }} }} ] }} }} }} }} }}, outputs: {{ paths: [ {{ path: {{ name: Buy, actions: {buy} }} }} ], maxNoInputs: {{ enabled: {on}, actions: {most} }} }} }}")
            }),
            more.prop_map(|(cancel, none, on)| {
                format!("askForIntent: {{ name: Intent, question: {{ exp: \"\\\"How?\\\"\" }}, outputs: {{ intents: [ {{ intent: {{ name: Cancel, actions: {cancel} }} }} ], noIntent: {{ enabled: {on}, actions: {none} }}, knowledge: {{ enabled: {on} }} }} }}")
            }),
            (0..3_u32, c).prop_map(|(count, body)| {
                format!("loop: {{ name: Loop, currentIndex: {{ noValue: true }}, loopCount: {{ lit: {} }}, outputs: {{ loop: {{ actions: {body} }} }} }}", count * 6_000)
            }),
        ]
    });
    list(action.boxed())
}

fn rows() -> Vec<Heard> {
    let row = |text: &str, meaning| Heard { hears: Some(Hears::Is(text.into())), meaning };
    vec![
        row("cancel it", Meaning::intent("Cancel")),
        row("a person", Meaning { agent: true, ..Meaning::default() }),
        row("when?", Meaning { knowledge: Some("At nine.".into()), ..Meaning::default() }),
    ]
}

const SETTINGS: &str = "
  settingsUserInput: { noMatchesMax: { lit: 1 }, noInputsMax: { lit: 1 }, noInputsTimeout: { lit: { minutes: 1 } }, noMatchApology: { exp: '\"Sorry.\"' } }
  settingsBotFlow: { intentSettings: [ { intent: { name: Cancel, task: { name: T } } } ] }
  settingsKnowledge: { Base: { knowledgePathMode: { lit: task }, knowledgePath: { targetTaskRef: './tasks/task[T_1]' } } }";

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_bot_waits_or_ends_within_the_limits(
        digital in any::<bool>(),
        start in actions(),
        task in actions(),
        first in prop::option::of(prop::sample::select(&WORDS[..])),
        said in prop::collection::vec(prop::option::of(prop::sample::select(&WORDS[..])), 0..12),
        events in prop::sample::select(vec!["recognitionFailureEventHandling: { task: { targetTaskRef: './tasks/task[T_1]' } }", "enableAgentEscalation: { lit: true }, agentEscalationConfirmation: { exp: '\"A person?\"' }", "errorEventHandover: { exp: '\"Oh.\"' }", "recognitionFailureEventHandling: { disconnect: { none: true } }"]),
    ) {
        let tasks = format!("  tasks:\n    - task: {{ name: T, refId: T_1, actions: {task} }}");
        let bot = if digital { Flow::digital_bot() } else { Flow::bot_flow() };
        let mut flow = bot
            .flow_variable("integer", "Slot.Number", "{ noValue: true }")
            .settings(&format!("{SETTINGS}\n{tasks}"))
            .events(events)
            .actions(&format!("- decision: {{ name: Root, condition: {{ lit: true }}, outputs: {{ yes: {{ actions: {start} }} }} }}"))
            .understands(rows())
            .level(TraceLevel::Path);
        if let Some(first) = first {
            flow = flow.says(first);
        }
        let mut session = flow.session();
        for text in &said {
            match text {
                Some(text) => session.customer_says(text, &[], session.now()),
                None => session.pass_time(session.now() + jiff::SignedDuration::from_mins(3)),
            }
        }
        session.pass_time(session.now() + jiff::SignedDuration::from_hours(24 * 30));
        let ended = session.waiting().is_none();
        let outcome = session.into_outcome();
        prop_assert!(ended, "waits after a month: {:?}", outcome.ending);
        prop_assert!(outcome.ending.is_final());
        let most = (ACTION_LIMIT + ERROR_HANDLING_LIMIT) as usize;
        prop_assert!(outcome.trace.taken.len() <= most);
    }
}
