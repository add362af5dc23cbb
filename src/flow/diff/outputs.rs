//! Which way out of an action is which of its partner's, and what is new, gone, renamed or leads elsewhere. Must not know the parts of an
//! action.

use std::collections::{HashMap, HashSet};

use super::matching::Pairs;
use super::model::{Change, Subject, Touched, What};
use super::side::{Lead, Row, Side};
use crate::flow::program::ActionIndex;

/// The pairs of outputs of every pair of actions.
pub(super) struct Outputs {
    pairs: HashMap<ActionIndex, Vec<(usize, usize)>>,
}

impl Outputs {
    pub(super) fn of(a: &Side<'_>, b: &Side<'_>, pairs: &Pairs) -> Self {
        let matched = a.actions.iter().filter_map(|one| Some((*one, pairs.actions.to(*one)?)));
        Self { pairs: matched.map(|(one, other)| (one, Pairing { a, b, pairs, one, other }.outputs())).collect() }
    }

    /// The second flow's output for one of the first.
    fn to(&self, action: ActionIndex, output: usize) -> Option<usize> {
        self.pairs.get(&action)?.iter().find(|(one, _)| *one == output).map(|(_, other)| *other)
    }

    /// The first flow's output for one of its partner's.
    pub(super) fn from(&self, action: ActionIndex, output: usize) -> Option<usize> {
        self.pairs.get(&action)?.iter().find(|(_, other)| *other == output).map(|(one, _)| *one)
    }

    /// The second flow's list of actions for one of the first.
    pub(super) fn row(&self, pairs: &Pairs, row: Row) -> Option<Row> {
        Some(match row {
            Row::Body(container) => Row::Body(pairs.containers.to(container)?),
            Row::Branch(action, output) => Row::Branch(pairs.actions.to(action)?, self.to(action, output)?),
        })
    }
}

/// One pair of actions.
struct Pairing<'s, 'p> {
    a: &'s Side<'p>,
    b: &'s Side<'p>,
    pairs: &'s Pairs,
    one: ActionIndex,
    other: ActionIndex,
}

impl Pairing<'_, '_> {
    fn outputs(&self) -> Vec<(usize, usize)> {
        let (mine, theirs) = (&self.a.node(self.one).outputs, &self.b.node(self.other).outputs);
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut pair = |fits: &dyn Fn(usize, usize) -> bool| {
            for one in 0..mine.len() {
                let free = |other: &usize| !found.iter().any(|(_, taken)| taken == other);
                if !found.iter().any(|(taken, _)| *taken == one)
                    && let Some(other) = (0..theirs.len()).filter(free).find(|other| fits(one, *other))
                {
                    found.push((one, other));
                }
            }
        };
        let name =
            |one: usize, other: usize| mine.get(one).map(|one| &one.name) == theirs.get(other).map(|one| &one.name);
        let numbered = |one: usize| mine.get(one).is_some_and(|output| is_numbered(&output.name));
        // A case that goes by its number is the one that leads to the same actions: a new one before it moves its number.
        pair(&|one, other| numbered(one) && name(one, other) && self.shares(one, other));
        pair(&|one, other| numbered(one) && self.shares(one, other));
        pair(&name);
        pair(&|one, other| self.shares(one, other));
        let left = |count: usize, taken: usize| count - taken.min(count) == 1;
        if left(mine.len(), found.len()) && left(theirs.len(), found.len()) {
            let one = (0..mine.len()).find(|one| !found.iter().any(|(taken, _)| taken == one));
            let other = (0..theirs.len()).find(|other| !found.iter().any(|(_, taken)| taken == other));
            found.extend(one.zip(other));
        }
        found
    }

    /// Whether an action, or a container, that is behind the one is behind the other.
    fn shares(&self, one: usize, other: usize) -> bool {
        let (row, to) = (self.a.row(Row::Branch(self.one, one)), Row::Branch(self.other, other));
        let kept =
            |action: &ActionIndex| self.pairs.actions.to(*action).is_some_and(|partner| self.b.spot(partner).row == to);
        let container = match (self.a.lead(self.one, one), self.b.lead(self.other, other)) {
            (Lead::Container(one), Lead::Container(other)) => self.pairs.containers.to(one) == Some(other),
            _ => false,
        };
        container || row.iter().any(kept)
    }
}

