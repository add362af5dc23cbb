//! Which container and which action of one flow is which of the other. A rename or a move keeps an action the same where its id, or its
//! kind, parts and neighbours say so. Must not know what is made of it.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use super::side::{Row, Side};
use crate::flow::program::{ActionIndex, ContainerIndex};

/// The pairs of two flows, both ways.
pub(super) struct Pairs {
    pub containers: Both<ContainerIndex>,
    pub actions: Both<ActionIndex>,
}

/// One-to-one, both ways.
pub(super) struct Both<T> {
    to: HashMap<T, T>,
    from: HashMap<T, T>,
}

impl<T: Copy + Eq + Hash> Both<T> {
    fn new() -> Self {
        Self { to: HashMap::new(), from: HashMap::new() }
    }

    fn add(&mut self, a: T, b: T) {
        self.to.insert(a, b);
        self.from.insert(b, a);
    }

    /// The one of the second flow.
    pub(super) fn to(&self, a: T) -> Option<T> {
        self.to.get(&a).copied()
    }

    /// The one of the first flow.
    pub(super) fn from(&self, b: T) -> Option<T> {
        self.from.get(&b).copied()
    }

    /// Pairs what has the same key on both sides, where as many have it here as there: of a different number nobody can tell by the key
    /// which ones are left over.
    fn by_even_key<K: Eq + Hash>(&mut self, a: &[T], b: &[T], key: impl Fn(bool, T) -> Option<K>) {
        let mut counts: HashMap<K, (usize, usize)> = HashMap::new();
        for one in a.iter().filter(|one| !self.to.contains_key(one)).filter_map(|one| key(true, *one)) {
            counts.entry(one).or_default().0 += 1;
        }
        for other in b.iter().filter(|other| !self.from.contains_key(other)).filter_map(|other| key(false, *other)) {
            counts.entry(other).or_default().1 += 1;
        }
        self.by_key(a, b, |first, at| {
            key(first, at).filter(|key| counts.get(key).is_some_and(|(one, other)| one == other))
        });
    }

    /// Pairs what has the same key on both sides, in order among equal keys.
    fn by_key<K: Eq + Hash>(&mut self, a: &[T], b: &[T], key: impl Fn(bool, T) -> Option<K>) {
        let mut waiting: HashMap<K, Vec<T>> = HashMap::new();
        for &one in b.iter().rev().filter(|one| !self.from.contains_key(one)) {
            if let Some(key) = key(false, one) {
                waiting.entry(key).or_default().push(one);
            }
        }
        for &one in a {
            if !self.to.contains_key(&one)
                && let Some(other) = key(true, one).and_then(|key| waiting.get_mut(&key)?.pop())
            {
                self.add(one, other);
            }
        }
    }
}

/// How much of two containers' actions must be alike for the one to be the other under a new name.
const ALIKE: f64 = 0.5;

/// Pairs two flows.
pub(super) fn pairs(a: &Side<'_>, b: &Side<'_>) -> Pairs {
    let mut pairs = Pairs { containers: Both::new(), actions: Both::new() };
    let side = |first: bool| if first { a } else { b };
    pairs.containers.by_key(&a.containers, &b.containers, |first, at| {
        let container = side(first).program.container(at);
        Some((container.kind, container.name.clone()))
    });
    renamed_containers(a, b, &mut pairs.containers);
    pairs.actions.by_key(&a.actions, &b.actions, |first, at| {
        let node = side(first).node(at);
        node.guid.clone().map(|guid| (guid, node.kind.clone()))
    });
    let own: HashMap<(bool, ActionIndex), String> = [(true, a), (false, b)]
        .into_iter()
        .flat_map(|(first, side)| side.actions.iter().map(move |at| ((first, *at), side.own(*at))))
        .collect();
    let containers = &pairs.containers;
    pairs.actions.by_even_key(&a.actions, &b.actions, |first, at| {
        let (side, node) = (side(first), side(first).node(at));
        let container = if first { containers.to(node.container) } else { Some(node.container) };
        Some((container?, node.id.name.clone(), side.way(at), own.get(&(first, at))?))
    });
    let scored = Scoring { a, b, own: &own }.candidates(&pairs);
    for (.., one, other) in scored {
        if pairs.actions.to(one).is_none() && pairs.actions.from(other).is_none() {
            pairs.actions.add(one, other);
        }
    }
    pairs
}

