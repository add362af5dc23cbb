//! `/api/v2/conversations`: reading, ending, messages, attributes (facts: genesys-api.md sections 5 and 7). The seed's own conversations are
//! others, under their own path.

mod attributes;
mod end;
mod messages;
mod read;
mod routes;
mod search;

pub use routes::ROUTES;
