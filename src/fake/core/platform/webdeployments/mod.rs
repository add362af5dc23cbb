//! Web deployments, their configurations, and what the CDN serves of both (facts: genesys-api.md section 3).

mod configurations;
mod deployments;
mod kept;
mod public;
mod routes;

pub use kept::{Configurations, Configured, DRAFT};
pub use public::selecting_deployment;
pub use routes::ROUTES;
