//! Path, calls and ending of the conversations, from what the org recorded of them, else from what gives them away. Must not know attributes.

use std::sync::Arc;

use indexmap::IndexMap;

use super::known::known;
use super::talk::{Talk, Told};
use crate::evidence::observe::{
    ExecutedPath, KnownActions, action_ids, calls, handed_over_after_error, observe_execution, partial_path, speakers,
    written,
};
use crate::evidence::{Evidence, Observed, Origin, Part};
use crate::genesys::FlowFilter;
use crate::runner::target::Found;
use crate::scenario::model::RunStep;
use crate::trace::{ActionId, Ending, Taken, Transfer};
use crate::wire::platform::{ExecutionDocument, MessagingConversation};

impl Talk<'_> {
    /// Path, calls and ending, from execution data where there are any.
    pub(super) async fn paths(&mut self, documents: &[Found], conversation: &MessagingConversation, ended_by_us: bool) {
        let mut known = known(&self.resolved.program);
        let mut path: Vec<Taken> = Vec::new();
        let mut ending = None;
        let missing = documents.iter().find_map(|one| one.as_ref().err());
        for document in documents.iter().flatten().flatten() {
            let mut executed = observe_execution(document, &known);
            let asked = if executed.named { executed.ambiguous_flows() } else { known.flows() };
            if !asked.is_empty() {
                self.learn(&mut known, document, &asked).await;
                executed = observe_execution(document, &known);
            }
            let ExecutedPath { path: taken, ending: how, unknown, named, ambiguous, read, version, .. } = executed;
            self.doubt(&unknown, named, &ambiguous);
            if document.flow.flow_name.as_deref() == Some(&**self.resolved.program.name()) {
                self.driven.evidence.flow_version = version;
            }
            path.extend(taken);
            self.read = read;
            ending = how;
        }
        if let Evidence { transcript: Part::Observed(Observed { value, .. }), .. } = &mut self.driven.evidence {
            let alone = documents.iter().flatten().flatten().any(|one| is_bot(one.flow.flow_type.as_deref()));
            speakers(value, &path, alone);
        }
        let valueless = missing.is_none() && lacks_values(&path);
        // A queue's name is one of the values.
        let ending = ending.filter(|ending| !(valueless && matches!(ending, Ending::Transferred(_))));
        let ending = match ending.filter(|_| missing.is_none()) {
            Some(ending) => Part::seen(if ended_by_us { as_if_open(ending) } else { ending }, Origin::ExecutionData),
            None => self.ending_without_data(conversation, ended_by_us, &path),
        };
        let evidence = &mut self.driven.evidence;
        evidence.ending = ending;
        if valueless {
            let reason = "the org records no values of actions: set the flow's log level to `All`".to_owned();
            self.driven.warnings.push(reason.clone());
            self.driven.evidence.values_missing = Some(reason);
            let written = self.written(conversation);
            let evidence = &mut self.driven.evidence;
            evidence.calls = Part::seen(calls(&path), Origin::ExecutionData);
            evidence.set = Part::seen(written, Origin::Derived);
            evidence.path = Part::seen(path, Origin::ExecutionData);
            return;
        }
        let evidence = &mut self.driven.evidence;
        let Some(reason) = missing else {
            evidence.calls = Part::seen(calls(&path), Origin::ExecutionData);
            evidence.set = Part::seen(written(&path), Origin::ExecutionData);
            evidence.path = Part::seen(path, Origin::ExecutionData);
            return;
        };
        let outcomes = self.outcomes(&conversation.id).await;
        let attributes = self.own_attributes(conversation);
        let written = self.written(conversation);
        let evidence = &mut self.driven.evidence;
        let lines = evidence.transcript.value().map_or(&[][..], Vec::as_slice);
        let (seen, origin) = partial_path(&known, lines, &outcomes, Some(&attributes));
        evidence.path = Part::seen(seen, origin);
        evidence.path_is_partial = Some(format!("{reason}, and the path is from {}", words(origin)));
        evidence.calls = Part::Unverifiable(reason.clone());
        evidence.set = Part::seen(written, Origin::Derived);
    }

    /// Whatever the customer has and did not send, the flow wrote.
    pub(super) fn written(&self, conversation: &MessagingConversation) -> IndexMap<String, String> {
        let sent = self.sent_attributes();
        let all = self.own_attributes(conversation).into_iter();
        all.filter(|(name, value)| sent.get(name) != Some(value)).collect()
    }

    /// The flow outcomes that the conversation met, by name, as far as analytics know of them already.
    async fn outcomes(&mut self, id: &str) -> Vec<String> {
        self.doing(RunStep::Execution, "reading the conversation's outcomes");
        let Ok(seen) = self.seat.client.conversation_analytics(id).await else { return Vec::new() };
        let flows = seen.participants.into_iter().flat_map(|one| one.sessions).filter_map(|one| one.flow);
        flows.flat_map(|flow| flow.outcomes).filter_map(|one| one.flow_outcome).collect()
    }

    /// Asks for the configurations of flows whose actions their names do not tell apart.
    async fn learn(&mut self, known: &mut KnownActions, document: &ExecutionDocument, flows: &[Arc<str>]) {
        self.doing(RunStep::Execution, "reading the flow's configuration");
        for name in flows {
            let own = document.flow.flow_name.as_deref() == Some(&**name);
            let id = match document.flow.flow_id.clone().filter(|_| own) {
                Some(id) => Some(id),
                None => self.flow_id(name).await,
            };
            let Some(id) = id else { continue };
            match self.seat.client.latest_configuration(&id).await {
                Ok(configuration) => {
                    let ids = action_ids(&configuration, name);
                    known.learn(ids.iter().map(|(guid, id)| (guid.as_str(), id)));
                }
                Err(error) => self.driven.warnings.push(error.to_string()),
            }
        }
    }

    async fn flow_id(&mut self, name: &str) -> Option<String> {
        let filter = FlowFilter { name: Some(name), ..FlowFilter::default() };
        match self.seat.client.flows(&filter).await {
            Ok(flows) => flows.into_iter().find(|flow| flow.name == *name).map(|flow| flow.id),
            Err(error) => {
                self.driven.warnings.push(error.to_string());
                None
            }
        }
    }

    fn doubt(&mut self, unknown: &[String], named: bool, ambiguous: &[ActionId]) {
        let warnings = &mut self.driven.warnings;
        if !unknown.is_empty() {
            let list = unknown.join(", ");
            warnings.push(format!("the flow that ran is not the file's: the file has no action {list}"));
        }
        if !named {
            warnings.push("the org records no names of actions: switch `names` on in the flow's log level".to_owned());
        }
        if !ambiguous.is_empty() {
            warnings
                .push("some actions of one name in one place cannot be told apart in the execution data".to_owned());
        }
        self.driven.evidence.unknown_actions.extend_from_slice(unknown);
        self.driven.evidence.ambiguous.extend_from_slice(ambiguous);
    }

    /// How it ended as far as the guest and the conversation tell.
    fn ending_without_data(
        &self,
        conversation: &MessagingConversation,
        ended_by_us: bool,
        path: &[Taken],
    ) -> Part<Ending> {
        let target = conversation.participants.iter().rev().find(|one| one.purpose.as_deref() == Some("acd"));
        let how = match (self.told, target) {
            (_, Some(queue)) => {
                let name = queue.queue.as_ref().and_then(|queue| queue.name.as_deref()).or(queue.queue_name.as_deref());
                let queue = name.or(queue.name.as_deref()).unwrap_or_default();
                handed_over_after_error(path, queue)
                    .unwrap_or_else(|| Ending::Transferred(Transfer { queue: queue.into(), ..Transfer::default() }))
            }
            (Some(Told::Expired), _) => Ending::TimedOut,
            (Some(Told::Cleared), _) => Ending::CustomerLeft,
            (Some(Told::Disconnected), _) => Ending::Disconnected { action: None },
            (None, _) if ended_by_us => Ending::Waiting,
            (None, _) => return Part::Unverifiable("nobody said how the conversation ended".to_owned()),
        };
        Part::seen(how, Origin::Conversation)
    }
}

/// The flow was still waiting when we ended the conversation: to the scenario, nobody left.
fn as_if_open(ending: Ending) -> Ending {
    if ending == Ending::CustomerLeft { Ending::Waiting } else { ending }
}

/// Whether a flow of that type is a bot: one that a customer speaks with alone.
fn is_bot(flow_type: Option<&str>) -> bool {
    flow_type.is_some_and(|kind| matches!(kind, "bot" | "botflow" | "digitalbot" | "digitalbotflow"))
}

/// Kinds of action that never run without values.
const WITH_VALUES: [&str; 5] = ["setParticipantData", "getParticipantData", "updateData", "transferToAcd", "callData"];

/// Whether the data hold actions and outputs, and no values: the log level is too low for them (facts: genesys-api.md 6.1).
fn lacks_values(path: &[Taken]) -> bool {
    path.iter().any(|taken| WITH_VALUES.contains(&&*taken.kind))
        && path.iter().all(|taken| taken.inputs.is_empty() && taken.assigned.is_empty())
}

fn words(origin: Origin) -> &'static str {
    match origin {
        Origin::Breadcrumbs => "the attributes in which the flow notes it",
        Origin::Milestones => "milestones and outcomes",
        _ => "what the flow said",
    }
}
