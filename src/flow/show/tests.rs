//! The drawings of one flow that has every shape: branches, an empty one, a task with ways out, a loop, an unknown kind, a jump, names that
//! need escaping.

use super::{EdgeKind, End, Graph, to_json, to_mermaid, to_svg, to_text};
use crate::flow::action::testing::Flow;

const TASKS: &str = "
  tasks:
    - task:
        name: Ask
        refId: Ask_1
        outputPaths: [ { outputPath: { name: Found } } ]
        actions:
          - decision:
              name: Known?
              condition: { exp: 'Flow.tier == \"Gold\"' }
              outputs: { \"yes\": { actions: [ { endTask: { name: Found it, outputPath: { name: Found } } } ] } }
          - loop:
              name: Rounds
              loopCount: { lit: 2 }
              outputs: { loop: { actions: [ { sendResponse: { name: Round, messageBody: { lit: go } } } ] } }
  ";

fn flow() -> Flow {
    Flow::new()
        .flow_variable("string", "Flow.tier", "{ lit: Gold }")
        .actions(
            "
- decision:
    name: 'Is it \"Gold\" & <first>?'
    condition: { exp: 'Flow.tier == \"Gold\"' }
    outputs:
      \"yes\": { actions: [ { playAudio: { name: Horn } }, { disconnect: { name: Bye } } ] }
      \"no\": { actions: [ { sendResponse: { name: Sorry, messageBody: { lit: no } } } ] }
- callTask:
    name: Ask them
    targetTaskRef: './tasks/task[Ask_1]'
    outputs: { Found: { actions: [ { transferToAcd: { name: Hand over, targetQueue: { lit: { name: Q } } } } ] } }
- sendResponse: { name: Sorry, messageBody: { lit: still no } }",
        )
        .more(TASKS)
}

fn silver() -> Flow {
    flow().flow_variable("string", "Flow.other", "{ noValue: true }").attribute("x", "y")
}

fn graph() -> Graph {
    Graph::of(&flow().program())
}

/// The graph with the path of a customer who is not Gold: the tier is Silver.
fn drawn() -> Graph {
    let flow = silver();
    let yaml = flow.yaml().replace("{ lit: Gold }", "{ lit: Silver }");
    let source = crate::diagnostic::SourceFile::new("flow0.yaml", yaml);
    let files = vec![crate::flow::FlowSource { source, substitutions: indexmap::IndexMap::new() }];
    let program = crate::flow::load(files).program.unwrap();
    let (stubs, world) = Default::default();
    let session = crate::flow::host::Session::start(
        &program,
        crate::flow::host::SessionStart::default(),
        stubs,
        world,
        flow.now(),
    );
    let outcome = session.into_outcome();
    let mut graph = Graph::of(&program);
    assert_eq!(graph.draw(&outcome.trace.taken), 0);
    graph
}

#[test]
fn as_text() {
    insta::assert_snapshot!(to_text(&graph()));
}

#[test]
fn as_text_with_a_path() {
    insta::assert_snapshot!(to_text(&drawn()));
}

#[test]
fn as_mermaid_with_a_path() {
    insta::assert_snapshot!(to_mermaid(&drawn()));
}

#[test]
fn as_svg_with_a_path() {
    insta::assert_snapshot!(to_svg(&drawn()));
}

#[test]
fn as_json_with_a_path() {
    let document = to_json(&drawn());
    assert_eq!(document["path"]["steps"], 8);
    let state = &document["flows"][0]["containers"][0];
    assert_eq!((&state["id"], &state["kind"], &state["start"]), (&"c0".into(), &"state".into(), &true.into()));
    let decision = &state["actions"][0];
    assert_eq!(decision["detail"], "Flow.tier == \"Gold\"");
    assert_eq!((&decision["outputs"][1]["name"], &decision["outputs"][1]["taken"]), (&"no".into(), &1.into()));
    assert_eq!((&decision["outputs"][0]["actions"][0]["executable"], &decision["taken"]), (&false.into(), &1.into()));
    assert_eq!(state["actions"][1]["to"], "c1");
}

#[test]
fn every_edge_joins_what_is_there_and_the_path_is_one_line() {
    let graph = drawn();
    let taken: Vec<String> = graph
        .edges
        .iter()
        .filter(|edge| edge.taken > 0)
        .map(|edge| {
            let name = |end: End| match end {
                End::Start(at) => format!("({})", graph.containers[at].name),
                End::Action(at) => graph.actions[at].title(),
                End::Out(at) => format!("end of {}", graph.containers[at].name),
            };
            let arrow = if edge.kind == EdgeKind::Call { "calls" } else { "->" };
            format!("{} {arrow} {} x{}", name(edge.from), name(edge.to), edge.taken)
        })
        .collect();
    assert_eq!(
        taken,
        [
            "(Start) -> Is it \"Gold\" & <first>? x1",
            "Is it \"Gold\" & <first>? -> Sorry x1",
            "Sorry -> Ask them x1",
            "Ask them calls (Ask) x1",
            "Ask them -> Sorry #2 x1",
            "(Ask) -> Known? x1",
            "Known? -> Rounds x1",
            "Rounds -> end of Ask x1",
            "Rounds -> Round x2",
            "Round -> Rounds x2",
        ]
    );
}

#[test]
fn steps_of_another_flow_are_counted() {
    let mut taken = flow().run().0.trace.taken;
    let mut graph = Graph::of(&Flow::new().actions("- disconnect: { name: Bye }").program());
    taken.truncate(2);
    assert_eq!(graph.draw(&taken), 2);
}

#[test]
fn what_counts_for_nothing_here_is_shown() {
    let yaml = "inboundShortMessage:\n  name: F\n  startUpRef: '/inboundShortMessage/states/state[S_1]'\n  settingsMagic: { wand: true }\n  division: Home\n  states:\n    - state:\n        name: S\n        refId: S_1\n        actions:\n          - wait: { name: W, duration: { lit: { minutes: 1 } }, trimDurationNearMaxRunningTime: { lit: true } }\n          - playAudio: { name: P, audio: { tts: hi } }\n          - disconnect: { name: D }\n";
    let source = crate::diagnostic::SourceFile::new("f.yaml", yaml);
    let loaded = crate::flow::load(vec![crate::flow::FlowSource { source, substitutions: indexmap::IndexMap::new() }]);
    let graph = Graph::of(&loaded.program.unwrap());
    let text = to_text(&graph);
    assert!(text.contains("· not modelled: settingsMagic = 1 entry\n"), "{text}");
    assert!(text.contains("│  · not modelled: trimDurationNearMaxRunningTime = true\n"), "{text}");
    assert!(!text.contains("audio.tts") && !text.contains("Home"), "{text}");
    let json = to_json(&graph);
    assert_eq!(json["flows"][0]["notModelled"], serde_json::json!({ "settingsMagic": "1 entry" }));
    let actions = &json["flows"][0]["containers"][0]["actions"];
    assert_eq!(actions[0]["notModelled"], serde_json::json!({ "trimDurationNearMaxRunningTime": "true" }));
    assert_eq!(actions[1]["notModelled"], serde_json::json!({ "audio.tts": "hi" }));
    assert!(actions[2].get("notModelled").is_none());
}
