//! The calls that the client makes, one file a family. Each knows its path, its request and its answer, and nothing of sending.

mod analytics;
mod configurations;
mod conversations;
mod deployments;
mod ending;
mod flows;
mod instances;
mod log_levels;
mod messages;
mod milestones;
mod open_messages;
mod organization;
mod outcomes;
mod paging;
mod simulate;
mod textbots;
mod widgets;

pub use flows::FlowFilter;
pub use widgets::Created;
