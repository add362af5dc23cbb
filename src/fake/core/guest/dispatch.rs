//! A frame of a guest: read, counted, struck by a fault or carried out, answered.

use std::sync::Arc;

use super::fault::{GuestFaultAction, GuestStep};
use super::outbox::Outbox;
use super::{ConnectionId, configure, message};
use crate::fake::core::messaging::Moment;
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;
use crate::wire::guest::{GuestRequest, OnMessage, PresenceType, code};

/// What a step needs of its surroundings.
pub struct Context<'a> {
    /// Whose org.
    pub tenant: &'a TenantCore,
    /// All that it remembers.
    pub state: &'a mut State,
    /// The connection that asks.
    pub connection: ConnectionId,
    /// When.
    pub now: Moment,
    /// What goes out.
    pub out: Outbox,
}

impl TenantCore {
    /// Takes a frame of a connection; what comes of it is pushed to the lines concerned before this returns.
    pub fn frame(&self, connection: ConnectionId, text: &str) {
        let mut state = self.lock();
        let now = state.moment(self);
        let state = &mut *state;
        state.log.frame();
        let mut context = Context { tenant: self, state, connection, now, out: Outbox::default() };
        context.take(text);
        let Context { out, state, .. } = context;
        out.send(&state.connections);
    }
}

impl Context<'_> {
    fn take(&mut self, text: &str) {
        let request = match GuestRequest::read(text) {
            Ok(request) => request,
            Err(error) => {
                let words = format!("The request cannot be read: {error}");
                return self.out.error(self.connection, 400, &words, tracing_of(text).as_deref());
            }
        };
        let (token, tracing) = names(&request);
        let tracing: Option<Arc<str>> = tracing.map(Arc::from);
        let tracing = tracing.as_deref();
        if token.is_empty() {
            return self.out.error(self.connection, code::MISSING_PARAMETER, "The token is missing", tracing);
        }
        let fault = self.state.guest_faults.strike(step(&request));
        match fault {
            Some(fault) if fault.replaces() => self.refuse(&fault, tracing),
            fault => {
                if self.within_limits(&request, tracing) {
                    self.carry_out(request, tracing);
                }
                if let Some(fault) = fault {
                    self.out.suffer(self.connection, &fault);
                }
            }
        }
    }

    /// Both limits of a connection (facts: genesys-api.md 4.4).
    fn within_limits(&mut self, request: &GuestRequest, tracing: Option<&str>) -> bool {
        let Some(limits) = self.tenant.options.guest.limits else { return true };
        let now = self.now.org;
        let Some(connection) = self.state.connections.get_mut(&self.connection) else { return true };
        let mut counted = connection.requests.count(limits.requests_a_minute, now);
        if matches!(request, GuestRequest::Echo(_)) {
            counted = counted.and(connection.echoes.count(limits.echoes_a_minute, now));
        }
        if let Err(retry_after) = counted {
            self.out.too_many(self.connection, retry_after, tracing);
        }
        counted.is_ok()
    }

    fn carry_out(&mut self, request: GuestRequest, tracing: Option<&str>) {
        match request {
            GuestRequest::ConfigureSession(request) => configure::configure(self, request, tracing),
            GuestRequest::OnMessage(request) => message::receive(self, request, tracing),
            GuestRequest::Echo(request) => self.echo(request.message, tracing),
            GuestRequest::GetJwt(request) => self.jwt(&request.token, tracing),
            GuestRequest::CloseSession(request) => {
                self.close_session(&request.token, request.close_all_connections, tracing);
            }
            GuestRequest::GetConfiguration(_) => self.configuration(tracing),
            GuestRequest::OnAttachment(request) => self.announce(request, tracing),
            GuestRequest::GetAttachment(request) => self.attachment_url(&request, tracing),
            GuestRequest::DeleteAttachment(request) => self.delete_attachment(&request, tracing),
        }
    }

    fn refuse(&mut self, fault: &GuestFaultAction, tracing: Option<&str>) {
        match fault {
            GuestFaultAction::Close(1006) => self.out.cut(self.connection),
            GuestFaultAction::Close(code) => self.out.close(self.connection, *code, ""),
            GuestFaultAction::Error { code, text } => self.out.error(self.connection, *code, text, tracing),
            GuestFaultAction::RateLimited { retry_after } => {
                self.out.too_many(self.connection, *retry_after, tracing);
            }
            GuestFaultAction::Expire => self.expire_own(),
            _ => {}
        }
    }
}

/// The session's token and the tracing id of a request.
fn names(request: &GuestRequest) -> (&str, Option<&str>) {
    let (token, tracing) = match request {
        GuestRequest::ConfigureSession(one) => (&one.token, &one.tracing_id),
        GuestRequest::OnMessage(one) => (&one.token, &one.tracing_id),
        GuestRequest::Echo(one) => (&one.token, &one.tracing_id),
        GuestRequest::GetJwt(one) => (&one.token, &one.tracing_id),
        GuestRequest::CloseSession(one) => (&one.token, &one.tracing_id),
        GuestRequest::GetConfiguration(one) => (&one.token, &one.tracing_id),
        GuestRequest::OnAttachment(one) => (&one.token, &one.tracing_id),
        GuestRequest::GetAttachment(one) | GuestRequest::DeleteAttachment(one) => (&one.token, &one.tracing_id),
    };
    (token, tracing.as_deref())
}

/// The tracing id of a frame that is no request that we know.
fn tracing_of(text: &str) -> Option<String> {
    let frame: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(frame.get("tracingId")?.as_str()?.to_owned())
}

/// The step that a request is, for faults.
fn step(request: &GuestRequest) -> GuestStep {
    match request {
        GuestRequest::ConfigureSession(_) | GuestRequest::GetConfiguration(_) => GuestStep::Configure,
        GuestRequest::OnMessage(request) => match presence(request) {
            Some(PresenceType::Join) => GuestStep::Join,
            Some(PresenceType::Clear) => GuestStep::Clear,
            _ => GuestStep::Message,
        },
        GuestRequest::Echo(_) => GuestStep::Echo,
        GuestRequest::GetJwt(_) => GuestStep::Jwt,
        GuestRequest::CloseSession(_) => GuestStep::Leave,
        GuestRequest::OnAttachment(_) | GuestRequest::GetAttachment(_) | GuestRequest::DeleteAttachment(_) => {
            GuestStep::Attach
        }
    }
}

/// What a message says about presence.
pub fn presence(request: &OnMessage) -> Option<PresenceType> {
    request.message.events.iter().find_map(|event| event.presence.as_ref()).map(|presence| presence.kind)
}
