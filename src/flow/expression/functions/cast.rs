//! Functions of the family cast.

use super::Definition;

pub(super) const FUNCTIONS: &[Definition] = &[];
