//! The integration tests, one binary, one module a subject.

mod fake_client;
mod fake_doors;
mod fake_faults;
mod fake_steps;
mod fake_tenants;
