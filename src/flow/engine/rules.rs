//! Every rule of Genesys that the public facts leave open, or that is a bare number: one named decision each, with its basis.

/// What `getParticipantData` reads for an attribute that the participant does not have. No public page says; flows guard every read with
/// `IsNotSetOrEmpty`, which holds for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingAttribute {
    /// NOT_SET.
    #[default]
    NotSet,
    /// The empty text.
    Empty,
}
