//! The lines as types, each beside the way from its event and back. A field is never renamed or removed within a version; readers must ignore
//! fields that they do not know. What is empty is left out.

mod case;
mod ending;
mod event;
mod evidence;
mod flow;
mod mistake;
mod step;
mod words;

pub use event::events_schema;
pub(super) use event::{EVENTS, LineJson};
pub(super) use flow::FlowSeenJson;
