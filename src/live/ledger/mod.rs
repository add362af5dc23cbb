//! What a live run creates, noted before it is created, so that whatever happens to the run can be removed afterwards. One file a run, a
//! line a note, each on the disk before the request that it is about. Must not know how anything is removed.

mod disk;
mod entry;
mod journal;
mod record;

pub use disk::{Folder, Kept};
pub use entry::{Entry, Head, Thing};
pub use journal::{Journal, Ledger};
pub use record::{OpenThing, Record};
