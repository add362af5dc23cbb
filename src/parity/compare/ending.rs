//! How it ended. Where the last action differs, or the runs went different ways before, the ending follows from that.

use super::causes::Causes;
use super::path::PathSeen;
use super::value::{BY_NATURE, Likeness, likeness};
use super::view::View;
use crate::parity::difference::Row;
use crate::parity::{Aspect, Difference, Differences, Part, Side, Subject};

pub fn compare(a: &View, b: &View, seen: &PathSeen, causes: &Causes, out: &mut Differences) {
    let row = Row::Part(Part::Ending);
    let (a, b) = match (&a.ending, &b.ending) {
        (Ok(a), Ok(b)) => (a, b),
        (a, b) => {
            for (side, one) in [(Side::A, a), (Side::B, b)] {
                if let Err(reason) = one {
                    out.skip(row.clone(), Some(side), reason, 1);
                }
            }
            return;
        }
    };
    out.row(row.clone()).seen += 1;
    match likeness(a, b) {
        Likeness::Same => out.row(row).agreed += 1,
        Likeness::ByNature => out.skip(row, None, BY_NATURE, 1),
        Likeness::Different => {
            let after = seen.last().or(causes.parted).or_else(|| causes.of_values(Some(a), Some(b)));
            out.add(Difference {
                subject: Subject::Part(Part::Ending),
                aspect: Aspect::Value,
                name: String::new(),
                a: Some(a.clone()),
                b: Some(b.clone()),
                after,
                place: None,
            });
        }
    }
}
