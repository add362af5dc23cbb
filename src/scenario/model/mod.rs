//! A case after its variables are filled in and its overrides merged: what is set up, what is said, what must come of it. Every part
//! that a message may have to point at is [`Spanned`].

mod case;
mod conversation;
mod expect;
mod fault;
mod setup;
mod stubs;
mod text;
mod world;

pub use case::{Case, Driver, SnapshotPart, Start, TargetName};
pub use conversation::{Attachment, Capture, Receive, Say, Step, StepKind};
pub use expect::{
    AttributeExpectation, CallExpectation, EndingExpectation, ErrorExpectation, Expectations, PathExpectation,
    PathItem, PathOrder, Reading, RunStep, Times,
};
pub use fault::{Fault, FaultAction, FaultPoint, GuestTrouble, Lag, OrgSetting};
pub use setup::{AttributeType, DeclaredAttribute, Participant, Undeclared, Widget};
pub use stubs::{
    BotExitSpec, BotSpec, DataActionResult, DataActionSpec, DataActions, ModuleSpec, StubsSpec, UnderstandingSpec,
};
pub use text::{TextMatch, TextPattern};
pub use world::{HoursSpec, PeriodSpec, RecordSpec, ResourceSpec, ScheduleGroupSpec, ScheduleSpec, WorldSpec};

use crate::diagnostic::Place;

/// A value and the place that it was written at.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}
