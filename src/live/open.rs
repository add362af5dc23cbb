//! The conversations that a run has open: noted in the ledger before they begin, ended with their case, and at the latest with the run.
//! Must not know what is said in them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::ledger::{Ledger, OpenThing, Thing};
use super::{Mark, Sandbox, end_conversation, marked, undo};
use crate::diagnostic::Diagnostic;

/// The conversations of a run.
#[derive(Debug)]
pub struct OpenConversations {
    ledger: Arc<Ledger>,
    mark: Mark,
    list: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    open: Vec<Open>,
    begun: usize,
    ended: usize,
}

#[derive(Debug, Clone)]
struct Open {
    number: u64,
    owner: usize,
    case: String,
    message: Option<String>,
    id: Option<String>,
}

/// A conversation that could not be ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOpen {
    /// Its id, where it is known.
    pub id: Option<String>,
    /// The case that began it.
    pub case: String,
    /// Why it is open still.
    pub why: String,
}

impl OpenConversations {
    /// None is open yet.
    pub fn new(ledger: Arc<Ledger>, mark: Mark) -> Self {
        Self { ledger, mark, list: Mutex::default() }
    }

    /// The mark that conversations of this run carry.
    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    /// A case is about to begin a conversation.
    ///
    /// # Errors
    /// The ledger cannot be written; it must not be begun then.
    pub fn begin(&self, owner: usize, case: &str, deployment: &str) -> Result<(), Diagnostic> {
        let thing = Thing::Conversation { case: case.to_owned(), deployment: deployment.to_owned() };
        let number = self.ledger.creating(thing)?;
        let mut state = self.lock();
        state.begun += 1;
        state.open.push(Open { number, owner, case: case.to_owned(), message: None, id: None });
        Ok(())
    }

    /// The case's latest conversation begins with this message.
    pub fn message(&self, owner: usize, id: &str) {
        let number = self.change(owner, |open| open.message.is_none(), |open| open.message = Some(id.to_owned()));
        if let Some(number) = number {
            // What the note adds is found by the mark, too.
            let _ = self.ledger.message(number, id);
        }
    }

    /// The conversation that a message is in.
    pub fn known(&self, owner: usize, message: &str, id: &str) {
        let own = |open: &Open| open.message.as_deref() == Some(message) && open.id.is_none();
        if let Some(number) = self.change(owner, own, |open| open.id = Some(id.to_owned())) {
            let _ = self.ledger.known(number, id);
        }
    }

    /// A conversation has ended.
    pub fn ended(&self, id: &str) {
        let number = {
            let mut state = self.lock();
            let at = state.open.iter().position(|open| open.id.as_deref() == Some(id));
            at.map(|at| state.open.remove(at).number)
        };
        if let Some(number) = number {
            self.close(number);
        }
    }

    /// How many conversations were begun, and how many of them are known to have ended.
    pub fn counts(&self) -> (usize, usize) {
        let state = self.lock();
        (state.begun, state.ended)
    }

    /// Ends what a case has open and is known by an id or a message; what is not is left for the end of the run. Says what could not be
    /// ended.
    pub async fn end_of(&self, owner: usize, sandbox: &Sandbox) -> Vec<String> {
        let own: Vec<Open> = self.lock().open.iter().filter(|open| open.owner == owner).cloned().collect();
        let mut warnings = Vec::new();
        for open in own {
            if let Err(why) = self.end(&open, sandbox).await {
                warnings.push(format!("a conversation is open still: {why}"));
            }
        }
        warnings
    }

    /// Ends everything that is open, within a limit; what is left is told, and stays in the ledger.
    pub async fn end_all(&self, sandbox: &Sandbox, limit: Duration) -> Vec<LeftOpen> {
        let all = self.lock().open.clone();
        let work = async {
            let ends = all.iter().map(|open| self.end(open, sandbox));
            let mut told: Vec<Option<String>> =
                futures_util::future::join_all(ends).await.into_iter().map(Result::err).collect();
            if told.iter().any(Option::is_some) {
                self.end_marked(sandbox, &all, &mut told).await;
            }
            told
        };
        let told = tokio::time::timeout(limit, work).await.unwrap_or_default();
        let state = self.lock();
        let left = state.open.iter().map(|open| {
            let at = all.iter().position(|one| one.number == open.number);
            let why = at.and_then(|at| told.get(at)).cloned().flatten();
            let why = why.unwrap_or_else(|| "there was no more time to end it".to_owned());
            LeftOpen { id: open.id.clone(), case: open.case.clone(), why }
        });
        left.collect()
    }

    /// What is neither known by an id nor by a message is looked for by the run's mark.
    async fn end_marked(&self, sandbox: &Sandbox, all: &[Open], told: &mut [Option<String>]) {
        let found = match marked(sandbox, Some(&self.mark)).await {
            Ok(found) => found,
            Err(error) => {
                for (_, told) in all.iter().zip(told).filter(|(open, told)| open.id.is_none() && told.is_some()) {
                    *told = Some(format!("its id is not known, and {error}"));
                }
                return;
            }
        };
        let mut failed = None;
        for one in found.iter().filter(|one| !one.over) {
            if let Err(error) = end_conversation(&sandbox.client, &one.id).await {
                failed = Some(error.to_string());
            }
        }
        // All that carries the mark is over: so is whatever had begun without its id being learnt.
        for (open, told) in all.iter().zip(told).filter(|(open, told)| open.id.is_none() && told.is_some()) {
            *told = failed.clone();
            if failed.is_none() {
                self.forget(open.number);
            }
        }
    }

    async fn end(&self, open: &Open, sandbox: &Sandbox) -> Result<(), String> {
        let thing = Thing::Conversation { case: open.case.clone(), deployment: String::new() };
        let thing = OpenThing { number: open.number, thing, message: open.message.clone(), id: open.id.clone() };
        undo(sandbox, &thing).await?;
        self.forget(open.number);
        Ok(())
    }

    fn forget(&self, number: u64) {
        let found = {
            let mut state = self.lock();
            let before = state.open.len();
            state.open.retain(|open| open.number != number);
            state.open.len() < before
        };
        if found {
            self.close(number);
        }
    }

    fn close(&self, number: u64) {
        self.lock().ended += 1;
        // A conversation that is noted as open and is not does no harm: whoever ends it finds it ended.
        let _ = self.ledger.ended(number);
    }

    fn change(&self, owner: usize, which: impl Fn(&Open) -> bool, change: impl FnOnce(&mut Open)) -> Option<u64> {
        let mut state = self.lock();
        let open = state.open.iter_mut().rev().find(|open| open.owner == owner && which(open))?;
        change(open);
        Some(open.number)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
