//! Tests of whole files: what a broken flow is told, and that all its mistakes are told at once.

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostics, RenderStyle, SourceFile, render_all};
use crate::flow::{FlowSource, load};

fn found(text: &str) -> Diagnostics {
    let source = SourceFile::new("flow.yaml", text);
    load(vec![FlowSource { source, substitutions: IndexMap::new() }]).diagnostics
}

fn rendered(text: &str) -> String {
    let found = found(text);
    assert!(found.has_errors());
    render_all(&found, RenderStyle::Plain)
}

#[test]
fn a_file_that_is_no_flow_is_told() {
    insta::assert_snapshot!(rendered("inboundShortMesage:\n  name: X\n"), @r"
    error[FP0401]: `inboundShortMesage` is not a type of Architect flow
     --> flow.yaml:1:1
      |
    1 | inboundShortMesage:
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `inboundShortMessage`?
    ");
    assert_eq!(found("a: 1\nb: 2\n").iter().next().unwrap().code.as_str(), "FP0401");
    assert_eq!(found("").iter().next().unwrap().code.as_str(), "FP0401");
}

#[test]
fn all_mistakes_of_a_flow_are_told_at_once_with_their_places() {
    let text = r#"inboundShortMessage:
  name: Broken
  startUpRef: "/inboundShortMessage/states/state[Initial_1]"
  variables:
    - strngVariable: { name: Flow.a }
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true } }
    - stringVariable: { name: flow.TIER }
    - integerVariable: { name: Flow.count, initialValue: { lit: many } }
  states:
    - state:
        name: Initial State
        refId: Initial_10
        actions:
          - decision:
              name: Gold?
              condition:
                exp: "Flow.teir == \"Gold\" and Containz(Flow.tier, \"x\")"
          - callTask: { name: Call, targetTaskRef: "/inboundShortMessage/tasks/task[None]" }
          - loopExit: { name: Out }
          - 5: 6
            7: 8
"#;
    insta::assert_snapshot!(rendered(text));
}

#[test]
fn two_flows_of_one_name_are_told() {
    let text = "commonModule:\n  name: M\n  startUpTaskActions: []\n";
    let files = ["one.yaml", "two.yaml"]
        .map(|name| FlowSource { source: SourceFile::new(name, text), substitutions: IndexMap::new() });
    let found = load(files.into()).diagnostics;
    assert_eq!(found.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["FP0412"]);
}

#[test]
fn a_flow_without_a_name_a_start_or_a_container_is_told() {
    let codes = |text: &str| found(text).iter().map(|one| one.code.as_str()).collect::<Vec<_>>();
    assert_eq!(codes("workflow:\n  startUpRef: x\n"), ["FP0402"]);
    assert_eq!(codes("workflow:\n  name: W\n"), ["FP0402"]);
    assert_eq!(codes("workflow:\n  name: W\n  startUpRef: './states/state[S_1]'\n"), ["FP0404"]);
    assert_eq!(codes("workflow:\n  name: W\n  startUpRef: S_1\n"), ["FP0403"]);
    let twice = "workflow:\n  name: W\n  startUpRef: './states/state[S_1]'\n  states: [ { state: { name: A, refId: S_1 } }, { state: { name: B, refId: S_1 } } ]\n";
    assert_eq!(codes(twice), ["FP0405"]);
}

#[test]
fn a_placeholder_as_flow_name_key_and_value_loads_with_warnings() {
    let text = "inboundShortMessage:
  name: {{flow_name}}
  startUpRef: './states/state[S_1]'
  states:
    - state:
        name: S
        refId: S_1
        actions:
          - callData: { name: Call, category: { {{cat}}: { dataAction: { {{action}}: { inputs: { q: { lit: {{queue}} } } } } } } }
";
    let source = SourceFile::new("flow.yaml", text);
    let loaded =
        load(vec![FlowSource { source, substitutions: [("cat".to_owned(), "CRM".to_owned())].into_iter().collect() }]);
    assert_eq!(loaded.diagnostics.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["FP0411"; 3]);
    let program = loaded.program.unwrap();
    assert_eq!(&**program.name(), "{{flow_name}}");
    let inventory = program.inventory();
    assert_eq!((&*inventory.data_actions[0].category, &*inventory.data_actions[0].action), ("CRM", "{{action}}"));
}

