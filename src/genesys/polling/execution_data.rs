//! The execution data of many conversations at once: they become known a while after the flows have ended (facts: genesys-api.md 6.2; the
//! lag is unverified). Must not know how a job works.

use std::collections::HashMap;
use std::time::Duration;

use indexmap::IndexSet;

use crate::wire::platform::{ExecutionDocument, FlowInstance, InstanceQuery};

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;

use super::budget::{Budget, PollOptions};
use super::findings::{ExecutionFindings, Missing, MissingReason, Recorded};

/// How long execution data is looked for: the facts suggest one to two minutes.
pub const DEFAULT_EXECUTION_LIMIT: Duration = Duration::from_secs(120);

/// Conversations of one query. A query gives at most 200 executions and not surely the newest, and a conversation has a handful: its
/// message flow, its bots, the flows after a transfer.
const QUERY_SIZE: usize = 50;

impl Client {
    /// The data of all executions of these conversations. The query is repeated until each of them has an execution and all its
    /// executions have ended, or the limit passes; then one job gathers all that have ended, with the same limit of its own. What is
    /// missing then is told conversation by conversation.
    ///
    /// # Errors
    /// A query or the job failed.
    pub async fn execution_data(
        &self,
        conversation_ids: &[&str],
        options: &PollOptions,
    ) -> Result<ExecutionFindings, ClientError> {
        let wanted: IndexSet<&str> = conversation_ids.iter().copied().collect();
        let known = self.ended_instances(wanted.iter().copied().collect(), *options).await?;
        let ended = known.iter().filter(|one| has_ended(one)).map(|one| one.id.clone()).collect::<Vec<_>>();
        let gathered = self.gather(ended, *options).await?;
        Ok(findings(wanted, known, gathered.into_iter().collect()))
    }

    /// The executions of the conversations, as they were when all had ended or the limit passed.
    async fn ended_instances(
        &self,
        mut pending: Vec<&str>,
        options: PollOptions,
    ) -> Result<Vec<FlowInstance>, ClientError> {
        let clock = &self.0.options.clock;
        let mut budget = Budget::new(&**clock, options);
        let mut known = Vec::new();
        loop {
            let mut fresh = Vec::new();
            for some in pending.chunks(QUERY_SIZE) {
                fresh.extend(self.flow_instances(&InstanceQuery::of_conversations(some.iter().copied())).await?);
            }
            let unfinished = |id: &&str| {
                let mut own = fresh.iter().filter(|one: &&FlowInstance| is_of(one, id)).peekable();
                own.peek().is_none() || !own.all(has_ended)
            };
            let (left, done): (Vec<&str>, Vec<&str>) = pending.iter().copied().partition(unfinished);
            pending = left;
            if pending.is_empty() || !budget.wait().await {
                known.extend(fresh);
                return Ok(known);
            }
            known.extend(fresh.into_iter().filter(|one| done.iter().any(|id| is_of(one, id))));
        }
    }
}

fn has_ended(instance: &FlowInstance) -> bool {
    instance.end_date_time.is_some()
}

fn is_of(instance: &FlowInstance, conversation_id: &str) -> bool {
    instance.conversation_id.as_deref() == Some(conversation_id)
}

/// What was found, by conversation.
fn findings(
    ids: IndexSet<&str>,
    mut known: Vec<FlowInstance>,
    mut gathered: HashMap<String, Result<ExecutionDocument, MissingReason>>,
) -> ExecutionFindings {
    // All times are of one form, RFC 3339 in UTC, so their order is that of their texts.
    known.sort_by(|a, b| a.start_date_time.cmp(&b.start_date_time));
    let mut all = ExecutionFindings::default();
    for id in ids {
        let (own, others): (Vec<_>, Vec<_>) = known.into_iter().partition(|one| is_of(one, id));
        known = others;
        let mut missing = |reason| all.missing.push(Missing { conversation_id: id.to_owned(), reason });
        if own.is_empty() {
            missing(MissingReason::NoInstance);
            continue;
        }
        let mut executions = Vec::new();
        for instance in own {
            match gathered.remove(&instance.id) {
                Some(Ok(document)) => executions.push((instance, document)),
                Some(Err(reason)) => missing(reason),
                None => missing(MissingReason::NotEnded { instance_id: instance.id }),
            }
        }
        if !executions.is_empty() {
            all.found.push(Recorded { conversation_id: id.to_owned(), executions });
        }
    }
    all
}
