//! What a tenant remembers, under its one lock. Must not know an endpoint or a door.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use super::authorize::Grant;
use super::entities::Entities;
use super::fault::Faults;
use super::guest::{Attachment, Connection, ConnectionId, Deployments, Guest, GuestFaults};
use super::ids::Ids;
use super::log::Log;
use super::messaging::{self, Moment};
use super::platform::{BotSession, Configurations, Job, Settings};
use super::tenant::TenantCore;
use crate::fake::options::TenantOptions;
use crate::flow::host::{Call, Outcome, Problem};
use crate::wire::{Conversation, Widget};

/// A served org simulates for days; only the latest calls and problems are of interest.
const MAX_NOTED: usize = 1_000;

/// The whole state.
pub struct State {
    /// Counters of ids.
    pub ids: Ids,
    /// How far the org's clock was advanced.
    pub advanced: SignedDuration,
    /// Tokens granted, expired ones too, so that they are told apart from wrong ones.
    pub tokens: Entities<Grant>,
    /// Widgets.
    pub widgets: Entities<Widget>,
    /// Conversations.
    pub conversations: Entities<Conversation>,
    /// How far the conversations' clock was advanced.
    pub passed: SignedDuration,
    /// Conversations of guests and of open messages.
    pub messaging: Entities<messaging::Conversation>,
    /// Which conversation an event began by which a guest came.
    pub joins: Entities<Arc<str>>,
    /// Guests by their session's token.
    pub guests: Entities<Guest>,
    /// Guests by their token for the history.
    pub guest_tokens: Entities<Arc<str>>,
    /// Files of guests.
    pub attachments: Entities<Attachment>,
    /// Connections that are open.
    pub connections: HashMap<ConnectionId, Connection>,
    /// How many connections there were.
    pub connected: ConnectionId,
    /// Web deployments.
    pub deployments: Deployments,
    /// Configurations of web deployments.
    pub configurations: Configurations,
    /// What is recorded of the flows' executions.
    pub settings: Settings,
    /// Jobs that gather execution data.
    pub jobs: Entities<Job>,
    /// The current conversation of each sender of open messages.
    pub senders: Entities<Arc<str>>,
    /// Bot flows that are driven alone.
    pub bot_sessions: Entities<BotSession>,
    /// Scripted failures of guests.
    pub guest_faults: GuestFaults,
    /// Scripted failures.
    pub faults: Faults,
    /// Requests.
    pub log: Log,
    /// What the flows' runs left to tell.
    pub noted: Noted,
}

/// What is worth telling of the flows' runs.
#[derive(Debug, Default)]
pub struct Noted {
    /// What a person must mend.
    pub problems: VecDeque<Problem>,
    /// The calls made.
    pub calls: VecDeque<Call>,
    /// Stubs that no run asked for; none before the first run.
    pub unused_stubs: Option<Vec<String>>,
}

impl State {
    /// Nothing has happened yet.
    pub fn new(options: &TenantOptions) -> Self {
        Self {
            ids: Ids::new(options.seed),
            advanced: SignedDuration::ZERO,
            tokens: Entities::default(),
            widgets: Entities::default(),
            conversations: Entities::default(),
            passed: SignedDuration::ZERO,
            messaging: Entities::default(),
            joins: Entities::default(),
            guests: Entities::default(),
            guest_tokens: Entities::default(),
            attachments: Entities::default(),
            connections: HashMap::new(),
            connected: 0,
            deployments: Deployments::default(),
            configurations: Configurations::default(),
            settings: Settings::new(options.execution_data),
            jobs: Entities::default(),
            senders: Entities::default(),
            bot_sessions: Entities::default(),
            guest_faults: GuestFaults::new(options.guest_faults.clone()),
            faults: Faults::new(options.faults.clone()),
            log: Log::default(),
            noted: Noted::default(),
        }
    }

    /// The org's clock.
    pub fn org_now(&self, tenant: &TenantCore) -> Timestamp {
        let base = tenant.options.org_clock.read();
        base.checked_add(self.advanced).unwrap_or(Timestamp::MAX)
    }

    /// Now, on both clocks.
    pub fn moment(&self, tenant: &TenantCore) -> Moment {
        let org = self.org_now(tenant);
        let base = if tenant.options.now_follows_org { org } else { tenant.options.now };
        Moment { here: base.checked_add(self.passed).unwrap_or(Timestamp::MAX), org }
    }

    /// The conversation that a message is in. It is looked for, the newest first: messages are many, and few of them are asked for.
    pub fn conversation_of(&self, message: &str) -> Option<&messaging::Conversation> {
        if let Some(id) = self.joins.get(message) {
            return self.messaging.get(id);
        }
        self.messaging.newest_first().find(|one| one.posted.iter().any(|posted| *posted.id == *message))
    }
}

impl Noted {
    /// Notes a run.
    pub fn note(&mut self, outcome: &mut Outcome) {
        keep(&mut self.problems, std::mem::take(&mut outcome.problems));
        keep(&mut self.calls, std::mem::take(&mut outcome.calls));
        let unused = std::mem::take(&mut outcome.unused_stubs);
        match &mut self.unused_stubs {
            Some(never) => never.retain(|stub| unused.contains(stub)),
            none => *none = Some(unused),
        }
    }
}

fn keep<T>(kept: &mut VecDeque<T>, new: Vec<T>) {
    kept.extend(new);
    let excess = kept.len().saturating_sub(MAX_NOTED);
    kept.drain(..excess);
}

/// The attributes of the customer, who is the first that takes part.
pub fn customer_attributes(conversation: &mut Conversation) -> Option<&mut IndexMap<String, String>> {
    conversation.participants.first_mut().map(|customer| &mut customer.attributes)
}
