//! What a flow can look up, as `flowproof.yaml` or a scenario writes it. A scenario's world is merged over the project's by name.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::Spanned;

/// Everything under `world`.
#[derive(Debug, Clone, Default)]
pub struct WorldSpec {
    /// Queues.
    pub queues: Vec<ResourceSpec>,
    /// Users.
    pub users: Vec<ResourceSpec>,
    /// ACD skills.
    pub skills: Vec<ResourceSpec>,
    /// Language skills.
    pub language_skills: Vec<ResourceSpec>,
    /// Groups.
    pub groups: Vec<ResourceSpec>,
    /// Wrap-up codes.
    pub wrapup_codes: Vec<ResourceSpec>,
    /// Schedules.
    pub schedules: IndexMap<String, Spanned<ScheduleSpec>>,
    /// Schedule groups.
    pub schedule_groups: IndexMap<String, Spanned<ScheduleGroupSpec>>,
    /// Emergency groups: name → active.
    pub emergency_groups: IndexMap<String, Spanned<bool>>,
    /// Data tables: name → key → row.
    pub tables: IndexMap<String, IndexMap<String, Map<String, Json>>>,
    /// External contacts: each a map of fields with an `id`.
    pub external_contacts: Vec<RecordSpec>,
    /// External organizations.
    pub external_organizations: Vec<RecordSpec>,
    /// Other conversations: id → attributes of its customer.
    pub conversations: IndexMap<String, IndexMap<String, String>>,
    /// Canned responses: name → body.
    pub responses: IndexMap<String, String>,
    /// Actions that leave by their failure output: name → message.
    pub failing_actions: IndexMap<String, Spanned<String>>,
    /// Default time zone, an IANA name.
    pub time_zone: Option<Spanned<String>>,
}

/// An external contact or organization.
#[derive(Debug, Clone)]
pub struct RecordSpec {
    /// Its id.
    pub id: Spanned<String>,
    /// Its fields, the id among them, by the names that the platform's API gives them.
    pub fields: Map<String, Json>,
}

/// A resource: a bare name, or `{ name, id, email, exists }`.
#[derive(Debug, Clone)]
pub struct ResourceSpec {
    /// Name.
    pub name: Spanned<String>,
    /// Id, where it matters.
    pub id: Option<String>,
    /// E-mail address (users).
    pub email: Option<String>,
    /// The org does not have it, though `flowproof.yaml` lists it or the flow names it (`exists: false`).
    pub absent: bool,
}

/// A schedule: `open`/`closed` (forced), or `{ hours: { mon-fri: "09:00-17:00" }, dates: [2026-12-25], time_zone }`.
#[derive(Debug, Clone, Default)]
pub struct ScheduleSpec {
    /// Forced answer.
    pub forced: Option<bool>,
    /// Weekly hours.
    pub hours: Vec<HoursSpec>,
    /// Whole days.
    pub dates: Vec<jiff::civil::Date>,
    /// From when to when, once or again and again.
    pub period: Option<PeriodSpec>,
    /// Time zone.
    pub time_zone: Option<String>,
}

/// `start` and `end`, local, with a recurrence rule.
#[derive(Debug, Clone)]
pub struct PeriodSpec {
    /// When it begins first.
    pub start: jiff::civil::DateTime,
    /// When it ends first.
    pub end: jiff::civil::DateTime,
    /// How it repeats, as it is written.
    pub recurrence: Option<Spanned<String>>,
}

/// Hours of some weekdays.
#[derive(Debug, Clone)]
pub struct HoursSpec {
    /// Weekdays.
    pub days: Vec<jiff::civil::Weekday>,
    /// From.
    pub from: jiff::civil::Time,
    /// To.
    pub to: jiff::civil::Time,
}

/// A schedule group: `open`, `closed`, `holiday`, `emergency` (forced), or lists of schedule names.
#[derive(Debug, Clone, Default)]
pub struct ScheduleGroupSpec {
    /// Forced answer, one of the four words.
    pub forced: Option<String>,
    /// Open schedules.
    pub open: Vec<Spanned<String>>,
    /// Closed schedules.
    pub closed: Vec<Spanned<String>>,
    /// Holiday schedules.
    pub holidays: Vec<Spanned<String>>,
    /// Time zone.
    pub time_zone: Option<String>,
}
