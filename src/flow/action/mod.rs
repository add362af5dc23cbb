//! The kinds of action, one file each: what is read, what it does, what it mentions. One table maps names to kinds.

mod kind;

pub(crate) use kind::Action;
