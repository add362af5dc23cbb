//! Functions of the family datetime.

use super::Definition;

pub(super) const FUNCTIONS: &[Definition] = &[];
