//! The actions of the flow's file, by which the names and ids of execution data become identities. Must not know a flow format.

use std::collections::HashMap;
use std::sync::Arc;

use crate::trace::{ActionId, Called};

/// An action of the file.
#[derive(Debug, Clone)]
pub struct KnownAction {
    /// Its identity.
    pub id: ActionId,
    /// Its kind by its Archy name.
    pub kind: Arc<str>,
    /// The id that the org has for it, where the file holds it.
    pub guid: Option<Arc<str>>,
    /// What it calls outside its flow.
    pub called: Option<Called>,
    /// Its outputs by name.
    pub outputs: Vec<Arc<str>>,
    /// The text that it sends, where that stands in the file word for word.
    pub text: Option<Arc<str>>,
    /// The flow outcome that it sets, where its name stands in the file word for word.
    pub outcome: Option<Arc<str>>,
}

/// All actions of the file.
#[derive(Debug, Clone, Default)]
pub struct KnownActions {
    list: Vec<KnownAction>,
    by_guid: HashMap<Arc<str>, usize>,
    by_name: HashMap<Arc<str>, Vec<usize>>,
}

/// What execution data say of an action.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The flow that it stands in, as far as the data say.
    pub flow: &'a str,
    /// The container that it stands in.
    pub container: &'a str,
    /// Its name.
    pub name: Option<&'a str>,
    /// Its id in the org.
    pub guid: Option<&'a str>,
}

/// Which action of the file is meant.
#[derive(Debug, Clone, Copy)]
pub enum Match<'a> {
    /// This one.
    One(&'a KnownAction),
    /// This one or another of the same name in the same container: only the org's configuration can tell.
    Several(&'a KnownAction),
    /// None: the file is not the flow that ran.
    None,
}

impl KnownActions {
    /// The actions of a file.
    pub fn new(list: Vec<KnownAction>) -> Self {
        let mut known = Self::default();
        for (at, action) in list.iter().enumerate() {
            if let Some(guid) = &action.guid {
                known.by_guid.insert(Arc::clone(guid), at);
            }
            known.by_name.entry(Arc::clone(&action.id.name)).or_default().push(at);
        }
        known.list = list;
        known
    }

    /// Adds the org's ids, as its configuration gives them: flow, container, name, and which of that name there.
    pub fn learn<'a>(&mut self, ids: impl IntoIterator<Item = (&'a str, &'a ActionId)>) {
        for (guid, id) in ids {
            if let Some(at) = self.list.iter().position(|action| action.id == *id) {
                self.by_guid.insert(Arc::from(guid), at);
            }
        }
    }

    /// The flows of the file by name, the entry first.
    pub fn flows(&self) -> Vec<Arc<str>> {
        let mut flows: Vec<Arc<str>> = Vec::new();
        for action in &self.list {
            if !flows.contains(&action.id.flow) {
                flows.push(Arc::clone(&action.id.flow));
            }
        }
        flows
    }

    /// The actions in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &KnownAction> {
        self.list.iter()
    }

    /// Finds the action: by the org's id, else by name within container and flow, else by name alone.
    pub fn find(&self, seen: &Seen<'_>) -> Match<'_> {
        if let Some(action) = seen.guid.and_then(|guid| self.by_guid.get(guid)).and_then(|at| self.list.get(*at)) {
            return Match::One(action);
        }
        let named = seen.name.and_then(|name| self.by_name.get(name));
        let candidates: Vec<&KnownAction> = named.into_iter().flatten().filter_map(|at| self.list.get(*at)).collect();
        let within = |action: &&&KnownAction| *action.id.container == *seen.container && *action.id.flow == *seen.flow;
        let near: Vec<&KnownAction> = candidates.iter().filter(within).copied().collect();
        match (near.as_slice(), candidates.as_slice()) {
            ([one], _) | ([], [one]) => Match::One(one),
            ([first, ..], _) | ([], [first, ..]) => Match::Several(first),
            ([], []) => Match::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(container: &str, name: &str, ordinal: u32, guid: Option<&str>) -> KnownAction {
        let id = ActionId { flow: "F".into(), container: container.into(), name: name.into(), ordinal };
        KnownAction {
            id,
            kind: "decision".into(),
            guid: guid.map(Arc::from),
            called: None,
            outputs: Vec::new(),
            text: None,
            outcome: None,
        }
    }

    fn place(found: Match<'_>) -> String {
        match found {
            Match::One(action) => action.id.to_string(),
            Match::Several(action) => format!("{} or another", action.id),
            Match::None => "none".to_owned(),
        }
    }

    #[test]
    fn an_id_of_the_org_wins_then_the_container_then_the_name() {
        let mut known = KnownActions::new(vec![
            action("A", "Say", 0, Some("g-1")),
            action("A", "Twice", 0, None),
            action("A", "Twice", 1, None),
            action("B", "Say", 0, None),
        ]);
        let seen = |container, name, guid| Seen { flow: "F", container, name: Some(name), guid };
        assert_eq!(place(known.find(&seen("B", "Say", Some("g-1")))), "F/A/Say");
        assert_eq!(place(known.find(&seen("B", "Say", Some("g-9")))), "F/B/Say");
        assert_eq!(place(known.find(&seen("C", "Say", None))), "F/A/Say or another");
        assert_eq!(place(known.find(&seen("A", "Twice", Some("g-2")))), "F/A/Twice or another");
        assert_eq!(place(known.find(&seen("A", "Never", None))), "none");
        let second = ActionId { flow: "F".into(), container: "A".into(), name: "Twice".into(), ordinal: 1 };
        known.learn([("g-2", &second)]);
        assert_eq!(place(known.find(&seen("A", "Twice", Some("g-2")))), "F/A/Twice#2");
    }
}
