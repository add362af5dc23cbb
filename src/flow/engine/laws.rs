//! Laws that hold for every flow and everything that customers do: nothing panics, every run waits or ends, and no more actions are taken
//! than the limits allow.

use proptest::prelude::*;

use super::rules::{ACTION_LIMIT, ERROR_HANDLING_LIMIT};
use crate::flow::action::testing::Flow;
use crate::flow::stubs::{BotExit, BotStub, DataActionReply};
use crate::trace::{Ending, TraceLevel};

/// Actions as one line of YAML, nested up to a depth.
fn actions() -> impl Strategy<Value = String> {
    let expression = prop::sample::select(vec![
        "State.n == 1",
        "State.n + 1 > 2",
        "State.text == Message.Message.body",
        "IsSet(State.text)",
        "1 / State.n == 1",
        "State.flag",
        "Contains(State.text, \\\"a\\\")",
        "true",
        "false or State.flag",
    ]);
    let leaf = prop_oneof![
        Just("sendResponse: { name: S, messageBody: { exp: Message.Message.body } }".to_owned()),
        Just("updateData: { name: U, statements: [ { integer: { variable: State.n, value: { exp: \"If(IsSet(State.n), State.n + 1, 0)\" } } } ] }".to_owned()),
        Just("getParticipantData: { name: G, attributes: [ { attribute: { name: { lit: a }, variable: State.text } } ] }".to_owned()),
        Just("setParticipantData: { name: P, attributes: [ { attribute: { name: { lit: a }, value: { exp: \"State.text\" } } } ] }".to_owned()),
        Just("wait: { name: W, duration: { lit: { minutes: 1 } } }".to_owned()),
        Just("waitForInput: { name: I }".to_owned()),
        Just("callBotFlow: { name: B, intent: { var: State.text }, botFlow: { Bot: { ver_latestPublished: { none: true } } } }".to_owned()),
        Just("callTask: { name: T, targetTaskRef: \"./tasks/task[T_1]\" }".to_owned()),
        Just("endTask: { name: E }".to_owned()),
        Just("changeState: { name: C, targetStateRef: \"./states/state[Start_1]\" }".to_owned()),
        Just("jumpToTask: { name: J, targetTaskRef: \"./tasks/task[T_1]\" }".to_owned()),
        Just("transferToAcd: { name: A, targetQueue: { exp: \"FindQueue(State.text)\" } }".to_owned()),
        Just("disconnect: { name: D }".to_owned()),
        Just("playAudio: { name: X }".to_owned()),
    ];
    let list = |inner: BoxedStrategy<String>| {
        prop::collection::vec(inner, 0..4).prop_map(|items| {
            let items: Vec<String> = items.into_iter().map(|item| format!("{{ {item} }}")).collect();
            format!("[ {} ]", items.join(", "))
        })
    };
    let action = leaf.prop_recursive(4, 40, 4, move |inner| {
        let (yes, no, body, data) = (list(inner.clone()), list(inner.clone()), list(inner.clone()), list(inner));
        prop_oneof![
            (expression.clone(), yes, no).prop_map(|(condition, yes, no)| {
                format!("decision: {{ name: If, condition: {{ exp: \"{condition}\" }}, outputs: {{ yes: {{ actions: {yes} }}, no: {{ actions: {no} }} }} }}")
            }),
            (0..4_u32, body, any::<bool>()).prop_map(|(count, body, exit)| {
                let last = if exit { "loopExit: { name: Out }" } else { "loopNext: { name: Next }" };
                let body = body.trim_end_matches(']').trim_end();
                let comma = if body == "[" { "" } else { "," };
                format!("loop: {{ name: Loop, currentIndex: {{ var: State.n }}, loopCount: {{ lit: {} }}, outputs: {{ loop: {{ actions: {body}{comma} {{ {last} }} ] }} }} }}", count * 4_000)
            }),
            data.prop_map(|failure| {
                format!("callData: {{ name: Call, category: {{ A: {{ dataAction: {{ B: {{ successOutputs: {{ n: {{ var: State.n }} }} }} }} }} }}, outputs: {{ failure: {{ actions: {failure} }} }} }}")
            }),
        ]
    });
    list(action.boxed())
}

fn flow(start: &str, task: &str) -> Flow {
    let more = format!("  tasks:\n    - task: {{ name: T, refId: T_1, actions: {} }}", local(task));
    // The start state's list is written in flow style below a key of its own, so that one line holds it.
    Flow::new()
        .state_variable("integer", "State.n")
        .state_variable("string", "State.text")
        .state_variable("boolean", "State.flag")
        .actions(&format!(
            "- decision: {{ name: Root, condition: {{ lit: true }}, outputs: {{ yes: {{ actions: {start} }} }} }}"
        ))
        .more(&more)
        .says("first")
        .level(TraceLevel::Path)
}

/// The same actions for a task, which sees no State variables.
fn local(actions: &str) -> String {
    actions
        .replace("State.text == Message.Message.body", "true")
        .replace("{ var: State.n }", "{ noValue: true }")
        .replace("{ var: State.text }", "{ noValue: true }")
        .replace("updateData", "disconnect")
        .replace("getParticipantData", "disconnect")
        .replace("State.text", "\\\"a\\\"")
        .replace("State.n", "1")
        .replace("State.flag", "true")
        .replace("FindQueue(\\\"a\\\")", "FindQueue(\\\"b\\\")")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_waits_or_ends_within_the_limits(
        start in actions(),
        task in actions(),
        attribute in ".{0,8}",
        says in prop::collection::vec(".{0,12}", 0..4),
        leaves in any::<bool>(),
        turns in 0..3_usize,
        reply in 0..3_u8,
    ) {
        let reply = match reply {
            0 => DataActionReply::Success([("n".to_owned(), serde_json::json!(2))].into_iter().collect()),
            1 => DataActionReply::Failure(serde_json::Map::new()),
            _ => DataActionReply::Timeout,
        };
        let script = BotStub { turns: vec![vec!["?".into()]; turns], exit: BotExit::default() };
        let flow = flow(&start, &task).attribute("a", &attribute).bot("Bot", script).data_action("A", "B", reply);
        let mut session = flow.session();
        for text in &says {
            session.customer_says(text, &[("a".into(), text.as_str().into())], session.now());
        }
        if leaves {
            session.customer_leaves(session.now());
        } else {
            session.pass_time(session.now() + jiff::SignedDuration::from_hours(24 * 365));
        }
        let ended = session.waiting().is_none();
        let outcome = session.into_outcome();
        prop_assert_eq!(ended, outcome.ending.is_final());
        prop_assert!(ended || !leaves, "{:?}", outcome.ending);
        let most = (ACTION_LIMIT + ERROR_HANDLING_LIMIT) as usize;
        prop_assert!(outcome.trace.taken.len() <= most);
        // A wait for the customer counts as an action of its own.
        let asks = outcome.trace.taken.iter().filter(|taken| matches!(&*taken.kind, "waitForInput" | "callBotFlow"));
        let counted = outcome.trace.taken.len() + asks.count() * turns.max(1);
        prop_assert!(outcome.ending != Ending::StepLimit || counted >= ACTION_LIMIT as usize);
    }
}