#[test]
fn a_placeholder_in_the_code_of_an_expression_is_a_name_that_is_not_known_yet() {
    let text = |condition: &str| {
        format!(
            "workflow:
  name: W
  startUpRef: './states/state[S_1]'
  variables: [ {{ jsonVariable: {{ name: Flow.a }} }} ]
  states:
    - state:
        name: S
        refId: S_1
        actions: [ {{ decision: {{ name: D, condition: {{ exp: '{condition}' }} }} }}, {{ endWorkflow: {{ name: E }} }} ]
"
        )
    };
    let codes = |text: String| found(&text).iter().map(|one| one.code.as_str()).collect::<Vec<_>>();
    assert_eq!(codes(text("Flow.a.{{field}} == \"{{value}}\" or {{flag}} or Flow.{{name}}")), ["FP0411"; 4]);
    assert_eq!(codes(text("Flow.b.{{field}}")), ["FP0406", "FP0411"]);
}

#[test]
fn the_choices_of_a_menu_show_what_they_do_by_themselves() {
    let text = "inboundCall:
  name: C
  startUpRef: './menus/menu[M_1]'
  menus:
    - menu:
        name: M
        refId: M_1
        choices:
          - menuDisconnect: { name: Bye, dtmf: digit_9 }
          - menuTransferToAcd: { name: Sales, targetQueue: { lit: { name: Sales } }, outputs: { failure: { actions: [ disconnect ] } } }
          - menuJumpToTask: { name: Other, targetTaskRef: './tasks/task[T_1]' }
          - menuTask: { name: More, task: { actions: [ { disconnect: { name: End } } ] } }
  tasks: [ { task: { name: T, refId: T_1, actions: [] } } ]
";
    let source = SourceFile::new("flow.yaml", text);
    let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    assert!(loaded.diagnostics.is_empty());
    let program = loaded.program.unwrap();
    let found: Vec<(&str, &str)> = program.actions().iter().map(|one| (&*one.id.name, &*one.kind)).collect();
    let choices =
        [("Bye", "disconnect"), ("Sales", "transferToAcd"), ("disconnect", "disconnect"), ("Other", "jumpToTask")];
    assert_eq!(found, [&[("M", "menu")], &choices[..], &[("End", "disconnect")]].concat());
    let jump = program.actions().iter().find(|one| &*one.id.name == "Other").unwrap();
    assert!(matches!(jump.action.leads(), crate::flow::action::Leads::Go(Some(_))));
}

#[test]
fn durations_have_short_milliseconds_too() {
    let text = |unit: &str| {
        format!(
            "workflow:\n  name: W\n  startUpRef: './states/state[S]'\n  states: [ {{ state: {{ name: S, refId: S, actions: [ {{ wait: {{ duration: {{ lit: {{ {unit}: 100 }} }} }} }} ] }} }} ]\n"
        )
    };
    assert!(found(&text("ms")).is_empty());
    assert_eq!(found(&text("weeks")).iter().next().unwrap().code.as_str(), "FP0410");
}

#[test]
fn a_placeholder_without_a_value_may_stand_for_any_value() {
    let text = "workflow:
  name: W
  startUpRef: './states/state[S]'
  states:
    - state:
        name: S
        refId: S
        actions:
          - loop: { name: L, loopCount: { lit: {{rounds}} }, currentIndex: { var: '{{index}}' }, outputs: { loop: { actions: [] } } }
          - wait: { name: W, duration: { lit: { seconds: {{pause}} } } }
          - endWorkflow: { name: E }
";
    assert_eq!(found(text).iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["FP0411"; 3]);
}
