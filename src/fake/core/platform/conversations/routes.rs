//! The family's part of the table of endpoints.

use super::{attributes, end, messages, read, search};
use crate::fake::core::routes::{Needs, Route, route};

const DISCONNECT: &str = "conversation:communication:disconnect";
const VIEW_MESSAGE: Needs = Needs::any(&["conversation:message:view", "conversation:webmessaging:view"]);
const CONVERSATION: &str = "/api/v2/conversations/{conversationId}";
const MESSAGE_CONVERSATION: &str = "/api/v2/conversations/messages/{conversationId}";

/// The endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", CONVERSATION, Needs::any(&["conversation:communication:view"]), read::conversation),
    route("DELETE", CONVERSATION, Needs::any(&[DISCONNECT]), end::delete),
    route("POST", "/api/v2/conversations/{conversationId}/disconnect", Needs::any(&[DISCONNECT]), end::disconnect),
    route(
        "PATCH",
        "/api/v2/conversations/{conversationId}/participants/{participantId}/attributes",
        Needs::token(),
        attributes::write_silently,
    ),
    Route { step: Some("read"), ..route("GET", MESSAGE_CONVERSATION, Needs::token(), read::message_conversation) },
    route("PATCH", MESSAGE_CONVERSATION, Needs::any(&[DISCONNECT, "conversation:message:park"]), end::patch),
    route(
        "PATCH",
        "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/attributes",
        Needs::token(),
        attributes::write,
    ),
    Route {
        step: Some("look_up"),
        ..route("GET", "/api/v2/conversations/messages/{messageId}/details", VIEW_MESSAGE, messages::details)
    },
    route(
        "GET",
        "/api/v2/conversations/messages/{conversationId}/messages/{messageId}",
        VIEW_MESSAGE,
        messages::message,
    ),
    route("POST", "/api/v2/conversations/messages/{conversationId}/messages/bulk", VIEW_MESSAGE, messages::bulk),
    route(
        "POST",
        "/api/v2/conversations/participants/attributes/search",
        Needs::any(&["conversation:participant:attributesview"]),
        search::search,
    ),
];
