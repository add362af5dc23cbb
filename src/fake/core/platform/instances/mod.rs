//! Executions of flows that the org keeps: what it records of them, which there are, and their data (facts: genesys-api.md 6.1 to 6.3).

mod criteria;
mod download;
mod jobs;
mod kept;
mod levels;
mod query;
mod routes;
mod settings;

pub use download::selecting_client_of_download;
pub use jobs::Job;
pub use routes::ROUTES;
pub use settings::Settings;
