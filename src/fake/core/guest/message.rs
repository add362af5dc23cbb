//! `onMessage`: what a customer says, chooses, sends or ends; who is allowed to, and what becomes of it.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use super::answer::NO_SESSION;
use super::dispatch::{Context, presence};
use super::limits;
use crate::fake::core::ids::Kind;
use crate::fake::core::messaging::{Begin, Conversation, Words};
use crate::fake::core::state::State;
use crate::fake::options::AttributesAt;
use crate::flow::Program;
use crate::wire::guest::{
    Class, Direction, FrameKind, MAX_ATTRIBUTE_BYTES, MAX_TEXT_BYTES, Message, MessageKind, OnMessage, PresenceType,
    code,
};

#[derive(Serialize)]
struct Empty {}

/// Takes a message.
pub fn receive(context: &mut Context<'_>, request: OnMessage, tracing: Option<&str>) {
    let here = context.connection;
    let Some(token) = context.own(&request.token) else {
        return context.out.error(here, code::SESSION_NOT_FOUND, NO_SESSION, tracing);
    };
    if let Some(limits) = context.tenant.options.guest.limits
        && let Some(guest) = context.state.guests.get_mut(&token)
        && let Err(retry_after) = limits::message(&mut guest.sent, limits.messages_a_second, context.now.org)
    {
        return context.out.too_many(here, retry_after, tracing);
    }
    let attributes = attributes(&request, context.tenant.options.guest.attributes_at);
    if let Some((code, words)) = too_large(&request.message, &attributes) {
        return context.out.error(here, code, &words, tracing);
    }
    match presence(&request) {
        Some(PresenceType::Clear) => return context.clear(&token, tracing),
        Some(PresenceType::Join) => return context.join(&token, request.message, attributes, tracing),
        // Typing and the rest are for an agent to see; nobody answers them (facts: genesys-api.md 4.2).
        _ if request.message.kind == MessageKind::Event => return,
        _ => {}
    }
    if context.state.guests.get(&token).is_some_and(|guest| guest.read_only) {
        return context.out.error(here, 403, "The conversation is read-only; start a new one", tracing);
    }
    if let Err((code, words)) = context.check_attachments(&token, &request.message) {
        return context.out.error(here, code, words, tracing);
    }
    let words = Words { text: request.message.text.unwrap_or_default(), content: request.message.content };
    context.speak(&token, Some(words), attributes, tracing);
}

/// Both placements are in the wild; what stands in both is taken once, the one beside the message winning.
fn attributes(request: &OnMessage, at: AttributesAt) -> IndexMap<String, String> {
    let within = request.message.channel.as_ref().filter(|_| at != AttributesAt::Beside);
    let beside = request.channel.as_ref().filter(|_| at != AttributesAt::Within);
    let places = [within, beside];
    let given = places.into_iter().flatten().filter_map(|channel| channel.metadata.as_ref());
    given.flat_map(|metadata| metadata.custom_attributes.clone()).collect()
}

/// The vendor's client counts UTF-8 bytes of names and values only (facts: genesys-api.md 4.4).
fn too_large(message: &Message, attributes: &IndexMap<String, String>) -> Option<(u16, String)> {
    let bytes: usize = attributes.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > MAX_ATTRIBUTE_BYTES {
        let words = format!("Custom Attributes in channel metadata is larger than {MAX_ATTRIBUTE_BYTES} bytes");
        return Some((code::ATTRIBUTES_TOO_LARGE, words));
    }
    let text = message.text.as_ref().map_or(0, String::len);
    (text > MAX_TEXT_BYTES).then(|| (code::MESSAGE_TOO_LONG, "message too long".to_owned()))
}

