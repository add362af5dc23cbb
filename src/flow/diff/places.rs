//! Where actions stand, in words, and which pairs stand elsewhere now. Must not know parts or outputs beyond their pairs.

use std::collections::HashSet;

use super::matching::Pairs;
use super::model::Touched;
use super::outputs::Outputs;
use super::side::{Row, Side};
use crate::flow::program::ActionIndex;

/// The actions of the second flow whose partners stood in another list, or elsewhere in the same one.
pub(super) fn moved(a: &Side<'_>, b: &Side<'_>, pairs: &Pairs, outputs: &Outputs) -> HashSet<ActionIndex> {
    let mut found = HashSet::new();
    let mut rows: Vec<Row> = a.containers.iter().map(|container| Row::Body(*container)).collect();
    for &action in &a.actions {
        rows.extend((0..a.node(action).outputs.len()).map(|output| Row::Branch(action, output)));
    }
    for row in rows {
        let to = outputs.row(pairs, row);
        let partners = a.row(row).iter().filter_map(|action| pairs.actions.to(*action));
        let (kept, gone): (Vec<ActionIndex>, Vec<ActionIndex>) =
            partners.partition(|partner| Some(b.spot(*partner).row) == to);
        found.extend(gone);
        let positions: Vec<usize> = kept.iter().map(|partner| b.spot(*partner).position).collect();
        let rising = longest_rising(&positions);
        found.extend(kept.iter().enumerate().filter(|(at, _)| !rising.contains(at)).map(|(_, partner)| *partner));
    }
    found
}

/// The places of the longest run that rises.
fn longest_rising(values: &[usize]) -> HashSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let before = values.iter().zip(&best).enumerate().take(at).filter(|(_, (other, _))| *other < value);
        let longest = before
            .map(|(from, (_, (length, _)))| (*length, from))
            .max_by_key(|(length, from)| (*length, std::cmp::Reverse(*from)));
        best.push(longest.map_or((1, None), |(length, from)| (length + 1, Some(from))));
    }
    let last = best.iter().enumerate().max_by_key(|(at, (length, _))| (*length, std::cmp::Reverse(*at)));
    let mut at = last.map(|(at, _)| at);
    let mut found = HashSet::new();
    while let Some(one) = at {
        found.insert(one);
        at = best.get(one).and_then(|(_, from)| *from);
    }
    found
}

/// Where an action stands: behind what.
pub(super) fn place(side: &Side<'_>, action: ActionIndex) -> String {
    let row = side.spot(action).row;
    match (side.beside(action, false), row) {
        (Some(before), _) => format!("after {}", side.title(before)),
        (None, Row::Body(container)) => format!("first in {}", side.container_title(container)),
        (None, Row::Branch(parent, output)) => {
            let output = side.output(parent, output).map(|output| &*output.name).unwrap_or_default();
            format!("behind output `{output}` of {}", side.title(parent))
        }
    }
}

/// Where a path of the first flow comes to the place of an action of the second: whoever takes what stands behind it in its list came
/// through there; where nothing does, whoever takes what stands before it may have.
pub(super) fn anchor(
    a: &Side<'_>,
    b: &Side<'_>,
    pairs: &Pairs,
    outputs: &Outputs,
    action: ActionIndex,
) -> Option<Touched> {
    let touched = |action: ActionIndex, output| Touched { action: a.node(action).id.clone(), output };
    if b.beside(action, false).is_some()
        && let Some(behind) = kept_behind(a, b, pairs, outputs, action)
    {
        return Some(touched(behind, None));
    }
    let mut at = action;
    loop {
        match b.beside(at, false) {
            Some(before) => {
                if let Some(partner) = pairs.actions.from(before) {
                    return Some(touched(partner, None));
                }
                at = before;
            }
            None => match b.spot(at).row {
                Row::Branch(parent, output) => {
                    if let Some(partner) = pairs.actions.from(parent) {
                        let output = outputs.from(partner, output).and_then(|output| a.output(partner, output));
                        // Without a partner of its own, the output was taken for another, or was not there.
                        return Some(touched(partner, output.map(|output| output.name.clone())));
                    }
                    at = parent;
                }
                Row::Body(_) => break,
            },
        }
    }
    kept_behind(a, b, pairs, outputs, action).map(|behind| touched(behind, None))
}

/// The next action behind one of the second flow that stood in the same list of the first flow.
fn kept_behind(
    a: &Side<'_>,
    b: &Side<'_>,
    pairs: &Pairs,
    outputs: &Outputs,
    action: ActionIndex,
) -> Option<ActionIndex> {
    let row = b.spot(action).row;
    let behind = std::iter::successors(b.beside(action, true), |at| b.beside(*at, true));
    let stayed = |partner: &ActionIndex| outputs.row(pairs, a.spot(*partner).row) == Some(row);
    behind.filter_map(|other| pairs.actions.from(other)).find(stayed)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[0, 1, 2], &[0, 1, 2])]
    #[case(&[2, 0, 1], &[1, 2])]
    #[case(&[1, 2, 0], &[0, 1])]
    #[case(&[1, 0], &[0])]
    #[case(&[], &[])]
    fn as_few_as_possible_have_moved(#[case] positions: &[usize], #[case] stay: &[usize]) {
        assert_eq!(longest_rising(positions), stay.iter().copied().collect());
    }
}
