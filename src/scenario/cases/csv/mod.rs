//! A table of cases from a CSV file (RFC 4180): the header names the variables, each record is a case.

mod cells;
mod rows;

pub(super) use rows::rows;
