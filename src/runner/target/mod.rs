//! Where cases run: the embedded fake, or a host that serves the seed's endpoints. A target gives each case a seat: a client, and what it
//! needs to know of the org.

mod executions;
mod faults;
mod host;
mod mock;
mod seat;

use std::sync::Arc;
use std::time::Duration;

pub(super) use executions::{Executions, Found};
pub use host::HostTarget;
pub use mock::MockTarget;
pub(super) use seat::{GuestPlace, Seat};

use crate::project::{Files, Resolved};
use crate::scenario::model::{Case, Driver, TargetName};

/// Where cases run.
pub enum Target {
    /// The embedded fake org.
    Mock(MockTarget),
    /// A host that serves the seed's endpoints.
    Host(HostTarget),
}

impl Target {
    /// Its name in scenarios and options.
    pub fn name(&self) -> TargetName {
        match self {
            Self::Mock(_) => TargetName::Mock,
            Self::Host(_) => TargetName::Live,
        }
    }

    /// The drivers that work here, richest first.
    pub fn drivers(&self) -> &'static [Driver] {
        match self {
            Self::Mock(_) => &[Driver::Converse, Driver::Simulate],
            Self::Host(_) => &[Driver::Simulate],
        }
    }

    /// The id of the org, where there is one that says who it is.
    pub async fn org(&self) -> Option<String> {
        match self {
            Self::Mock(_) => None,
            Self::Host(host) => host.org().await,
        }
    }

    /// A seat for one case.
    pub(super) fn open(&self, case: &Case, resolved: &Resolved, files: &Arc<dyn Files>, index: usize) -> Seat {
        match self {
            Self::Mock(mock) => mock.open(case, resolved, files, index),
            Self::Host(host) => host.open(resolved, files, index),
        }
    }

    /// Removes what cut-off cases left behind, within a limit of its own.
    pub(super) async fn clean_up(&self, limit: Duration) {
        if let Self::Host(host) = self {
            host.clean_up(limit).await;
        }
    }
}
