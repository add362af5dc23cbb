//! What a sweep finds. Must not know how it was found.

use crate::live::RunId;
use crate::live::ledger::OpenThing;

/// Something that a dead run left in the org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The run.
    pub run: RunId,
    /// What, as a ledger notes it.
    pub thing: OpenThing,
    /// Whether the run's ledger notes it; otherwise its mark was found in the org.
    pub noted: bool,
}

/// Something that is not touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The run.
    pub run: RunId,
    /// What.
    pub words: String,
    /// Why it is not touched.
    pub why: String,
    /// Whether its run is alive here, and will end it itself.
    pub alive: bool,
}

/// A conversation that a dead run began, and of which neither id nor mark is found: it may be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameless {
    /// The run.
    pub run: RunId,
    /// What.
    pub words: String,
}

/// What a sweep found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leftovers {
    /// What may be removed: of each run the newest first.
    pub left: Vec<Left>,
    /// What is not touched.
    pub kept: Vec<Kept>,
    /// What may be open, and cannot be found.
    pub nameless: Vec<Nameless>,
    /// Where the client may not look: each a line.
    pub unseen: Vec<String>,
}
