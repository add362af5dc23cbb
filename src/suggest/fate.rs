//! What became of each way of a flow. Values only.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::flow::explore::{Obstacle, Way};
use crate::trace::ActionId;

/// A way, and what became of it.
#[derive(Debug, Clone)]
pub struct Told {
    /// Which.
    pub way: Way,
    /// The action.
    pub action: ActionId,
    /// The output, where it has one.
    pub output: Option<Arc<str>>,
    /// Where the action stands.
    pub place: Place,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A scenario took it already.
    Taken,
    /// Nobody asked for it.
    NotAsked,
    /// A scenario was made that takes it, by its position.
    Suggested(usize),
    /// A run took it, and no scenario can hold that run again.
    Unwritable(String),
    /// Nothing leads to it, whatever the values are.
    Unreachable,
    /// Something that cannot be executed here is in the way.
    CannotExecute(String),
    /// No run took it.
    NotReached(String),
}

impl Fate {
    /// What stands in the way, as a fate.
    pub(super) fn of(obstacle: &Obstacle) -> Self {
        match obstacle {
            Obstacle::Unreachable => Self::Unreachable,
            Obstacle::CannotExecute { .. } => Self::CannotExecute(obstacle.to_string()),
            other => Self::NotReached(other.to_string()),
        }
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::NotAsked => "not asked for",
            Self::Suggested(_) => "suggested",
            Self::Unwritable(_) => "reached, but cannot be written",
            Self::Unreachable => "unreachable",
            Self::CannotExecute(_) => "cannot be executed here",
            Self::NotReached(_) => "not reached",
        }
    }

    /// Why, where there is a reason.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Unwritable(why) | Self::CannotExecute(why) | Self::NotReached(why) => Some(why),
            Self::Taken | Self::NotAsked | Self::Suggested(_) => None,
            Self::Unreachable => Some("nothing leads to the action"),
        }
    }
}

/// `Is it Gold?: no`.
impl fmt::Display for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.action.name)?;
        self.output.iter().try_for_each(|output| write!(out, ": {output}"))
    }
}
