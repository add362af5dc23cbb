//! Worlds to try: each schedule, group and emergency that a flow names in one of its states; an org that has everything, what its project
//! lists, or nothing; actions that fail. Must not know the flow beyond what it mentions.

use std::sync::Arc;

use super::recipe::Given;
use super::tape::Tape;
use crate::flow::inventory::Inventory;
use crate::flow::program::Program;
use crate::flow::world::{EmergencyGroup, Resource, Schedule, ScheduleGroup, ScheduleState, World};

const STATES: [(&str, ScheduleState); 4] = [
    ("open", ScheduleState::Open),
    ("closed", ScheduleState::Closed),
    ("holiday", ScheduleState::Holiday),
    ("emergency", ScheduleState::Emergency),
];

/// Kinds whose failure is an answer of what they call.
const ANSWERED: [&str; 6] =
    ["callData", "callBotFlow", "callDigitalBotFlow", "callCommonModule", "transferToAcd", "dataTableLookup"];

/// The names of actions that may fail by themselves.
pub(super) fn failing(program: &Program) -> Vec<Arc<str>> {
    let fails = program.actions().iter().filter(|node| {
        node.outputs.iter().any(|output| &*output.name == "failure") && !ANSWERED.contains(&&*node.kind)
    });
    let mut names: Vec<Arc<str>> = fails.map(|node| node.id.name.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// A world for one run over that of the project, and what is special about it.
pub(super) fn world(
    base: &World,
    inventory: &Inventory,
    failing: &[Arc<str>],
    tape: &mut Tape,
    given: &mut Vec<Given>,
) -> World {
    let mut world = base.clone();
    // An org that lists nothing of a kind is open to every name of it.
    match tape.choose(4) {
        0 => {
            given.push(Given::EmptyOrg);
            let nobody = || vec![Resource { id: "none".into(), name: "none".into() }];
            world.open = false;
            world.queues = nobody();
            world.users = nobody();
            world.skills = nobody();
            world.language_skills = nobody();
            world.groups = nobody();
            world.user_emails.clear();
        }
        1 => world.open = true,
        _ => {
            world.open = true;
            world.queues.clear();
            world.users.clear();
            world.skills.clear();
            world.language_skills.clear();
            world.groups.clear();
            world.user_emails.clear();
        }
    }
    if !failing.is_empty() {
        let fails: Vec<&Arc<str>> = match tape.choose(4) {
            0 => tape.pick(failing).into_iter().collect(),
            1 => failing.iter().collect(),
            _ => Vec::new(),
        };
        for name in fails {
            given.push(Given::Failing(name.clone()));
            world.failing_actions.insert(name.clone(), "it failed".into());
        }
    }
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (kind, name, _) in &inventory.resources {
        if seen.contains(&(kind, name)) {
            continue;
        }
        seen.push((kind, name));
        let name: Arc<str> = name.clone();
        match *kind {
            "schedule" => {
                let active = tape.choose(2) == 0;
                given.push(Given::Schedule { name: name.clone(), state: if active { "active" } else { "inactive" } });
                world.schedules.insert(name, Schedule { forced: Some(active), ..Schedule::default() });
            }
            "scheduleGroup" => {
                let Some((state, forced)) = tape.pick(&STATES).copied() else { continue };
                given.push(Given::Schedule { name: name.clone(), state });
                world.schedule_groups.insert(name, ScheduleGroup { forced: Some(forced), ..ScheduleGroup::default() });
            }
            "emergencyGroup" => {
                let active = tape.choose(2) == 0;
                given.push(Given::Schedule { name: name.clone(), state: if active { "on" } else { "off" } });
                world.emergency_groups.insert(name, EmergencyGroup { active });
            }
            _ => {}
        }
    }
    world
}
