//! How true a kind of action is here: on what its behaviour rests, in one row each for the page on fidelity. Values only.

pub use crate::flow::basis::Basis;

/// A row for documentation: a kind of action and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct KindInfo {
    /// Its Archy name.
    pub name: &'static str,
    /// On what its behaviour rests.
    pub basis: Basis,
    /// What was decided, or why it is unsupported; empty where there is nothing to say.
    pub note: &'static str,
}

/// Every kind that is known by name, executed or not, in order of names.
pub fn kind_table() -> Vec<KindInfo> {
    let executed = super::KINDS.iter().map(|kind| KindInfo { name: kind.name, basis: kind.basis, note: kind.note });
    let unsupported =
        super::UNSUPPORTED.iter().map(|kind| KindInfo { name: kind.name, basis: Basis::Unsupported, note: kind.why });
    let mut all: Vec<KindInfo> = executed.chain(unsupported).collect();
    all.sort_by_key(|kind| kind.name);
    all
}
