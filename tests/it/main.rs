//! The integration tests, one binary, one module a subject.

mod fake_client;
mod fake_doors;
mod fake_faults;
mod fake_steps;
mod fake_tenants;
//! The integration tests, one binary so that it links once. Each module tests one room from outside.

#[cfg(test)]
mod broken_projects;
//! The integration tests, one binary so that it links once. Each module tests one room from outside.

#[cfg(test)]
mod client_errors;
#[cfg(test)]
mod client_retry;
#[cfg(test)]
mod client_secrets;
#[cfg(test)]
mod client_sockets;
#[cfg(test)]
mod client_steps;
#[cfg(test)]
mod client_support;
#[cfg(test)]
mod client_token;
mod broken_scenarios;
mod good_scenarios;
