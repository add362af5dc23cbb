//! Test scripts of genesys-web-messaging-tester: a `config`, and scenarios of three steps, `say`, `waitForReplyContaining` and
//! `waitForReplyMatching` (facts: peers.md, "Scenario syntax"; its own validation takes exactly one key a step).

mod pattern;
mod read;
mod write;

pub use read::{Config, Script, Talk, read};
pub use write::{Target, stubs_needed, write};
