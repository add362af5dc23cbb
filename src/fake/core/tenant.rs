//! A tenant: an org of its own with its settings and state. Must not know how a request reached it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::authorize;
use super::guest::{Deployed, Serving, deployment_uri};
use super::ids::{Kind, derived};
use super::platform::{Configured, DRAFT};
use super::state::State;
use crate::fake::options::{Credentials, TenantOptions};
use crate::flow::Program;
use crate::flow::world::Resource;
use crate::wire::TokenResponse;
use crate::wire::platform::{Deployment, DeploymentConfiguration, DeploymentFlow};

/// A tenant.
pub struct TenantCore {
    /// Its settings.
    pub options: TenantOptions,
    /// Its client.
    pub credentials: Credentials,
    base_url: Arc<str>,
    state: Mutex<State>,
}

impl TenantCore {
    /// A new org, with the client given or else the first of its seed.
    pub fn new(options: TenantOptions) -> Self {
        Self::at(options, Arc::from("http://localhost"))
    }

    /// The same, that is reached at a base URL.
    pub fn at(options: TenantOptions, base_url: Arc<str>) -> Self {
        let credentials = options.credentials.clone().unwrap_or_else(|| seeded(options.seed, 1));
        let mut state = State::new(&options);
        deploy(&options, &mut state);
        Self { options, credentials, base_url, state: Mutex::new(state) }
    }

    /// Where it is reached, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where a guest's file is sent to and read.
    pub fn upload_url(&self, attachment: &str) -> String {
        format!("{}/uploads/{}/{attachment}", self.base_url, self.credentials.client_id)
    }

    /// Whether a deployment is its own.
    pub fn has_deployment(&self, id: &str) -> bool {
        self.lock().deployments.get(id).is_some()
    }

    /// Its own id.
    pub fn organization_id(&self) -> Arc<str> {
        let given = self.options.organization.id.clone();
        given.unwrap_or_else(|| derived(self.options.seed, Kind::Organization, 1))
    }

    /// Takes another client of its seed, counted from 1, where an earlier one is taken; and with it deployments of its own, by which guests
    /// find it.
    pub fn take_client(&mut self, number: u64) {
        let seed = self.options.seed;
        self.credentials = seeded(seed, number);
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        state.deployments.rename(|place| derived(seed, Kind::Deployment, (number << 32) + place));
    }

    /// Grants a token without a request.
    pub fn issue_token(&self) -> TokenResponse {
        authorize::grant(self, &mut self.lock())
    }

    /// The state. A panic of another thread leaves it readable: each change is whole before the next begins.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The conversations' clock.
    pub fn conversation_now(&self) -> Timestamp {
        self.lock().moment(self).here
    }

    /// The flow of that id or name.
    pub fn flow(&self, id_or_name: &str) -> Option<&Arc<Program>> {
        let flows = &self.options.flows;
        flows
            .iter()
            .find(|flow| **flow.id() == *id_or_name)
            .or_else(|| flows.iter().find(|flow| **flow.name() == *id_or_name))
    }

    /// The queue of that id or name.
    pub fn queue(&self, id_or_name: &str) -> Option<&Resource> {
        let queues = &self.options.world.queues;
        queues
            .iter()
            .find(|queue| *queue.id == *id_or_name)
            .or_else(|| queues.iter().find(|queue| *queue.name == *id_or_name))
    }
}

/// Says which it is and nothing of what it remembers: its tokens are secrets.
impl fmt::Debug for TenantCore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TenantCore").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

/// Each flow that takes messages has a deployment, as if an admin had made one. A bot that a scenario tests alone has one too, which no
/// real org would let an admin make.
fn deploy(options: &TenantOptions, state: &mut State) {
    let configuration = state.ids.next(Kind::Configuration);
    let now = options.org_clock.read().to_string();
    let mut configured = Configured::of_options(&configuration, &options.guest, now.clone());
    let published = options.setup.configuration_published;
    let version = if published { configured.publish(&configuration, now.clone()).version.clone() } else { None };
    let used = DeploymentConfiguration {
        id: configuration.to_string(),
        version: Some(version.unwrap_or_else(|| DRAFT.to_owned())),
        name: Some(configured.draft.name.clone()),
    };
    state.configurations.insert(configuration, configured);
    let serving =
        Serving { disconnect_shown: options.guest.disconnect_shown, clear_allowed: options.guest.clear_allowed };
    for flow in options.flows.iter() {
        let id = state.ids.next(Kind::Deployment);
        let document = Deployment {
            id: Some(id.to_string()),
            name: flow.name().to_string(),
            allow_all_domains: options.guest.allowed_domains.is_empty(),
            allowed_domains: options.guest.allowed_domains.to_vec(),
            flow: Some(DeploymentFlow { id: flow.id().to_string(), name: Some(flow.name().to_string()) }),
            configuration: used.clone(),
            date_created: Some(now.clone()),
            date_modified: Some(now.clone()),
            status: Some(options.setup.deployment_status.to_string()),
            self_uri: Some(deployment_uri(&id)),
            ..Deployment::default()
        };
        state.deployments.add(id, Deployed { document, serving });
    }
}

fn seeded(seed: u64, number: u64) -> Credentials {
    Credentials { client_id: derived(seed, Kind::Client, number), client_secret: derived(seed, Kind::Secret, number) }
}
