//! Ids of named resources.
use std::sync::Arc;

pub(crate) fn stable_id(parts: &[&str]) -> Arc<str> {
    parts.join("/").into()
}
