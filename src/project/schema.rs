//! The JSON Schema of `flowproof.yaml`, for editors. Must not read a file.

use serde_json::{Value as Json, json};

/// The schema, as `schema/flowproof.schema.json` holds it.
pub fn schema() -> Json {
    json!({})
}
