//! flowproof tests Genesys Cloud web messaging: scenario files, an embedded fake org that runs real Architect flows, and reports.
//!
//! Each module is a room with one task; `docs/design/house.md` says which may import which, and a test reads the imports.

#![warn(missing_docs)]

pub mod chat;
pub mod cli;
pub mod diagnostic;
pub mod event;
pub mod evidence;
pub mod fake;
pub mod flow;
pub mod genesys;
pub mod live;
pub mod parity;
pub mod project;
pub mod record;
pub mod report;
pub mod runner;
pub mod scenario;
pub mod secret;
pub mod trace;
pub mod wire;
pub mod yaml;
