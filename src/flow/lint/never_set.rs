//! Variables that expressions read and nothing gives a value: NOT_SET in every run. Told once a variable, at its first reading.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::flow::archy::place_within;
use crate::flow::program::{Argument, ContainerIndex, FlowIndex, Program, Slot, Storage};

/// A variable: its flow, the container that declares it where it is not the flow, and its number there.
type Key = (FlowIndex, Option<ContainerIndex>, usize);

pub(super) fn lint(program: &Program, diagnostics: &mut Diagnostics) {
    let written: HashSet<Key> =
        program.uses.writes.iter().filter_map(|(container, slot)| key(program, *container, *slot)).collect();
    let mut told: HashSet<Key> = HashSet::new();
    for one in &program.uses.expressions {
        for read in one.bound.expression.variables() {
            let Some(key) = read.slot.and_then(|slot| key(program, one.container, Slot(slot))) else { continue };
            let Some((variable, _)) = program.variable(&read.name, one.container) else { continue };
            let never = matches!(variable.initial, Argument::Absent | Argument::NotSet) && !variable.is_input;
            // A slot of a bot has no declaration: the understanding of language fills it.
            let Some(declared) = variable.place.as_ref().filter(|_| never && !written.contains(&key)) else { continue };
            if told.insert(key) {
                let message = format!("`{}` is read, and nothing ever sets it", variable.name);
                diagnostics.push(
                    Diagnostic::warning(Code::FLOW_NEVER_SET, message)
                        .at(place_within(&one.place, one.bound.expression.text(), &read.span))
                        .label(declared.clone(), "declared here without a value")
                        .help("give it an initial value, or write it before it is read"),
                );
            }
        }
    }
}

fn key(program: &Program, container: ContainerIndex, slot: Slot) -> Option<Key> {
    let flow = program.container(container).flow;
    match slot.storage() {
        Storage::Flow(index) => Some((flow, None, index)),
        Storage::Local(index) => Some((flow, Some(container), index)),
        Storage::BuiltIn(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use crate::diagnostic::{RenderStyle, render};
    use crate::flow::action::testing::Flow;

    const READ: &str =
        "- sendResponse: { name: Say, messageBody: { exp: 'Append(\"a\", state.TIER)' } }\n- disconnect: { name: Bye }";

    #[test]
    fn the_first_reading_is_told_with_the_declaration() {
        let flow = Flow::new().state_variable("string", "State.tier").actions(READ);
        let rendered: Vec<String> = lint(&flow.program()).iter().map(|one| render(one, RenderStyle::Plain)).collect();
        insta::assert_snapshot!(rendered.join("\n"), @r##"
        warning[FP0453]: `State.tier` is read, and nothing ever sets it
          --> flow0.yaml:12:73
           |
        10 |           - stringVariable: { name: State.tier, initialValue: { noValue: true } }
           |                                     ---------- declared here without a value
        11 |         actions:
        12 |           - sendResponse: { name: Say, messageBody: { exp: 'Append("a", state.TIER)' } }
           |                                                                         ^^^^^^^^^^
           |
           = help: give it an initial value, or write it before it is read
        "##);
    }

    #[rstest::rstest]
    #[case::by_an_action(
        "- getParticipantData: { name: G, attributes: [ { attribute: { name: { lit: t }, variable: State.tier } } ] }"
    )]
    #[case::by_an_unknown_kind("- collectInput: { name: C, inputData: { var: State.Tier } }")]
    fn a_variable_that_is_set_anywhere_is_in_order(#[case] setter: &str) {
        let flow = Flow::new().state_variable("string", "State.tier").actions(&format!("{setter}\n{READ}"));
        assert!(lint(&flow.program()).is_empty());
    }

    #[test]
    fn an_initial_value_is_enough() {
        let flow =
            Flow::new().flow_variable("string", "Flow.tier", "{ lit: x }").actions(&READ.replace("state", "flow"));
        assert!(lint(&flow.program()).is_empty());
    }
}
