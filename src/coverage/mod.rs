//! Coverage: which actions of each flow file were taken, and by which ways each was left, merged over cases, drivers, shards and runs.
//!
//! A *way* is an output of an action, or the action itself where it has none. `collect` reads the events of a run; `model` is what comes of
//! it, plain values that can be merged (`merge`), counted (`count`), held to a percentage (`gate`), asked (`ask`), and written as text, JSON
//! and LCOV. Knows no file, no project and no terminal.

mod ask;
mod behind;
mod collect;
mod count;
mod exclude;
mod gate;
mod inventory;
mod json;
mod lcov;
mod merge;
mod model;
mod percent;
mod selection;
#[cfg(test)]
mod testing;
mod text;

pub use ask::{Alone, Found};
pub use collect::Collector;
pub use count::Count;
pub use exclude::Exclusion;
pub use gate::{Least, Of};
pub use json::{Unreadable, coverage_schema, from_json, to_json};
pub use lcov::to_lcov;
pub use merge::OtherVersion;
pub use model::{ActionCoverage, Apart, CaseRef, Coverage, FlowCoverage, Takers, WayCoverage};
pub use percent::Percent;
pub use selection::{Part, Selection};
pub use text::{Detail, to_text};
