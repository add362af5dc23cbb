//! `evaluateSchedule`: leaves by `active` or `inactive`, as a schedule or an emergency group says.

use std::sync::Arc;

use jiff::Timestamp;

use super::Action;
use crate::diagnostic::{Code, Place};
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::UNLISTED_EMERGENCY;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};
use crate::flow::world::UnknownTimeZone;
use crate::trace::Ending;
use crate::yaml::Node;

const ACTIVE: usize = 0;
const INACTIVE: usize = 1;

#[derive(Debug)]
struct EvaluateSchedule {
    subject: Subject,
    at: Argument,
}

#[derive(Debug)]
enum Subject {
    Schedule { name: Argument, zone: Argument },
    Emergency(Argument),
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let body = reader.body();
    let form = body.get("evaluationType").and_then(Node::as_map).and_then(<[_]>::first);
    let mut at = Argument::Absent;
    let subject = match form {
        Some(form) if form.key.text == "schedule" => {
            at = read_instant(reader, form.value.get("evaluate"));
            let zone = form.value.get("scheduleTimeZone").or(form.value.get("evaluationTimeZone"));
            let zone = zone.map_or(Argument::Absent, |node| reader.argument_of(node, Type::String));
            Subject::Schedule { name: named(reader, &form.value, "selectedSchedule", ResourceKind::Schedule), zone }
        }
        Some(form) if form.key.text == "emergencyGroup" => {
            let nested =
                ["selectedEmergencyGroup", "emergencyGroup"].into_iter().find(|key| form.value.get(key).is_some());
            Subject::Emergency(match nested {
                Some(key) => named(reader, &form.value, key, ResourceKind::EmergencyGroup),
                None => reader.argument_of(&form.value, Type::Resource(ResourceKind::EmergencyGroup)),
            })
        }
        _ => {
            let message = "`evaluationType` must be `schedule` or `emergencyGroup`";
            reader.error(Code::FLOW_WRONG_SHAPE, &body.span, message);
            Subject::Emergency(Argument::Absent)
        }
    };
    reader.outputs(&["active", "inactive"]);
    Box::new(EvaluateSchedule { subject, at })
}

fn named(reader: &mut ActionReader<'_, '_, '_>, node: &Node, key: &str, kind: ResourceKind) -> Argument {
    node.get(key).map_or(Argument::Absent, |node| reader.argument_of(node, Type::Resource(kind)))
}

/// `{now: true}`, or an instant in a wrapper (below another key where the export has one).
pub(super) fn read_instant(reader: &mut ActionReader<'_, '_, '_>, node: Option<&Node>) -> Argument {
    if let Some(node) = node {
        reader.note_read(node);
    }
    let Some(node) = node.filter(|node| node.get("now").is_none() && !node.is_null()) else { return Argument::Absent };
    let wrapped = |node: &Node| ["exp", "lit", "var", "noValue"].iter().any(|key| node.get(key).is_some());
    let inner = node.as_map().and_then(<[_]>::first).map(|entry| &entry.value).filter(|_| !wrapped(node));
    reader.argument_of(inner.unwrap_or(node), Type::DateTime)
}

/// The instant to look at: now, unless another is given.
pub(super) fn instant(turn: &Turn<'_>, at: &Argument) -> Result<Timestamp, Fault> {
    match turn.value(at)? {
        Value::DateTime(instant) => Ok(instant),
        value if value.is_not_set() => Ok(turn.now()),
        other => Err(Fault::new(format!("a schedule needs an instant, not {}", other.quoted()))),
    }
}

/// Ends the execution for want of a part of the world, with the YAML to paste.
pub(super) fn missing(turn: &mut Turn<'_>, what: &str, name: &str, yaml: &str) -> Next {
    turn.problem(format!("the world has no {what} `{name}`"), format!("paste under `world:`\n{yaml}"));
    let action = turn.node().id.clone();
    Next::End(Ending::Unstubbed { action, callee: format!("{what} {name}") })
}

