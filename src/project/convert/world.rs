//! What a flow can look up: from specification to world, one world laid over another by name, and what a flow's own literals add.
//! Must not know how either is read.

use std::sync::Arc;

use crate::flow::expression::ResourceKind;
use crate::flow::inventory::Inventory;
use crate::flow::world::{
    EmergencyGroup, Hours, Period, Record, Recurrence, Resource, Schedule, ScheduleGroup, ScheduleState, World,
};
use crate::scenario::model::{PeriodSpec, RecordSpec, ResourceSpec, ScheduleGroupSpec, ScheduleSpec, WorldSpec};

/// The words that force a schedule group.
const GROUP_WORDS: &[(&str, ScheduleState)] = &[
    ("open", ScheduleState::Open),
    ("closed", ScheduleState::Closed),
    ("holiday", ScheduleState::Holiday),
    ("emergency", ScheduleState::Emergency),
];

/// The world that a specification stands for.
pub fn world_of(spec: &WorldSpec) -> World {
    world_over(&World::default(), spec)
}

/// `base` with a specification laid over it: what has the same name is replaced, the rest is added. New queues go in front, so that the
/// first queue of a scenario's world is the conversation's.
pub fn world_over(base: &World, spec: &WorldSpec) -> World {
    let mut world = base.clone();
    lose(&mut world, spec);
    overlay(&mut world.queues, ResourceKind::Queue, &spec.queues);
    overlay(&mut world.skills, ResourceKind::Skill, &spec.skills);
    overlay(&mut world.language_skills, ResourceKind::LanguageSkill, &spec.language_skills);
    overlay(&mut world.groups, ResourceKind::Group, &spec.groups);
    overlay(&mut world.wrapup_codes, ResourceKind::WrapupCode, &spec.wrapup_codes);
    overlay_users(&mut world, &spec.users);
    for (name, schedule) in &spec.schedules {
        world.schedules.insert(Arc::from(name.as_str()), schedule_of(&schedule.value));
    }
    for (name, group) in &spec.schedule_groups {
        world.schedule_groups.insert(Arc::from(name.as_str()), group_of(&group.value));
    }
    for (name, active) in &spec.emergency_groups {
        world.emergency_groups.insert(Arc::from(name.as_str()), EmergencyGroup { active: active.value });
    }
    for (name, rows) in &spec.tables {
        let table = world.tables.entry(Arc::from(name.as_str())).or_default();
        table.extend(rows.iter().map(|(key, row)| (Arc::from(key.as_str()), row.clone())));
    }
    overlay_records(&mut world.external_contacts, &spec.external_contacts);
    overlay_records(&mut world.external_organizations, &spec.external_organizations);
    for (id, attributes) in &spec.conversations {
        let known = world.conversations.entry(Arc::from(id.as_str())).or_default();
        known.extend(attributes.iter().map(|(name, value)| (Arc::from(name.as_str()), Arc::from(value.as_str()))));
    }
    let texts = spec.responses.iter().map(|(name, text)| (Arc::from(name.as_str()), Arc::from(text.as_str())));
    world.responses.extend(texts);
    let failing = spec.failing_actions.iter();
    let failing = failing.map(|(name, message)| (Arc::from(name.as_str()), Arc::from(message.value.as_str())));
    world.failing_actions.extend(failing);
    if let Some(zone) = &spec.time_zone {
        world.time_zone = Some(Arc::from(zone.value.as_str()));
    }
    world
}

/// Whether laying this over a world changes nothing, so that the world can be shared.
pub(crate) fn changes_nothing(spec: &WorldSpec) -> bool {
    let WorldSpec {
        queues,
        users,
        skills,
        language_skills,
        groups,
        wrapup_codes,
        schedules,
        schedule_groups,
        emergency_groups,
        tables,
        external_contacts,
        external_organizations,
        conversations,
        responses,
        failing_actions,
        time_zone,
    } = spec;
    let lists = [queues, users, skills, language_skills, groups, wrapup_codes];
    lists.into_iter().all(Vec::is_empty)
        && schedules.is_empty()
        && schedule_groups.is_empty()
        && emergency_groups.is_empty()
        && tables.is_empty()
        && [external_contacts, external_organizations].into_iter().all(Vec::is_empty)
        && conversations.is_empty()
        && responses.is_empty()
        && failing_actions.is_empty()
        && time_zone.is_none()
}

/// `world` with the queues, skills and other resources that a flow names literally. Architect refuses to publish a flow whose literal
/// resources the org lacks, so a published flow shows that they exist; schedules stay out, because no answer of theirs would be right.
pub(crate) fn with_literals(mut world: World, inventory: &Inventory) -> World {
    let absent = std::mem::take(&mut world.absent);
    for (name, _) in &inventory.queues {
        add(&mut world.queues, &absent, ResourceKind::Queue, name);
    }
    for (kind, name, _) in &inventory.resources {
        match *kind {
            "skill" => add(&mut world.skills, &absent, ResourceKind::Skill, name),
            "languageSkill" => add(&mut world.language_skills, &absent, ResourceKind::LanguageSkill, name),
            "user" => add(&mut world.users, &absent, ResourceKind::User, name),
            "group" => add(&mut world.groups, &absent, ResourceKind::Group, name),
            "wrapupCode" => add(&mut world.wrapup_codes, &absent, ResourceKind::WrapupCode, name),
            _ => {}
        }
    }
    world.absent = absent;
    world
}

