//! The conversations that a run has open: noted in the ledger before they begin, ended with their case, and at the latest with the run.
//! Must not know what is said in them.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::ledger::{Ledger, OpenThing, Thing};
use super::{Mark, Marked, Sandbox, end_conversation, marked, undo};
use crate::diagnostic::Diagnostic;

/// How long a search by the mark is repeated after: at first, and at the most.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// See [`FIRST_WAIT`].
const LONGEST_WAIT: Duration = Duration::from_secs(10);

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
    /// Every id that was learnt.
    known: HashSet<String>,
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

    /// So many of a case's latest notes are of conversations that did not begin: the org refused the message.
    pub fn not_begun(&self, owner: usize, count: usize) {
        let mut numbers = Vec::with_capacity(count);
        {
            let mut state = self.lock();
            for _ in 0..count {
                let at = state.open.iter().rposition(|open| open.owner == owner && open.message.is_none());
                let Some(at) = at else { break };
                numbers.push(state.open.remove(at).number);
            }
            state.begun = state.begun.saturating_sub(numbers.len());
        }
        for number in numbers {
            // What is noted as open and never began is not found by who looks for it.
            let _ = self.ledger.ended(number);
        }
    }

    /// A message was taken, and the org, asked for long enough, knows no conversation that it is in.
    pub fn nothing_in(&self, owner: usize, message: &str) {
        let number = {
            let mut state = self.lock();
            let own =
                |open: &Open| open.owner == owner && open.message.as_deref() == Some(message) && open.id.is_none();
            let at = state.open.iter().position(own);
            state.begun = state.begun.saturating_sub(usize::from(at.is_some()));
            at.map(|at| state.open.remove(at).number)
        };
        if let Some(number) = number {
            // As above.
            let _ = self.ledger.ended(number);
        }
    }

    /// The conversation that a message is in.
    pub fn known(&self, owner: usize, message: &str, id: &str) {
        let own = |open: &Open| open.message.as_deref() == Some(message) && open.id.is_none();
        if let Some(number) = self.change(owner, own, |open| open.id = Some(id.to_owned())) {
            self.lock().known.insert(id.to_owned());
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
                warnings.push(format!(
                    "a conversation was not ended with its case, and is tried once more when the run ends: {why}"
                ));
            }
        }
        warnings
    }

    /// Ends everything that is open, within a limit; what is left is told, and stays in the ledger.
    pub async fn end_all(&self, sandbox: &Sandbox, limit: Duration) -> Vec<LeftOpen> {
        let all = self.lock().open.clone();
        let told: Mutex<BTreeMap<u64, String>> = Mutex::default();
        let tell = |number: u64, why: String| {
            told.lock().unwrap_or_else(PoisonError::into_inner).insert(number, why);
        };
        let work = async {
            let end = async |open: &Open| {
                if let Err(why) = self.end(open, sandbox).await {
                    tell(open.number, why);
                }
            };
            futures_util::future::join_all(all.iter().map(end)).await;
            self.end_marked(sandbox, tell).await;
        };
        let in_time = tokio::time::timeout(limit, work).await.is_ok();
        let state = self.lock();
        let told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
        let left = state.open.iter().map(|open| {
            let late = || if in_time { "it was not ended" } else { "there was no more time to end it" }.to_owned();
            let why = told.get(&open.number).cloned().unwrap_or_else(late);
            LeftOpen { id: open.id.clone(), case: open.case.clone(), why }
        });
        left.collect()
    }

    /// What is neither known by an id nor by a message is looked for by the run's mark, again and again: an org may be late to find it, so that a
    /// search that finds nothing says nothing. Only as many as were found, and are over, count as ended.
    async fn end_marked(&self, sandbox: &Sandbox, tell: impl Fn(u64, String)) {
        let mut over: HashSet<String> = HashSet::new();
        let mut wait = FIRST_WAIT;
        loop {
            let (nameless, known) = {
                let state = self.lock();
                let nameless: Vec<u64> =
                    state.open.iter().filter(|open| open.id.is_none()).map(|open| open.number).collect();
                (nameless, state.known.clone())
            };
            if nameless.is_empty() {
                return;
            }
            let why = match marked(sandbox, &[&self.mark.name], Some(&self.mark), &known).await {
                Err(error) => {
                    nameless.iter().for_each(|number| tell(*number, format!("its id is not known, and {error}")));
                    return;
                }
                Ok(found) => self.end_found(sandbox, found, &mut over).await,
            };
            let why =
                why.unwrap_or_else(|| "its id is not known, and the search for its mark does not show it".to_owned());
            for (at, number) in nameless.into_iter().enumerate() {
                if at < over.len() {
                    self.forget(number);
                } else {
                    tell(number, why.clone());
                }
            }
            if self.lock().open.iter().all(|open| open.id.is_some()) {
                return;
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Ends what was found by the mark; why one was not, where one was not.
    async fn end_found(&self, sandbox: &Sandbox, found: Vec<Marked>, over: &mut HashSet<String>) -> Option<String> {
        let mut failed = None;
        for one in found {
            let ended = if one.over { Ok(()) } else { end_conversation(&sandbox.client, &one.id).await };
            match ended {
                Ok(()) => {
                    self.lock().known.insert(one.id.clone());
                    over.insert(one.id);
                }
                Err(error) => failed = Some(format!("conversation {}: {error}", one.id)),
            }
        }
        failed
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
