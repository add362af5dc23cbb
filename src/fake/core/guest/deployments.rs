//! Which deployments a tenant has, and which flow each leads to. Must not know sessions.

use std::sync::Arc;

use crate::fake::options::DisconnectShown;
use crate::wire::platform::Deployment;

/// A deployment's own path.
pub fn deployment_uri(id: &str) -> String {
    format!("/api/v2/webdeployments/deployments/{id}")
}

/// A deployment of the tenant.
#[derive(Debug, Clone)]
pub struct Deployed {
    /// As the API shows it.
    pub document: Deployment,
    /// How it serves guests.
    pub serving: Serving,
}

/// What a deployment's configuration says about guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serving {
    /// What a guest is told when the other side ends the conversation.
    pub disconnect_shown: DisconnectShown,
    /// Whether a guest may end the conversation.
    pub clear_allowed: bool,
}

/// The deployments of a tenant, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Deployments {
    list: Vec<(Arc<str>, Deployed)>,
}

impl Deployments {
    /// Adds one.
    pub fn add(&mut self, id: Arc<str>, deployed: Deployed) {
        self.list.push((id, deployed));
    }

    /// Gives each another id, by its place from 1.
    pub fn rename(&mut self, id: impl Fn(u64) -> Arc<str>) {
        for (place, (old, deployed)) in (1..).zip(&mut self.list) {
            *old = id(place);
            deployed.document.id = Some(old.to_string());
            deployed.document.self_uri = Some(deployment_uri(old));
        }
    }

    /// One by its id.
    pub fn get(&self, id: &str) -> Option<&Deployed> {
        self.list.iter().find(|(one, _)| **one == *id).map(|(_, deployed)| deployed)
    }

    /// One by its id, to change.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut Deployed> {
        self.list.iter_mut().find(|(one, _)| **one == *id).map(|(_, deployed)| deployed)
    }

    /// Takes one away.
    pub fn remove(&mut self, id: &str) -> Option<Deployed> {
        let at = self.list.iter().position(|(one, _)| **one == *id)?;
        Some(self.list.remove(at).1)
    }

    /// All of them with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Deployed)> {
        self.list.iter().map(|(id, deployed)| (id, deployed))
    }

    /// The first that leads to a flow.
    pub fn of_flow(&self, flow_id: &str) -> Option<&Arc<str>> {
        let leads = |deployed: &Deployed| deployed.document.flow.as_ref().is_some_and(|flow| flow.id == flow_id);
        self.list.iter().find(|(_, deployed)| leads(deployed)).map(|(id, _)| id)
    }
}
