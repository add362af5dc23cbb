//! Functions of the family communication.

use super::Definition;

pub(super) const FUNCTIONS: &[Definition] = &[];
