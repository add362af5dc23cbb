//! Resources by name and by id. Must not know who looks.

use std::sync::Arc;

use super::{Resource as Listed, World};
use crate::flow::expression::{Resource, ResourceKind};
use crate::flow::program::stable_id;

impl World {
    /// The resource of that kind and exactly that name; a user also by e-mail address, in any letter case.
    pub fn find_by_name(&self, kind: ResourceKind, name: &str) -> Option<Resource> {
        if let Some(listed) = self.listed(kind) {
            if self.open && listed.is_empty() {
                return Some(Resource { kind, id: Self::derived_id(kind, name), name: name.into() });
            }
            let mail = || {
                let found = self.user_emails.iter().find(|(mail, _)| mail.eq_ignore_ascii_case(name));
                found.and_then(|(_, index)| self.users.get(*index)).filter(|_| kind == ResourceKind::User)
            };
            return listed.iter().find(|one| &*one.name == name).or_else(mail).map(|one| resource(kind, one));
        }
        let known = match kind {
            ResourceKind::Schedule => self.schedules.contains_key(name),
            ResourceKind::ScheduleGroup => self.schedule_groups.contains_key(name),
            ResourceKind::EmergencyGroup => self.emergency_groups.contains_key(name),
            _ => false,
        };
        known.then(|| Resource { kind, id: Self::derived_id(kind, name), name: name.into() })
    }

    /// The resource of that kind and name as an action looks for it: schedule groups in any letter case, everything else exactly. The
    /// vendor's page on finding schedule groups says so of them.
    pub fn find_named(&self, kind: ResourceKind, name: &str) -> Option<Resource> {
        let listed = (kind == ResourceKind::ScheduleGroup)
            .then(|| self.schedule_groups.keys().find(|known| known.eq_ignore_ascii_case(name)))
            .flatten();
        self.find_by_name(kind, listed.map_or(name, |listed| listed))
    }

    /// The resource of that kind and id; ids have no letter case, as the vendor's page on finding queues by id says.
    pub fn find_by_id(&self, kind: ResourceKind, id: &str) -> Option<Resource> {
        if let Some(listed) = self.listed(kind) {
            if self.open && listed.is_empty() {
                return Some(Resource { kind, id: id.into(), name: id.into() });
            }
            return listed.iter().find(|one| one.id.eq_ignore_ascii_case(id)).map(|one| resource(kind, one));
        }
        let names: Vec<&Arc<str>> = match kind {
            ResourceKind::Schedule => self.schedules.keys().collect(),
            ResourceKind::ScheduleGroup => self.schedule_groups.keys().collect(),
            ResourceKind::EmergencyGroup => self.emergency_groups.keys().collect(),
            _ => Vec::new(),
        };
        let name = names.into_iter().find(|name| *Self::derived_id(kind, name) == *id)?;
        Some(Resource { kind, id: id.into(), name: name.clone() })
    }

    /// From here on the org lacks it, also where a flow names it.
    pub fn lose(&mut self, kind: ResourceKind, name: &str) {
        let list = match kind {
            ResourceKind::Queue => &mut self.queues,
            ResourceKind::User => &mut self.users,
            ResourceKind::Group => &mut self.groups,
            ResourceKind::Skill => &mut self.skills,
            ResourceKind::LanguageSkill => &mut self.language_skills,
            ResourceKind::WrapupCode => &mut self.wrapup_codes,
            ResourceKind::Schedule | ResourceKind::ScheduleGroup | ResourceKind::EmergencyGroup => return,
        };
        if let Some(at) = list.iter().position(|one| &*one.name == name) {
            list.remove(at);
            if kind == ResourceKind::User {
                // The table of addresses holds positions.
                self.user_emails.retain(|_, user| *user != at);
                self.user_emails.values_mut().filter(|user| **user > at).for_each(|user| *user -= 1);
            }
        }
        self.absent.push((kind, name.into()));
    }

    /// The id of a resource for which the world gives none: the same for a kind and name in every run.
    pub fn derived_id(kind: ResourceKind, name: &str) -> Arc<str> {
        stable_id(&[kind.describe(), name])
    }

    /// The list of a kind that has ids of its own.
    fn listed(&self, kind: ResourceKind) -> Option<&[Listed]> {
        match kind {
            ResourceKind::Queue => Some(&self.queues),
            ResourceKind::User => Some(&self.users),
            ResourceKind::Group => Some(&self.groups),
            ResourceKind::Skill => Some(&self.skills),
            ResourceKind::LanguageSkill => Some(&self.language_skills),
            ResourceKind::WrapupCode => Some(&self.wrapup_codes),
            ResourceKind::Schedule | ResourceKind::ScheduleGroup | ResourceKind::EmergencyGroup => None,
        }
    }
}

fn resource(kind: ResourceKind, listed: &Listed) -> Resource {
    Resource { kind, id: listed.id.clone(), name: listed.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_world_knows_whatever_is_asked_of_a_kind_that_it_does_not_list() {
        let mut world = World { open: true, ..World::default() };
        assert_eq!(&*world.find_by_id(ResourceKind::Queue, "q-9").unwrap().name, "q-9");
        assert_eq!(&*world.find_by_name(ResourceKind::Skill, "Billing").unwrap().name, "Billing");
        world.queues.push(Listed { id: "q-1".into(), name: "Support".into() });
        assert_eq!(world.find_by_id(ResourceKind::Queue, "q-9"), None);
        assert_eq!(World::default().find_by_name(ResourceKind::Queue, "Support"), None);
    }
    use crate::flow::world::{EmergencyGroup, Schedule};

    #[test]
    fn resources_are_found_by_exact_name_id_and_address() {
        let mut world = World {
            queues: vec![Listed { id: "q-1".into(), name: "Support".into() }],
            users: vec![Listed { id: "u-1".into(), name: "Ada Lovelace".into() }],
            ..World::default()
        };
        world.user_emails.insert("ada@example.com".into(), 0);
        let id = |found: Option<Resource>| found.map(|found| found.id.to_string());
        assert_eq!(id(world.find_by_name(ResourceKind::Queue, "Support")).as_deref(), Some("q-1"));
        assert_eq!(id(world.find_by_name(ResourceKind::Queue, "support")), None);
        assert_eq!(id(world.find_by_name(ResourceKind::User, "Ada@Example.com")).as_deref(), Some("u-1"));
        assert_eq!(id(world.find_by_name(ResourceKind::Queue, "ada@example.com")), None);
        assert_eq!(
            world.find_by_id(ResourceKind::User, "u-1").map(|user| user.name.to_string()).as_deref(),
            Some("Ada Lovelace")
        );
    }

    #[test]
    fn what_has_no_id_of_its_own_gets_one() {
        let mut world = World::default();
        world.schedules.insert("Office".into(), Schedule::default());
        world.emergency_groups.insert("Office".into(), EmergencyGroup::default());
        let schedule = world.find_by_name(ResourceKind::Schedule, "Office").unwrap();
        assert_eq!(world.find_by_id(ResourceKind::Schedule, &schedule.id), Some(schedule.clone()));
        assert_ne!(world.find_by_name(ResourceKind::EmergencyGroup, "Office").unwrap().id, schedule.id);
        assert_eq!(world.find_by_name(ResourceKind::ScheduleGroup, "Office"), None);
    }
}
