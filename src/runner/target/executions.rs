//! Execution data for many cases at once: those that ask while others are being asked for share one query, one job. Must not know a case.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::genesys::{Client, ClientError, DEFAULT_EXECUTION_LIMIT, PollOptions};
use crate::wire::platform::ExecutionDocument;

/// The data of one conversation, an execution each in order of their start; or why there are none.
pub(in crate::runner) type Found = Result<Vec<ExecutionDocument>, String>;

/// How execution data are fetched.
#[derive(Debug)]
pub(in crate::runner) struct Executions {
    /// How long the first that asks waits for others to join it; none asks at once.
    gather: Option<Duration>,
    poll: PollOptions,
    waiting: Mutex<Vec<Asked>>,
}

#[derive(Debug)]
struct Asked {
    ids: Vec<String>,
    answer: oneshot::Sender<Result<Vec<Found>, ClientError>>,
}

impl Executions {
    /// Each case asks for its own at once: what it would share, it shares with nobody.
    pub fn alone() -> Self {
        Self { gather: None, poll: PollOptions::up_to(DEFAULT_EXECUTION_LIMIT), waiting: Mutex::default() }
    }

    /// Cases that ask within a window of each other are asked for together.
    pub fn together(gather: Duration) -> Self {
        let poll = PollOptions::up_to(DEFAULT_EXECUTION_LIMIT);
        Self { gather: Some(gather), poll, waiting: Mutex::default() }
    }

    /// The data of conversations, in their order.
    ///
    /// # Errors
    /// The query or the job failed as a whole.
    pub async fn collect(&self, client: &Client, ids: &[String]) -> Result<Vec<Found>, ClientError> {
        let Some(gather) = self.gather else { return fetch(client, ids, self.poll).await };
        let (answer, mut answered) = oneshot::channel();
        let first = {
            let mut waiting = self.lock();
            waiting.push(Asked { ids: ids.to_vec(), answer });
            waiting.len() == 1
        };
        if first {
            tokio::time::sleep(gather).await;
            let asked = std::mem::take(&mut *self.lock());
            let all: Vec<String> = asked.iter().flat_map(|one| one.ids.iter().cloned()).collect();
            let mut found = fetch(client, &all, self.poll).await.map(Vec::into_iter);
            for one in asked {
                let own = match &mut found {
                    Ok(found) => Ok(found.by_ref().take(one.ids.len()).collect()),
                    Err(error) => Err(error.clone()),
                };
                // A case that was cut short no longer listens.
                let _gone = one.answer.send(own);
            }
        }
        match (&mut answered).await {
            Ok(answer) => answer,
            // Whoever asked for all was cut short: this one asks for itself.
            Err(_) => fetch(client, ids, self.poll).await,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Asked>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn fetch(client: &Client, ids: &[String], poll: PollOptions) -> Result<Vec<Found>, ClientError> {
    let asked: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut findings = client.execution_data(&asked, &poll).await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let missing = findings.missing_of(id).map(ToString::to_string);
        let at = findings.found.iter().position(|one| one.conversation_id == *id);
        let documents = at.map(|at| findings.found.swap_remove(at).executions);
        let documents: Vec<ExecutionDocument> = documents.into_iter().flatten().map(|(_, document)| document).collect();
        found.push(match missing {
            Some(reason) => Err(format!("no execution data: {reason}")),
            None if documents.is_empty() => Err("no execution data: the org gave none".to_owned()),
            None => Ok(documents),
        });
    }
    Ok(found)
}