/// Whether an output goes by its number: `case 2`.
fn is_numbered(name: &str) -> bool {
    name.strip_prefix("case ").is_some_and(|number| number.parse::<u32>().is_ok())
}

/// What changed at the outputs of a pair of actions. Actions that a change of output accounts for go into `told`: they are not told again
/// as moved.
pub(super) fn changes(
    (a, b): (&Side<'_>, &Side<'_>),
    (pairs, outputs): (&Pairs, &Outputs),
    (one, other): (ActionIndex, ActionIndex),
    told: &mut HashSet<ActionIndex>,
) -> Vec<Change> {
    let mut found = Vec::new();
    let change = |what, part: Option<&str>, output: Option<usize>| Change {
        what,
        subject: Subject::Output,
        container: Some(b.container_title(b.spot(other).container)),
        name: b.title(other),
        part: part.map(str::to_owned),
        before: None,
        after: None,
        touches: vec![Touched {
            action: a.node(one).id.clone(),
            output: output.and_then(|output| a.output(one, output)).map(|output| output.name.clone()),
        }],
    };
    let (mine, theirs) = (&a.node(one).outputs, &b.node(other).outputs);
    for (at, output) in mine.iter().enumerate().filter(|(at, _)| outputs.to(one, *at).is_none()) {
        // A way out without actions is no more than none: it goes on behind the action.
        if a.lead(one, at) != Lead::On {
            found.push(change(What::Removed, Some(&output.name), Some(at)));
        }
    }
    for (at, output) in theirs.iter().enumerate() {
        let Some(from) = outputs.from(one, at) else {
            if b.lead(other, at) != Lead::On {
                found.push(change(What::Added, Some(&output.name), None));
            }
            continue;
        };
        let Some(was) = mine.get(from) else { continue };
        if was.name != output.name && !is_numbered(&was.name) {
            let mut renamed = change(What::Renamed, None, Some(from));
            renamed.before = Some(was.name.to_string());
            renamed.after = Some(output.name.to_string());
            found.push(renamed);
        }
        if let Some(moved) = rewired((a, b), pairs, (one, from), (other, at)) {
            told.extend(moved);
            let mut rewired = change(What::Rewired, Some(&output.name), Some(from));
            rewired.before = Some(words(a, a.lead(one, from)));
            rewired.after = Some(words(b, b.lead(other, at)));
            found.push(rewired);
        }
    }
    found
}

/// Whether what is behind an output is now behind another of the same action, or the other way round; then the actions of the second flow
/// that this accounts for.
fn rewired(
    (a, b): (&Side<'_>, &Side<'_>),
    pairs: &Pairs,
    (one, from): (ActionIndex, usize),
    (other, at): (ActionIndex, usize),
) -> Option<Vec<ActionIndex>> {
    let container = |lead| if let Lead::Container(container) = lead { Some(container) } else { None };
    let (before, after) = (container(a.lead(one, from)), container(b.lead(other, at)));
    if before.and_then(|before| pairs.containers.to(before)) != after {
        return Some(Vec::new());
    }
    let (mine, theirs) = (a.row(Row::Branch(one, from)), b.row(Row::Branch(other, at)));
    let row = |action: &ActionIndex| Some(b.spot(pairs.actions.to(*action)?).row);
    if mine.iter().any(|action| row(action) == Some(Row::Branch(other, at))) {
        return None;
    }
    let is_sibling = |row: Row, of: ActionIndex| matches!(row, Row::Branch(parent, _) if parent == of);
    let came = theirs
        .iter()
        .filter(|action| pairs.actions.from(**action).is_some_and(|partner| is_sibling(a.spot(partner).row, one)));
    let went = mine
        .iter()
        .filter_map(|action| pairs.actions.to(*action))
        .filter(|partner| is_sibling(b.spot(*partner).row, other));
    let moved: Vec<ActionIndex> = came.copied().chain(went).collect();
    (!moved.is_empty()).then_some(moved)
}

fn words(side: &Side<'_>, lead: Lead) -> String {
    match lead {
        Lead::Action(action) => side.title(action),
        Lead::Container(container) => side.container_title(container),
        Lead::On => "what follows".to_owned(),
    }
}
