//! Calls of data actions that go on as if nothing had happened when the data action fails or takes too long. One whose success never comes
//! back is left in peace: what stands behind it is for the failure.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::flow::program::{Node, Program, Unknowns, Ways};

/// The kind, its good way out, and those that must not be forgotten.
const CALL: &str = "callData";
const SUCCESS: &str = "success";
const MISHAPS: [&str; 2] = ["failure", "timeout"];

pub(super) fn lint(program: &Program, diagnostics: &mut Diagnostics) {
    let ways = Ways::of(program, Unknowns::GoOn);
    for node in program.actions().iter().filter(|node| &*node.kind == CALL) {
        let branch = |name: &str| node.outputs.iter().find(|output| &*output.name == name)?.branch;
        if branch(SUCCESS).is_some_and(|success| !ways.block(success).past) {
            continue;
        }
        let missing: Vec<&str> = MISHAPS.into_iter().filter(|name| branch(name).is_none()).collect();
        if !missing.is_empty() {
            diagnostics.push(diagnostic(node, &missing));
        }
    }
}

fn diagnostic(node: &Node, missing: &[&str]) -> Diagnostic {
    let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    Diagnostic::warning(Code::FLOW_NO_FAILURE_BRANCH, format!("`{}` has no branch for {names}", node.id.name))
        .at(node.place.clone())
        .help("without one the flow goes on behind the call, with the outputs NOT_SET")
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use crate::diagnostic::{RenderStyle, render};
    use crate::flow::action::testing::Flow;

    const BYE: &str = "{ actions: [ { disconnect: { name: Bye } } ] }";
    const SAY: &str = "{ actions: [ { sendResponse: { name: Say, messageBody: { lit: x } } } ] }";

    fn found(outputs: &str) -> Vec<String> {
        let actions = format!(
            "- callData: {{ name: Ask, category: {{ CRM: {{ dataAction: {{ Get: {{}} }} }} }}, outputs: {{ {outputs} }} }}\n- disconnect: {{ name: Close }}"
        );
        let diagnostics = lint(&Flow::new().actions(&actions).program());
        diagnostics.iter().map(|one| render(one, RenderStyle::Plain)).collect()
    }

    #[test]
    fn what_is_missing_is_named() {
        insta::assert_snapshot!(found("").join("\n"), @r##"
        warning[FP0452]: `Ask` has no branch for `failure` and `timeout`
          --> flow0.yaml:10:31
           |
        10 |           - callData: { name: Ask, category: { CRM: { dataAction: { Get: {} } } }, outputs: {  } }
           |                               ^^^
           |
           = help: without one the flow goes on behind the call, with the outputs NOT_SET
        "##);
    }

    #[rstest::rstest]
    #[case::failure_alone(format!("success: {SAY}, failure: {SAY}"), Some("has no branch for `timeout`"))]
    #[case::both(format!("failure: {SAY}, timeout: {SAY}"), None)]
    #[case::success_does_not_come_back(format!("success: {BYE}"), None)]
    #[case::an_empty_branch_is_meant("failure: { actions: [] }, timeout: { actions: [] }".to_owned(), None)]
    fn branches_are_asked_for(#[case] outputs: String, #[case] expected: Option<&str>) {
        let found = found(&outputs);
        assert_eq!(found.len(), usize::from(expected.is_some()), "{found:?}");
        assert!(expected.is_none_or(|expected| found.concat().contains(expected)), "{found:?}");
    }
}
