//! `settingsErrorHandling`: what a flow does with a run-time error. Must not know how errors arise.

use super::site::Site;
use crate::flow::expression::{ResourceKind, Type};
use crate::flow::program::ErrorHandling;
use crate::yaml::{Entry, Node};

/// What a flow does that says nothing: it disconnects, as every exported message flow writes out.
const DEFAULT: &str = "disconnect";

/// Reads what a flow does with a run-time error.
pub(super) fn read(site: &mut Site<'_>, body: &Node) -> ErrorHandling {
    let entries = body.path(&["settingsErrorHandling", "errorHandling"]).and_then(Node::as_map).unwrap_or_default();
    let Some(Entry { key, value, .. }) = entries.first() else { return ErrorHandling::End(DEFAULT.into()) };
    site.note_read(value);
    let kind = key.text.as_str();
    match kind {
        "disconnect" | "exit" | "endWorkflow" | "endFlow" => ErrorHandling::End(kind.into()),
        "queue" => match value.get("targetQueue") {
            Some(queue) => ErrorHandling::Queue(site.argument(queue, Type::Resource(ResourceKind::Queue))),
            None => ErrorHandling::Unknown(kind.into()),
        },
        _ => {
            let reference = value.as_map().unwrap_or_default().iter().find(|entry| entry.key.text.ends_with("Ref"));
            let container = reference.and_then(|entry| site.reference(&entry.value));
            container.map_or_else(|| ErrorHandling::Unknown(kind.into()), ErrorHandling::Go)
        }
    }
}