impl Context<'_> {
    /// The customer opens the window: the event comes back first, then what the flow says. Where a conversation goes on already, or
    /// nothing starts by it, that is all.
    fn join(
        &mut self,
        token: &Arc<str>,
        mut message: Message,
        attributes: IndexMap<String, String>,
        tracing: Option<&str>,
    ) {
        message.direction = Some(Direction::Inbound);
        message.channel = None;
        message.id = Some(self.state.ids.next(Kind::Message).to_string());
        self.out.frame(self.connection, FrameKind::Message, Class::StructuredMessage, &message, tracing);
        let talks = self.state.guests.get(token).is_some_and(|guest| guest.conversation.is_some());
        if !talks && self.tenant.options.guest.join_starts {
            let id = message.id.unwrap_or_default();
            self.speak(token, None, attributes, None);
            let begun = self.state.guests.get(token).and_then(|guest| guest.conversations.last().cloned());
            if let Some(conversation) = begun {
                self.state.joins.insert(Arc::from(id), conversation);
            }
        }
    }

    /// Goes on with the session's conversation, or begins one.
    fn speak(
        &mut self,
        token: &Arc<str>,
        words: Option<Words>,
        attributes: IndexMap<String, String>,
        tracing: Option<&str>,
    ) {
        let now = self.now;
        let keys = self.tenant.options.guest.attribute_keys;
        let attributes: IndexMap<String, String> =
            attributes.into_iter().map(|(name, value)| (keys.key(&name), value)).collect();
        let Some(guest) = self.state.guests.get_mut(token) else { return };
        guest.used = now.here;
        let current = guest.conversation.clone();
        let deployment = Arc::clone(&guest.deployment);
        let State { messaging, ids, noted, .. } = &mut *self.state;
        if let Some(id) = current
            && let Some(conversation) = messaging.get_mut(&id).filter(|one| one.ended.is_none())
        {
            let told = conversation.say(words.unwrap_or_default(), attributes, ids, noted, now);
            return self.tell(token, &id, told, tracing);
        }
        let flow = self.state.deployments.get(&deployment).and_then(|deployed| deployed.document.flow.as_ref());
        let published = |program: &&Arc<Program>| self.tenant.options.setup.is_published(program.name());
        let Some(program) = flow.and_then(|flow| self.tenant.flow(&flow.id)).filter(published) else {
            return self.out.error(self.connection, 404, "The deployment has no published flow", tracing);
        };
        let options = &self.tenant.options;
        let begin = Begin {
            program,
            stubs: &options.stubs,
            world: &options.world,
            level: options.level,
            medium: "webmessaging",
            name: None,
            words,
            attributes,
        };
        let State { ids, noted, .. } = &mut *self.state;
        let (conversation, told) = Conversation::begin(begin, ids, noted, now);
        let id = Arc::clone(&conversation.id);
        self.state.messaging.insert(Arc::clone(&id), conversation);
        if let Some(guest) = self.state.guests.get_mut(token) {
            guest.conversation = Some(Arc::clone(&id));
            guest.conversations.push(Arc::clone(&id));
        }
        self.tell(token, &id, told, tracing);
    }

    /// The customer ends the conversation, where the deployment lets them.
    fn clear(&mut self, token: &Arc<str>, tracing: Option<&str>) {
        let deployment = self.state.guests.get(token).map(|guest| Arc::clone(&guest.deployment));
        let deployed = deployment.and_then(|deployment| self.state.deployments.get(&deployment));
        if !deployed.is_some_and(|deployed| deployed.serving.clear_allowed) {
            let words = "Presence events Conversation Clear are not supported";
            return self.out.error(self.connection, 403, words, tracing);
        }
        self.clear_conversation(token);
        self.forget_conversation(token);
        let connections = self.connections_of(token);
        for connection in &connections {
            let tracing = tracing.filter(|_| *connection == self.connection);
            let kind = FrameKind::Message;
            self.out.frame(*connection, kind, Class::SessionClearedEvent, &Empty {}, tracing);
            self.out.frame(*connection, kind, Class::ConnectionClosedEvent, &Empty {}, None);
            self.out.close(*connection, 1000, "conversation cleared");
        }
        self.forget(token);
    }

    /// Ends the session's conversation; whether there was one that was open.
    pub fn clear_conversation(&mut self, token: &str) -> bool {
        let id = self.state.guests.get(token).and_then(|guest| guest.conversation.clone());
        let now = self.now;
        let State { messaging, ids, noted, .. } = &mut *self.state;
        let Some(conversation) = id.as_deref().and_then(|id| messaging.get_mut(id)) else { return false };
        let open = conversation.ended.is_none();
        if open {
            conversation.clear(ids, noted, now);
        }
        open
    }
}
