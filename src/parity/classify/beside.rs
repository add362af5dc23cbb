//! The live run beside another, as a failure is looked at. Must not know what it is called.

use crate::evidence::Evidence;
use crate::parity::{About, Aspect, Difference, Differences, Part, Subject, compare};

/// What differs. That a step failed is left out: it is what is to be explained, and everything else would follow from it.
pub fn beside(live: &Evidence, other: &Evidence, about: &About<'_>) -> Differences {
    let whole = |evidence: &Evidence| Evidence { failure: None, ..evidence.clone() };
    compare(&whole(live), &whole(other), about)
}

/// Whether the difference of that place is an attribute that only the live customer has, and nothing follows from it: orgs add some of
/// their own.
pub fn own_of_the_org(at: usize, differences: &Differences) -> bool {
    let Some(one) = differences.list.get(at) else { return false };
    let attribute = |one: &Difference| matches!(one.subject, Subject::Part(Part::Arrived | Part::Attributes));
    let only_live = one.aspect == Aspect::Presence && one.a.is_some() && one.b.is_none();
    attribute(one) && only_live && differences.list.iter().all(|other| other.after != Some(at) || attribute(other))
}
