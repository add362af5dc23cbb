//! Cross-checks of scenarios against flows, world and settings, one file a kind of name. Reports; never changes anything.

mod attachments;
mod attributes;
mod calls;
mod case;
mod coverage;
mod ending;
mod faults;
mod limits;
mod names;
mod nothing;
mod path;
mod runnable;
mod stubs;
mod subject;
mod understanding;
mod world;

pub(super) use names::Names;
pub(crate) use nothing::NOTHING_EXPECTED;
pub(super) use path::settle_path;
pub(crate) use understanding::check_understanding;
pub(crate) use world::check_groups;

use subject::Subject;
