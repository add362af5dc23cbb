//! The schema of the whole file. Must not know how a file is read.

use serde_json::{Value as Json, json};

/// The JSON Schema (2020-12) of a scenario file.
pub fn schema() -> Json {
    json!({ "$schema": "https://json-schema.org/draft/2020-12/schema" })
}