fn add(list: &mut Vec<Resource>, absent: &[(ResourceKind, Arc<str>)], kind: ResourceKind, name: &Arc<str>) {
    let exists = absent.iter().all(|(of, lost)| *of != kind || lost != name);
    if exists && list.iter().all(|known| known.name != *name) {
        list.push(Resource { id: World::derived_id(kind, name), name: Arc::clone(name) });
    }
}

fn overlay(list: &mut Vec<Resource>, kind: ResourceKind, specs: &[ResourceSpec]) {
    let mut fresh = Vec::new();
    for spec in specs.iter().filter(|spec| !spec.absent) {
        let resource = resource_of(kind, spec);
        match list.iter_mut().chain(fresh.iter_mut()).find(|known| known.name == resource.name) {
            Some(known) if spec.id.is_some() => *known = resource,
            Some(_) => {}
            None => fresh.push(resource),
        }
    }
    if !fresh.is_empty() {
        list.splice(0..0, fresh);
    }
}

/// What a specification says that the org lacks is listed no more; what it lists is there again.
fn lose(world: &mut World, spec: &WorldSpec) {
    let kinds = [
        (ResourceKind::Queue, &spec.queues),
        (ResourceKind::User, &spec.users),
        (ResourceKind::Skill, &spec.skills),
        (ResourceKind::LanguageSkill, &spec.language_skills),
        (ResourceKind::Group, &spec.groups),
        (ResourceKind::WrapupCode, &spec.wrapup_codes),
    ];
    for (kind, specs) in kinds {
        for spec in specs {
            let name = spec.name.value.as_str();
            world.absent.retain(|(of, lost)| *of != kind || **lost != *name);
            if spec.absent {
                world.lose(kind, name);
            }
        }
    }
}

fn overlay_records(list: &mut Vec<Record>, specs: &[RecordSpec]) {
    for spec in specs {
        let record = Record::new(Arc::from(spec.id.value.as_str()), spec.fields.clone());
        match list.iter_mut().find(|known| known.id == record.id) {
            Some(known) => *known = record,
            None => list.push(record),
        }
    }
}

fn overlay_users(world: &mut World, specs: &[ResourceSpec]) {
    // Users stay in place, since the table of e-mail addresses holds their positions.
    for spec in specs.iter().filter(|spec| !spec.absent) {
        let user = resource_of(ResourceKind::User, spec);
        let at = match world.users.iter().position(|known| known.name == user.name) {
            Some(at) => at,
            None => {
                world.users.push(user.clone());
                world.users.len() - 1
            }
        };
        if let (Some(known), true) = (world.users.get_mut(at), spec.id.is_some()) {
            *known = user;
        }
        if let Some(email) = &spec.email {
            world.user_emails.insert(Arc::from(email.as_str()), at);
        }
    }
}

fn resource_of(kind: ResourceKind, spec: &ResourceSpec) -> Resource {
    let name: Arc<str> = Arc::from(spec.name.value.as_str());
    let id = spec.id.as_deref().map_or_else(|| World::derived_id(kind, &name), Arc::from);
    Resource { id, name }
}

fn schedule_of(spec: &ScheduleSpec) -> Schedule {
    let hours = spec.hours.iter().map(|hours| Hours { days: hours.days.clone(), from: hours.from, to: hours.to });
    Schedule {
        hours: hours.collect(),
        dates: spec.dates.clone(),
        period: spec.period.as_ref().map(period_of),
        time_zone: spec.time_zone.as_deref().map(Arc::from),
        forced: spec.forced,
    }
}

/// A recurrence that cannot be read is told by the checks; without one the period is once.
fn period_of(spec: &PeriodSpec) -> Period {
    let recurrence = spec.recurrence.as_ref().and_then(|rule| Recurrence::parse(&rule.value).ok());
    Period { start: spec.start, end: spec.end, recurrence }
}