/// Whether an emergency group is on. One that the world does not list counts by a rule; where the world lists others, that is told.
pub(super) fn is_emergency(turn: &mut Turn<'_>, name: &Arc<str>) -> bool {
    let world = turn.world();
    if let Some(group) = world.emergency_groups.get(name) {
        return group.active;
    }
    if !world.emergency_groups.is_empty() {
        let known = world.emergency_groups.keys().map(|name| &**name);
        let help = crate::diagnostic::list_of("emergency groups of the world", name, known).unwrap_or_default();
        turn.problem(format!("the world has no emergency group `{name}`"), help);
    }
    UNLISTED_EMERGENCY
}

/// A time zone that does not exist goes to error handling.
pub(super) fn zone_fault(UnknownTimeZone(zone): UnknownTimeZone) -> Fault {
    Fault::new(format!("`{zone}` is not an IANA time zone"))
}

impl Action for EvaluateSchedule {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let active = match &self.subject {
            Subject::Emergency(group) => {
                let name = turn.text(group)?.ok_or_else(|| Fault::new("the emergency group must not be NOT_SET"))?;
                turn.note("emergencyGroup", || name.to_string());
                is_emergency(turn, &name)
            }
            Subject::Schedule { name, zone } => {
                let name = turn.text(name)?.ok_or_else(|| Fault::new("the schedule must not be NOT_SET"))?;
                turn.note("schedule", || name.to_string());
                let (at, zone) = (instant(turn, &self.at)?, turn.text(zone)?);
                match turn.world().schedule_active(&name, at, zone.as_ref()).map_err(zone_fault)? {
                    Some(active) => active,
                    None => {
                        let yaml = format!("  schedules:\n    {name}: open\n");
                        return Ok(missing(turn, "schedule", &name, &yaml));
                    }
                }
            }
        };
        Ok(Next::Leave(if active { ACTIVE } else { INACTIVE }))
    }

    fn input_names(&self) -> Vec<String> {
        vec![match self.subject {
            Subject::Schedule { .. } => "schedule".to_owned(),
            Subject::Emergency(_) => "emergencyGroup".to_owned(),
        }]
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        let (kind, name) = match &self.subject {
            Subject::Schedule { name, .. } => ("schedule", name),
            Subject::Emergency(name) => ("emergencyGroup", name),
        };
        inventory.resources.extend(name.literal_text().map(|name| (kind, name, place.clone())));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    fn schedule(evaluate: &str) -> Flow {
        Flow::new().actions(&format!(
            "
- evaluateSchedule:
    name: Open?
    evaluationType: {{ schedule: {{ selectedSchedule: {{ lit: {{ name: Office }} }}, scheduleTimeZone: {{ lit: America/Chicago }}, evaluate: {evaluate} }} }}
- disconnect: {{ name: Bye }}"
        ))
    }

    #[rstest::rstest]
    #[case("{ now: true }", "2026-11-23T15:00:00Z", "Open?: active")]
    #[case("{ now: true }", "2026-11-23T14:00:00Z", "Open?: inactive")]
    #[case("{ dateTime: { exp: 'AddHours(GetCurrentDateTimeUtc(), 1)' } }", "2026-11-23T14:00:00Z", "Open?: active")]
    fn the_zone_of_the_action_counts(#[case] evaluate: &str, #[case] now: &str, #[case] taken: &str) {
        assert_eq!(schedule(evaluate).office_hours("Office").at(now).run().path(), [taken, "Bye"]);
    }

    #[test]
    fn a_schedule_that_the_world_does_not_have_is_told() {
        let outcome = schedule("{ now: true }").run();
        assert!(matches!(&outcome.ending, Ending::Unstubbed { callee, .. } if callee == "schedule Office"));
        assert!(outcome.problems[0].help.contains("schedules:\n    Office:"));
    }

    #[rstest::rstest]
    #[case(Some(true), "E: active")]
    #[case(Some(false), "E: inactive")]
    #[case(None, "E: inactive")]
    fn an_emergency_group_is_on_or_off(#[case] on: Option<bool>, #[case] taken: &str) {
        let flow = Flow::new().actions("- evaluateSchedule: { name: E, evaluationType: { emergencyGroup: { lit: { name: Fire } } } }\n- disconnect: { name: Bye }");
        let flow = on.into_iter().fold(flow, |flow, on| flow.emergency("Fire", on));
        assert_eq!(flow.run().path(), [taken, "Bye"]);
    }
}
