//! Resources by name and by id.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{EmergencyGroup, Schedule, ScheduleGroup};
use crate::flow::expression::ResourceKind;

/// A named thing of an org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its id (derived from its name where the world gives none).
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

/// A document of an org that has an id: an external contact or organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: Arc<str>,
    /// Its fields, the id among them, by the names that the platform's API gives them.
    pub fields: Map<String, Json>,
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
    /// External contacts, which actions look up and search.
    pub external_contacts: Vec<Record>,
    /// External organizations.
    pub external_organizations: Vec<Record>,
    /// Other conversations than the one that runs, by their ids: the attributes of their customers.
    pub conversations: IndexMap<Arc<str>, IndexMap<Arc<str>, Arc<str>>>,
    /// Canned responses by name: their bodies.
    pub responses: IndexMap<Arc<str>, Arc<str>>,
    /// Actions that leave by their failure output, by name: what went wrong.
    pub failing_actions: IndexMap<Arc<str>, Arc<str>>,
    /// What the org does not have, though a flow names it: it has been deleted since the flow was published.
    pub absent: Vec<(ResourceKind, Arc<str>)>,
    /// A kind of which nothing is listed knows whatever is asked of it: for a flow that is run alone, without a project that could list
    /// anything.
    pub open: bool,
    /// The org's default time zone, an IANA name.
    pub time_zone: Option<Arc<str>>,
}
