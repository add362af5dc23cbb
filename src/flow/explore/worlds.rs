//! Worlds to try: each schedule, group and emergency that a flow names in one of its states; an org that has everything, or nothing. Must
//! not know the flow beyond the names that it mentions.

use std::sync::Arc;

use super::recipe::Given;
use super::tape::Tape;
use crate::flow::inventory::Inventory;
use crate::flow::world::{EmergencyGroup, Schedule, ScheduleGroup, ScheduleState, World};

const STATES: [(&str, ScheduleState); 4] = [
    ("open", ScheduleState::Open),
    ("closed", ScheduleState::Closed),
    ("holiday", ScheduleState::Holiday),
    ("emergency", ScheduleState::Emergency),
];

/// A world for one run, and what is special about it.
pub(super) fn world(inventory: &Inventory, tape: &mut Tape, given: &mut Vec<Given>) -> World {
    // Every fourth org has nothing, so that look-ups by name fail.
    let open = tape.choose(4) != 0;
    if !open {
        given.push(Given::EmptyOrg);
    }
    let mut world = World { open, ..World::default() };
    if !open {
        // A kind of which nothing is listed would still be open to every name.
        let nobody = || vec![crate::flow::world::Resource { id: "none".into(), name: "none".into() }];
        world = World { queues: nobody(), users: nobody(), skills: nobody(), language_skills: nobody(), ..world };
    }
    for (kind, name, _) in &inventory.resources {
        let name: Arc<str> = name.clone();
        match *kind {
            "schedule" if !world.schedules.contains_key(&name) => {
                let active = tape.choose(2) == 0;
                given.push(Given::Schedule { name: name.clone(), state: if active { "active" } else { "inactive" } });
                world.schedules.insert(name, Schedule { forced: Some(active), ..Schedule::default() });
            }
            "scheduleGroup" if !world.schedule_groups.contains_key(&name) => {
                let Some((state, forced)) = tape.pick(&STATES).copied() else { continue };
                given.push(Given::Schedule { name: name.clone(), state });
                world.schedule_groups.insert(name, ScheduleGroup { forced: Some(forced), ..ScheduleGroup::default() });
            }
            "emergencyGroup" if !world.emergency_groups.contains_key(&name) => {
                let active = tape.choose(2) == 0;
                given.push(Given::Schedule { name: name.clone(), state: if active { "on" } else { "off" } });
                world.emergency_groups.insert(name, EmergencyGroup { active });
            }
            _ => {}
        }
    }
    world
}
