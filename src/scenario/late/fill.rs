//! Captured values filled into a step, or into what is expected. Must not know where values come from.

use std::sync::Arc;

use indexmap::IndexMap;

use super::mark::{filled, filled_pattern, is_late};
use crate::scenario::model::{
    AttributeExpectation, EndingExpectation, Expectations, PathItem, Receive, Step, StepKind, TextPattern,
};

/// Name → value of what was captured so far.
pub type Captured = IndexMap<String, String>;

/// Fills what is known into a step.
pub fn fill_step(step: &mut Step, captured: &Captured) {
    match &mut step.kind {
        StepKind::Say(say) => {
            text(&mut say.text.value, captured);
            say.attributes.values_mut().for_each(|value| text(&mut value.value, captured));
        }
        StepKind::Receive(Receive::One { text: wanted, quick_replies, .. }) => {
            pattern(&mut wanted.value, captured);
            quick_replies.iter_mut().flatten().for_each(|label| text(&mut label.value, captured));
        }
        StepKind::Receive(Receive::AnyOrder(texts)) => {
            texts.iter_mut().for_each(|one| pattern(&mut one.value, captured));
        }
        StepKind::Choose(label) => text(&mut label.value, captured),
        StepKind::Attributes(expected) => attributes(expected, captured),
        StepKind::Receive(Receive::NoneFor(_))
        | StepKind::Attach(_)
        | StepKind::Wait(_)
        | StepKind::Leave
        | StepKind::End
        | StepKind::Resume
        | StepKind::StartNew => {}
    }
}

/// Fills what is known into what is expected.
pub fn fill_expectations(expect: &mut Expectations, captured: &Captured) {
    if let Some(path) = &mut expect.path {
        let items = path.items.iter_mut().chain(&mut path.never);
        items
            .flat_map(|item: &mut PathItem| item.inputs.values_mut())
            .for_each(|one| pattern(&mut one.value, captured));
    }
    attributes(&mut expect.attributes, captured);
    let calls = expect.calls.values_mut().flat_map(IndexMap::values_mut);
    calls.flat_map(|call| call.inputs.values_mut()).for_each(|one| pattern(&mut one.value, captured));
    match expect.ending.as_mut().map(|ending| &mut ending.value) {
        Some(EndingExpectation::Transferred { queue: Some(queue), .. }) => pattern(&mut queue.value, captured),
        Some(EndingExpectation::Failed(Some(says))) => pattern(&mut says.value, captured),
        _ => {}
    }
}

fn attributes(expected: &mut AttributeExpectation, captured: &Captured) {
    let AttributeExpectation { arrived, set, unset: _, nothing_else: _ } = expected;
    arrived.values_mut().chain(set.values_mut()).for_each(|one| pattern(&mut one.value, captured));
}

fn text(text: &mut String, captured: &Captured) {
    if is_late(text) {
        *text = filled(text, |name| captured.get(name).cloned()).into_owned();
    }
}

fn pattern(pattern: &mut TextPattern, captured: &Captured) {
    match pattern {
        TextPattern::Is(whole) => text(whole, captured),
        TextPattern::Contains(part) => text(part, captured),
        TextPattern::Matches(regex) if is_late(regex.as_str()) => {
            let source = filled_pattern(regex.as_str(), |name| captured.get(name).cloned());
            // It was compiled with the mark in it; escaped text in its place cannot break it, but may make it too large: then it never fits.
            if let Ok(fresh) = regex::Regex::new(&source) {
                *regex = Arc::new(fresh);
            }
        }
        TextPattern::Matches(_) => {}
        TextPattern::OneOf(all) => all.iter_mut().for_each(|one| self::pattern(one, captured)),
        TextPattern::Not(inner) => self::pattern(inner, captured),
    }
}

#[cfg(test)]
mod tests {
    use super::super::mark::{compilable, mark};
    use super::*;

    #[test]
    fn a_value_is_itself_in_a_regular_expression() {
        let regex = regex::Regex::new(&compilable(&format!("^Ticket {}$", mark("id")))).unwrap();
        let mut wanted = TextPattern::Not(Box::new(TextPattern::Matches(Arc::new(regex))));
        pattern(&mut wanted, &Captured::from_iter([("id".to_owned(), "A.1".to_owned())]));
        let TextPattern::Not(inner) = wanted else { panic!("it stays a negation") };
        let TextPattern::Matches(regex) = *inner else { panic!("it stays a regular expression") };
        assert_eq!(regex.as_str(), r"^Ticket (?:A\.1)$");
    }
}
