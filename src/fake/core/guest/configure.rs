//! `configureSession`: a session is opened, resumed, or begun anew on a connection.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::attachments::{ALLOWED_TYPES, MAX_ATTACHMENT_BYTES};
use super::dispatch::Context;
use super::limits::MAX_CONNECTIONS;
use super::{ConnectionId, Guest};
use crate::wire::guest::{
    AllowedMedia, Class, ConfigureSession, ConnectionClosed, FileType, FrameKind, InboundMedia, MAX_ATTRIBUTE_BYTES,
    SessionResponse, code,
};

/// Configures the connection's session.
pub fn configure(context: &mut Context<'_>, request: ConfigureSession, tracing: Option<&str>) {
    let here = context.connection;
    let Some(connection) = context.state.connections.get(&here) else { return };
    let deployment = Arc::clone(&connection.deployment);
    if request.deployment_id.is_empty() {
        return context.out.error(here, code::MISSING_PARAMETER, "The deploymentId is missing", tracing);
    }
    if *deployment != *request.deployment_id {
        return context.out.error(here, 404, "The deployment was not found", tracing);
    }
    let token: Arc<str> = Arc::from(request.token);
    let lifetime =
        SignedDuration::try_from(context.tenant.options.guest.session_lifetime).unwrap_or(SignedDuration::MAX);
    let now = context.now.here;
    let known = context.state.guests.get(&token);
    let expired = known.is_some_and(|guest| now.duration_since(guest.used) >= lifetime);
    let open = known.is_some_and(|guest| guest.conversation.is_some());
    let mut cleared = false;
    if expired {
        context.forget(&token);
    } else if request.start_new == Some(true) && open {
        cleared = context.clear_conversation(&token);
        context.forget_conversation(&token);
    }
    let fresh = context.state.guests.get(&token).is_none() || request.start_new == Some(true);
    if context.state.guests.get(&token).is_none() {
        let guest = Guest {
            deployment,
            conversation: None,
            conversations: Vec::new(),
            connections: Vec::new(),
            used: now,
            read_only: false,
            sent: VecDeque::new(),
        };
        context.state.guests.insert(Arc::clone(&token), guest);
    }
    let Some(guest) = context.state.guests.get_mut(&token) else { return };
    guest.used = now;
    guest.connections.retain(|one| *one != here);
    guest.connections.push(here);
    let closed = (guest.connections.len() > MAX_CONNECTIONS).then(|| guest.connections.remove(0));
    let read_only = guest.read_only;
    if let Some(connection) = context.state.connections.get_mut(&here) {
        connection.guest = Some(token);
    }
    if let Some(oldest) = closed {
        close(context, oldest);
    }
    let response = SessionResponse {
        connected: true,
        new_session: fresh,
        read_only,
        cleared_existing_session: cleared,
        allowed_media: Some(allowed_media()),
        blocked_extensions: Vec::new(),
        max_custom_data_bytes: Some(MAX_ATTRIBUTE_BYTES as u64),
        duration_seconds: Some(context.tenant.options.guest.session_lifetime.as_secs()),
        expiration_date: Some(expiry(now, lifetime)),
    };
    context.out.frame(here, FrameKind::Response, Class::SessionResponse, &response, tracing);
}

fn expiry(now: Timestamp, lifetime: SignedDuration) -> i64 {
    now.checked_add(lifetime).unwrap_or(Timestamp::MAX).as_second()
}

/// A fourth connection closes the oldest (facts: genesys-api.md 4.4).
fn close(context: &mut Context<'_>, oldest: ConnectionId) {
    let body = ConnectionClosed { reason_code: Some("max_connections_per_session".to_owned()) };
    context.out.frame(oldest, FrameKind::Message, Class::ConnectionClosedEvent, &body, None);
    context.out.close(oldest, 1000, "too many connections");
}

/// What may be sent to a deployment of ours.
pub fn allowed_media() -> AllowedMedia {
    let file_types = ALLOWED_TYPES.iter().map(|mime| FileType { mime: (*mime).to_owned() }).collect();
    AllowedMedia { inbound: InboundMedia { file_types, max_file_size_kb: MAX_ATTACHMENT_BYTES / 1024 } }
}