fn group_of(spec: &ScheduleGroupSpec) -> ScheduleGroup {
    let names = |list: &[crate::scenario::model::Spanned<String>]| -> Vec<Arc<str>> {
        list.iter().map(|name| Arc::from(name.value.as_str())).collect()
    };
    let forced = spec.forced.as_deref().and_then(|word| GROUP_WORDS.iter().find(|(known, _)| *known == word));
    ScheduleGroup {
        open: names(&spec.open),
        closed: names(&spec.closed),
        holidays: names(&spec.holidays),
        time_zone: spec.time_zone.as_deref().map(Arc::from),
        forced: forced.map(|(_, state)| *state),
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;
    use crate::diagnostic::{Place, SourceFile};
    use crate::scenario::model::Spanned;

    fn spanned<T>(value: T) -> Spanned<T> {
        Spanned { value, place: Place::new(&SourceFile::new("t.yaml", ""), 0..0) }
    }

    fn named(name: &str, id: Option<&str>, email: Option<&str>) -> ResourceSpec {
        ResourceSpec { name: spanned(name.into()), id: id.map(Into::into), email: email.map(Into::into), absent: false }
    }

    #[test]
    fn what_the_org_lacks_is_not_there_even_where_the_flow_names_it() {
        let absent = |name: &str| ResourceSpec { absent: true, ..named(name, None, None) };
        let base = world_of(&WorldSpec {
            queues: vec![named("Support", None, None), named("Sales", None, None)],
            users: vec![named("Ada", None, Some("ada@example.com")), named("Bob", None, Some("bob@example.com"))],
            ..WorldSpec::default()
        });
        let spec = WorldSpec {
            queues: vec![absent("Sales"), absent("Literal")],
            users: vec![absent("Ada")],
            ..WorldSpec::default()
        };
        let place = spanned(()).place;
        let inventory = Inventory {
            queues: ["Sales", "Literal", "Other"].map(|name| (name.into(), place.clone())).to_vec(),
            ..Inventory::default()
        };
        let world = with_literals(world_over(&base, &spec), &inventory);
        let names: Vec<&str> = world.queues.iter().map(|queue| &*queue.name).collect();
        assert_eq!(names, ["Support", "Other"]);
        let by_mail = |mail: &str| world.find_by_name(ResourceKind::User, mail).map(|user| user.name.to_string());
        assert_eq!((by_mail("ada@example.com"), by_mail("bob@example.com").as_deref()), (None, Some("Bob")));
        let again = world_over(&world, &WorldSpec { queues: vec![named("Sales", None, None)], ..WorldSpec::default() });
        assert!(with_literals(again, &inventory).queues.iter().any(|queue| &*queue.name == "Sales"));
    }

    #[test]
    fn a_scenario_s_world_lies_over_the_project_s() {
        let base = world_of(&WorldSpec {
            queues: vec![named("Support", None, None), named("Sales", Some("1"), None)],
            schedules: IndexMap::from_iter([("Hours".to_owned(), spanned(ScheduleSpec::default()))]),
            ..WorldSpec::default()
        });
        let forced = ScheduleSpec { forced: Some(true), ..ScheduleSpec::default() };
        let world = world_over(
            &base,
            &WorldSpec {
                queues: vec![named("VIP", None, None), named("Support", Some("2"), None), named("Sales", None, None)],
                schedules: IndexMap::from_iter([("Hours".to_owned(), spanned(forced))]),
                ..WorldSpec::default()
            },
        );
        let queues: Vec<(&str, &str)> = world.queues.iter().skip(1).map(|queue| (&*queue.name, &*queue.id)).collect();
        assert_eq!(&*world.queues[0].name, "VIP");
        assert_eq!(queues, [("Support", "2"), ("Sales", "1")]);
        assert_eq!(world.schedules["Hours"].forced, Some(true));
    }

    #[test]
    fn ids_are_derived_from_kind_and_name() {
        let spec = WorldSpec {
            queues: vec![named("A", None, None)],
            skills: vec![named("A", None, None)],
            ..WorldSpec::default()
        };
        let (one, two) = (world_of(&spec), world_of(&spec));
        assert_eq!(one.queues[0].id, two.queues[0].id);
        assert_ne!(one.queues[0].id, one.skills[0].id);
    }

    #[test]
    fn users_are_found_by_address_after_an_overlay() {
        let base = world_of(&WorldSpec { users: vec![named("Ada", None, Some("ada@x"))], ..WorldSpec::default() });
        let world =
            world_over(&base, &WorldSpec { users: vec![named("Bob", None, Some("bob@x"))], ..WorldSpec::default() });
        for (email, name) in [("ada@x", "Ada"), ("bob@x", "Bob")] {
            assert_eq!(&*world.users[world.user_emails[email]].name, name);
        }
    }

    #[test]
    fn literals_of_a_flow_are_added_once() {
        let place = Place::new(&SourceFile::new("f.yaml", ""), 0..0);
        let inventory = Inventory {
            queues: vec![("Support".into(), place.clone()), ("VIP".into(), place.clone())],
            resources: vec![("skill", "German".into(), place.clone()), ("schedule", "Hours".into(), place)],
            ..Inventory::default()
        };
        let base = world_of(&WorldSpec { queues: vec![named("Support", Some("9"), None)], ..WorldSpec::default() });
        let world = with_literals(base, &inventory);
        let queues: Vec<&str> = world.queues.iter().map(|queue| &*queue.name).collect();
        assert_eq!(queues, ["Support", "VIP"]);
        assert_eq!(&*world.queues[0].id, "9");
        assert_eq!(&*world.skills[0].name, "German");
        assert!(world.schedules.is_empty());
    }
}
