//! What a command that creates something in an org needs first: a mark, and a ledger on the disk. Must not know what is created.

use std::time::Duration;

use jiff::Timestamp;

use super::edge::Edge;
use crate::diagnostic::{Code, Diagnostic};
use crate::live::ledger::{Folder, Head, Ledger};
use crate::live::{Guarded, Mark, Sandbox};

/// The mark of what begins now and takes so long at the most.
pub(super) fn mark(sandbox: &Sandbox, limit: Duration) -> Mark {
    Mark::new(sandbox.settings.marker.clone(), Timestamp::now(), limit, fastrand::u32(..))
}

/// Begins the ledger of that mark.
///
/// # Errors
/// It cannot be written; nothing may be created then.
pub(super) fn begin(edge: &Edge, sandbox: &Sandbox, guarded: &Guarded, mark: &Mark) -> Result<Ledger, Diagnostic> {
    let folder = edge.root.join(&sandbox.settings.ledger);
    let journal = Folder::new(&folder).create(&mark.run).map_err(|error| {
        Diagnostic::error(Code::LEDGER_UNWRITABLE, format!("no ledger can be kept in `{folder}`: {error}"))
            .help("make it a folder that can be written, or name another with `live: { ledger: … }` in flowproof.yaml")
    })?;
    let head = Head {
        run: mark.run.to_string(),
        org: guarded.organization.id.clone(),
        api: sandbox.environment.api.to_string(),
        marker: mark.name.clone(),
        until: mark.until,
    };
    Ledger::begin(journal, head)
}
