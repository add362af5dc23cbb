//! What can be wrong with a whole case although each part of it is right. Must not know how parts are written.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, list_of};
use crate::scenario::model::{Case, RunStep, Say, Spanned, Start, StepKind, TargetName, Undeclared};

use super::order::check_order;

/// Reports what is wrong with the whole case; `silent` is where a conversation should be and is not.
pub(in crate::scenario) fn check(case: &Case, silent: Option<Place>, found: &mut Diagnostics) {
    conversation(case, silent, found);
    check_order(case.start, &case.conversation, found);
    attributes(case, found);
    faults(case, found);
}

/// A case whose flow is started by a message needs one, unless it fails before a message is sent.
fn conversation(case: &Case, silent: Option<Place>, found: &mut Diagnostics) {
    let Some(place) = silent else { return };
    let fails_early = case.expect.error.as_ref().is_some_and(|error| is_before_a_message(error.value.step));
    if fails_early || case.start == Start::Join {
        return;
    }
    found.push(
        Diagnostic::error(Code::NOTHING_GIVEN, "the conversation is empty, so nothing starts the flow")
            .at(place)
            .help("add a `conversation` that begins with a `say`, or set `start: join` where the flow speaks first"),
    );
}

fn is_before_a_message(step: RunStep) -> bool {
    use RunStep::{Configure, Connect, Conversation, Participant, Token, Widget};
    matches!(step, Token | Widget | Participant | Conversation | Connect | Configure)
}

/// An attribute that the widget does not declare is answered 400; a case that expects just that is right.
fn attributes(case: &Case, found: &mut Diagnostics) {
    let Some(widget) = case.widget.as_ref().filter(|widget| widget.undeclared == Undeclared::Error) else { return };
    if case.expect.error.as_ref().is_some_and(|error| {
        error.value.step == RunStep::Participant && error.value.status.is_none_or(|status| status == 400)
    }) {
        return;
    }
    let said = case.conversation.iter().filter_map(|step| match &step.kind {
        StepKind::Say(Say { attributes, .. }) => Some(attributes),
        _ => None,
    });
    for (name, value) in std::iter::once(&case.participant.attributes).chain(said).flatten() {
        if !widget.attributes.contains_key(name) {
            found.push(undeclared(name, value, widget.attributes.keys().map(String::as_str), &widget.place));
        }
    }
}

fn undeclared<'a>(
    name: &str,
    value: &Spanned<String>,
    declared: impl Iterator<Item = &'a str>,
    widget: &Place,
) -> Diagnostic {
    let message = format!("attribute `{name}` is not declared by the widget");
    let how = "declare it under `widget.attributes`, or set `widget.undeclared` to `allow` or `send`";
    Diagnostic::error(Code::UNDECLARED_ATTRIBUTE, message)
        .at(value.place.of_key(name))
        .label(widget.clone(), "the widget")
        .help_maybe(list_of("declared attributes", name, declared))
        .help(how)
}

/// Faults are played by the embedded fake; a live org cannot.
fn faults(case: &Case, found: &mut Diagnostics) {
    let mock = case.targets.is_empty() || case.targets.iter().any(|target| target.value == TargetName::Mock);
    if let (false, Some(fault), Some(target)) = (mock, case.faults.first(), case.targets.first()) {
        found.push(
            Diagnostic::error(Code::CONTRADICTION, "`faults` need the target `mock`")
                .at(fault.place.clone())
                .label(target.place.clone(), "the only target")
                .help("remove `faults`, or add `mock` to `targets`"),
        );
    }
}
