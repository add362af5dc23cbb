//! What the flow looked up and found, read from the way it took: the world that the scenario needs besides the project's. Must not know
//! YAML.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value as Json};

use super::results::{input, node, outputs};
use super::stubs::reason;
use crate::flow::Program;
use crate::flow::expression::ResourceKind;
use crate::flow::world::{EmergencyGroup, Resource, Schedule, ScheduleGroup, ScheduleState, World};
use crate::trace::Taken;

/// A data table's rows by key.
type Table = IndexMap<Arc<str>, Map<String, Json>>;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Things of the org that the project's world lacks, by the key of `world` that lists them.
    pub named: IndexMap<&'static str, IndexSet<Arc<str>>>,
    /// Schedules that were active, or not.
    pub schedules: IndexMap<Arc<str>, bool>,
    /// Schedule groups and their output.
    pub groups: IndexMap<Arc<str>, &'static str>,
    /// Emergency groups that were on, or not.
    pub emergencies: IndexMap<Arc<str>, bool>,
    /// Rows of data tables.
    pub tables: IndexMap<Arc<str>, Table>,
    /// Actions that failed, and why.
    pub failing: IndexMap<Arc<str>, String>,
    /// What answered differently in one conversation, or cannot be written.
    pub unknown: Vec<String>,
}

/// The ways out of the evaluation of a schedule group.
const STATES: [(&str, ScheduleState); 4] = [
    ("open", ScheduleState::Open),
    ("closed", ScheduleState::Closed),
    ("holiday", ScheduleState::Holiday),
    ("emergency", ScheduleState::Emergency),
];

/// Kinds that look something up by name, and where the world lists it.
const FINDS: [(&str, &str, ResourceKind); 6] = [
    ("findQueue", "queues", ResourceKind::Queue),
    ("findUser", "users", ResourceKind::User),
    ("findGroup", "groups", ResourceKind::Group),
    ("findSkill", "skills", ResourceKind::Skill),
    ("findLanguageSkill", "language_skills", ResourceKind::LanguageSkill),
    ("transferToUser", "users", ResourceKind::User),
];

/// Kinds whose failure a scenario gives by other means: stubs.
const OWN_FAILURES: [&str; 4] = ["callData", "transferToAcd", "callBotFlow", "callDigitalBotFlow"];

/// Reads the path.
pub(super) fn found(program: &Program, world: &World, path: &[Taken]) -> Found {
    let mut found = Found::default();
    for taken in path.iter().filter(|taken| node(program, taken).is_some()) {
        let output = taken.output.as_deref();
        match &*taken.kind {
            "evaluateSchedule" => found.schedule(taken, output),
            "evaluateScheduleGroup" => found.group(taken, output),
            "dataTableLookup" => found.table(program, world, taken, output),
            "transferToAcd" => {
                found.name(world, "queues", ResourceKind::Queue, input(taken, "queue"));
                for skill in input(taken, "skills").into_iter().flat_map(|skills| skills.split(", ")) {
                    found.name(world, "skills", ResourceKind::Skill, Some(skill));
                }
                found.name(world, "language_skills", ResourceKind::LanguageSkill, input(taken, "languageSkill"));
            }
            kind => found.looked_up(world, taken, kind, output),
        }
        if output == Some("failure") && !OWN_FAILURES.contains(&&*taken.kind) {
            found.failing.insert(Arc::clone(&taken.id.name), reason(taken));
        }
    }
    // Of a table that nothing was looked up in only its name is known, and a scenario must have it.
    for (_, name, _) in program.inventory().resources.iter().filter(|(kind, ..)| *kind == "table") {
        if !world.tables.contains_key(name) {
            found.tables.entry(Arc::clone(name)).or_default();
        }
    }
    found
}

impl Found {
    fn schedule(&mut self, taken: &Taken, output: Option<&str>) {
        let Some(active) = output.map(|output| output == "active") else { return };
        let (all, name) = match (input(taken, "schedule"), input(taken, "emergencyGroup")) {
            (Some(name), _) => (&mut self.schedules, name),
            (None, Some(name)) => (&mut self.emergencies, name),
            (None, None) => return self.nameless(taken, "schedule"),
        };
        if all.insert(name.into(), active).is_some_and(|before| before != active) {
            all.shift_remove(name);
            self.unknown.push(format!("`{name}` was active once and once not; the project's own schedule decides"));
        }
    }

