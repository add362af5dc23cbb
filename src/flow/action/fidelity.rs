//! How true a kind of action is here: on what its behaviour rests, in one row each for the page on fidelity. Values only.

use std::fmt;

/// On what a behaviour rests, from the surest to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The vendor's own examples show it, and tests hold us to them.
    Example,
    /// The vendor's documentation or published flows say it.
    Documentation,
    /// No public source settles it in full: a decision of ours, named in the note.
    Decision,
    /// It loads and is drawn; reaching it is reported.
    Unsupported,
}

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

impl fmt::Display for Basis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Example => "exact by vendor example",
            Self::Documentation => "by documentation",
            Self::Decision => "by documentation, in part a decision of ours",
            Self::Unsupported => "unsupported",
        })
    }
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
