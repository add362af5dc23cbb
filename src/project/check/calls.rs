//! Expected calls: data actions, bots and modules that the flow does call, with inputs that it passes.

use super::Subject;
use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::flow::inventory::Inventory;
use crate::scenario::model::CallExpectation;

/// The keys of `expect.calls` that are no integrations.
const BOTS: &str = "bots";
const MODULES: &str = "modules";

/// Checks `expect.calls`.
pub(super) fn check(subject: &mut Subject<'_>) {
    let case = subject.case;
    for (group, calls) in &case.expect.calls {
        for (name, expected) in calls {
            check_one(subject, group, name, expected);
        }
    }
}

fn check_one(subject: &mut Subject<'_>, group: &str, name: &str, expected: &CallExpectation) {
    let inventory = &subject.flow.inventory;
    let known = names_in(inventory, group);
    if !known.contains(&name) {
        let diagnostic = unknown(inventory, group, name, &known, &expected.place, &subject.flow.name);
        subject.push(diagnostic);
        return;
    }
    if group == BOTS || group == MODULES {
        return;
    }
    let calls = inventory.data_actions.iter().filter(|call| *call.category == *group && *call.action == *name);
    let inputs: Vec<&str> = calls.flat_map(|call| &call.inputs).map(|input| &**input).collect();
    for (input, pattern) in expected.inputs.iter().filter(|(input, _)| !inputs.contains(&input.as_str())) {
        let help = if inputs.is_empty() {
            "it is called without inputs".to_owned()
        } else {
            format!("its inputs: {}", listed(inputs.iter().copied()))
        };
        subject.push(
            Diagnostic::error(
                Code::UNKNOWN_INPUT,
                format!("data action `{name}` is called without an input `{input}`"),
            )
            .at(pattern.place.clone())
            .help_maybe(near(input, inputs.iter().copied()))
            .help(help),
        );
    }
}

fn names_in<'f>(inventory: &'f Inventory, group: &str) -> Vec<&'f str> {
    match group {
        BOTS => inventory.bots_called().collect(),
        MODULES => inventory.modules_called().collect(),
        category => {
            let calls = inventory.data_actions.iter().filter(|call| *call.category == *category);
            calls.map(|call| &*call.action).collect()
        }
    }
}

fn unknown(inventory: &Inventory, group: &str, name: &str, known: &[&str], place: &Place, flow: &str) -> Diagnostic {
    let error = |message: String| Diagnostic::error(Code::UNKNOWN_CALL, message).at(place.clone());
    let what = match group {
        BOTS => "bot",
        MODULES => "module",
        _ if known.is_empty() => {
            let categories: Vec<&str> = inventory.data_actions.iter().map(|call| &*call.category).collect();
            let all = categories.iter().copied().chain([BOTS, MODULES]);
            let help = format!("it calls data actions of: {}", listed(categories.iter().copied()));
            return error(format!("flow `{flow}` calls no data action of `{group}`"))
                .help_maybe(near(group, all))
                .help(if categories.is_empty() { "it calls no data action".to_owned() } else { help });
        }
        _ => "data action",
    };
    let help = if known.is_empty() {
        format!("it calls no {what}")
    } else {
        format!("it calls: {}", listed(known.iter().copied()))
    };
    error(format!("flow `{flow}` never calls {what} `{name}`")).help_maybe(near(name, known.iter().copied())).help(help)
}
