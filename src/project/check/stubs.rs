//! Stubs: they answer what the flow asks, with names that it uses. One that nothing asks for is doubtful, not wrong: the flow may have
//! changed.

use super::Subject;
use super::subject::{listed, near};
use super::understanding::check_understanding;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::flow::inventory::ListedDataAction;
use crate::scenario::model::{DataActionResult, DataActionSpec};

/// The fields of a data action's failure, as Architect names them.
const FAILURE_FIELDS: [&str; 13] = [
    "errorCode",
    "status",
    "correlationId",
    "entityId",
    "entityName",
    "userMessage",
    "userParamsMessage",
    "userParams.key",
    "userParams.value",
    "details.errorCode",
    "details.fieldName",
    "details.entityId",
    "details.entityName",
];

/// Checks `stubs`.
pub(super) fn check(subject: &mut Subject<'_>) {
    let (case, flow) = (subject.case, subject.flow);
    let inventory = &flow.inventory;
    for (category, actions) in &case.stubs.data_actions {
        let called: Vec<&ListedDataAction> =
            inventory.data_actions.iter().filter(|call| *call.category == *category.as_str()).collect();
        if called.is_empty() {
            let known = inventory.data_actions.iter().map(|call| &*call.category);
            let what = format!("flow `{}` calls no data action of `{category}`", flow.name);
            subject.push(unused(
                what,
                category,
                &actions.place,
                known,
                ["it calls no data action", "it calls data actions of"],
            ));
            continue;
        }
        for (name, answers) in &actions.value {
            let calls: Vec<&ListedDataAction> =
                called.iter().copied().filter(|call| *call.action == *name.as_str()).collect();
            if calls.is_empty() {
                let known = called.iter().map(|call| &*call.action);
                let what = format!("flow `{}` never calls data action `{name}` of `{category}`", flow.name);
                subject.push(unused(
                    what,
                    name,
                    &answers.place,
                    known,
                    ["it calls none of it", "it calls data actions"],
                ));
            }
            for answer in answers.value.iter().filter(|_| !calls.is_empty()) {
                check_answer(subject, name, answer, &calls);
            }
        }
    }
    for (name, bot) in &case.stubs.bots {
        let known = inventory.bots_called();
        if known.clone().all(|known| known != name) {
            let what = format!("flow `{}` never calls bot `{name}`", flow.name);
            subject.push(unused(what, name, &bot.place, known, ["it calls no bot", "it calls bots"]));
        }
    }
    for (name, module) in &case.stubs.modules {
        let known = inventory.modules_called();
        if known.clone().all(|known| known != name) {
            let what = format!("flow `{}` never calls module `{name}`", flow.name);
            subject.push(unused(what, name, &module.place, known, ["it calls no module", "it calls modules"]));
        }
    }
    check_understanding(&case.stubs, &flow.name, inventory, &mut subject.out);
}

fn check_answer(subject: &mut Subject<'_>, name: &str, answer: &DataActionSpec, calls: &[&ListedDataAction]) {
    let inputs: Vec<&str> = calls.iter().flat_map(|call| &call.inputs).map(|input| &**input).collect();
    for (key, value) in answer.when.iter().filter(|(key, _)| !inputs.contains(&key.as_str())) {
        let help = if inputs.is_empty() {
            "it is called without inputs".to_owned()
        } else {
            format!("its inputs: {}", listed(inputs.iter().copied()))
        };
        subject.push(
            Diagnostic::error(
                Code::UNKNOWN_STUB_KEY,
                format!("data action `{name}` has no input `{key}`, so this answer never counts"),
            )
            .at(value.place.of_key(key))
            .help_maybe(near(key, inputs.iter().copied()))
            .help(help),
        );
    }
    match &answer.result {
        DataActionResult::Success(outputs) => {
            let known: Vec<&str> = calls.iter().flat_map(|call| &call.outputs).map(|output| &**output).collect();
            let read = |key: &str| known.iter().any(|output| is_part(output, key) || is_part(key, output));
            for key in outputs.keys().filter(|key| !read(key)) {
                subject.push(unread(name, key, &answer.place, &known, "output"));
            }
        }
        DataActionResult::Failure(fields) => {
            let known = |key: &str| FAILURE_FIELDS.iter().any(|field| is_part(field, key));
            for key in fields.keys().filter(|key| !known(key)) {
                subject.push(unread(name, key, &answer.place, &FAILURE_FIELDS, "failure field"));
            }
        }
        DataActionResult::Timeout => {}
    }
}

/// Whether a flattened name is `key` or lies below it: `customer.name` and `items[0]` below `customer` and `items`.
fn is_part(name: &str, key: &str) -> bool {
    name.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn unread(name: &str, key: &str, place: &Place, known: &[&str], what: &str) -> Diagnostic {
    let message = format!("the flow reads no {what} `{key}` of data action `{name}`");
    let list = if known.is_empty() {
        format!("it reads no {what}")
    } else {
        format!("it reads: {}", listed(known.iter().copied()))
    };
    Diagnostic::warning(Code::UNKNOWN_STUB_KEY, message)
        .at(place.of_key_within(key))
        .help_maybe(near(key, known.iter().copied()))
        .help(list)
}

/// A stub that nothing asks for.
pub(super) fn unused<'a>(
    message: String,
    name: &str,
    place: &Place,
    known: impl Iterator<Item = &'a str> + Clone,
    [none, some]: [&str; 2],
) -> Diagnostic {
    let list = listed(known.clone());
    let list = if list.is_empty() { none.to_owned() } else { format!("{some}: {list}") };
    Diagnostic::warning(Code::UNUSED_STUB, message).at(place.of_key(name)).help_maybe(near(name, known)).help(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flattened_name_is_part_of_its_object() {
        assert!(is_part("customer.name", "customer"));
        assert!(is_part("items[0].id", "items"));
        assert!(is_part("customer", "customer"));
        assert!(!is_part("customers", "customer"));
    }
}
