//! What a customer can do in a turn. Values only.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::SignedDuration;

use crate::flow::host::Session;
use crate::record::Move;

/// Attributes by name.
pub(super) type Attributes = IndexMap<String, String>;

/// What the customer does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Act {
    /// Opens the window, so that the flow begins without a message.
    Join,
    /// Says something; the page brings attributes with it.
    Say { text: String, attributes: Attributes },
    /// Picks what is offered under this label.
    Choose(String),
    /// Is silent for so long.
    Wait(Duration),
    /// Ends the conversation.
    End,
}

impl Act {
    /// The words by which the flow hears it, where it does.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Say { text, .. } => Some(text),
            Self::Choose(label) => Some(label),
            Self::Join | Self::Wait(_) | Self::End => None,
        }
    }

    /// The attributes that come with it.
    pub fn attributes(&self) -> Option<&Attributes> {
        if let Self::Say { attributes, .. } = self { Some(attributes) } else { None }
    }

    /// Does it in a conversation that has begun.
    pub fn go_on(&self, session: &mut Session) {
        let now = session.now();
        match self {
            Self::Join => {}
            Self::Say { text, attributes } => session.customer_says(text, &shared(attributes), now),
            Self::Choose(label) => session.customer_says(label, &[], now),
            Self::Wait(time) => {
                let time = SignedDuration::try_from(*time).unwrap_or(SignedDuration::MAX);
                session.pass_time(now.checked_add(time).unwrap_or(now));
            }
            Self::End => session.customer_leaves(now),
        }
    }

    /// What a scenario says of it. Opening the window is the scenario's start, and attributes of the first message are the participant's.
    pub fn as_move(&self, first: bool) -> Option<Move> {
        Some(match self {
            Self::Join => return None,
            Self::Say { text, .. } if first => Move::Said { text: text.clone(), attributes: Attributes::new() },
            Self::Say { text, attributes } => Move::Said { text: text.clone(), attributes: attributes.clone() },
            Self::Choose(label) => Move::Chose(label.clone()),
            Self::Wait(time) => Move::Silent(*time),
            Self::End => Move::Ended,
        })
    }
}

/// Attributes as an execution takes them.
pub(super) fn shared(attributes: &Attributes) -> Vec<(Arc<str>, Arc<str>)> {
    attributes.iter().map(|(name, value)| (Arc::from(name.as_str()), Arc::from(value.as_str()))).collect()
}
