//! The seed's part of the table of endpoints, with the scopes that the seed names.

use super::{conversations, simulate, widgets};
use crate::fake::core::routes::{Needs, Route, route};

const WIDGET_WRITE: &str = "webchat:write";
const CONVERSATION_WRITE: &str = "conversation:messaging:write";
const CONVERSATION_READ: &str = "conversation:messaging:read";
const ARCHITECT_WRITE: &str = "architect:write";

/// The scopes that the seed's steps need, in its order. No real org has them (facts: genesys-api.md sections 1 and 2.4).
pub const SCOPES: [&str; 4] = [WIDGET_WRITE, CONVERSATION_WRITE, CONVERSATION_READ, ARCHITECT_WRITE];

/// The seed's endpoints.
pub static ROUTES: &[Route] = &[
    Route {
        step: Some("widget"),
        ..route("POST", "/api/v2/webchat/widgets", Needs::all(&[WIDGET_WRITE]), widgets::create)
    },
    route("GET", "/api/v2/webchat/widgets", Needs::all(&[WIDGET_WRITE]), widgets::list),
    route("GET", "/api/v2/webchat/widgets/{id}", Needs::all(&[WIDGET_WRITE]), widgets::read),
    route("DELETE", "/api/v2/webchat/widgets/{id}", Needs::all(&[WIDGET_WRITE]), widgets::delete),
    Route {
        step: Some("participant"),
        ..route(
            "POST",
            "/api/v2/conversations/messaging/conversations/participants",
            Needs::all(&[CONVERSATION_WRITE]),
            conversations::start,
        )
    },
    Route {
        step: Some("conversation"),
        ..route(
            "GET",
            "/api/v2/conversations/messaging/conversations/{id}",
            Needs::all(&[CONVERSATION_READ]),
            conversations::read,
        )
    },
    route(
        "DELETE",
        "/api/v2/conversations/messaging/conversations/{id}",
        Needs::all(&[CONVERSATION_WRITE]),
        conversations::delete,
    ),
    Route {
        step: Some("simulate"),
        ..route("POST", "/api/v2/architect/flows/{id}/simulate", Needs::all(&[ARCHITECT_WRITE]), simulate::run)
    },
];
