//! What was called. Where the path was compared, it has told already what differs of a call.

use super::align::{Pair, align};
use super::causes::Causes;
use super::path::PathSeen;
use super::value::{BY_NATURE, Likeness, likeness_of};
use super::view::{Call, View};
use crate::parity::difference::Row;
use crate::parity::{Aspect, Difference, Differences, Part, Side, Subject};

pub fn compare(a: &View, b: &View, seen: &PathSeen, causes: &Causes, out: &mut Differences) {
    let (a_calls, b_calls) = match (&a.calls, &b.calls) {
        (Ok(a), Ok(b)) => (a, b),
        (a, b) => {
            for (side, one, other) in [(Side::A, a, b), (Side::B, b, a)] {
                if let Err(reason) = one {
                    let count = other.as_ref().map_or(1, |calls| calls.len().max(1));
                    out.skip(Row::Part(Part::Calls), Some(side), reason, count);
                }
            }
            return;
        }
    };
    let names = |calls: &[Call]| calls.iter().map(|call| call.name.clone()).collect::<Vec<_>>();
    let mut scene = Scene { seen, causes, out, values: a.values == b.values };
    for pair in align(&names(a_calls), &names(b_calls)) {
        let (i, j) = match pair {
            Pair::Both(i, j) | Pair::Moved(i, j) => (Some(i), Some(j)),
            Pair::A(i) => (Some(i), None),
            Pair::B(j) => (None, Some(j)),
        };
        let call = (i.and_then(|i| a_calls.get(i)), j.and_then(|j| b_calls.get(j)));
        scene.one(call.0, call.1, matches!(pair, Pair::Moved(..)));
    }
}

struct Scene<'a> {
    seen: &'a PathSeen,
    causes: &'a Causes,
    out: &'a mut Differences,
    /// Whether both sides know what went in.
    values: bool,
}

impl Scene<'_> {
    fn one(&mut self, a: Option<&Call>, b: Option<&Call>, moved: bool) {
        let Some(name) = a.or(b).map(|call| call.name.clone()) else { return };
        self.out.row(Row::Part(Part::Calls)).seen += 1;
        let (Some(a), Some(b)) = (a, b) else {
            let words = |call: Option<&Call>| call.map(|call| format!("called {}", call.name));
            self.add(Aspect::Presence, &name, name.clone(), words(a), words(b));
            return;
        };
        let mut same = !moved;
        if moved {
            self.add(Aspect::Order, &name, name.clone(), None, None);
        }
        if a.output != b.output {
            same = false;
            self.add(Aspect::Output, &name, name.clone(), a.output.clone(), b.output.clone());
        }
        let mut inputs: Vec<&String> = a.inputs.keys().chain(b.inputs.keys()).filter(|_| self.values).collect();
        inputs.sort();
        inputs.dedup();
        for input in inputs {
            let (left, right) = (a.inputs.get(input), b.inputs.get(input));
            match likeness_of(left.map(String::as_str), right.map(String::as_str)) {
                Likeness::Same => {}
                Likeness::ByNature => {
                    same = false;
                    self.out.skip(Row::Part(Part::Calls), None, BY_NATURE, 1);
                }
                Likeness::Different => {
                    same = false;
                    self.add(Aspect::Input, &name, format!("{input} of {name}"), left.cloned(), right.cloned());
                }
            }
        }
        if !self.values {
            same = false;
            self.out.skip(Row::Part(Part::Calls), None, "one side does not record what went in", 1);
        }
        if same {
            self.out.row(Row::Part(Part::Calls)).agreed += 1;
        }
    }

    fn add(&mut self, aspect: Aspect, call: &str, name: String, a: Option<String>, b: Option<String>) {
        let after = self.seen.call(call).or(self.causes.parted);
        let after = after.or_else(|| self.causes.of_values(a.as_deref(), b.as_deref()));
        let subject = Subject::Part(Part::Calls);
        self.out.add(Difference { subject, aspect, name, a, b, after, place: None });
    }
}
