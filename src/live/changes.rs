//! What a run creates and changes in an org besides conversations: noted in the ledger first, undone at the latest with the run, the newest first.
//! Must not know why anything is made.

use std::sync::{Arc, Mutex, PoisonError};

use super::ledger::{Ledger, OpenThing, Thing};
use super::{Sandbox, undo};
use crate::diagnostic::Diagnostic;
use crate::genesys::ClientError;

/// What a run has created and changed.
#[derive(Debug)]
pub struct Changes {
    ledger: Arc<Ledger>,
    list: Mutex<Vec<OpenThing>>,
}

impl Changes {
    /// Nothing is changed yet.
    pub fn new(ledger: Arc<Ledger>) -> Self {
        Self { ledger, list: Mutex::default() }
    }

    /// The ledger.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// Notes the thing, then makes it; `id` says under which id the org has it. Where the answer is lost the thing counts as made.
    ///
    /// # Errors
    /// It could not be noted, so that it was not made; or making it failed.
    pub async fn make<T>(
        &self,
        thing: Thing,
        make: impl Future<Output = Result<T, ClientError>>,
        id: impl FnOnce(&T) -> Option<String>,
    ) -> Result<T, Diagnostic> {
        let number = self.ledger.creating(thing.clone())?;
        self.lock().push(OpenThing { number, thing, message: None, id: None });
        let made = make.await.map_err(Diagnostic::from)?;
        if let Some(id) = id(&made) {
            // A thing whose id could not be noted is found by its name.
            let _ = self.ledger.known(number, &id);
            if let Some(open) = self.lock().iter_mut().find(|open| open.number == number) {
                open.id = Some(id);
            }
        }
        Ok(made)
    }

    /// Undoes everything, the newest first, since what was made later may stand on what was made before. What could not be undone is told and
    /// stays in the ledger.
    pub async fn undo_all(&self, sandbox: &Sandbox) -> Vec<String> {
        let mut left = Vec::new();
        let all: Vec<OpenThing> = self.lock().iter().rev().cloned().collect();
        for open in all {
            match undo(sandbox, &open).await {
                Ok(()) => {
                    self.lock().retain(|one| one.number != open.number);
                    // Whoever undoes it once more finds nothing to do.
                    let _ = self.ledger.ended(open.number);
                }
                Err(why) => left.push(format!("{}: {why}", open.thing.words())),
            }
        }
        left
    }

    /// What is not undone, in words.
    pub fn open(&self) -> Vec<String> {
        self.lock().iter().map(|open| open.thing.words()).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<OpenThing>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
