//! Archy YAML to a program. Knows the file format and the table of action kinds; does not execute.

mod accepted;
mod action_reader;
mod actions;
mod argument;
mod bot_settings;
mod containers;
mod error_handling;
mod given;
mod head;
mod language_model;
mod load;
mod reference;
mod site;
mod substitute;
#[cfg(test)]
mod tests;
mod undeclared;
mod unknown;
mod unread;
mod uses;
mod variables;
mod within;

pub(crate) use action_reader::ActionReader;
pub(crate) use containers::START_NAME;
pub(crate) use head::is_flow_type;
pub(crate) use load::{Origin, load};
pub(crate) use substitute::read;
pub(crate) use unread::GUID;
pub(crate) use within::place_within;
