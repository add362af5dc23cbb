//! The world: schedules that the flow asks are described, groups list schedules that exist, the conversation's queue is there.

use super::Subject;
use super::subject::{near, yaml_word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::flow::world::{Recurrence, World};
use crate::project::resolve::unknown_queue;
use crate::scenario::model::WorldSpec;

/// What a flow can ask, that nobody can guess: kind in the inventory, words, key under `world`, an answer to paste, the code.
const ASKED: [(&str, &str, &str, &str, Code); 5] = [
    ("schedule", "schedule", "schedules", "open", Code::MISSING_SCHEDULE),
    ("scheduleGroup", "schedule group", "schedule_groups", "open", Code::MISSING_SCHEDULE),
    ("emergencyGroup", "emergency group", "emergency_groups", "false", Code::MISSING_SCHEDULE),
    ("table", "data table", "tables", "{}", Code::MISSING_IN_WORLD),
    ("response", "canned response", "responses", "the text", Code::MISSING_IN_WORLD),
];

/// Kinds that fail by their stubs, and not by the world.
const STUBBED: [&str; 4] = ["callBotFlow", "callCommonModule", "callData", "callDigitalBotFlow"];

/// Checks what the flow asks of the world, and the world that the case brings.
pub(super) fn check(subject: &mut Subject<'_>) {
    let world = subject.world;
    for (kind, name, place) in &subject.flow.inventory.resources {
        let Some((_, what, key, answer, code)) = ASKED.iter().find(|(known, ..)| known == kind) else { continue };
        let known = names_of(world, kind);
        if !known.contains(&&**name) {
            let paste = format!("world: {{ {key}: {{ {}: {answer} }} }}", yaml_word(name));
            subject.out.push(
                Diagnostic::error(*code, format!("the world lacks {what} `{name}`, which the flow asks"))
                    .at(place.clone())
                    .help_maybe(near(name, known))
                    .help(format!("add to flowproof.yaml or to the scenario: {paste}")),
            );
        }
    }
    check_groups(&subject.case.world, world, &mut subject.out);
    let case = subject.case;
    for (name, message) in &case.world.failing_actions {
        let actions = subject.flow.inventory.actions.iter();
        let able = actions
            .filter(|one| !STUBBED.contains(&&*one.kind) && one.outputs.iter().any(|output| &**output == "failure"));
        let names: Vec<&str> = able.map(|one| &*one.id.name).collect();
        if !names.contains(&name.as_str()) {
            let message_text = format!("no action named `{name}` can leave by `failure`");
            let help = list_of("such actions", name, names);
            subject
                .out
                .push(Diagnostic::error(Code::UNKNOWN_ACTION, message_text).at(message.place.clone()).help_maybe(help));
        }
    }
    if let Some(queue) = &case.queue
        && world.queues.iter().all(|known| *known.name != *queue.value)
    {
        subject.push(unknown_queue(world, queue));
    }
    for (queue, failure) in &case.stubs.failing_transfers {
        if world.queues.iter().all(|known| *known.name != *queue.as_str()) {
            let place = &failure.place;
            subject.out.push(super::ending::missing(
                Code::UNKNOWN_QUEUE,
                "queue",
                "queues",
                queue,
                place,
                &world.queues,
            ));
        }
    }
}

/// Checks the schedules that a specification brings: recurrences can be read, and the schedules that groups list are there.
pub(crate) fn check_groups(spec: &WorldSpec, world: &World, out: &mut Diagnostics) {
    let periods = spec.schedules.values().filter_map(|schedule| schedule.value.period.as_ref());
    for rule in periods.filter_map(|period| period.recurrence.as_ref()) {
        if let Err(error) = Recurrence::parse(&rule.value) {
            let help = "rules are written `FREQ=WEEKLY;BYDAY=MO,TU`, with INTERVAL, UNTIL, COUNT, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST";
            out.push(Diagnostic::error(Code::BAD_SCHEDULE, error.message).at(rule.place.clone()).help(help));
        }
    }
    for group in spec.schedule_groups.values() {
        for listed in group.value.open.iter().chain(&group.value.closed).chain(&group.value.holidays) {
            if !world.schedules.contains_key(listed.value.as_str()) {
                let known = world.schedules.keys().map(|name| &**name);
                out.push(
                    Diagnostic::error(Code::UNKNOWN_SCHEDULE, format!("no schedule is named `{}`", listed.value))
                        .at(listed.place.clone())
                        .help_maybe(list_of("schedules", &listed.value, known)),
                );
            }
        }
    }
}

fn names_of<'w>(world: &'w World, kind: &str) -> Vec<&'w str> {
    match kind {
        "schedule" => world.schedules.keys().map(|name| &**name).collect(),
        "scheduleGroup" => world.schedule_groups.keys().map(|name| &**name).collect(),
        "table" => world.tables.keys().map(|name| &**name).collect(),
        "response" => world.responses.keys().map(|name| &**name).collect(),
        _ => world.emergency_groups.keys().map(|name| &**name).collect(),
    }
}
