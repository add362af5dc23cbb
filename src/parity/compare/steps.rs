//! Whether every step of the conversation went through. What comes after a step that failed on one side only follows from that.

use super::causes::Causes;
use super::view::View;
use crate::parity::difference::Row;
use crate::parity::{Aspect, Difference, Differences, Part, Subject};

pub fn compare(a: &View, b: &View, causes: &mut Causes, out: &mut Differences) {
    let row = out.row(Row::Part(Part::Steps));
    row.seen += 1;
    if a.failure == b.failure {
        row.agreed += 1;
        return;
    }
    let words = |view: &View| view.failure.as_ref().map(|(step, answer)| format!("step {step} failed: {answer}"));
    let aspect = if a.failure.is_some() && b.failure.is_some() { Aspect::Value } else { Aspect::Presence };
    let name = [a, b].iter().find_map(|view| view.failure.as_ref()).map(|(step, _)| step.clone()).unwrap_or_default();
    let subject = Subject::Part(Part::Steps);
    let difference = Difference { subject, aspect, name, a: words(a), b: words(b), after: None, place: None };
    causes.parted = Some(out.add(difference));
}
