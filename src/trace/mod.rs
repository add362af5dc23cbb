//! What an execution of a flow did: actions taken, outputs left by, values seen, how it ended. A leaf: values only, no flow.

mod action_id;
mod deed;
mod ending;
mod taken;
mod transcript;

pub use action_id::ActionId;
pub use deed::{Deed, Deeds, FlowOutcome, Milestone, OutcomeValue};
pub use ending::{Ending, ErrorCause, Transfer};
pub use taken::{Assignment, Called, Cause, Operand, Setter, Taken, Trace, TraceLevel};
pub use transcript::{Choice, ChoiceKind, Line, Speaker};
