//! The two paths, action by action. The first output or error that differs parts the runs: all that differs behind it follows from it.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::align::{Pair, align};
use super::causes::Causes;
use super::value::{BY_NATURE, Likeness, likeness_of};
use super::view::{NO_VALUES, Step, View, Written};
use crate::parity::difference::Row;
use crate::parity::{Aspect, Difference, Differences, FlowFile, Part, Side, Subject};
use crate::trace::ActionId;

/// What the other parts need to know of the paths.
#[derive(Debug, Default)]
pub struct PathSeen {
    agreed_texts: HashSet<String>,
    texts: HashMap<String, usize>,
    senders: HashMap<String, ActionId>,
    calls: HashMap<String, usize>,
    last: Option<usize>,
    /// Whether there were two paths to compare.
    pub compared: bool,
}

impl PathSeen {
    /// Whether an action that agrees in all respects sent the text.
    pub fn agrees_on(&self, text: &str) -> bool {
        self.agreed_texts.contains(text)
    }

    /// The cause by which an action that sent the text differs.
    pub fn of_text(&self, text: &str) -> Option<usize> {
        self.texts.get(text).copied()
    }

    /// The action that sent the text.
    pub fn sender(&self, text: &str) -> Option<&ActionId> {
        self.senders.get(text)
    }

    /// The cause by which an action that makes the call differs.
    pub fn call(&self, name: &str) -> Option<usize> {
        self.calls.get(name).copied()
    }

    /// The cause by which the last action of either path differs.
    pub fn last(&self) -> Option<usize> {
        self.last
    }
}

pub fn compare(a: &View, b: &View, file: &FlowFile, causes: &mut Causes, out: &mut Differences) -> PathSeen {
    let (left, right) = match (&a.path, &b.path) {
        (Ok(left), Ok(right)) => (left, right),
        (left, right) => {
            for (side, one, other) in [(Side::A, left, right), (Side::B, right, left)] {
                if let Err(reason) = one {
                    unseen(side, reason, other.as_ref().ok(), out);
                }
            }
            return PathSeen::default();
        }
    };
    let lacks = match (a.values, b.values) {
        (true, false) => Some(Side::B),
        (false, true) => Some(Side::A),
        _ => None,
    };
    let seen = PathSeen { compared: true, ..PathSeen::default() };
    let mut walk = Walk { file, causes, out, seen, lacks, block: None };
    let ids = |steps: &[Step]| steps.iter().map(|step| step.id.clone()).collect::<Vec<_>>();
    for pair in align(&ids(left), &ids(right)) {
        match pair {
            Pair::Both(i, j) => {
                walk.block = None;
                if let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
                    walk.both(a, b, None);
                }
            }
            Pair::Moved(i, j) => {
                if let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
                    walk.both(a, b, Some((i, j)));
                }
            }
            Pair::A(i) => left.get(i).into_iter().for_each(|step| walk.single(step, Side::A)),
            Pair::B(j) => right.get(j).into_iter().for_each(|step| walk.single(step, Side::B)),
        }
    }
    walk.seen
}

/// What one side did where the other's path is not known.
fn unseen(side: Side, reason: &str, other: Option<&Vec<Step>>, out: &mut Differences) {
    let Some(other) = other.filter(|steps| !steps.is_empty()) else {
        return out.skip(Row::Part(Part::Path), Some(side), reason, 1);
    };
    for step in other {
        let row = Row::Kind(step.kind.clone());
        out.row(row.clone()).seen += 1;
        out.skip(row, Some(side), reason, 1);
    }
}

struct Walk<'a> {
    file: &'a FlowFile,
    causes: &'a mut Causes,
    out: &'a mut Differences,
    seen: PathSeen,
    /// The side that does not record values, where the other does.
    lacks: Option<Side>,
    /// The cause of the actions just before that only one side has.
    block: Option<usize>,
}

