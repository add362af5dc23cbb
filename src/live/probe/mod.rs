//! How an org behaves where no documentation says: the ten questions that only a live org answers, asked in a few conversations of our own,
//! each noted before it begins, marked, and ended. Must not know what a run does with the answers.

mod attributes;
mod executions;
mod findings;
mod join;
mod locate;
mod markdown;
mod prober;
mod probing;
mod purpose;
mod question;
mod rate;
mod refusals;
mod talk;

pub use findings::{Answer, Findings};
pub use markdown::markdown;
pub use probing::{MOST_MESSAGES, PROBE_TIME, probe};
pub use question::Question;
