//! Every kind of change by itself is named, and nothing else; fixtures of two forms are one flow.

use std::sync::Arc;

use indexmap::IndexMap;
use rstest::rstest;

use super::{Comparison, compare, to_lines};
use crate::diagnostic::{RenderStyle, SourceFile, render_all};
use crate::flow::{FlowSource, Program, load};

const BASE: &str = include_str!("../../../fixtures/flows/support.yaml");

fn program(name: &str, text: &str) -> Arc<Program> {
    let values = [("flow_name", "Support"), ("crm", "CRM"), ("vip_queue", "VIP Support"), ("support_queue", "Support")];
    let substitutions: IndexMap<String, String> =
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let loaded = load(vec![FlowSource { source: SourceFile::new(name, text), substitutions }]);
    loaded.program.unwrap_or_else(|| panic!("{}", render_all(&loaded.diagnostics, RenderStyle::Plain)))
}

fn told(a: &str, b: &str) -> Comparison {
    compare(&program("a", a), &program("b", b))
}

#[rstest]
#[case("support.json", include_str!("../../../fixtures/flows/support.json"), BASE)]
#[case("support.i3InboundMessage", include_str!("../../../fixtures/flows/support.i3InboundMessage"), BASE)]
#[case(
    "order_totals.json",
    include_str!("../../../fixtures/flows/order_totals.json"),
    include_str!("../../../fixtures/flows/order_totals.yaml")
)]
#[case(
    "order_totals.i3CommonModuleFlow",
    include_str!("../../../fixtures/flows/order_totals.i3CommonModuleFlow"),
    include_str!("../../../fixtures/flows/order_totals.yaml")
)]
fn a_file_is_equal_to_its_own_export(#[case] name: &str, #[case] export: &str, #[case] yaml: &str) {
    for (a, b) in [(yaml, export), (export, yaml)] {
        let found = compare(&program(name, a), &program(name, b));
        assert_eq!(to_lines(&found), [""; 0], "{name}; not compared: {:#?}", found.not_compared);
    }
}

