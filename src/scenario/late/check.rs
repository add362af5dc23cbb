//! Whether each captured value is known where it is used, and used where it can be filled in. Must not know how parts are written.

use std::collections::HashMap;

use super::mark::{is_late, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::scenario::model::{
    AttributeExpectation, Case, EndingExpectation, Receive, Say, Spanned, Step, StepKind, TextPattern,
};

/// Reports what is used too early, and what is used where only fixed texts can stand.
pub(in crate::scenario) fn check(case: &Case, found: &mut Diagnostics) {
    let mut first: HashMap<&str, &Place> = HashMap::new();
    for step in &case.conversation {
        for capture in captures(step) {
            first.entry(&capture.name.value).or_insert(&capture.name.place);
        }
    }
    let mut known: Vec<&str> = Vec::new();
    for step in &case.conversation {
        let mut early = |text: &str, place: &Place| {
            for name in names(text).filter(|name| !known.contains(name)) {
                found.push(used_early(name, place, first.get(name).copied()));
            }
        };
        texts(step, &mut early);
        known.extend(captures(step).iter().map(|capture| capture.name.value.as_str()));
    }
    fixed(case, &mut |text, place| {
        if let Some(name) = names(text).next() {
            let message = format!("the captured value `${{{name}}}` cannot stand here");
            let help = "captured values are filled into texts that are said, received or compared; write this one out";
            found.push(Diagnostic::error(Code::BAD_CAPTURE, message).at(place.clone()).help(help));
        }
    });
}

fn captures(step: &Step) -> &[crate::scenario::model::Capture] {
    match &step.kind {
        StepKind::Receive(Receive::One { captures, .. }) => captures,
        _ => &[],
    }
}

fn used_early(name: &str, place: &Place, captured: Option<&Place>) -> Diagnostic {
    let message = format!("`${{{name}}}` is used before it is captured");
    let one = Diagnostic::error(Code::BAD_CAPTURE, message).at(place.clone());
    let one = match captured {
        Some(at) => one.label(at.clone(), "captured here"),
        None => one,
    };
    one.help("use it in a later step, or in `expect`")
}

type Visit<'v> = &'v mut dyn FnMut(&str, &Place);

/// The texts of a step that captured values are filled into.
fn texts(step: &Step, visit: Visit<'_>) {
    match &step.kind {
        StepKind::Say(Say { text, attributes }) => {
            std::iter::once(text).chain(attributes.values()).for_each(|one| visit(&one.value, &one.place));
        }
        StepKind::Choose(label) => visit(&label.value, &label.place),
        StepKind::Receive(Receive::One { text, quick_replies, .. }) => {
            pattern(&text.value, &text.place, visit);
            quick_replies.iter().flatten().for_each(|label| visit(&label.value, &label.place));
        }
        StepKind::Receive(Receive::AnyOrder(all)) => {
            all.iter().for_each(|one| pattern(&one.value, &one.place, visit));
        }
        StepKind::Attributes(AttributeExpectation { arrived, set, .. }) => {
            arrived.values().chain(set.values()).for_each(|one| pattern(&one.value, &one.place, visit));
        }
        _ => {}
    }
}

fn pattern(wanted: &TextPattern, place: &Place, visit: Visit<'_>) {
    match wanted {
        TextPattern::Is(text) | TextPattern::Contains(text) => visit(text, place),
        TextPattern::Matches(regex) => visit(regex.as_str(), place),
        TextPattern::OneOf(all) => all.iter().for_each(|one| pattern(one, place, visit)),
        TextPattern::Not(inner) => pattern(inner, place, visit),
    }
}

/// The texts of steps and expectations that stay as they are written: names that are looked up before anything runs.
fn fixed(case: &Case, visit: Visit<'_>) {
    let all = |names: &[Spanned<String>], visit: Visit<'_>| {
        names.iter().for_each(|name| visit(&name.value, &name.place));
    };
    for step in &case.conversation {
        match &step.kind {
            StepKind::Attach(file) => {
                visit(&file.file.value, &file.file.place);
                visit(file.media_type.as_deref().unwrap_or_default(), &file.file.place);
            }
            StepKind::Attributes(expected) => all(&expected.unset, visit),
            StepKind::Receive(Receive::One { captures, .. }) => {
                for capture in captures.iter().filter(|capture| is_late(capture.pattern.as_str())) {
                    visit(capture.pattern.as_str(), &capture.name.place);
                }
            }
            _ => {}
        }
    }
    all(&case.expect.attributes.unset, visit);
    for item in case.expect.path.iter().flat_map(|path| path.items.iter().chain(&path.never)) {
        item.within.iter().chain([&item.action]).for_each(|name| visit(name, &item.place));
        if let Some(output) = &item.output {
            visit(&output.value, &output.place);
        }
    }
    if let Some(ending) = &case.expect.ending {
        match &ending.value {
            EndingExpectation::Transferred { skills, language_skill, .. } => {
                skills.iter().flatten().chain(language_skill).for_each(|skill| visit(skill, &ending.place));
            }
            EndingExpectation::Exited(reason) => visit(reason.as_deref().unwrap_or_default(), &ending.place),
            _ => {}
        }
    }
    if let Some(error) = &case.expect.error {
        visit(error.value.code.as_deref().unwrap_or_default(), &error.place);
        // A step that must fail is judged without what was said.
        if let Some(says) = &error.value.says {
            pattern(&says.value, &says.place, visit);
        }
    }
}
