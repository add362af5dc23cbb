//! Where a failure against a live org came from: the flow's logic, the platform's timing or order, or data that have changed. The same case
//! is run offline at once, as written and with the live conversation's data; what these three say decides, and where they do not, that is said.

mod data;
mod outcome;
mod rules;
mod timing;

pub use outcome::{Classification, FailureClass};
pub use rules::{Attempts, Published, classify};
