//! Schedules, schedule groups and emergency groups: what is open when.

use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::Recurrence;

/// When something is open: weekly hours and single dates in a time zone, or always one of the two.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schedule {
    /// Hours a week; empty with no `dates` means never active.
    pub hours: Vec<Hours>,
    /// Whole days on which it is active besides (a holiday schedule lists its days here).
    pub dates: Vec<Date>,
    /// From one local date and time to another, once or again and again, as the platform's own schedules are.
    pub period: Option<Period>,
    /// IANA time zone; the flow's, else the world's, where none is given.
    pub time_zone: Option<Arc<str>>,
    /// A forced answer, for a scenario that does not care about the hour.
    pub forced: Option<bool>,
}

/// From one local date and time to another, once or again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// When it begins first, inclusive.
    pub start: DateTime,
    /// When it ends first, exclusive; behind the start.
    pub end: DateTime,
    /// How it repeats; none for once.
    pub recurrence: Option<Recurrence>,
}

/// Hours of some weekdays; `to` at or before `from` reaches into the next day.
#[derive(Debug, Clone, PartialEq)]
pub struct Hours {
    /// The weekdays on which the hours start.
    pub days: Vec<Weekday>,
    /// From, inclusive.
    pub from: Time,
    /// To, exclusive.
    pub to: Time,
}

/// Open, closed and holiday schedules by name. Holiday wins over closed, closed over open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScheduleGroup {
    /// Names of the open schedules.
    pub open: Vec<Arc<str>>,
    /// Names of the closed schedules.
    pub closed: Vec<Arc<str>>,
    /// Names of the holiday schedules.
    pub holidays: Vec<Arc<str>>,
    /// IANA time zone.
    pub time_zone: Option<Arc<str>>,
    /// A forced answer.
    pub forced: Option<ScheduleState>,
}

/// What a schedule group answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleState {
    /// Within an open schedule.
    Open,
    /// Outside, or within a closed one.
    Closed,
    /// Within a holiday schedule.
    Holiday,
    /// The emergency group is active.
    Emergency,
}

/// A switch that an admin turns on in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EmergencyGroup {
    /// Whether it is on.
    pub active: bool,
}
