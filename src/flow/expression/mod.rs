//! The expression language of Architect.