/// Containers whose names differ and whose actions mostly do not.
fn renamed_containers(a: &Side<'_>, b: &Side<'_>, containers: &mut Both<ContainerIndex>) {
    let held = |side: &Side<'_>, container: ContainerIndex| -> HashSet<(Arc<str>, Arc<str>)> {
        let nodes = side.actions.iter().map(|at| side.node(*at)).filter(|node| node.container == container);
        nodes.map(|node| (node.kind.clone(), node.id.name.clone())).collect()
    };
    let mut found = Vec::new();
    for &one in a.containers.iter().filter(|one| containers.to(**one).is_none()) {
        let mine = held(a, one);
        for &other in b.containers.iter().filter(|other| containers.from(**other).is_none()) {
            let theirs = held(b, other);
            let most = mine.len().max(theirs.len());
            let share = if most == 0 { 0.0 } else { mine.intersection(&theirs).count() as f64 / most as f64 };
            if a.program.container(one).kind == b.program.container(other).kind && share >= ALIKE {
                found.push((share, one, other));
            }
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (_, one, other) in found {
        if containers.to(one).is_none() && containers.from(other).is_none() {
            containers.add(one, other);
        }
    }
}

struct Scoring<'a, 'p> {
    a: &'a Side<'p>,
    b: &'a Side<'p>,
    own: &'a HashMap<(bool, ActionIndex), String>,
}

impl Scoring<'_, '_> {
    /// What is left, each with each of the same kind that it may be, the likeliest first; of equal ones those in order.
    fn candidates(&self, pairs: &Pairs) -> Vec<(u32, usize, ActionIndex, ActionIndex)> {
        let mut left: HashMap<&str, Vec<(usize, ActionIndex)>> = HashMap::new();
        for (at, &other) in self.b.actions.iter().enumerate().filter(|(_, other)| pairs.actions.from(**other).is_none())
        {
            left.entry(&*self.b.node(other).kind).or_default().push((at, other));
        }
        let mut found = Vec::new();
        for (at, &one) in self.a.actions.iter().enumerate().filter(|(_, one)| pairs.actions.to(**one).is_none()) {
            for &(place, other) in left.get(&*self.a.node(one).kind).into_iter().flatten() {
                if let Some(score) = self.score(pairs, one, other) {
                    found.push((score, at.abs_diff(place), one, other));
                }
            }
        }
        found.sort_by_key(|&(score, distance, one, other)| (std::cmp::Reverse(score), distance, one, other));
        found
    }

    /// How likely two actions of one kind are the same; none where nothing but the kind says so.
    fn score(&self, pairs: &Pairs, one: ActionIndex, other: ActionIndex) -> Option<u32> {
        let (mine, theirs) = (self.a.node(one), self.b.node(other));
        let name = mine.id.name == theirs.id.name;
        let own = self.own.get(&(true, one)) == self.own.get(&(false, other));
        let telling = own && !self.a.program.sheets.action(one).is_empty();
        let container = pairs.containers.to(mine.container) == Some(theirs.container);
        let row = self.same_row(pairs, one, other);
        let [before, behind] = [false, true].map(|behind| self.same_neighbour(pairs, one, other, behind));
        let named = name && (row || container || telling);
        let shaped = telling && container && (row || before || behind);
        let placed = row && before && behind;
        let points = [(name, 6), (telling, 4), (own, 1), (row, 3), (container, 2), (before, 1), (behind, 1)];
        (named || shaped || placed).then(|| points.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum())
    }

    /// Whether two actions stand in the same list.
    fn same_row(&self, pairs: &Pairs, one: ActionIndex, other: ActionIndex) -> bool {
        match (self.a.spot(one).row, self.b.spot(other).row) {
            (Row::Body(mine), Row::Body(theirs)) => pairs.containers.to(mine) == Some(theirs),
            (Row::Branch(mine, at), Row::Branch(theirs, place)) => {
                let output = |side: &Side<'_>, parent, at| side.output(parent, at).map(|output| output.name.clone());
                self.may_be(pairs, mine, theirs) && output(self.a, mine, at) == output(self.b, theirs, place)
            }
            _ => false,
        }
    }

    fn same_neighbour(&self, pairs: &Pairs, one: ActionIndex, other: ActionIndex, behind: bool) -> bool {
        match (self.a.beside(one, behind), self.b.beside(other, behind)) {
            (None, None) => true,
            (Some(mine), Some(theirs)) => self.may_be(pairs, mine, theirs),
            _ => false,
        }
    }

    /// Whether two actions are a pair, or neither has a partner and they are of one kind.
    fn may_be(&self, pairs: &Pairs, one: ActionIndex, other: ActionIndex) -> bool {
        match (pairs.actions.to(one), pairs.actions.from(other)) {
            (Some(partner), _) => partner == other,
            (None, Some(_)) => false,
            (None, None) => self.a.node(one).kind == self.b.node(other).kind,
        }
    }
}
