//! The integration tests, one binary so that it links once. Each module tests one room from outside.

#[cfg(test)]
mod broken_projects;
