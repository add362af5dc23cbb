//! The integration tests, one binary, one module a subject.

mod broken_scenarios;
mod good_scenarios;
mod scenario_schema;
