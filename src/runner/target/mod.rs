//! Where cases run: the embedded fake, a host that serves the seed's endpoints, or a live org. A target gives each case a seat: a client, and what it
//! needs to know of the org.

mod executions;
mod faults;
mod host;
mod live;
mod mock;
mod seat;

use std::sync::Arc;
use std::time::Duration;

pub(super) use executions::{Executions, Found};
pub use host::HostTarget;
pub use live::LiveTarget;
pub use mock::MockTarget;
pub(super) use seat::{GuestPlace, Seat};

use super::stopwatch::Stopwatch;
use crate::event::LiveSum;
use crate::genesys::Client;
use crate::live::Published;
use crate::project::{Files, Resolved};
use crate::scenario::model::{Case, Driver, TargetName};
use crate::wire::platform::Organization;

/// How long ending what one case has open may take. What is open then is ended with the run.
const END_TIME: Duration = Duration::from_secs(15);

/// Where cases run.
pub enum Target {
    /// The embedded fake org.
    Mock(MockTarget),
    /// A host that serves the seed's endpoints.
    Host(HostTarget),
    /// A live org.
    Live(LiveTarget),
}

impl Target {
    /// Its name in scenarios and options.
    pub fn name(&self) -> TargetName {
        match self {
            Self::Mock(_) => TargetName::Mock,
            Self::Host(_) | Self::Live(_) => TargetName::Live,
        }
    }

    /// The drivers that work here, richest first.
    pub fn drivers(&self) -> &'static [Driver] {
        match self {
            Self::Mock(_) => &[Driver::Converse, Driver::Simulate],
            Self::Host(_) => &[Driver::Simulate],
            Self::Live(_) => &[Driver::Converse],
        }
    }

    /// The org, where there is one that says who it is.
    pub async fn org(&self) -> Option<Organization> {
        match self {
            Self::Mock(_) => None,
            Self::Host(host) => host.org().await,
            Self::Live(live) => Some(live.guarded().organization.clone()),
        }
    }

    /// A seat for one case.
    pub(super) fn open(
        &self,
        case: &Case,
        resolved: &Resolved,
        files: &Arc<dyn Files>,
        index: usize,
        stopwatch: &Arc<Stopwatch>,
    ) -> Seat {
        match self {
            Self::Mock(mock) => mock.open(case, resolved, files, index, stopwatch),
            Self::Host(host) => host.open(resolved, files, index, stopwatch),
            Self::Live(live) => live.open(case, resolved, files, index, stopwatch),
        }
    }

    /// How long a run may go on here, where the target says so.
    pub(super) fn time_left(&self) -> Option<Duration> {
        match self {
            Self::Live(live) => Some(live.time_left()),
            Self::Mock(_) | Self::Host(_) => None,
        }
    }

    /// Ends what a case that was cut short has open, where nothing ends by itself; what could not be ended is told.
    pub(super) async fn end_case(&self, index: usize) -> Vec<String> {
        match self {
            Self::Live(live) => live.end_case(index, END_TIME).await,
            Self::Mock(_) | Self::Host(_) => Vec::new(),
        }
    }

    /// Removes what cut-off cases left behind, within a limit of its own; what could not be removed is told.
    pub(super) async fn clean_up(&self, limit: Duration) -> Vec<String> {
        match self {
            Self::Mock(_) => Vec::new(),
            Self::Host(host) => {
                host.clean_up(limit).await;
                Vec::new()
            }
            Self::Live(live) => live.clean_up(limit).await,
        }
    }

    /// What the run did in a live org; `left` is what clean-up could not remove.
    pub(super) fn sum(&self, left: &[String]) -> Option<LiveSum> {
        match self {
            Self::Live(live) => Some(live.sum(left)),
            Self::Mock(_) | Self::Host(_) => None,
        }
    }

    /// Where a case that failed here is run again, where there is such a place.
    pub(super) fn rehearsal(&self) -> Option<&Arc<Self>> {
        match self {
            Self::Live(live) => live.rehearsal(),
            Self::Mock(_) | Self::Host(_) => None,
        }
    }

    /// What the org has published of a flow, by the flow's name in flowproof.yaml, where it was compared with the file.
    pub(super) fn published(&self, flow: &str) -> Option<&Published> {
        match self {
            Self::Live(live) => live.published(flow),
            Self::Mock(_) | Self::Host(_) => None,
        }
    }

    /// What cases wait for together, where they do.
    pub(super) fn executions(&self) -> Option<(&Executions, &Client)> {
        match self {
            Self::Live(live) => Some((live.executions(), &live.sandbox().client)),
            Self::Mock(_) | Self::Host(_) => None,
        }
    }
}
