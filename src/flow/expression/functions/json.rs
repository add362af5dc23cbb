//! Functions of the family json.

use super::Definition;

pub(super) const FUNCTIONS: &[Definition] = &[];
