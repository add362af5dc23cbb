//! The platform's errors as values, and their body (facts: genesys-api.md 2.5). Must not know which request failed.

use crate::wire::{CORRELATION_HEADER, ErrorBody, ErrorDetail};

use super::request::Response;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    body: Box<ErrorBody>,
    headers: Vec<(&'static str, String)>,
}

impl ApiError {
    /// A refusal with a code and words.
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        let body = ErrorBody {
            message: Some(message.into()),
            code: Some(code.to_owned()),
            status: Some(status),
            ..ErrorBody::default()
        };
        Self { status, body: Box::new(body), headers: Vec::new() }
    }

    /// 400 `bad.request`.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "bad.request", message)
    }

    /// 400 `invalid.value`, for one field.
    pub fn invalid_value(field: &str, message: impl Into<String>) -> Self {
        let mut error = Self::new(400, "invalid.value", message);
        error.body.details.push(ErrorDetail {
            error_code: Some("invalid.value".to_owned()),
            field_name: Some(field.to_owned()),
            ..ErrorDetail::default()
        });
        error
    }

    /// 401 of one of its three codes.
    pub fn unauthorized(code: &str, message: &str) -> Self {
        Self::new(401, code, message)
    }

    /// 403 `missing.permissions`.
    pub fn missing(scope: &str) -> Self {
        const TEMPLATE: &str =
            "Unable to perform the requested action. You are missing the following permission(s): {permissions}";
        let mut error = Self::new(403, "missing.permissions", TEMPLATE.replace("{permissions}", scope));
        error.body.message_with_params = Some(TEMPLATE.to_owned());
        error.body.message_params.insert("permissions".to_owned(), scope.to_owned());
        error
    }

    /// 403 `missing.any.permissions`.
    pub fn missing_any(permissions: &str) -> Self {
        const TEMPLATE: &str = "Unable to perform the requested action. You must have at least one of the following permissions assigned: {permissions}";
        let mut error = Self::new(403, "missing.any.permissions", TEMPLATE.replace("{permissions}", permissions));
        error.body.message_with_params = Some(TEMPLATE.to_owned());
        error.body.message_params.insert("permissions".to_owned(), permissions.to_owned());
        error
    }

    /// 404 `not.found` for an entity.
    pub fn not_found(entity: &str, id: &str) -> Self {
        Self::new(404, "not.found", format!("The {entity} `{id}` was not found.")).about(entity, id)
    }

    /// 404 for a path that the org does not serve.
    pub fn no_path(path: &str) -> Self {
        Self::new(404, "not.found", format!("No resource is served at `{path}`."))
    }

    /// 405, with the methods that the path has.
    pub fn method(method: &str, allowed: &str) -> Self {
        Self::new(405, "method.not.allowed", format!("The method `{method}` is not allowed here; allowed: {allowed}."))
            .header("allow", allowed)
    }

    /// 409. The code is our decision: Genesys has none that is general (facts: genesys-api.md 2.5).
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(409, "conflict", message)
    }

    /// 413 `request.entity.too.large`.
    pub fn too_large(limit: usize) -> Self {
        Self::new(413, "request.entity.too.large", format!("The request body is longer than {limit} bytes."))
    }

    /// 415 `unsupported.media.type`.
    pub fn media_type(given: Option<&str>, wanted: &str) -> Self {
        let given = given.map_or_else(|| "no Content-Type".to_owned(), |given| format!("`{given}`"));
        Self::new(415, "unsupported.media.type", format!("The body must be `{wanted}`, not {given}."))
    }

    /// 429 with `Retry-After`.
    pub fn too_many(seconds: u64) -> Self {
        let message = format!("Rate limit exceeded the maximum. Retry the request in [{seconds}] seconds");
        Self::new(429, "too.many.requests.retry.after", message).header("retry-after", seconds.to_string())
    }

    /// Names the entity concerned.
    pub fn about(mut self, entity: &str, id: &str) -> Self {
        self.body.entity_name = Some(entity.to_owned());
        self.body.entity_id = Some(id.to_owned());
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer.
    pub fn into_response(mut self, correlation: &str) -> Response {
        self.body.context_id = Some(correlation.to_owned());
        let mut response = super::json::answer(self.status, &*self.body);
        response.headers.extend(self.headers);
        response
    }
}

/// Marks an answer with its correlation id.
pub fn correlate(response: &mut Response, correlation: &str) {
    response.headers.push((CORRELATION_HEADER, correlation.to_owned()));
}

/// The code that Genesys gives with a status, for a scripted failure that names none.
pub fn usual_code(status: u16) -> &'static str {
    match status {
        401 => "bad.credentials",
        403 => "not.authorized",
        404 => "not.found",
        405 => "method.not.allowed",
        409 => "conflict",
        413 => "request.entity.too.large",
        415 => "unsupported.media.type",
        429 => "too.many.requests.retry.after",
        503 => "service.unavailable",
        504 => "request.timeout",
        400..=499 => "bad.request",
        _ => "internal.server.error",
    }
}
