//! What a tenant remembers, under its one lock. Must not know an endpoint or a door.

use std::collections::VecDeque;

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use super::authorize::Grant;
use super::entities::Entities;
use super::fault::Faults;
use super::ids::Ids;
use super::log::Log;
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
