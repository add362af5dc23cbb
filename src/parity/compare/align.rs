//! Two lists as one: what stands on both sides, what on one only, and what stands on both at other places. Must not know what is in them.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// One entry of the two lists as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    /// On both sides.
    Both(usize, usize),
    /// On the first only.
    A(usize),
    /// On the second only.
    B(usize),
    /// On both, at other places; told where it comes first.
    Moved(usize, usize),
}

/// Aligns the lists: as much as possible in the order of both, and of the rest what is equal as moved.
pub fn align<T: Eq + Ord + std::hash::Hash>(a: &[T], b: &[T]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, a, b) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|at| Pair::Both(old_index + at, new_index + at)));
            }
            DiffOp::Delete { old_index, old_len, .. } => pairs.extend((old_index..old_index + old_len).map(Pair::A)),
            DiffOp::Insert { new_index, new_len, .. } => pairs.extend((new_index..new_index + new_len).map(Pair::B)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                pairs.extend((old_index..old_index + old_len).map(Pair::A));
                pairs.extend((new_index..new_index + new_len).map(Pair::B));
            }
        }
    }
    with_moves(pairs, a, b)
}

/// An entry of one side that the other has elsewhere is one that moved.
fn with_moves<T: Eq>(pairs: Vec<Pair>, a: &[T], b: &[T]) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::with_capacity(pairs.len());
    let mut gone = vec![false; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        if gone.get(at) == Some(&true) {
            continue;
        }
        let twin = pairs.iter().enumerate().skip(at + 1).find_map(|(later, other)| {
            let moved = match (*pair, *other) {
                (Pair::A(i), Pair::B(j)) | (Pair::B(j), Pair::A(i)) if a.get(i) == b.get(j) => Pair::Moved(i, j),
                _ => return None,
            };
            (gone.get(later) == Some(&false)).then_some((later, moved))
        });
        match twin {
            Some((later, moved)) => {
                out.push(moved);
                if let Some(gone) = gone.get_mut(later) {
                    *gone = true;
                }
            }
            None => out.push(*pair),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_side_lacks_and_what_moved() {
        assert_eq!(align(&["a", "b"], &["a", "x", "b"]), [Pair::Both(0, 0), Pair::B(1), Pair::Both(1, 2)]);
        assert_eq!(align(&["a", "b", "c"], &["b", "a", "c"]).len(), 3);
        // Which of two that changed places has moved is all one.
        let changed = align(&["a", "b"], &["b", "a"]);
        let moved = changed.iter().filter(|pair| matches!(pair, Pair::Moved(i, j) if i != j)).count();
        let stayed = changed.iter().filter(|pair| matches!(pair, Pair::Both(i, j) if i != j)).count();
        assert_eq!((moved, stayed, changed.len()), (1, 1, 2));
        assert_eq!(align(&["a"], &["b"]), [Pair::A(0), Pair::B(0)]);
        assert_eq!(align::<&str>(&[], &[]), []);
    }
}
