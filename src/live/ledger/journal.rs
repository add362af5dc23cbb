//! The ledger of a run in progress. Must not know where its lines are kept.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Entry, Head, Thing};
use crate::diagnostic::{Code, Diagnostic};

/// Keeps lines for good: when `append` has returned, the line outlives the process.
pub trait Journal: Send + Sync {
    /// Adds a line.
    ///
    /// # Errors
    /// It is not kept.
    fn append(&self, line: &str) -> io::Result<()>;

    /// Where the lines are kept, for messages.
    fn place(&self) -> &str;

    /// Nothing is open any more: the lines may go.
    fn discard(&self);
}

/// The ledger of a run in progress.
pub struct Ledger {
    journal: Box<dyn Journal>,
    next: AtomicU64,
}

impl Ledger {
    /// Begins a ledger with its head.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(journal: Box<dyn Journal>, head: Head) -> Result<Self, Diagnostic> {
        let ledger = Self { journal, next: AtomicU64::new(0) };
        ledger.note(&Entry::Run(head))?;
        Ok(ledger)
    }

    /// Goes on with the ledger of a run that is dead, to note what is ended of it.
    pub fn resume(journal: Box<dyn Journal>) -> Self {
        Self { journal, next: AtomicU64::new(0) }
    }

    /// Notes what is about to be created. Only where this succeeds may it be created.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn creating(&self, thing: Thing) -> Result<u64, Diagnostic> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.note(&Entry::Begin { number, thing })?;
        Ok(number)
    }

    /// Notes the message by which a conversation is found. The thing itself is noted already, so a failure here loses nothing that a search
    /// for the marker would not find.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn message(&self, number: u64, id: &str) -> Result<(), Diagnostic> {
        self.note(&Entry::Message { number, id: id.to_owned() })
    }

    /// Notes the id that the org gave.
    ///
    /// # Errors
    /// The note cannot be written.
    pub fn known(&self, number: u64, id: &str) -> Result<(), Diagnostic> {
        self.note(&Entry::Known { number, id: id.to_owned() })
    }

    /// Notes that it is gone.
    ///
    /// # Errors
    /// The note cannot be written; a later clean-up finds nothing to do then.
    pub fn ended(&self, number: u64) -> Result<(), Diagnostic> {
        self.note(&Entry::End { number })
    }

    /// Nothing is open any more.
    pub fn discard(&self) {
        self.journal.discard();
    }

    fn note(&self, entry: &Entry) -> Result<(), Diagnostic> {
        let line = serde_json::to_string(entry).map_err(io::Error::from);
        line.and_then(|line| self.journal.append(&line)).map_err(|error| {
            let message = format!("the ledger `{}` cannot be written: {error}", self.journal.place());
            Diagnostic::error(Code::LEDGER_UNWRITABLE, message)
                .help("make room, or name another folder with `live: { ledger: … }` in flowproof.yaml; nothing was created without a note")
        })
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Ledger").field("place", &self.journal.place()).finish_non_exhaustive()
    }
}
