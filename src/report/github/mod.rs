//! What GitHub Actions shows of a run: annotations beside the scenario files, and a summary of the job.

mod annotations;
mod reader;
mod summary;

pub use annotations::Repository;
pub use reader::GithubReport;
