//! A sandbox org: how it is reached, whether it may be touched, what a run leaves there and how that is removed, whether it is fit for
//! tests. Must not know drivers, verdicts or reports.

mod calls;
mod changes;
mod connect;
pub mod doctor;
mod ending;
mod guard;
mod guests;
pub mod ledger;
mod mark;
mod open;
mod prepare;
pub mod probe;
mod profile;
mod provenance;
mod provision;
pub mod published;
mod pull;
mod recorded_level;
mod sandbox;
mod search;
pub mod sweep;
mod undo;

pub use calls::CallCount;
pub use changes::Changes;
pub use connect::connect;
pub use ending::end_conversation;
pub use guard::{Guarded, Wanted, guard};
pub use mark::{MARKED, Mark, RunId};
pub use open::{LeftOpen, OpenConversations};
pub use prepare::prepare;
pub use profile::Profile;
pub use provenance::{Provenance, configuration_in, ordered};
pub use provision::{Unplaced, provision};
pub use published::Published;
pub use pull::{Pulled, Sought, find, kind_of, read as read_flow};
pub use sandbox::Sandbox;
pub use search::{Marked, marked};
pub use undo::undo;
