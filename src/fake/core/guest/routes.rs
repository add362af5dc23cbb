//! The endpoints that guests use: no client's token, but one of their own or a presigned URL.

use super::attachments::{download, upload};
use super::history::history;
use crate::fake::core::routes::{Needs, Route, route};

/// The guests' endpoints.
pub static ROUTES: &[Route] = &[
    route("GET", "/api/v2/webmessaging/messages", Needs::Nothing, history),
    route("PUT", "/uploads/{client}/{attachmentId}", Needs::Nothing, upload),
    route("GET", "/uploads/{client}/{attachmentId}", Needs::Nothing, download),
];
