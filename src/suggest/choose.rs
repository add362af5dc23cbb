//! Few drafts that together take all ways that drafts can take: at each step the one that takes most for what there is to read of it. Must
//! not know what a draft holds.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::play::{Played, Stage};
use super::shrink::Shrinker;
use crate::flow::explore::Way;

/// What every scenario costs its reader, in parts of a draft: without it each would take one way only.
const COST: usize = 4;

/// A draft that was chosen, and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// The draft.
    pub draft: Draft,
    /// What came of it.
    pub played: Played,
    /// The ways that were asked for and that it alone of those chosen takes.
    pub alone: BTreeSet<Way>,
}

/// A draft that may be chosen.
pub(super) struct Candidate {
    /// The draft.
    pub draft: Draft,
    /// The ways that it takes.
    pub ways: BTreeSet<Way>,
}

/// Chooses until no candidate takes a way that is still wanted.
pub(super) fn choose(stage: &Stage<'_>, candidates: &[Candidate], wanted: &BTreeSet<Way>) -> Vec<Chosen> {
    let mut missing = wanted.clone();
    let mut chosen: Vec<Chosen> = Vec::new();
    while let Some((best, _)) = best(candidates, &missing) {
        let goal: BTreeSet<Way> = best.ways.intersection(&missing).copied().collect();
        let draft = Shrinker::new(stage, &goal).shrink(&best.draft);
        let played = stage.play(&draft);
        missing.retain(|way| !goal.contains(way) && !played.ways.contains(way));
        chosen.push(Chosen { draft, played, alone: BTreeSet::new() });
    }
    drop_needless(&mut chosen, wanted);
    let all: Vec<BTreeSet<Way>> = chosen.iter().map(|one| one.played.ways.clone()).collect();
    for (at, one) in chosen.iter_mut().enumerate() {
        let others: BTreeSet<Way> =
            all.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, ways)| ways).copied().collect();
        one.alone =
            one.played.ways.iter().filter(|way| wanted.contains(way) && !others.contains(way)).copied().collect();
    }
    chosen
}

/// The candidate that takes most of what is missing for its size; the first of equals.
fn best<'c>(candidates: &'c [Candidate], missing: &BTreeSet<Way>) -> Option<(&'c Candidate, usize)> {
    let gain = |candidate: &'c Candidate| (candidate, candidate.ways.intersection(missing).count());
    let worth = |one: &(&Candidate, usize), other: &(&Candidate, usize)| {
        let cost = |candidate: &Candidate| COST + candidate.draft.size();
        (one.1 * cost(other.0)).cmp(&(other.1 * cost(one.0)))
    };
    // Of equals `max_by` takes the last.
    candidates.iter().rev().map(gain).filter(|(_, gain)| *gain > 0).max_by(worth)
}

/// Drops what the others take together, the largest first.
fn drop_needless(chosen: &mut Vec<Chosen>, wanted: &BTreeSet<Way>) {
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(chosen.get(*at).map_or(0, |one| one.draft.size())));
    let mut gone = BTreeSet::new();
    for at in order {
        let others: BTreeSet<Way> = chosen
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at && !gone.contains(other))
            .flat_map(|(_, one)| &one.played.ways)
            .copied()
            .collect();
        let needless = chosen
            .get(at)
            .is_some_and(|one| one.played.ways.iter().all(|way| !wanted.contains(way) || others.contains(way)));
        if needless {
            gone.insert(at);
        }
    }
    let mut at = 0;
    chosen.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}
