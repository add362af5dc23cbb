//! Functions of the family text.

use super::Definition;

pub(super) const FUNCTIONS: &[Definition] = &[];
