//! `flowproof.yaml`: flows, world, defaults, the live target; resolving a scenario's cases against them; cross-checks with suggestions.
//!
//! Sees no file system but through [`Files`], no environment but through [`environment()`], and no network at all.

mod absent;
mod check;
mod convert;
mod discover;
mod disk;
mod dotenv;
mod environment;
mod file;
mod files;
mod flow_files;
mod flows;
mod links;
mod live;
mod load;
mod needs;
mod resolve;
mod root;
#[cfg(test)]
mod sample;
mod schema;
mod served;
mod settings;
mod substitutions;
mod surface;

pub use absent::absent;
pub(crate) use check::{NOTHING_EXPECTED, check_groups, check_understanding};
pub(crate) use convert::changes_nothing;
pub use convert::{stubs_of, world_of, world_over};
pub use disk::DiskFiles;
pub use dotenv::{DotEnv, dotenv};
pub use environment::{Environment, VARIABLES, environment};
pub(crate) use file::{read_habits, value as values};
pub(crate) use files::normal;
pub use files::{Entry, Files, MemoryFiles};
pub use flows::ProjectFlow;
pub(crate) use links::uncalled;
pub use live::{
    AttributeKeys, AttributesSent, Habits, LEDGER, LIVE_JOBS, LiveBudget, LiveSettings, MARKER, PROFILE, RATE,
};
pub use load::{FILE_NAME, load, load_with};
pub use needs::{Need, Needs};
pub use resolve::{DEFAULT_NOW, DEFAULT_QUEUE, Resolved, Timeouts, default_now};
pub use root::{Project, read_source};
pub use schema::schema;
pub use settings::{
    CASE_TIMEOUT, CoverageSettings, Defaults, ExcludeSpec, LiveFlow, MOST_RETRIES, REQUEST_TIMEOUT, SCENARIOS, SLOW,
    SLOW_LIVE, STEP_TIMEOUT, Settings, SimulateSettings,
};
pub use substitutions::load_substitutions;
