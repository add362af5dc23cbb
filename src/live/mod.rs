//! A sandbox org: how it is reached, whether it may be touched, what a run leaves there and how that is removed, whether it is fit for
//! tests. Must not know drivers, verdicts or reports.

mod calls;
mod connect;
pub mod doctor;
mod ending;
mod guard;
mod guests;
pub mod ledger;
mod mark;
mod open;
pub mod probe;
mod profile;
mod sandbox;
mod search;

pub use calls::CallCount;
pub use connect::connect;
pub use ending::end_conversation;
pub use guard::{Guarded, Wanted, guard};
pub use mark::{MARKED, Mark, RunId};
pub use open::{LeftOpen, OpenConversations};
pub use profile::Profile;
pub use sandbox::Sandbox;
pub use search::{Marked, marked};
