//! Time passes for a tenant's conversations: flows go on, sessions expire, guests are told. Must not know who moves it.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::dispatch::Context;
use super::outbox::Outbox;
use super::{ConnectionId, Guest};
use crate::fake::core::messaging::Told;
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;

/// A deadline that has passed is not asked for again at once.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

impl TenantCore {
    /// Moves the conversations' clock on and lets everything come due that is.
    pub fn pass_time(&self, by: SignedDuration) {
        let mut state = self.lock();
        state.passed = state.passed.saturating_add(by);
        self.catch_up(&mut state);
    }

    /// Lets everything come due up to now, where the clock moves by itself.
    pub fn on_time(&self) {
        self.catch_up(&mut self.lock());
    }

    /// After how long something comes due for a connection's guest, where the clock moves by itself.
    pub fn due_in(&self, connection: ConnectionId) -> Option<Duration> {
        if !self.options.now_follows_org {
            return None;
        }
        let state = self.lock();
        let guest = state.connections.get(&connection)?.guest.as_ref()?;
        let guest = state.guests.get(guest)?;
        let lifetime = SignedDuration::try_from(self.options.guest.session_lifetime).unwrap_or(SignedDuration::MAX);
        let flow = guest.conversation.as_ref().and_then(|id| state.messaging.get(id)).and_then(|one| one.deadline());
        let due = flow.into_iter().chain(guest.used.checked_add(lifetime).ok()).min()?;
        let left = due.duration_since(state.moment(self).here);
        Some(Duration::try_from(left).unwrap_or_default().max(SHORTEST_WAIT))
    }

    fn catch_up(&self, state: &mut State) {
        let now = state.moment(self);
        // Who listens to a conversation: the session whose current one it is.
        let listening: Vec<(Arc<str>, Option<Arc<str>>)> =
            state.guests.entries().map(|(token, guest)| (Arc::clone(token), guest.conversation.clone())).collect();
        let mut told: Vec<(Arc<str>, Told)> = Vec::new();
        let State { messaging, ids, noted, .. } = &mut *state;
        for conversation in messaging.iter_mut().filter(|one| one.deadline().is_some_and(|due| due <= now.here)) {
            told.push((Arc::clone(&conversation.id), conversation.pass_time(ids, noted, now)));
        }
        let mut context = Context { tenant: self, state, connection: 0, now, out: Outbox::default() };
        for (id, told) in told {
            let guest = listening.iter().find(|(_, current)| current.as_deref() == Some(&*id));
            if let Some((token, _)) = guest {
                context.tell(token, &id, told, None);
            }
        }
        context.expire_sessions();
        let Context { out, state, .. } = context;
        out.send(&state.connections);
    }
}

/// What is new in a conversation goes to the session whose current one it is, where it was changed by somebody else than its guest.
pub fn tell_listeners(tenant: &TenantCore, state: &mut State, conversation: &str, told: Told) {
    let now = state.moment(tenant);
    let listens = |(token, guest): (&Arc<str>, &Guest)| {
        (guest.conversation.as_deref() == Some(conversation)).then(|| Arc::clone(token))
    };
    let Some(token) = state.guests.entries().find_map(listens) else { return };
    let mut context = Context { tenant, state, connection: 0, now, out: Outbox::default() };
    context.tell(&token, conversation, told, None);
    let Context { out, state, .. } = context;
    out.send(&state.connections);
}

impl Context<'_> {
    /// Sessions whose time is over.
    fn expire_sessions(&mut self) {
        let lifetime =
            SignedDuration::try_from(self.tenant.options.guest.session_lifetime).unwrap_or(SignedDuration::MAX);
        let now = self.now.here;
        let over: Vec<Arc<str>> = self
            .state
            .guests
            .entries()
            .filter(|(_, guest)| now.duration_since(guest.used) >= lifetime)
            .map(|(token, _)| Arc::clone(token))
            .collect();
        for token in over {
            self.expire(&token);
        }
    }
}
