//! What `flowproof.yaml` sets besides flows and world, with the default of each setting. Must not know how the file is read.

use std::time::Duration;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use super::{Environment, LiveSettings};
use crate::scenario::model::{Driver, Spanned};

/// Time-out of one case, from its first request to its verdict.
pub const CASE_TIMEOUT: Duration = Duration::from_secs(60);
/// Time-out of one step of a conversation: as long as a person would wait for an answer.
pub const STEP_TIMEOUT: Duration = Duration::from_secs(15);
/// Time-out of one request.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// A case that runs longer on the fake is told while it runs: people wonder by then.
pub const SLOW: Duration = Duration::from_secs(10);
/// The same in a live org, where each turn takes seconds.
pub const SLOW_LIVE: Duration = Duration::from_secs(60);
/// A case is tried again so often at most: what fails ten times is not flaky.
pub const MOST_RETRIES: u32 = 10;
/// Folder of the scenarios, from the folder of `flowproof.yaml`.
pub const SCENARIOS: &str = "scenarios";

/// Everything that can be set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How scenarios run where they do not say otherwise.
    pub defaults: Defaults,
    /// The sandbox org of the target `live`.
    pub live: LiveSettings,
    /// A host that serves the seed's endpoints.
    pub simulate: SimulateSettings,
}

/// How scenarios run where they, and the command line, do not say otherwise.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// Time-out of a case.
    pub timeout: Duration,
    /// Time-out of a step.
    pub step_timeout: Duration,
    /// Time-out of a request.
    pub request_timeout: Duration,
    /// Time-out of a whole run; none for no limit.
    pub run_timeout: Option<Duration>,
    /// Folder of the scenarios, from the folder of `flowproof.yaml`.
    pub scenarios: Utf8PathBuf,
    /// Cases that run side by side; none for as many as suit the machine.
    pub jobs: Option<usize>,
    /// Cases of a group that run side by side; of a group that is not named here, one at a time.
    pub groups: IndexMap<String, usize>,
    /// How often a case that is not green is tried again.
    pub retries: u32,
    /// A case that runs longer is told while it runs; [`SLOW`] or [`SLOW_LIVE`] where it is none.
    pub slow: Option<Duration>,
    /// Drivers that scenarios without `drivers` may run in; empty for all.
    pub drivers: Vec<Spanned<Driver>>,
    /// The fake org holds every request to a declared attribute, even one that names no widget.
    pub strict: bool,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            timeout: CASE_TIMEOUT,
            step_timeout: STEP_TIMEOUT,
            request_timeout: REQUEST_TIMEOUT,
            run_timeout: None,
            scenarios: Utf8PathBuf::from(SCENARIOS),
            jobs: None,
            groups: IndexMap::new(),
            retries: 0,
            slow: None,
            drivers: Vec::new(),
            strict: false,
        }
    }
}

/// A host that serves the seed's four endpoints and is no Genesys Cloud host.
#[derive(Debug, Clone, Default)]
pub struct SimulateSettings {
    /// Its base URL, such as `http://127.0.0.1:8080`.
    pub base_url: Option<Spanned<String>>,
}

/// The ids that a flow has in the sandbox org.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LiveFlow {
    /// The flow's id.
    pub flow_id: Option<Spanned<String>>,
    /// The web messaging deployment that starts the flow.
    pub deployment_id: Option<Spanned<String>>,
}

impl LiveFlow {
    /// The flow's id: the environment's, else the file's.
    pub fn flow_id<'a>(&'a self, environment: &'a Environment) -> Option<&'a str> {
        environment.flow_id.as_deref().or(self.flow_id.as_ref().map(|id| id.value.as_str()))
    }
}
