//! The seed's endpoints: widget, conversation, simulation. No real org serves them (facts: genesys-api.md section 1).

mod conversations;
mod routes;
mod simulate;
mod steps;
mod widgets;

pub use routes::{ROUTES, SCOPES};
