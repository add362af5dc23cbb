//! Functions of the family list.

use super::Definition;

pub(super) const FUNCTIONS: &[Definition] = &[];
