//! A conversation that was held becomes a scenario that holds it again, offline. Pure: what was seen comes in, the text of a file goes out.
//! Must not know where the conversation came from.
//!
//! What calls came back with is read from the variables that they wrote (facts: genesys-api.md 6.3), what the flow looked up from the way
//! it took. What nobody recorded, the meaning of words to a bot that runs, and the silences that mattered, is found by trying: the flow is
//! run with what is known until it says what it said.

mod answers;
mod expect;
mod label;
mod listing;
mod lookups;
mod moves;
mod observed;
mod personal;
mod placeholder;
mod redact;
mod replay;
mod results;
mod scenario;
mod script;
mod solve;
mod stubs;

pub use answers::{stubs_entry, world_entry};
pub use expect::{ending_value, path_item};
pub use lookups::{Found, found};
pub use moves::{moves_of_case, moves_of_messages};
pub use observed::{Move, Recorded, Recording};
pub use personal::NUMBER;
pub use redact::Rules;
pub use scenario::scenario;