const FLOW: &str = "
inboundShortMessage:
  name: Desk
  startUpRef: '/inboundShortMessage/states/state[Start_1]'
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  variables:
    - stringVariable: { name: Flow.tier, initialValue: { lit: none } }
    - stringVariable: { name: Flow.other, initialValue: { noValue: true } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - updateData: { name: Set tier, statements: [ { string: { variable: Flow.tier, value: { lit: Gold } } }, { string: { variable: Flow.other, value: { exp: Flow.tier } } } ] }
          - decision:
              name: Gold?
              condition: { exp: 'Flow.tier == \"Gold\"' }
              outputs:
                yes:
                  actions:
                    - sendResponse: { name: Greet, messageBody: { lit: Welcome }, style: { lit: loud } }
                    - transferToAcd: { name: To VIP, targetQueue: { lit: { name: VIP } } }
                no:
                  actions:
                    - sendResponse: { name: Answer, messageBody: { lit: Hello } }
          - switch:
              name: Which?
              evaluate:
                firstTrue:
                  default: { actions: [ { sendResponse: { name: Else, messageBody: { lit: else } } } ] }
                  cases:
                    - case: { value: { exp: Flow.tier == Flow.other }, actions: [ { sendResponse: { name: One, messageBody: { lit: one } } } ] }
                    - case: { value: { exp: Length(Flow.tier) > 3 }, actions: [ { sendResponse: { name: Two, messageBody: { lit: two } } } ] }
          - switch:
              name: Tier
              evaluate:
                firstMatch:
                  string:
                    value: { exp: Flow.tier }
                    default: { actions: [] }
                    cases:
                      - case: { value: { lit: gold }, actions: [ { sendResponse: { name: G, messageBody: { lit: g } } } ] }
                      - case: { value: { lit: silver }, actions: [ { sendResponse: { name: S, messageBody: { lit: s } } } ] }
          - callTask: { name: Call, targetTaskRef: './tasks/task[Look_2]', outputs: { Found: { actions: [ { disconnect: { name: Bye } } ] } } }
          - disconnect: { name: Bye }
    - state: { name: Late, refId: Late_3, actions: [ { disconnect: { name: Bye } } ] }
  tasks:
    - task:
        name: Look up
        refId: Look_2
        outputPaths: [ { outputPath: { name: Found } } ]
        actions:
          - sendResponse: { name: Look, messageBody: { lit: looking } }
          - endTask: { name: End, outputPath: { name: Found } }
";

const GREET: &str =
    "                    - sendResponse: { name: Greet, messageBody: { lit: Welcome }, style: { lit: loud } }\n";
const ANSWER: &str = "                    - sendResponse: { name: Answer, messageBody: { lit: Hello } }\n";

#[rstest]
#[case::a_text("lit: Welcome", "lit: Hi there", &["state Start", "  ~ sendResponse `Greet`: messageBody: \"Welcome\" → \"Hi there\""])]
#[case::an_expression("Flow.tier == \"Gold\"", "Flow.tier == \"Silver\"", &["state Start", "  ~ decision `Gold?`: condition: Flow.tier == \"Gold\" → Flow.tier == \"Silver\""])]
#[case::white_space("exp: Flow.tier == Flow.other", "exp: Flow.tier==Flow.other", &[])]
#[case::a_comment("  states:\n", "  # states\n  states:\n", &[])]
#[case::order_of_keys("name: Greet, messageBody: { lit: Welcome }", "messageBody: { lit: Welcome }, name: Greet", &[])]
#[case::a_reference_id("Look_2", "Look_77", &[])]
#[case::what_is_not_modelled("lit: loud", "lit: quiet", &["state Start", "  ~ sendResponse `Greet`: style: \"loud\" → \"quiet\""])]
#[case::a_literal_as_an_expression("value: { lit: Gold }", "value: { exp: '\"Gold\"' }", &["state Start", "  ~ updateData `Set tier`: statements[0].string.value: \"Gold\" (literal) → \"Gold\" (expression)"])]
#[case::a_statement("{ string: { variable: Flow.tier, value: { lit: Gold } } }, ", "", &["state Start", "  ~ updateData `Set tier`: statements[0]: {string: {value: \"Gold\", variable: Flow.tier}} → not set"])]
#[case::a_variable_written("{ string: { variable: Flow.other,", "{ string: { variable: Flow.tier,", &["state Start", "  ~ updateData `Set tier`: statements[1].string.variable: Flow.other → Flow.tier"])]
#[case::added_in_a_branch(ANSWER, "                    - sendResponse: { name: New, messageBody: { lit: new } }\n                    - sendResponse: { name: Answer, messageBody: { lit: Hello } }\n", &["state Start", "  + sendResponse `New`, behind output `no` of decision `Gold?`"])]
#[case::removed_from_a_branch(GREET, "", &["state Start", "  - sendResponse `Greet`, behind output `yes` of decision `Gold?`"])]
#[case::renamed("name: Greet,", "name: Say hello,", &["state Start", "  ~ sendResponse `Say hello` was `Greet`"])]
#[case::the_kind_of_an_action("disconnect: { name: Bye }\n    - state", "wait: { name: Bye, duration: { lit: { seconds: 5 } } }\n    - state", &["state Start", "  - disconnect `Bye`, after callTask `Call`", "  + wait `Bye`, after callTask `Call`"])]
#[case::outputs_swapped_by_name("                yes:\n", "                \"no\":\n", &["state Start", "  → decision `Gold?`: output `yes` leads to sendResponse `Answer`, before to sendResponse `Greet`", "  → decision `Gold?`: output `no` leads to sendResponse `Greet`, before to sendResponse `Answer`"])]
#[case::a_case("\n                      - case: { value: { lit: gold }, actions: [ { sendResponse: { name: G, messageBody: { lit: g } } } ] }", "", &["state Start", "  - switch `Tier`: output `gold`", "  - sendResponse `G`, behind output `gold` of switch `Tier`"])]
#[case::the_value_of_a_case("lit: gold", "lit: platinum", &["state Start", "  ~ switch `Tier`: output `gold` is now `platinum`"])]
#[case::a_condition_of_a_switch("Length(Flow.tier) > 3", "Length(Flow.tier) > 4", &["state Start", "  ~ switch `Which?`: evaluate.firstTrue.cases[1].case.value: Length(Flow.tier) > 3 → Length(Flow.tier) > 4"])]
#[case::the_task_that_is_called("targetTaskRef: './tasks/task[Look_2]'", "targetTaskRef: './states/state[Late_3]'", &["state Start", "  ~ callTask `Call`: targetTaskRef: task Look up → state Late"])]
#[case::a_container("name: Look up", "name: Search", &["task Search", "  ~ task `Search` was `Look up`"])]
#[case::a_new_container("  tasks:\n", "  tasks:\n    - task: { name: More, refId: More_4, actions: [ { endTask: { name: Done } } ] }\n", &["task More", "  + task `More`", "  + endTask `Done`, first in task More"])]
#[case::error_handling("errorHandling: { disconnect: { none: true } }", "errorHandling: { queue: { targetQueue: { lit: { name: Help } } } }", &["flow", "  ~ inboundShortMessage `Desk`: error handling: disconnect → queue \"Help\""])]
#[case::the_name("  name: Desk", "  name: Front desk", &["flow", "  ~ inboundShortMessage `Front desk`: name: Desk → Front desk"])]
#[case::the_type("inboundShortMessage:\n", "workflow:\n", &["flow", "  ~ workflow `Desk`: type: inboundShortMessage → workflow"])]
#[case::the_language("defaultLanguage: en-us", "defaultLanguage: de-de", &["flow", "  ~ inboundShortMessage `Desk`: default language: en-us → de-de"])]
#[case::the_start("startUpRef: '/inboundShortMessage/states/state[Start_1]'", "startUpRef: '/inboundShortMessage/states/state[Late_3]'", &["flow", "  ~ inboundShortMessage `Desk`: start: state Start → state Late"])]
#[case::a_variable("initialValue: { lit: none }", "initialValue: { lit: some }", &["flow", "  ~ variable `Flow.tier`: initialValue: \"none\" → \"some\""])]
#[case::a_new_variable("  variables:\n", "  variables:\n    - integerVariable: { name: Flow.count, initialValue: { lit: 0 } }\n", &["flow", "  + variable `Flow.count`: {initialValue: 0, type: \"integerVariable\"}"])]
#[case::a_setting("  states:\n", "  settingsX: { y: { lit: 5 } }\n  states:\n", &["flow", "  ~ inboundShortMessage `Desk`: settingsX.y: not set → 5"])]
fn each_change_is_named_and_nothing_else(#[case] old: &str, #[case] new: &str, #[case] expected: &[&str]) {
    assert!(FLOW.contains(old), "{old}");
    let mut text = FLOW.replace(old, new);
    if old.trim() == "yes:" {
        text = text.replace("                no:\n", "                \"yes\":\n");
    }
    if new.contains("workflow:") {
        text = text.replace("/inboundShortMessage/", "/workflow/");
    }
    assert_eq!(to_lines(&told(FLOW, &text)), expected, "{text}");
    assert_eq!(told(&text, FLOW).is_empty(), expected.is_empty());
    assert!(told(&text, &text).is_empty());
}

#[test]
fn what_moved_is_told_as_moved() {
    let text = FLOW.replace(GREET, "").replace(ANSWER, &format!("{ANSWER}{GREET}"));
    assert_eq!(
        to_lines(&told(FLOW, &text)),
        [
            "state Start",
            "  → sendResponse `Greet` stands after sendResponse `Answer`; it stood behind output `yes` of decision `Gold?`"
        ]
    );
    let look = "          - sendResponse: { name: Look, messageBody: { lit: looking } }\n";
    let text = FLOW.replace(look, "").replace(
        "          - disconnect: { name: Bye }\n",
        &format!("{look}          - disconnect: {{ name: Bye }}\n"),
    );
    assert_eq!(
        to_lines(&told(FLOW, &text)),
        [
            "state Start",
            "  → sendResponse `Look` stands after callTask `Call` in state Start; it stood first in task Look up"
        ]
    );
    let set = FLOW.lines().find(|line| line.contains("Set tier")).unwrap().to_owned() + "\n";
    let text = FLOW.replace(&set, "").replace("          - callTask", &format!("{set}          - callTask"));
    let lines = to_lines(&told(FLOW, &text));
    assert_eq!(
        lines,
        ["state Start", "  → updateData `Set tier` stands after switch `Tier`; it stood first in state Start"]
    );
}

#[test]
fn a_case_before_others_changes_their_numbers_and_no_more() {
    let case = "                    - case: { value: { exp: Flow.tier == \"x\" }, actions: [ { sendResponse: { name: Zero, messageBody: { lit: zero } } } ] }\n";
    let first = "                    - case: { value: { exp: Flow.tier == Flow.other }";
    let text = FLOW.replace(first, &format!("{case}{first}"));
    assert_eq!(
        to_lines(&told(FLOW, &text)),
        [
            "state Start",
            "  ~ switch `Which?`: evaluate.firstTrue.cases[0]: not set → {case: {value: Flow.tier == \"x\"}}",
            "  + switch `Which?`: output `case 1`",
            "  + sendResponse `Zero`, behind output `case 1` of switch `Which?`",
        ]
    );
}

#[test]
fn a_change_says_where_a_path_meets_it() {
    let touched = |old: &str, new: &str| {
        let found = told(FLOW, &FLOW.replace(old, new));
        let touches = found.changes.iter().flat_map(|change| &change.touches);
        touches
            .map(|one| {
                format!("{}{}", one.action.name, one.output.as_ref().map(|out| format!(": {out}")).unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(touched("lit: Welcome", "lit: Hi"), ["Greet"]);
    let new = format!("                    - sendResponse: {{ name: New, messageBody: {{ lit: new }} }}\n{ANSWER}");
    assert_eq!(touched(ANSWER, &new), ["Gold?: no"]);
    // Between two actions: who takes the second came through. Behind the last one: who takes that may go on.
    let bye = "          - disconnect: { name: Bye }\n";
    let new = "          - sendResponse: { name: New, messageBody: { lit: new } }\n";
    assert_eq!(touched(bye, &format!("{new}{bye}")), ["Bye"]);
    let last = "                    - transferToAcd: { name: To VIP, targetQueue: { lit: { name: VIP } } }\n";
    let new = "                    - sendResponse: { name: New, messageBody: { lit: new } }\n";
    assert_eq!(touched(last, &format!("{last}{new}")), ["To VIP"]);
    assert_eq!(touched("lit: none", "lit: some"), ["Set tier", "Set tier", "Gold?", "Which?", "Tier"][1..]);
    assert_eq!(touched("lit: gold", "lit: platinum"), ["Tier: gold"]);
    assert_eq!(touched(GREET, ""), ["Greet"]);
}

#[test]
fn ids_alone_are_no_difference_and_keep_an_action_the_same() {
    let json = include_str!("../../../fixtures/flows/support.json");
    let ids = regex::Regex::new("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").unwrap();
    let others = ids.replace_all(json, |found: &regex::Captures<'_>| {
        found[0].chars().rev().collect::<String>().replace('-', "").chars().enumerate().fold(
            String::new(),
            |mut id, (at, one)| {
                if [8, 12, 16, 20].contains(&at) {
                    id.push('-');
                }
                id.push(one);
                id
            },
        )
    });
    assert_ne!(others, json);
    assert_eq!(to_lines(&compare(&program("a.json", json), &program("b.json", &others))), [""; 0]);
    // Renamed, moved to another kind of neighbour and changed at once: only the id says that it is the same.
    let renamed = json.replace("Greet by name", "Hello again");
    assert_ne!(renamed, json);
    assert_eq!(
        to_lines(&compare(&program("a.json", json), &program("b.json", &renamed))),
        ["state Initial State", "  ~ sendResponse `Hello again` was `Greet by name`"]
    );
}
