//! What was said, line by line. A line that an action sent follows from that action where it differs; one that both paths sent, and only one
//! customer got, stands by itself.

use super::align::{Pair, align};
use super::causes::Causes;
use super::path::PathSeen;
use super::value::{BY_NATURE, Likeness, coarse, likeness};
use super::view::{Said, View};
use crate::parity::difference::Row;
use crate::parity::{Aspect, Difference, Differences, FlowFile, Part, Side, Subject};

pub fn compare(a: &View, b: &View, file: &FlowFile, seen: &PathSeen, causes: &Causes, out: &mut Differences) {
    let (a, b) = match (&a.transcript, &b.transcript) {
        (Ok(a), Ok(b)) => (a, b),
        (a, b) => {
            for (side, one, other) in [(Side::A, a, b), (Side::B, b, a)] {
                if let Err(reason) = one {
                    let count = other.as_ref().map_or(1, |lines| lines.len().max(1));
                    out.skip(Row::Part(Part::Transcript), Some(side), reason, count);
                }
            }
            return;
        }
    };
    let keys = |lines: &[Said]| lines.iter().map(|line| (line.by_customer, coarse(&line.text))).collect::<Vec<_>>();
    let mut scene = Scene { file, seen, causes, out, block: None };
    for pair in with_changes(align(&keys(a), &keys(b)), a, b) {
        match pair {
            Line::Both(i, j, moved) => {
                if let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
                    scene.both(left, right, (i, j), moved);
                }
            }
            Line::One(side, at) => {
                let lines = if side == Side::A { a } else { b };
                if let Some(line) = lines.get(at) {
                    scene.single(line, side, at);
                }
            }
        }
    }
}

enum Line {
    /// On both sides, with the same text or another; whether it moved.
    Both(usize, usize, bool),
    /// On one only.
    One(Side, usize),
}

/// Of lines at one place that only one side has each, the first of one is the first of the other with another text, and so on; a customer's
/// is never a flow's.
fn with_changes(pairs: Vec<Pair>, a: &[Said], b: &[Said]) -> Vec<Line> {
    let mut out = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for pair in pairs {
        match pair {
            Pair::A(i) => left.push(i),
            Pair::B(j) => right.push(j),
            Pair::Both(i, j) => {
                settle(&mut left, &mut right, a, b, &mut out);
                out.push(Line::Both(i, j, false));
            }
            Pair::Moved(i, j) => {
                settle(&mut left, &mut right, a, b, &mut out);
                out.push(Line::Both(i, j, true));
            }
        }
    }
    settle(&mut left, &mut right, a, b, &mut out);
    out
}

fn settle(left: &mut Vec<usize>, right: &mut Vec<usize>, a: &[Said], b: &[Said], out: &mut Vec<Line>) {
    let by_customer = |lines: &[Said], at: usize| lines.get(at).is_some_and(|line| line.by_customer);
    for i in left.drain(..) {
        let twin = right.iter().position(|j| by_customer(a, i) == by_customer(b, *j));
        match twin {
            Some(at) => out.push(Line::Both(i, right.remove(at), false)),
            None => out.push(Line::One(Side::A, i)),
        }
    }
    out.extend(right.drain(..).map(|j| Line::One(Side::B, j)));
}

struct Scene<'a> {
    file: &'a FlowFile,
    seen: &'a PathSeen,
    causes: &'a Causes,
    out: &'a mut Differences,
    /// The side whose lines just before the other does not have, and their cause.
    block: Option<(Side, usize)>,
}

impl Scene<'_> {
    fn both(&mut self, a: &Said, b: &Said, (i, j): (usize, usize), moved: bool) {
        self.block = None;
        self.out.row(Row::Part(Part::Transcript)).seen += 1;
        let name = format!("line {}", i + 1);
        let mut same = true;
        if moved {
            same = false;
            let at = |at: usize, line: &Said| Some(format!("line {}: \"{}\"", at + 1, line.text));
            self.add(Aspect::Order, "", (a, b), (at(i, a), at(j, b)));
        }
        match likeness(&a.text, &b.text) {
            Likeness::Same => {}
            Likeness::ByNature => {
                same = false;
                self.out.skip(Row::Part(Part::Transcript), None, BY_NATURE, 1);
            }
            Likeness::Different => {
                same = false;
                self.add(Aspect::Text, &name, (a, b), (Some(a.text.clone()), Some(b.text.clone())));
            }
        }
        // Who speaks is told by the path alone.
        if self.seen.compared && a.speaker != b.speaker {
            same = false;
            self.add(Aspect::Speaker, &name, (a, b), (Some(a.speaker.to_owned()), Some(b.speaker.to_owned())));
        }
        if a.choices != b.choices {
            same = false;
            let list = |line: &Said| (!line.choices.is_empty()).then(|| line.choices.join(" | "));
            self.add(Aspect::Choices, &name, (a, b), (list(a), list(b)));
        }
        if same {
            self.out.row(Row::Part(Part::Transcript)).agreed += 1;
        }
    }

    fn single(&mut self, line: &Said, side: Side, at: usize) {
        self.out.row(Row::Part(Part::Transcript)).seen += 1;
        let block = self.block.filter(|(other, _)| *other == side).map(|(_, cause)| cause);
        let text = Some(line.text.clone());
        let pair = if side == Side::A { (text, None) } else { (None, text) };
        let after = block.or_else(|| self.why(line, line));
        let cause = self.push(Aspect::Presence, format!("line {}", at + 1), line, pair, after);
        self.block = Some((side, cause));
    }

    fn add(&mut self, aspect: Aspect, name: &str, (a, b): (&Said, &Said), pair: (Option<String>, Option<String>)) {
        let after = self.why(a, b);
        self.push(aspect, name.to_owned(), a, pair, after);
    }

    fn push(
        &mut self,
        aspect: Aspect,
        name: String,
        line: &Said,
        (a, b): (Option<String>, Option<String>),
        after: Option<usize>,
    ) -> usize {
        let place = self.seen.sender(&line.text).and_then(|id| self.file.place(id)).cloned();
        self.out.add(Difference { subject: Subject::Part(Part::Transcript), aspect, name, a, b, after, place })
    }

    /// What a line that differs follows from.
    fn why(&self, a: &Said, b: &Said) -> Option<usize> {
        let sent = self.seen.of_text(&a.text).or_else(|| self.seen.of_text(&b.text));
        if sent.is_some() {
            return sent;
        }
        let valued = self.causes.of_values(Some(&a.text), Some(&b.text)).filter(|_| a.text != b.text);
        if valued.is_some() {
            return valued;
        }
        if a.by_customer && b.by_customer {
            // The scenario says what the customer says: it can only differ because something before did.
            return self.out.list.iter().position(|one| one.after.is_none());
        }
        if self.seen.agrees_on(&a.text) || self.seen.agrees_on(&b.text) {
            return None;
        }
        self.causes.parted
    }
}
