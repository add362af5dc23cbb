//! The control requests' door: JSON in and out. Must not know what they ask for.

use std::sync::Arc;

use serde_json::json;

use super::body::Read;
use crate::fake::control::{Control, ControlAnswer, ControlRequest};
use crate::fake::core::Response;

/// Answers a control request. A body must say that it is JSON: a page in a browser cannot send one to another origin, so that no stray page
/// controls the org.
pub async fn answer(
    control: Arc<dyn Control>,
    method: &str,
    path: String,
    media: Option<&str>,
    body: Read,
) -> Response {
    let is_json =
        media.and_then(|media| media.split(';').next()).is_some_and(|media| media.trim() == "application/json");
    let answer = if body.oversized {
        refusal(413, "the body is too large")
    } else if !body.bytes.is_empty() && !is_json {
        refusal(415, "the body must be `application/json`")
    } else {
        let request = ControlRequest { method: method.to_owned(), path, body: body.bytes };
        let answered = tokio::task::spawn_blocking(move || control.answer(&request)).await;
        answered.unwrap_or_else(|error| refusal(500, &format!("a defect of flowproof: {error}")))
    };
    Response::json(answer.status, answer.body.to_string().into_bytes())
}

fn refusal(status: u16, error: &str) -> ControlAnswer {
    ControlAnswer { status, body: json!({ "error": error }) }
}
