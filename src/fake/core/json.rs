//! JSON in and out: content type, parsing with words about the place, printing. Must not know an endpoint.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::errors::ApiError;
use super::request::{Request, Response};

/// The body of a request. 415 for another content type, 400 for what is not JSON or not of the shape.
pub fn read<T: DeserializeOwned>(request: &Request<'_>) -> Result<T, ApiError> {
    if !request.is_of("application/json") {
        return Err(ApiError::media_type(request.content_type, "application/json"));
    }
    serde_json::from_slice(request.body)
        .map_err(|error| ApiError::bad_request(format!("The request body cannot be read: {error}.")))
}

/// An answer with a document.
pub fn answer<T: Serialize + ?Sized>(status: u16, document: &T) -> Response {
    match serde_json::to_vec(document) {
        Ok(body) => Response::json(status, body),
        Err(error) => {
            let message =
                serde_json::json!({ "status": 500, "code": "internal.server.error", "message": error.to_string() });
            Response::json(500, message.to_string().into_bytes())
        }
    }
}
