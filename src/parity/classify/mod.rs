//! Where a failure against a live org came from: the flow's logic, the platform's timing or order, or data that have changed. The same case
//! is run offline at once, and with the live conversation's data where these can be had; what the runs say decides, and where they do not,
//! that is said.

mod beside;
mod data;
mod rules;
mod timing;

use beside::{beside, own_of_the_org};

pub use rules::{Attempts, Published, classify};
