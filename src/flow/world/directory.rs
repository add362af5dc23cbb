//! Resources by name and by id.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{EmergencyGroup, Schedule, ScheduleGroup};

/// A named thing of an org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its id (derived from its name where the world gives none).
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

/// All that a flow can look up. Names are compared exactly, as the flow names them.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Queues.
    pub queues: Vec<Resource>,
    /// Users; `name` is the full name, found by e-mail address through `user_emails`.
    pub users: Vec<Resource>,
    /// E-mail address → index into `users`.
    pub user_emails: IndexMap<Arc<str>, usize>,
    /// ACD skills.
    pub skills: Vec<Resource>,
    /// Language skills.
    pub language_skills: Vec<Resource>,
    /// Groups.
    pub groups: Vec<Resource>,
    /// Wrap-up codes.
    pub wrapup_codes: Vec<Resource>,
    /// Schedules by name.
    pub schedules: IndexMap<Arc<str>, Schedule>,
    /// Schedule groups by name.
    pub schedule_groups: IndexMap<Arc<str>, ScheduleGroup>,
    /// Emergency groups by name.
    pub emergency_groups: IndexMap<Arc<str>, EmergencyGroup>,
    /// Data tables by name: key → row.
    pub tables: IndexMap<Arc<str>, IndexMap<Arc<str>, Map<String, Json>>>,
    /// A kind of which nothing is listed knows whatever is asked of it: for a flow that is run alone, without a project that could list
    /// anything.
    pub open: bool,
    /// The org's default time zone, an IANA name.
    pub time_zone: Option<Arc<str>>,
}
