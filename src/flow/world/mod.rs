//! What a flow can look up: queues, users, skills, schedules, tables. Immutable while a flow runs. Must not know a file format.

mod contacts;
mod directory;
mod evaluate;
mod lookup;
mod recurrence;
mod schedule;

pub use directory::{Record, Resource, World};
pub use evaluate::UnknownTimeZone;
pub use recurrence::{Recurrence, RecurrenceError};
pub use schedule::{EmergencyGroup, Hours, Period, Schedule, ScheduleGroup, ScheduleState};
