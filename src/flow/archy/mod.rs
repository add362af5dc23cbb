//! Archy YAML to a program. Knows the file format and the kinds of action; does not execute.

mod load;

pub(crate) use load::load;
