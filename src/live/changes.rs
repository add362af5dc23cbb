//! What a run creates and changes in an org besides conversations: noted in the ledger first, undone at the latest with the run, the newest first.
//! Must not know why anything is made.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::ledger::{Ledger, OpenThing, Thing};
use super::{Sandbox, undo};
use crate::diagnostic::{Code, Diagnostic};
use crate::genesys::ClientError;

/// What a run has created and changed.
#[derive(Debug)]
pub struct Changes {
    ledger: Arc<Ledger>,
    list: Arc<Mutex<Vec<OpenThing>>>,
    /// Requests that were begun. They are ended even where nobody waits for them any more: one that was cut off might take effect after it
    /// was undone.
    begun: Mutex<Vec<JoinHandle<()>>>,
}

impl Changes {
    /// Nothing is changed yet.
    pub fn new(ledger: Arc<Ledger>) -> Self {
        Self { ledger, list: Arc::default(), begun: Mutex::default() }
    }

    /// The ledger.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// Notes the thing, then makes it; `id` says under which id the org has it. Where the answer is lost the thing counts as made.
    ///
    /// # Errors
    /// It could not be noted, so that it was not made; or making it failed.
    pub async fn make<T: Send + 'static>(
        &self,
        thing: Thing,
        make: impl Future<Output = Result<T, ClientError>> + Send + 'static,
        id: impl FnOnce(&T) -> Option<String> + Send + 'static,
    ) -> Result<T, Diagnostic> {
        let number = self.ledger.creating(thing.clone())?;
        lock(&self.list).push(OpenThing { number, thing, message: None, id: None });
        let (ledger, list) = (Arc::clone(&self.ledger), Arc::clone(&self.list));
        let (tell, made) = oneshot::channel();
        let request = tokio::spawn(async move {
            let made = make.await;
            if let Some(id) = made.as_ref().ok().and_then(id) {
                // A thing whose id could not be noted is found by its name.
                let _ = ledger.known(number, &id);
                if let Some(open) = lock(&list).iter_mut().find(|open| open.number == number) {
                    open.id = Some(id);
                }
            }
            // Whoever asked may be gone.
            let _ = tell.send(made);
        });
        lock(&self.begun).push(request);
        match made.await {
            Ok(made) => made.map_err(Diagnostic::from),
            Err(_) => {
                Err(Diagnostic::error(Code::CONNECTION_LOST, "a request to the org ended in a defect of flowproof"))
            }
        }
    }

    /// Undoes everything, the newest first, since what was made later may stand on what was made before; for at most so long. What could not
    /// be undone is told and stays in the ledger.
    pub async fn undo_all(&self, sandbox: &Sandbox, limit: Duration) -> Vec<String> {
        let mut left = Vec::new();
        if tokio::time::timeout(limit, self.undo(sandbox, &mut left)).await.is_err() {
            left = self.open().into_iter().map(|one| format!("{one}: there was no more time to undo it")).collect();
        }
        left
    }

    async fn undo(&self, sandbox: &Sandbox, left: &mut Vec<String>) {
        let begun = std::mem::take(&mut *lock(&self.begun));
        for request in begun {
            let _ended = request.await;
        }
        let all: Vec<OpenThing> = lock(&self.list).iter().rev().cloned().collect();
        for open in all {
            match undo(sandbox, &open).await {
                Ok(()) => {
                    lock(&self.list).retain(|one| one.number != open.number);
                    // Whoever undoes it once more finds nothing to do.
                    let _ = self.ledger.ended(open.number);
                }
                Err(why) => left.push(format!("{}: {why}", open.thing.words())),
            }
        }
    }

    /// What is not undone, in words.
    pub fn open(&self) -> Vec<String> {
        lock(&self.list).iter().map(|open| open.thing.words()).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
