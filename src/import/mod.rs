//! Tests of other tools as scenarios, a room for each tool. What has no counterpart here is told with its place and stands in the scenario as
//! a comment. Must not know files or flows.

pub mod gwmt;
