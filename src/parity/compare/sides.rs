//! The whole comparison: every part in the order in which one follows from another.

use regex::Regex;

use super::causes::Causes;
use super::view::View;
use super::{attributes, calls, ending, path, steps, transcript};
use crate::evidence::Evidence;
use crate::parity::{Differences, FlowFile};

/// What a comparison knows besides the evidence.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The patterns that the scenario replaces in snapshots.
    pub redact: &'a [(Regex, String)],
    /// The flow's file.
    pub file: &'a FlowFile,
}

/// What two runs of one case saw, side by side. Exchanging the two gives the mirror image.
pub fn compare(a: &Evidence, b: &Evidence, about: &About<'_>) -> Differences {
    let ambiguous = [a.ambiguous.as_slice(), b.ambiguous.as_slice()].concat();
    let (mut a, mut b) = (View::new(a, about.redact, &ambiguous), View::new(b, about.redact, &ambiguous));
    a.beside(&b);
    b.beside(&a);
    // There may be several ways to align two lists: taken in an order of their own, both ways round find the same one.
    if format!("{a:?}") <= format!("{b:?}") {
        in_order(&a, &b, about.file)
    } else {
        in_order(&b, &a, about.file).mirrored()
    }
}

fn in_order(a: &View, b: &View, file: &FlowFile) -> Differences {
    let mut out = Differences::default();
    let mut causes = Causes::default();
    steps::compare(a, b, &mut causes, &mut out);
    attributes::arrived(a, b, &mut causes, &mut out);
    let seen = path::compare(a, b, file, &mut causes, &mut out);
    calls::compare(a, b, &seen, &causes, &mut out);
    attributes::written(a, b, &mut causes, &mut out);
    attributes::afterwards(a, b, &causes, &mut out);
    transcript::compare(a, b, file, &seen, &causes, &mut out);
    ending::compare(a, b, &seen, &causes, &mut out);
    out.not_compared.sort();
    out
}
