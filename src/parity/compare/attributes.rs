//! The customer's attributes: as they arrived, as the flow wrote them, and afterwards. One that had differed before is told once.

use indexmap::IndexMap;

use super::causes::Causes;
use super::value::{BY_NATURE, Likeness, likeness_of};
use super::view::View;
use crate::parity::difference::Row;
use crate::parity::{Aspect, Difference, Differences, Part, Side, Subject};

type Attributes = Result<IndexMap<String, String>, String>;

/// What arrived: nothing comes before it but a step that failed.
pub fn arrived(a: &View, b: &View, causes: &mut Causes, out: &mut Differences) {
    let parted = causes.parted;
    for (name, pair, cause) in maps(Part::Arrived, &a.arrived, &b.arrived, out, |_, _| parted) {
        note(causes, &name, &pair, cause);
    }
}

/// What the flow wrote. Where the path was compared, it has told already why an attribute differs.
pub fn written(a: &View, b: &View, causes: &mut Causes, out: &mut Differences) {
    let found = maps(Part::Written, &a.written, &b.written, out, |name, pair| why(causes, name, pair));
    for (name, pair, cause) in found {
        note(causes, &name, &pair, cause);
    }
}

/// What the customer has in the end.
pub fn afterwards(a: &View, b: &View, causes: &Causes, out: &mut Differences) {
    maps(Part::Attributes, &a.attributes, &b.attributes, out, |name, pair| why(causes, name, pair));
}

type Pair = (Option<String>, Option<String>);

fn why(causes: &Causes, name: &str, (a, b): &Pair) -> Option<usize> {
    let by_name = causes.of_names(std::iter::once(name));
    by_name.or(causes.parted).or_else(|| causes.of_values(a.as_deref(), b.as_deref()))
}

fn note(causes: &mut Causes, name: &str, (a, b): &Pair, cause: usize) {
    causes.name_differs(name, cause);
    causes.value_differs(a.as_deref(), b.as_deref(), cause);
}

/// Compares two maps, and gives what differs with its cause.
fn maps(
    part: Part,
    a: &Attributes,
    b: &Attributes,
    out: &mut Differences,
    why: impl Fn(&str, &Pair) -> Option<usize>,
) -> Vec<(String, Pair, usize)> {
    let row = Row::Part(part);
    let (a, b) = match (a, b) {
        (Ok(a), Ok(b)) => (a, b),
        (a, b) => {
            for (side, one, other) in [(Side::A, a, b), (Side::B, b, a)] {
                if let Err(reason) = one {
                    let count = other.as_ref().map_or(1, |seen| seen.len().max(1));
                    out.skip(row.clone(), Some(side), reason, count);
                }
            }
            return Vec::new();
        }
    };
    let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    for name in names {
        let pair = (a.get(name).cloned(), b.get(name).cloned());
        out.row(row.clone()).seen += 1;
        match likeness_of(pair.0.as_deref(), pair.1.as_deref()) {
            Likeness::Same => out.row(row.clone()).agreed += 1,
            Likeness::ByNature => out.skip(row.clone(), None, BY_NATURE, 1),
            Likeness::Different => {
                let cause = out.add(Difference {
                    subject: Subject::Part(part),
                    aspect: if pair.0.is_some() && pair.1.is_some() { Aspect::Value } else { Aspect::Presence },
                    name: name.clone(),
                    a: pair.0.clone(),
                    b: pair.1.clone(),
                    after: why(name, &pair),
                    place: None,
                });
                found.push((name.clone(), pair, cause));
            }
        }
    }
    found
}