    fn group(&mut self, taken: &Taken, output: Option<&str>) {
        let Some((word, _)) = output.and_then(|output| STATES.iter().find(|(word, _)| *word == output)) else { return };
        if let Some(emergency) = input(taken, "emergencyGroup") {
            self.emergencies.insert(emergency.into(), *word == "emergency");
            if *word == "emergency" {
                return;
            }
        }
        let Some(name) = input(taken, "scheduleGroup") else { return self.nameless(taken, "schedule group") };
        if self.groups.insert(name.into(), word).is_some_and(|before| before != *word) {
            self.groups.shift_remove(name);
            self.unknown
                .push(format!("`{name}` answered differently in one conversation; the project's own schedules decide"));
        }
    }

    fn table(&mut self, program: &Program, world: &World, taken: &Taken, output: Option<&str>) {
        let (Some(table), Some(key)) = (input(taken, "table"), input(taken, "lookupValue")) else {
            return self.nameless(taken, "data table");
        };
        let rows = self.tables.entry(table.into()).or_default();
        match output {
            Some("found") => {
                let row = node(program, taken).map(|node| outputs(&node.takes("found"), taken)).unwrap_or_default();
                rows.entry(key.into()).or_default().extend(row);
            }
            Some("notFound") if world.tables.get(table).is_some_and(|table| table.contains_key(key)) => {
                self.unknown.push(format!("table {table} had no row `{key}`, and that of the project has one"));
            }
            _ => {}
        }
    }

    fn looked_up(&mut self, world: &World, taken: &Taken, kind: &str, output: Option<&str>) {
        let Some((_, key, resource)) = FINDS.iter().find(|(one, ..)| *one == kind) else { return };
        let name = input(taken, "findName").or_else(|| input(taken, "user"));
        match output {
            Some("notFound") => {
                if let Some(name) = name.filter(|name| world.find_by_name(*resource, name).is_some()) {
                    self.unknown.push(format!("`{name}` was not found under {key}, and the project's world has it"));
                }
            }
            _ => self.name(world, key, *resource, name),
        }
    }

    fn name(&mut self, world: &World, key: &'static str, kind: ResourceKind, name: Option<&str>) {
        if let Some(name) = name.filter(|name| !name.is_empty() && world.find_by_name(kind, name).is_none()) {
            self.named.entry(key).or_default().insert(name.into());
        }
    }

    fn nameless(&mut self, taken: &Taken, what: &str) {
        self.unknown.push(format!("the data do not say which {what} action {} looked at", taken.id.name));
    }

    /// The project's world with what was found over it.
    pub fn over(&self, world: &World) -> World {
        let mut world = world.clone();
        let resource = |kind, name: &Arc<str>| Resource { id: World::derived_id(kind, name), name: Arc::clone(name) };
        for (key, names) in &self.named {
            let (list, kind) = match *key {
                "queues" => (&mut world.queues, ResourceKind::Queue),
                "users" => (&mut world.users, ResourceKind::User),
                "groups" => (&mut world.groups, ResourceKind::Group),
                "skills" => (&mut world.skills, ResourceKind::Skill),
                _ => (&mut world.language_skills, ResourceKind::LanguageSkill),
            };
            list.extend(names.iter().map(|name| resource(kind, name)));
        }
        for (name, active) in &self.schedules {
            world.schedules.insert(Arc::clone(name), Schedule { forced: Some(*active), ..Schedule::default() });
        }
        for (name, word) in &self.groups {
            let forced = STATES.iter().find(|(one, _)| one == word).map(|(_, state)| *state);
            world.schedule_groups.insert(Arc::clone(name), ScheduleGroup { forced, ..ScheduleGroup::default() });
        }
        for (name, active) in &self.emergencies {
            world.emergency_groups.insert(Arc::clone(name), EmergencyGroup { active: *active });
        }
        for (name, rows) in &self.tables {
            let table = world.tables.entry(Arc::clone(name)).or_default();
            table.extend(rows.iter().map(|(key, row)| (Arc::clone(key), row.clone())));
        }
        let failing = self.failing.iter().map(|(name, why)| (Arc::clone(name), Arc::from(why.as_str())));
        world.failing_actions.extend(failing);
        world
    }
}
