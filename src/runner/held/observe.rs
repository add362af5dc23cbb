//! The evidence of a conversation that somebody else held, from what its org keeps of it.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::ending::ending;
use super::fetch::Kept;
use crate::evidence::observe::{
    ExecutedPath, KnownActions, action_ids, calls, observe_execution, partial_path, speakers, written,
};
use crate::evidence::{Evidence, Origin, Part};
use crate::flow::Program;
use crate::genesys::{Client, FlowFilter};
use crate::record::{Move, moves_of_messages};
use crate::runner::drive::known;
use crate::trace::{Ending, Line, Speaker};
use crate::wire::platform::ExecutionDocument;

/// What a driver would have seen.
#[derive(Debug, Clone)]
pub struct Held {
    /// Path, calls, attributes, transcript, ending.
    pub evidence: Evidence,
    /// What the customer did and was told.
    pub moves: Vec<Move>,
    /// Whether it began with something that the customer was told.
    pub joined: bool,
    /// The attributes that the customer brought.
    pub attributes: IndexMap<String, String>,
    /// The customer's name.
    pub customer: Option<String>,
    /// When it began.
    pub started: Option<Timestamp>,
    /// What is doubtful, a lowercase fragment each.
    pub doubts: Vec<String>,
}

/// Reads what was kept against the flow's file. Asks the org for configurations only where names do not tell actions apart.
pub async fn observe(client: &Client, kept: &Kept, program: &Arc<Program>) -> Held {
    let none = Vec::new();
    let documents = kept.executions.as_ref().unwrap_or(&none);
    let ended = documents.iter().filter_map(|one| one.flow.end_date_time.as_ref()?.parse().ok()).max();
    let (moves, mut lines) = moves_of_messages(&kept.messages, ended);
    let mut known = known(program);
    let mut doubts = Vec::new();
    let mut executed = Vec::new();
    for document in documents {
        executed.push(path(client, document, &mut known, &mut doubts).await);
    }
    let path: Vec<_> = executed.iter().flat_map(|one| one.path.iter().cloned()).collect();
    let alone = program.flow_type().to_lowercase().contains("bot");
    speakers(&mut lines, &path, alone);
    let moves = named(moves, &lines);
    let joined = matches!(moves.first(), Some(Move::Heard(_)));
    let customer = kept.conversation.customer();
    let attributes = customer.map(|customer| customer.attributes.clone()).unwrap_or_default();
    let mut evidence = Evidence {
        conversation_id: Some(kept.conversation.id.clone()),
        attributes: Part::seen(attributes.clone(), Origin::Conversation),
        ambiguous: executed.iter().flat_map(|one| one.ambiguous.iter().cloned()).collect(),
        executions: documents.clone(),
        ..Evidence::default()
    };
    let mut brought = attributes.clone();
    let how = match &kept.executions {
        Ok(_) => {
            let set = written(&path);
            brought.retain(|name, _| !set.contains_key(name));
            brought.extend(executed.iter().flat_map(|one| one.read.clone()));
            evidence.calls = Part::seen(calls(&path), Origin::ExecutionData);
            evidence.set = Part::seen(set, Origin::ExecutionData);
            evidence.path = Part::seen(path, Origin::ExecutionData);
            executed.pop().and_then(|last| last.ending)
        }
        Err(reason) => {
            let (seen, origin) = partial_path(&known, &lines, &[], Some(&attributes));
            evidence.path = Part::seen(seen, origin);
            evidence.path_is_partial = Some(reason.clone());
            evidence.calls = Part::Unverifiable(reason.clone());
            let set;
            (set, brought) = apart(program, brought);
            evidence.set = Part::seen(set, Origin::Derived);
            let doubt = "which attributes the customer brought: those are left out that the flow may have written";
            doubts.push(doubt.to_owned());
            None
        }
    };
    evidence.arrived = Part::seen(brought.clone(), Origin::Conversation);
    evidence.transcript = Part::seen(lines, Origin::Conversation);
    let taken = evidence.path.value().map_or(&[][..], Vec::as_slice);
    evidence.ending = ending(how, &kept.conversation, taken);
    let mut moves = moves;
    if evidence.ending.value() == Some(&Ending::CustomerLeft) {
        moves.push(Move::Ended);
    }
    let began = || kept.conversation.start_time.as_ref()?.parse().ok();
    let started = documents.iter().filter_map(|one| one.flow.start_date_time.as_ref()?.parse().ok()).min();
    let customer = customer.and_then(|customer| customer.name.clone()).filter(|name| !name.trim().is_empty());
    Held { evidence, moves, joined, attributes: brought, customer, started: started.or_else(began), doubts }
}

/// Attributes that the flow's file writes, and the others.
fn apart(program: &Program, all: IndexMap<String, String>) -> (IndexMap<String, String>, IndexMap<String, String>) {
    let inventory = program.inventory();
    all.into_iter().partition(|(name, _)| inventory.attributes_written.iter().any(|(one, _)| **one == **name))
}

/// The path of one execution; where names do not tell its actions apart, the org's configuration is asked.
async fn path(
    client: &Client,
    document: &ExecutionDocument,
    known: &mut KnownActions,
    doubts: &mut Vec<String>,
) -> ExecutedPath {
    let executed = observe_execution(document, known);
    let asked = if executed.named { executed.ambiguous_flows() } else { known.flows() };
    if asked.is_empty() {
        return executed;
    }
    for name in asked {
        let own = document.flow.flow_name.as_deref() == Some(&*name);
        let id = match document.flow.flow_id.clone().filter(|_| own) {
            Some(id) => Ok(Some(id)),
            None => {
                let filter = FlowFilter { name: Some(&name), ..FlowFilter::default() };
                let flows = client.flows(&filter).await;
                flows.map(|flows| flows.into_iter().find(|flow| flow.name == *name).map(|flow| flow.id))
            }
        };
        let configuration = match id {
            Ok(Some(id)) => client.latest_configuration(&id).await,
            Ok(None) => continue,
            Err(error) => Err(error),
        };
        match configuration {
            Ok(configuration) => {
                let ids = action_ids(&configuration, &name);
                known.learn(ids.iter().map(|(guid, id)| (guid.as_str(), id)));
            }
            Err(error) => doubts.push(error.to_string()),
        }
    }
    let executed = observe_execution(document, known);
    if !executed.named {
        doubts
            .push("the names of actions: the org records none unless `names` is on in the flow's log level".to_owned());
    }
    executed
}

/// The moves with the speakers that the transcript has found out.
fn named(moves: Vec<Move>, lines: &[Line]) -> Vec<Move> {
    let mut told = lines.iter().filter(|line| line.speaker != Speaker::Customer);
    let one = |one: Move| match one {
        Move::Heard(line) => Move::Heard(told.next().cloned().unwrap_or(line)),
        other => other,
    };
    moves.into_iter().map(one).collect()
}
