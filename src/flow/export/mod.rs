//! `.i3*` exports and REST configuration JSON to a program.
//!
//! Both hold one JSON document. It is read with positions and rewritten, value by value, into the tree that an Archy file of the same flow
//! would be; the Archy reader then reads that tree. So a kind of action has one reader for every format, a new kind works in exports as
//! soon as YAML can hold it, and a flow published in both forms cannot mean two things. A second reader for each kind would have cost a
//! file a kind and could drift. Every rewritten node keeps the byte range of the JSON that it came from, so a mistake is shown where it
//! stands; a JSON pointer is added, as an export's text is only seen decoded.
//!
//! Knows how the JSON form is laid out; must not know how an action is executed.

mod action;
mod bot_settings;
mod build;
mod chain;
mod containers;
mod decode;
mod document;
mod error_handling;
mod flow;
mod json;
mod kind;
#[cfg(test)]
mod model;
mod outputs;
mod pointer;
mod pretty;
#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;
mod value;
mod variables;

pub(crate) use document::{Form, configuration_of, export_name, form_of, is_json, read};
pub(crate) use kind::class_of;
