//! The interpreter: runs a program step by step and asks its host for whatever can wait, fail or change. Pure.

pub mod rules;
