//! The platform REST endpoints that a real org serves, a file or folder a family (facts: genesys-api.md sections 2, 3, 5, 6 and 7).

mod analytics;
mod conversations;
mod flows;
mod instances;
mod open;
mod outcomes;
mod textbots;
mod token;
mod webdeployments;

use super::routes::Route;

pub use instances::{Job, Settings, selecting_client_of_download};
pub use textbots::BotSession;
pub use webdeployments::{Configurations, Configured, DRAFT, selecting_deployment};

/// The families' tables.
pub static FAMILIES: &[&[Route]] = &[
    token::ROUTES,
    webdeployments::ROUTES,
    flows::ROUTES,
    instances::ROUTES,
    conversations::ROUTES,
    outcomes::ROUTES,
    analytics::ROUTES,
    open::ROUTES,
    textbots::ROUTES,
];
