//! What a flow can look up: queues, users, skills, schedules, tables. Immutable while a flow runs. Must not know a file format.

mod contacts;
mod directory;
mod evaluate;
mod lookup;
mod schedule;

pub use directory::{Record, Resource, World};
pub use evaluate::UnknownTimeZone;
pub use schedule::{EmergencyGroup, Hours, Schedule, ScheduleGroup, ScheduleState};
