//! What the owner of a tenant changes and looks at while it is served: clocks, tokens kept over, guests sent away, conversations. Must not
//! know who asks.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::SignedDuration;

use super::guest::Push;
use super::ids::Kind;
use super::messaging::Conversation;
use super::state::State;
use super::tenant::TenantCore;
use crate::flow::host::Outcome;
use crate::wire::guest::Message;

/// Why a guest's connection is closed when its org is replaced: RFC 6455 has 1001 for an endpoint that goes away.
const GOING_AWAY: u16 = 1001;

/// A conversation of a guest, as the owner of the org sees it.
#[derive(Debug, Clone)]
pub struct Observed {
    /// Its id.
    pub id: Arc<str>,
    /// The name of its flow.
    pub flow: Arc<str>,
    /// The id of the flow's execution.
    pub execution: Arc<str>,
    /// Whether it is still open: a conversation that was handed over is, although its flow has ended.
    pub open: bool,
    /// The customer's attributes, with those that were written from outside.
    pub attributes: IndexMap<String, String>,
    /// Every message with its id, as a guest gets it.
    pub messages: Vec<Message>,
    /// What the flow did so far.
    pub outcome: Outcome,
}

impl TenantCore {
    /// Moves the org's clock. Where conversations follow it, what comes due by then happens.
    pub fn advance(&self, by: SignedDuration) {
        let mut state = self.lock();
        state.advanced = state.advanced.saturating_add(by);
        drop(state);
        if self.options.now_follows_org {
            self.on_time();
            self.wake();
        }
    }

    /// Lets every connection look anew when something comes due, after a clock has jumped.
    pub fn wake(&self) {
        self.push_to_all(&Push::Wake);
    }

    /// Closes every guest's connection.
    pub fn send_guests_away(&self) {
        self.push_to_all(&Push::Close(GOING_AWAY, "the org is replaced"));
    }

    /// Takes over the tokens that another org granted: they are good here, as if they had been granted now.
    pub fn take_over_tokens(&self, from: &Self) {
        let mut other = from.lock();
        let tokens = std::mem::take(&mut other.tokens);
        let counter = other.ids.count(Kind::Token);
        drop(other);
        let mut state = self.lock();
        let now = state.org_now(self);
        state.tokens = tokens;
        state.tokens.iter_mut().for_each(|grant| grant.granted = now);
        state.ids.skip(Kind::Token, counter);
    }

    /// The conversations of guests, oldest first.
    pub fn observed(&self) -> Vec<Observed> {
        self.lock().messaging.iter().filter_map(observed).collect()
    }

    fn push_to_all(&self, push: &Push) {
        let state = self.lock();
        let State { connections, .. } = &*state;
        connections.values().for_each(|connection| connection.line.push(push.clone()));
    }
}

fn observed(conversation: &Conversation) -> Option<Observed> {
    Some(Observed {
        id: Arc::clone(&conversation.id),
        flow: Arc::clone(conversation.program().name()),
        execution: Arc::clone(conversation.execution_id()),
        open: conversation.ended.is_none(),
        attributes: conversation.attributes(),
        messages: conversation.posted.iter().map(|posted| posted.message.clone()).collect(),
        outcome: conversation.outcome()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::core::exchange::{send, tenant};
    use crate::fake::options::TenantOptions;

    const WIDGETS: &str = "/api/v2/webchat/widgets";

    #[test]
    fn tokens_that_are_taken_over_stay_good_and_new_ones_differ() {
        let old = tenant(TenantOptions::default());
        let kept = old.issue_token().access_token;
        old.advance(SignedDuration::from_hours(23));
        let new = tenant(TenantOptions::default());
        new.take_over_tokens(&old);
        assert_eq!(send(&new, "GET", WIDGETS, Some(&kept)).status, 200);
        assert_ne!(new.issue_token().access_token, kept);
        new.advance(SignedDuration::from_hours(24));
        send(&new, "GET", WIDGETS, Some(&kept)).refused(401, "credentials.expired");
    }
}
