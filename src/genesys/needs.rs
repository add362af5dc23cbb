//! What the caller of a call must have been given. Must not know which call needs what; `operation` is that table.

/// A scope, in the seed's steps, or permissions, in a real org (facts: genesys-api.md 2.4 and 8; the lists are those of the vendor's SDK
/// documentation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// A token alone, or not even that.
    Nothing,
    /// This scope.
    Scope(&'static str),
    /// One of these permissions.
    Any(&'static [&'static str]),
    /// All of these permissions.
    All(&'static [&'static str]),
}

impl Needs {
    /// What the call names first: what a 403 that names nothing is presumed to miss.
    pub fn names(self) -> Vec<&'static str> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Scope(scope) => vec![scope],
            Self::Any(names) | Self::All(names) => names.to_vec(),
        }
    }
}
