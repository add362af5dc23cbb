//! JUnit XML, as Jenkins, GitLab and Azure read it: a test suite a scenario file, a test case a case. Written whole at the end of a run.

mod case;
mod reader;

pub use reader::JunitReport;
