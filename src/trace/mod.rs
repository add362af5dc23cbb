//! Values only.
