//! `evaluateScheduleGroup`: leaves by `open`, `closed`, `holiday` or `emergency`.

use super::Action;
use super::evaluate_schedule::{instant, is_emergency, missing, read_instant, zone_fault};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::{SCHEDULE_GROUP_NOT_SET, ScheduleGroupNotSet};
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::ResourceKind;
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};
use crate::flow::world::ScheduleState;

const OUTPUTS: &[&str] = &["open", "closed", "holiday", "emergency"];

#[derive(Debug)]
struct EvaluateScheduleGroup {
    group: Argument,
    emergency: Argument,
    at: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let action = EvaluateScheduleGroup {
        group: reader.resource("scheduleGroup", ResourceKind::ScheduleGroup),
        emergency: reader.resource("emergencyGroup", ResourceKind::EmergencyGroup),
        at: read_instant(reader, reader.body().get("evaluate")),
    };
    reader.outputs(OUTPUTS);
    Box::new(action)
}

impl Action for EvaluateScheduleGroup {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let emergency = turn.text(&self.emergency)?;
        if let Some(name) = &emergency {
            turn.note("emergencyGroup", || name.to_string());
        }
        // The emergency group comes first: it is switched on because the schedules do not say what holds.
        if emergency.is_some_and(|name| is_emergency(turn, &name)) {
            return Ok(leave(ScheduleState::Emergency));
        }
        let Some(name) = turn.text(&self.group)? else {
            return Ok(match SCHEDULE_GROUP_NOT_SET {
                ScheduleGroupNotSet::Open => leave(ScheduleState::Open),
            });
        };
        turn.note("scheduleGroup", || name.to_string());
        let at = instant(turn, &self.at)?;
        match turn.world().schedule_group_state(&name, at).map_err(zone_fault)? {
            Some(state) => Ok(leave(state)),
            None => {
                let yaml = format!("  schedule_groups:\n    {name}: open\n");
                Ok(missing(turn, "schedule group", &name, &yaml))
            }
        }
    }

    fn input_names(&self) -> Vec<String> {
        ["scheduleGroup", "emergencyGroup"].map(str::to_owned).to_vec()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        let named = [("scheduleGroup", &self.group), ("emergencyGroup", &self.emergency)];
        let named = named.into_iter().filter_map(|(kind, name)| Some((kind, name.literal_text()?, place.clone())));
        inventory.resources.extend(named);
    }
}

fn leave(state: ScheduleState) -> Next {
    Next::Leave(match state {
        ScheduleState::Open => 0,
        ScheduleState::Closed => 1,
        ScheduleState::Holiday => 2,
        ScheduleState::Emergency => 3,
    })
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::flow::world::ScheduleState;

    fn flow(group: &str) -> Flow {
        Flow::new().actions(&format!(
            "
- evaluateScheduleGroup:
    name: Hours
    inServiceSchedules: {{ noValue: true }}
    evaluate: {{ now: true }}
    scheduleGroup: {group}
    emergencyGroup: {{ lit: {{ name: Fire }}, name: Fire }}
- disconnect: {{ name: Bye }}"
        ))
    }

    #[rstest::rstest]
    #[case(ScheduleState::Open, "Hours: open")]
    #[case(ScheduleState::Closed, "Hours: closed")]
    #[case(ScheduleState::Holiday, "Hours: holiday")]
    fn the_group_s_state_is_the_output(#[case] state: ScheduleState, #[case] taken: &str) {
        let flow = flow("{ lit: { name: Business } }").group("Business", state);
        assert_eq!(flow.run().path(), [taken, "Bye"]);
    }

    #[test]
    fn the_emergency_group_comes_first_and_a_group_that_is_not_set_is_open() {
        let on = flow("{ lit: { name: Business } }").group("Business", ScheduleState::Holiday).emergency("Fire", true);
        assert_eq!(on.run().path(), ["Hours: emergency", "Bye"]);
        let unset = flow("{ exp: ToScheduleGroup(NOT_SET) }").emergency("Fire", false);
        assert_eq!(unset.run().path(), ["Hours: open", "Bye"]);
    }
}