impl Walk<'_> {
    /// The cause of all that differs here: the runs have parted, or this is within a call whose inputs differed.
    fn inherited(&mut self, depth: u16) -> Option<usize> {
        if self.causes.within.is_some_and(|(outer, _)| depth <= outer) {
            self.causes.within = None;
        }
        self.causes.parted.or(self.causes.within.map(|(_, cause)| cause))
    }

    fn single(&mut self, step: &Step, side: Side) {
        self.out.row(Row::Kind(step.kind.clone())).seen += 1;
        let after = self.inherited(step.depth).or(self.block);
        let words = Some(step.words());
        let (a, b) = if side == Side::A { (words, None) } else { (None, words) };
        let cause = self.add(step, Aspect::Presence, "", (a, b), after);
        self.block = Some(cause);
        for one in &step.written {
            self.causes.name_differs(&one.name, cause);
        }
        self.differs(step, cause);
        self.seen.last = Some(cause);
    }

    /// An action that both took; `moved` says at which places, where these are not the same.
    fn both(&mut self, a: &Step, b: &Step, moved: Option<(usize, usize)>) {
        let row = Row::Kind(a.kind.clone());
        self.out.row(row.clone()).seen += 1;
        let mut scene = Scene { inherited: self.inherited(a.depth), read: None, own: None, by_nature: 0 };
        scene.read = self.causes.of_names(self.file.reads(&a.id));
        if let Some((i, j)) = moved {
            let at = |at: usize| Some(format!("action {}", at + 1));
            let after = scene.inherited.or(self.block);
            let cause = self.add(a, Aspect::Order, "", (at(i), at(j)), after);
            self.block = Some(cause);
            scene.own = Some(cause);
        }
        if self.lacks.is_none() {
            self.inputs(a, b, &mut scene);
        }
        self.ways(a, b, &mut scene);
        if self.lacks.is_none() {
            self.written(a, b, &mut scene);
        }
        let empty = |step: &Step| step.inputs.is_empty() && step.written.is_empty();
        let unrecorded = self.lacks.filter(|_| !(empty(a) && empty(b)));
        if let Some(side) = unrecorded {
            self.out.skip(row.clone(), Some(side), NO_VALUES, 1);
        }
        self.out.skip(row.clone(), None, BY_NATURE, scene.by_nature);
        self.seen.last = scene.own;
        match scene.own {
            Some(cause) => [a, b].into_iter().for_each(|step| self.differs(step, cause)),
            None => {
                if let Some(text) = a.text().filter(|_| unrecorded.is_none()) {
                    self.seen.agreed_texts.insert(text.to_owned());
                    self.seen.senders.insert(text.to_owned(), a.id.clone());
                }
                if unrecorded.is_none() && scene.by_nature == 0 {
                    self.out.row(row).agreed += 1;
                }
            }
        }
    }

    fn inputs(&mut self, a: &Step, b: &Step, scene: &mut Scene) {
        let names: Vec<&String> =
            a.inputs.keys().chain(b.inputs.keys().filter(|name| !a.inputs.contains_key(*name))).collect();
        for name in names {
            let (left, right) = (a.inputs.get(name).map(String::as_str), b.inputs.get(name).map(String::as_str));
            match likeness_of(left, right) {
                Likeness::Same => continue,
                Likeness::ByNature => {
                    scene.by_nature += 1;
                    continue;
                }
                Likeness::Different => {}
            }
            let after = scene.inherited.or(scene.read).or_else(|| self.causes.of_values(left, right));
            let pair = (left.map(str::to_owned), right.map(str::to_owned));
            let cause = self.add(a, Aspect::Input, name, pair, after);
            self.causes.value_differs(left, right, cause);
            scene.own.get_or_insert(cause);
            if self.causes.within.is_none() {
                self.causes.within = Some((a.depth, cause));
            }
        }
    }

    /// The output and the error: from here on the runs go different ways.
    fn ways(&mut self, a: &Step, b: &Step, scene: &mut Scene) {
        let pairs = [(Aspect::Output, &a.output, &b.output), (Aspect::Error, &a.error, &b.error)];
        for (aspect, left, right) in pairs {
            match likeness_of(left.as_deref(), right.as_deref()) {
                Likeness::Same => {}
                Likeness::ByNature => scene.by_nature += 1,
                Likeness::Different => {
                    let after = scene.inherited.or(scene.own).or(scene.read);
                    let cause = self.add(a, aspect, "", (left.clone(), right.clone()), after);
                    scene.own.get_or_insert(cause);
                    self.causes.parted.get_or_insert(cause);
                }
            }
        }
    }

    fn written(&mut self, a: &Step, b: &Step, scene: &mut Scene) {
        // What one call came back with is one cause, however many variables it fills.
        let calls = a.called.is_some();
        let mut first = None;
        for ((name, attribute, _), (left, right)) in occurrences(&a.written, &b.written) {
            let likeness = likeness_of(left, right);
            if likeness == Likeness::ByNature {
                scene.by_nature += 1;
            }
            if likeness != Likeness::Different {
                continue;
            }
            let after = scene.inherited.or(scene.own.filter(|_| first.is_none() || calls)).or(scene.read);
            let after = after.or_else(|| self.causes.of_names(std::iter::once(name)));
            let after = after.or_else(|| self.causes.of_values(left, right));
            let aspect = if attribute { Aspect::Value } else { Aspect::Variable };
            let pair = (left.map(str::to_owned), right.map(str::to_owned));
            let cause = self.add(a, aspect, name, pair, after);
            self.causes.name_differs(name, cause);
            self.causes.value_differs(left, right, cause);
            first.get_or_insert(cause);
            scene.own.get_or_insert(cause);
        }
    }

    fn add(
        &mut self,
        step: &Step,
        aspect: Aspect,
        name: &str,
        (a, b): (Option<String>, Option<String>),
        after: Option<usize>,
    ) -> usize {
        let subject = Subject::Action { id: step.id.clone(), kind: step.kind.clone() };
        let place = self.file.place(&step.id).cloned();
        self.out.add(Difference { subject, aspect, name: name.to_owned(), a, b, after, place })
    }

    /// Remembers an action that differs for the parts that follow from it.
    fn differs(&mut self, step: &Step, cause: usize) {
        if let Some(text) = step.text() {
            self.seen.texts.entry(text.to_owned()).or_insert(cause);
            self.seen.senders.entry(text.to_owned()).or_insert_with(|| step.id.clone());
        }
        if let Some(called) = &step.called {
            self.seen.calls.entry(called.clone()).or_insert(cause);
        }
    }
}

/// What is known of the causes while one action is compared.
struct Scene {
    inherited: Option<usize>,
    /// The cause of what the action reads.
    read: Option<usize>,
    /// The first that differs of the action itself.
    own: Option<usize>,
    by_nature: usize,
}

type Occurrence<'a> = (&'a str, bool, usize);

/// The values of both sides by name, and by which writing of that name it is.
fn occurrences<'a>(a: &'a [Written], b: &'a [Written]) -> IndexMap<Occurrence<'a>, (Option<&'a str>, Option<&'a str>)> {
    let mut found: IndexMap<Occurrence<'a>, (Option<&'a str>, Option<&'a str>)> = IndexMap::new();
    for (side, list) in [(Side::A, a), (Side::B, b)] {
        let mut times: HashMap<(&str, bool), usize> = HashMap::new();
        for one in list {
            let time = times.entry((&one.name, one.attribute)).or_default();
            let pair = found.entry((&one.name, one.attribute, *time)).or_default();
            *time += 1;
            let value = Some(one.value.as_deref().unwrap_or("NOT_SET"));
            if side == Side::A { pair.0 = value } else { pair.1 = value }
        }
    }
    found
}
