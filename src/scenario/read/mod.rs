//! Reading a scenario file: one file a part of the language, each from tree to model with every mistake reported. What is wrong is left
//! out and the rest kept, so that all mistakes of a file are told in one go.

mod calls;
mod checks;
mod conversation;
mod decoder;
mod ending;
mod entry;
mod exchange;
mod expect;
mod expect_attributes;
mod expect_path;
mod failure;
mod faults;
mod guest_faults;
mod order;
mod parts;
mod records;
mod schedules;
mod settings;
mod setup;
mod stubs;
mod text;
mod unquoted;
mod world;

pub(super) use checks::check;
pub(super) use conversation::{STEP_KEYS, read_step};
pub(super) use decoder::{Decoder, Patterns};
pub(super) use ending::ENDINGS;
pub use entry::{read, read_duration, read_in, read_stubs, read_stubs_file, read_time_zone, read_world};
pub(super) use guest_faults::TROUBLES;
pub(super) use parts::PARTS;
pub(super) use schedules::{FORCED, GROUP_FORCED};
pub(super) use settings::STARTS;
pub(super) use setup::{TYPES, UNDECLARED};
pub(super) use text::PATTERN_KEYS;
