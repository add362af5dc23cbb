//! `findUser`, `findSkill`, `findScheduleGroup` and the like: look for one thing of the org and leave by `found` or `notFound`.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::program::{Argument, Target};

const FOUND: usize = 0;
const NOT_FOUND: usize = 1;

/// Under which keys the result may stand, behind the one that is public.
const RESULTS: &[&str] = &["findResult", "result"];

#[derive(Debug)]
struct FindResource {
    kind: ResourceKind,
    by_id: bool,
    key: Argument,
    result: Option<Target>,
}

pub(super) fn read_user(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::User, false, &["findName", "findEmail", "userEmail", "email"])
}

pub(super) fn read_user_by_id(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::User, true, &["findId", "findName", "userId"])
}

pub(super) fn read_group(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::Group, false, &["findName", "groupName"])
}

pub(super) fn read_skill(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::Skill, false, &["findName", "skillName"])
}

pub(super) fn read_language_skill(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::LanguageSkill, false, &["findName", "languageSkillName"])
}

pub(super) fn read_schedule(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::Schedule, false, &["findName", "scheduleName"])
}

pub(super) fn read_schedule_group(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::ScheduleGroup, false, &["findName", "scheduleGroupName"])
}

pub(super) fn read_emergency_group(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, ResourceKind::EmergencyGroup, false, &["findName", "emergencyGroupName"])
}

fn find(reader: &mut ActionReader<'_, '_, '_>, kind: ResourceKind, by_id: bool, keys: &[&str]) -> Box<dyn Action> {
    let key = reader.required_in(keys, Type::String);
    let action = FindResource { kind, by_id, key, result: reader.target_in(RESULTS) };
    reader.outputs(&["found", "notFound"]);
    Box::new(action)
}

impl FindResource {
    fn input(&self) -> &'static str {
        if self.by_id { "findId" } else { "findName" }
    }
}

impl Action for FindResource {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let key = turn.text(&self.key)?;
        turn.note(self.input(), || key.as_deref().unwrap_or("NOT_SET").to_owned());
        // NOT_SET is not found: the vendor's page on schedule groups says so, and nothing says otherwise for the rest.
        let Some(key) = key else { return Ok(Next::Leave(NOT_FOUND)) };
        let world = turn.world();
        let found =
            if self.by_id { world.find_by_id(self.kind, key.trim()) } else { world.find_named(self.kind, &key) };
        let Some(found) = found else { return Ok(Next::Leave(NOT_FOUND)) };
        // The pages on these actions say that the result is written by way of `found` only.
        if let Some(target) = &self.result {
            turn.assign(target, Value::Resource(found))?;
        }
        Ok(Next::Leave(FOUND))
    }

    fn input_names(&self) -> Vec<String> {
        vec![self.input().to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    fn flow(kind: &str, key: &str, value_type: &str) -> Flow {
        Flow::new().state_variable(value_type, "State.one").actions(&format!(
            "
- {kind}:
    name: Find
    {key}: {{ exp: 'If(Message.Message.body == \"unset\", ToString(NOT_SET), Message.Message.body)' }}
    findResult: {{ var: State.one }}
    outputs: {{ found: {{ actions: [ {{ sendResponse: {{ name: Tell, messageBody: {{ exp: ToString(State.one) }} }} }} ] }} }}
- disconnect: {{ name: Bye }}"
        ))
    }

    #[rstest::rstest]
    #[case("findUser", "findEmail", "user", "ADA@example.com", true)]
    #[case("findUser", "findName", "user", "bob@example.com", false)]
    #[case("findUserById", "findId", "user", "u-1", true)]
    #[case("findUserById", "findId", "user", "u-2", false)]
    #[case("findGroup", "findName", "group", "Night Shift", true)]
    #[case("findGroup", "findName", "group", "night shift", false)]
    #[case("findSkill", "findName", "skill", "Billing", true)]
    #[case("findSkill", "findName", "skill", "Bills", false)]
    #[case("findLanguageSkill", "findName", "languageSkill", "German", true)]
    #[case("findLanguageSkill", "findName", "languageSkill", "Billing", false)]
    #[case("findSchedule", "findName", "schedule", "Office", true)]
    #[case("findSchedule", "findName", "schedule", "Nights", false)]
    #[case("findScheduleGroup", "findName", "scheduleGroup", "business", true)]
    #[case("findScheduleGroup", "findName", "scheduleGroup", "Busy", false)]
    #[case("findEmergencyGroup", "findName", "emergencyGroup", "Fire", true)]
    #[case("findEmergencyGroup", "findName", "emergencyGroup", "unset", false)]
    #[case("findSkill", "findName", "skill", "unset", false)]
    fn one_thing_of_the_org_is_found_or_not(
        #[case] kind: &str,
        #[case] key: &str,
        #[case] value_type: &str,
        #[case] says: &str,
        #[case] found: bool,
    ) {
        let flow = flow(kind, key, value_type)
            .world(|world| {
                let one = |id: &str, name: &str| crate::flow::world::Resource { id: id.into(), name: name.into() };
                world.users = vec![one("u-1", "Ada Lovelace")];
                world.user_emails.insert("ada@example.com".into(), 0);
                world.groups = vec![one("g-1", "Night Shift")];
                world.skills = vec![one("s-1", "Billing")];
                world.language_skills = vec![one("l-1", "German")];
            })
            .office_hours("Office")
            .group("Business", crate::flow::world::ScheduleState::Open)
            .emergency("Fire", false);
        let path = if found { vec!["Find: found", "Tell", "Bye"] } else { vec!["Find: notFound", "Bye"] };
        assert_eq!(flow.says(says).run().path(), path);
    }

    #[test]
    fn names_of_parameters_that_are_not_public_are_understood_where_there_is_one() {
        let actions = "
- findSkill: { name: Find, skillToFind: { lit: Billing }, whereItGoes: { var: State.one } }
- sendResponse: { name: Tell, messageBody: { exp: ToString(State.one) } }";
        let flow = Flow::new().state_variable("skill", "State.one").actions(actions).world(|world| {
            world.skills = vec![crate::flow::world::Resource { id: "s-1".into(), name: "Billing".into() }];
        });
        let outcome = flow.run();
        assert_eq!((outcome.path()[0].as_str(), outcome.texts()), ("Find: found", vec!["Billing"]));
        assert!(flow.program().actions()[0].unread.is_empty());
    }

    #[test]
    fn the_key_must_be_given() {
        let flow = Flow::new().actions("- findSkill: { name: Find }\n- disconnect: { name: Bye }");
        assert_eq!(flow.codes().len(), 1);
    }
}
