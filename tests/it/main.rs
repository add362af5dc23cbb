//! The integration tests, one binary so that it links once. Each module tests one room from outside.

#[cfg(test)]
mod fake_client;
#[cfg(test)]
mod fake_doors;
#[cfg(test)]
mod fake_faults;
#[cfg(test)]
mod fake_steps;
#[cfg(test)]
mod fake_tenants;
