//! What was seen of a conversation, as the recorder needs it, and what it makes of it. Values only.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::moves::moves_of_case;
use super::redact::Rules;
use crate::evidence::Evidence;
use crate::flow::Program;
use crate::flow::understanding::Understanding;
use crate::flow::world::World;
use crate::scenario::model::{Case, Start};
use crate::trace::Line;

/// A conversation that was held.
#[derive(Debug, Clone)]
pub struct Recorded<'a> {
    /// The scenario's title.
    pub title: String,
    /// The flow, as scenarios name it.
    pub flow: String,
    /// The flow's file, with those that it calls.
    pub program: &'a Arc<Program>,
    /// What the project lets the flow look up.
    pub world: &'a Arc<World>,
    /// Path, calls, attributes, ending.
    pub evidence: &'a Evidence,
    /// When it began; the first execution's start where it is none.
    pub started: Option<Timestamp>,
    /// Whether it began with the customer opening the window.
    pub joined: bool,
    /// The customer's name, where it is known.
    pub customer: Option<String>,
    /// The attributes that the customer brought with the first message.
    pub attributes: IndexMap<String, String>,
    /// Who did what, in order.
    pub moves: Vec<Move>,
    /// What words are known to have meant to bots that ran; what is not known is found.
    pub meanings: IndexMap<Arc<str>, Understanding>,
    /// Whether `moves` holds the silences too; else they are found.
    pub silences_known: bool,
    /// Attributes of whoever held the conversation, which are no part of it: the marker of a run.
    pub own: Vec<String>,
    /// What is replaced.
    pub rules: &'a Rules,
    /// What could not be known, in words, besides what the recorder finds itself.
    pub unknown: Vec<String>,
}

impl<'a> Recorded<'a> {
    /// A case that was run. `program` is its flow, `flow` how a scenario names it, `world` what the project lets it look up.
    pub fn of_case(
        case: &Case,
        evidence: &'a Evidence,
        flow: &str,
        program: &'a Arc<Program>,
        world: &'a Arc<World>,
        rules: &'a Rules,
    ) -> Self {
        let attributes = case.participant.attributes.iter().map(|(name, value)| (name.clone(), value.value.clone()));
        Self {
            title: case.full_name(),
            flow: flow.to_owned(),
            program,
            world,
            evidence,
            started: None,
            joined: case.start == Start::Join,
            customer: case.participant.name.clone(),
            attributes: attributes.collect(),
            moves: moves_of_case(case, evidence),
            meanings: IndexMap::new(),
            silences_known: true,
            own: Vec::new(),
            rules,
            unknown: Vec::new(),
        }
    }
}

/// Something that the customer did, or was told.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// The customer said something.
    Said {
        /// The words.
        text: String,
        /// Attributes that came with them.
        attributes: IndexMap<String, String>,
    },
    /// The customer picked what was offered under this label.
    Chose(String),
    /// The customer sent a file.
    Sent {
        /// Its name's ending, in small letters: it tells the type.
        ending: String,
        /// Its MIME type, where it was given.
        media_type: Option<String>,
    },
    /// The customer was told something.
    Heard(Line),
    /// The customer was silent for so long.
    Silent(Duration),
    /// The customer closed the window.
    Left,
    /// The customer came back.
    CameBack,
    /// The customer began another conversation.
    BeganAnew,
    /// The customer ended it.
    Ended,
}

/// A scenario that holds a conversation again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The text of its file.
    pub text: String,
    /// Files that it sends, by their paths from its own folder: their content is nobody's and does not matter.
    pub files: Vec<String>,
    /// Whether it expects all that the flow did; else it is a part.
    pub is_whole: bool,
    /// What was replaced and where it stood, a line each, without the values.
    pub redacted: Vec<String>,
    /// What could not be known, a fragment each.
    pub unknown: Vec<String>,
}
