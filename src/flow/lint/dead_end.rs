//! States whose actions can run out while the customer waits for an answer. A transfer without a `failure` branch at the very end counts as
//! an ending: nearly every published flow ends so, and the platform then does what its error handling says.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::flow::action::Leads;
use crate::flow::program::{BlockIndex, ContainerIndex, ContainerKind, Program, Unknowns, Ways};

/// Flow types in which a customer waits for the flow; elsewhere running out is a way to end.
const WITH_CUSTOMER: [&str; 2] = ["inboundShortMessage", "inboundMessage"];

pub(super) fn lint(program: &Program, diagnostics: &mut Diagnostics) {
    let ways = Ways::of(program, Unknowns::End);
    for (at, container) in program.containers().iter().enumerate() {
        let waits = WITH_CUSTOMER.contains(&&*program.flow(container.flow).flow_type);
        if !waits || !entered(program, ContainerIndex::next(at)) {
            continue;
        }
        let left = ways.block(container.body);
        let what = container.kind.describe();
        let end = if left.past { run_out(program, &ways, container.body) } else { None };
        let (message, place) = match end {
            Some(place) => {
                (format!("the actions of {what} `{}` can run out while the customer waits", container.name), place)
            }
            None if left.past && program.block(container.body).is_empty() => {
                (format!("{what} `{}` has no actions, and the customer waits", container.name), container.place.clone())
            }
            None => continue,
        };
        let diagnostic = Diagnostic::warning(Code::FLOW_DEAD_END, message).at(place).note("nothing follows");
        let diagnostic = diagnostic.label(container.place.clone(), format!("in this {what}"));
        diagnostics.push(diagnostic.help("end with a disconnect, a transfer, or a change of state"));
    }
}

/// Whether control comes here without a way back: states, and tasks that are jumped to or started in.
fn entered(program: &Program, container: ContainerIndex) -> bool {
    let starts = program.flow(program.container(container).flow).start == container;
    let jumped = || program.actions().iter().any(|node| node.action.leads() == Leads::Go(Some(container)));
    program.container(container).kind == ContainerKind::State || starts || jumped()
}

/// Where a list of actions runs out, in the innermost branch that does. None where it is only that a transfer can fail.
fn run_out(program: &Program, ways: &Ways<'_>, block: BlockIndex) -> Option<Place> {
    let last = program.action(*program.block(block).last()?);
    let branches = last.outputs.iter().filter_map(|output| output.branch);
    let mut inner = branches.filter(|branch| ways.block(*branch).past).peekable();
    let bare = last.outputs.iter().any(|output| output.branch.is_none());
    match &*last.kind {
        "transferToAcd" if bare => None,
        // A loop can always be left, whatever is in it.
        "loop" => Some(last.place.clone()),
        _ if bare || inner.peek().is_none() => Some(last.place.clone()),
        _ => {
            let mut places =
                inner.map(|branch| run_out(program, ways, branch).or_else(|| empty(program, branch, &last.place)));
            places.find_map(|place| place)
        }
    }
}

fn empty(program: &Program, branch: BlockIndex, around: &Place) -> Option<Place> {
    program.block(branch).is_empty().then(|| around.clone())
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use crate::diagnostic::{RenderStyle, render};
    use crate::flow::action::testing::Flow;

    fn found(actions: &str) -> Vec<String> {
        let diagnostics = lint(&Flow::new().actions(actions).program());
        diagnostics.iter().map(|one| format!("{} at {}", one.code, one.place.as_ref().unwrap().text())).collect()
    }

    #[test]
    fn the_last_action_is_told() {
        let diagnostics =
            lint(&Flow::new().actions("- sendResponse: { name: Hello, messageBody: { lit: hi } }").program());
        let rendered: Vec<String> = diagnostics.iter().map(|one| render(one, RenderStyle::Plain)).collect();
        insta::assert_snapshot!(rendered.join("\n"), @r##"
        warning[FP0451]: the actions of state `Start` can run out while the customer waits
          --> flow0.yaml:10:35
           |
         7 |         name: Start
           |               ----- in this state
        ...
        10 |           - sendResponse: { name: Hello, messageBody: { lit: hi } }
           |                                   ^^^^^ nothing follows
           |
           = help: end with a disconnect, a transfer, or a change of state
        "##);
    }

    const DECIDE: &str = "decision: { name: D, condition: { exp: 'Message.Message.body == \"x\"' }, outputs: {";

    #[rstest::rstest]
    #[case::in_a_branch(&format!("- {DECIDE} \"yes\": {{ actions: [ {{ disconnect: {{ name: A }} }} ] }}, \"no\": {{ actions: [ {{ sendResponse: {{ name: Deep, messageBody: {{ lit: x }} }} }} ] }} }} }}"), &["FP0451 at Deep"])]
    #[case::an_empty_branch(&format!("- {DECIDE} \"yes\": {{ actions: [ {{ disconnect: {{ name: A }} }} ] }} }} }}"), &["FP0451 at D"])]
    #[case::all_end(&format!("- {DECIDE} \"yes\": {{ actions: [ {{ disconnect: {{ name: A }} }} ] }}, \"no\": {{ actions: [ {{ disconnect: {{ name: B }} }} ] }} }} }}"), &[])]
    #[case::a_transfer("- transferToAcd: { name: T, targetQueue: { lit: { name: Q } } }", &[])]
    #[case::a_failed_transfer_that_says_so("- transferToAcd: { name: T, targetQueue: { lit: { name: Q } }, outputs: { failure: { actions: [ { sendResponse: { name: Sorry, messageBody: { lit: x } } } ] } } }", &["FP0451 at Sorry"])]
    #[case::an_unknown_kind_may_end("- playAudio: { name: P }", &[])]
    fn every_way_through_a_state_counts(#[case] actions: &str, #[case] expected: &[&str]) {
        assert_eq!(found(actions), expected);
    }
}
