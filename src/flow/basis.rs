//! On what a behaviour of ours rests: the word for it, shared by the kinds of actions and the functions of the language. Values only.

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

impl fmt::Display for Basis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Example => "exact by vendor example",
            Self::Documentation => "by documentation",
            Self::Decision => "decision of ours",
            Self::Unsupported => "unsupported",
        })
    }
}
