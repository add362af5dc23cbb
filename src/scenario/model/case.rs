//! One case, complete.

use std::sync::Arc;
use std::time::Duration;

use super::{
    AttributeExpectation, Expectations, Fault, Participant, Spanned, Step, StepKind, StubsSpec, Widget, WorldSpec,
};
use crate::diagnostic::Place;

/// One row of a scenario's table, or a whole scenario without a table.
#[derive(Debug, Clone)]
pub struct Case {
    /// The scenario's title.
    pub scenario: Arc<str>,
    /// The row's name; none for a scenario without a table.
    pub name: Option<Arc<str>>,
    /// Where the row (or the scenario) stands.
    pub place: Place,
    /// Tags.
    pub tags: Vec<String>,
    /// The group of cases that use something together (a test account, a queue), of which only so many run side by side.
    pub group: Option<Arc<str>>,
    /// The flow: a name from `flowproof.yaml` or a path.
    pub flow: Spanned<String>,
    /// The conversation's clock at its start; a fixed instant where none is given.
    pub now: Option<Spanned<jiff::Zoned>>,
    /// What starts it.
    pub start: Start,
    /// The widget.
    pub widget: Option<Widget>,
    /// The customer.
    pub participant: Participant,
    /// The queue of the conversation (the seed's `queueId`), by name; the first of the world where none is given.
    pub queue: Option<Spanned<String>>,
    /// Scripted answers.
    pub stubs: StubsSpec,
    /// What the flow can look up besides the project's world.
    pub world: WorldSpec,
    /// What goes wrong on purpose.
    pub faults: Vec<Fault>,
    /// What the customer does and sees.
    pub conversation: Vec<Step>,
    /// What must come of it.
    pub expect: Expectations,
    /// Parts kept as snapshots.
    pub snapshot: Vec<SnapshotPart>,
    /// Drivers that it may run in; empty for all that can.
    pub drivers: Vec<Spanned<Driver>>,
    /// Targets that it may run on; empty for all.
    pub targets: Vec<Spanned<TargetName>>,
    /// Time-out of the whole case.
    pub timeout: Option<Duration>,
    /// Why it is skipped.
    pub skip: Option<Spanned<String>>,
    /// Patterns replaced in snapshots and reports: regular expression → replacement.
    pub redact: Vec<(regex::Regex, String)>,
}

/// What starts a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// The first message.
    #[default]
    Message,
    /// The customer opens the window.
    Join,
}

/// How a scenario is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Driver {
    /// The seed's four steps.
    Simulate,
    /// Guest web messaging.
    Converse,
}

/// Where a scenario is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetName {
    /// The embedded fake.
    Mock,
    /// A live sandbox org.
    Live,
}

/// A part of the evidence that is kept as a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SnapshotPart {
    /// Actions and outputs.
    Path,
    /// Attributes arrived and set.
    Attributes,
    /// What was said.
    Transcript,
    /// How it ended.
    Ending,
    /// What was called.
    Calls,
}

impl Case {
    /// Whether anything that the flow says or does is looked at. A choice counts: it fails where the flow does not offer it.
    pub fn expects_something(&self) -> bool {
        let Expectations { path, attributes, calls, ending, error } = &self.expect;
        let AttributeExpectation { arrived, set, unset, nothing_else } = attributes;
        let looks =
            |step: &Step| matches!(step.kind, StepKind::Receive(_) | StepKind::Choose(_) | StepKind::Attributes(_));
        path.is_some()
            || !(arrived.is_empty() && set.is_empty() && unset.is_empty() && nothing_else.is_none())
            || !calls.is_empty()
            || ending.is_some()
            || error.is_some()
            || !self.snapshot.is_empty()
            || self.conversation.iter().any(looks)
    }

    /// `scenario: case`, or the scenario's title alone.
    pub fn full_name(&self) -> String {
        match &self.name {
            Some(name) => format!("{}: {name}", self.scenario),
            None => self.scenario.to_string(),
        }
    }
}

impl Driver {
    /// The words of files, options and messages.
    pub const WORDS: &'static [(&'static str, Driver)] = &[("simulate", Self::Simulate), ("converse", Self::Converse)];
}

impl TargetName {
    /// The words of files, options and messages.
    pub const WORDS: &'static [(&'static str, TargetName)] = &[("mock", Self::Mock), ("live", Self::Live)];
}

impl SnapshotPart {
    /// The words of files and of snapshot names.
    pub const WORDS: &'static [(&'static str, SnapshotPart)] = &[
        ("path", Self::Path),
        ("attributes", Self::Attributes),
        ("transcript", Self::Transcript),
        ("ending", Self::Ending),
        ("calls", Self::Calls),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, part)| *part == self).map_or("", |(word, _)| word)
    }
}
