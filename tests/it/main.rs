//! The integration tests, one binary so that it links once. Each module tests one room from outside.

#[cfg(test)]
mod published_flows;
#[cfg(test)]
mod real_flows;
#[cfg(test)]
mod shared;
