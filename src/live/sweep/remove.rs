//! Removing what was found.

use super::Left;
use crate::live::{Guarded, Sandbox, undo};

/// Ends, deletes or puts back one thing, in an org that may be touched.
///
/// # Errors
/// Why it is there still, in words.
pub async fn remove(sandbox: &Sandbox, _may: &Guarded, left: &Left) -> Result<(), String> {
    undo(sandbox, &left.thing).await
}
