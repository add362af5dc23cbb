//! Flow execution data, as a real org lets them download: the path, and how the flow ended (facts: genesys-api.md 6.3).

mod ending;
mod names;
mod path;

pub use ending::handed_over_after_error;
pub use path::{ExecutedPath, observe_execution};
