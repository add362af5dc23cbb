//! The ten questions, ordered by how much hangs on each (facts: genesys-api.md section 9). Must not know how any is answered.

use std::fmt;

/// A question that only a live org answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Under which name, and with whom, a custom attribute stands.
    AttributeKey,
    /// From where in a message attributes are taken.
    AttributePlace,
    /// When an execution is listed, and whether a waiting one is.
    ExecutionLag,
    /// Whether names of actions and outputs are recorded.
    Names,
    /// How soon a message leads to its conversation.
    MessageLag,
    /// How a token request with a wrong secret is answered.
    TokenRefusal,
    /// What opening the window does, and `startNew`.
    Join,
    /// How connections are refused and closed.
    Closing,
    /// As what the flow takes part.
    Purpose,
    /// How many messages a second a session may send.
    Rate,
}

impl Question {
    /// All ten, in order.
    pub const ALL: [Self; 10] = [
        Self::AttributeKey,
        Self::AttributePlace,
        Self::ExecutionLag,
        Self::Names,
        Self::MessageLag,
        Self::TokenRefusal,
        Self::Join,
        Self::Closing,
        Self::Purpose,
        Self::Rate,
    ];

    /// The word that profiles and reports call it by; it never changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::AttributeKey => "attribute-key",
            Self::AttributePlace => "attribute-place",
            Self::ExecutionLag => "execution-lag",
            Self::Names => "names",
            Self::MessageLag => "message-lag",
            Self::TokenRefusal => "token-refusal",
            Self::Join => "join",
            Self::Closing => "closing",
            Self::Purpose => "purpose",
            Self::Rate => "rate",
        }
    }

    /// The question in words.
    pub fn asks(self) -> &'static str {
        match self {
            Self::AttributeKey => {
                "under which name, and with which participant, does a guest's custom attribute stand?"
            }
            Self::AttributePlace => "are attributes taken beside the message, within it, or from both places?",
            Self::ExecutionLag => "how long after its end is an execution listed, and is one that waits?",
            Self::Names => "does execution data hold the names of actions and outputs?",
            Self::MessageLag => "how long until a message leads to its conversation?",
            Self::TokenRefusal => "how is a token request with a wrong secret answered?",
            Self::Join => "does joining start the flow and carry attributes, and what does `startNew` do?",
            Self::Closing => "how is a handshake refused, and with which code does the org close?",
            Self::Purpose => "which purpose does the flow's participant have?",
            Self::Rate => "how many messages a second may one session send?",
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_questions_share_a_word_or_a_sentence() {
        let words: BTreeSet<_> = Question::ALL.iter().flat_map(|one| [one.word(), one.asks()]).collect();
        assert_eq!(words.len(), 2 * Question::ALL.len());
    }
}
