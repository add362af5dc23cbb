//! What the org knows of the conversations once the customer is done: each is found, read and ended, and what its flow did is collected.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use super::failure::{is_environment, of_client};
use super::known::known;
use super::talk::{Talk, Told};
use crate::evidence::observe::{
    ExecutedPath, KnownActions, action_ids, calls, handed_over_after_error, observe_execution, partial_path, speakers,
    written,
};
use crate::evidence::{Checkpoint, Evidence, Observed, Origin, Part, StepFailure, judge_checkpoint};
use crate::genesys::FlowFilter;
use crate::runner::target::Found;
use crate::scenario::model::{RunStep, StepKind};
use crate::trace::{ActionId, Ending, Taken, Transfer};
use crate::wire::guest::{Direction, Message};
use crate::wire::platform::{ExecutionDocument, MessagingConversation};

/// How long a message may take to be found by its id. A real org's lag is not documented (facts: genesys-api.md section 9, point 5).
const LOOK_UP: Duration = Duration::from_secs(30);

/// How long what a flow wrote may take to be read back.
const ATTRIBUTES: Duration = Duration::from_secs(10);

/// The first wait between two reads; each is twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// Messages of a history that are asked for at once.
const HISTORY_PAGE: u64 = 100;

type Step<T> = Result<T, StepFailure>;

impl Talk<'_> {
    /// Finds, reads and ends the conversations and collects their paths. A failure of its own counts only where none came before it: what
    /// is left to do is done all the same.
    pub async fn collect(&mut self) {
        self.take_received();
        let collected = self.try_collect().await;
        if let Err(failure) = collected {
            match &self.driven.evidence.failure {
                None => self.driven.evidence.failure = Some(failure),
                Some(_) => self.driven.warnings.push(failure.message),
            }
        }
        let over = self.told == Some(Told::Expired) || self.driven.evidence.failure.is_some();
        if let Some(guest) = self.guest.as_mut().filter(|_| !over)
            && let Err(error) = guest.leave().await
        {
            self.driven.warnings.push(error.to_string());
        }
        self.hang_up();
    }

    async fn try_collect(&mut self) -> Step<()> {
        let begun = self.begun.clone();
        let mut ids = Vec::with_capacity(begun.len());
        for message in &begun {
            ids.push(self.find(message).await?);
        }
        let Some(last) = ids.last().cloned() else { return Ok(()) };
        self.driven.evidence.conversation_id = Some(last.clone());
        let conversation = match self.read(&last).await {
            Ok(conversation) => conversation,
            Err(failure) => {
                // One that cannot be read may be open, and must not stay so.
                if let Err(unended) = self.end_conversation(&last).await {
                    self.driven.warnings.push(unended.message);
                }
                return Err(failure);
            }
        };
        let open = !conversation.is_over();
        let ended = if open { self.end_conversation(&last).await } else { Ok(()) };
        // The executions of a conversation that goes on have not ended, so nobody waits for them.
        let executions = match ended {
            Ok(()) => self.executions(&ids).await,
            Err(failure) => Err(failure),
        };
        let none = |failure: &StepFailure| ids.iter().map(|_| Err(failure.message.clone())).collect();
        let (executions, failed) = match executions {
            Ok(executions) => (executions, None),
            Err(failure) => (none(&failure), Some(failure)),
        };
        self.paths(&executions, &conversation, open).await;
        let attributes = self.attributes(&last, conversation).await;
        failed.map_or(attributes, Err)
    }

    async fn end_conversation(&mut self, id: &str) -> Step<()> {
        self.doing(RunStep::End, "ending the conversation");
        let ended = self.seat.client.end_messaging_conversation(id).await;
        ended.map_err(|error| of_client(RunStep::End, &error))?;
        self.seat.ended_conversation(id);
        Ok(())
    }

    /// The conversation that a message is in.
    async fn find(&mut self, message: &str) -> Step<String> {
        self.doing(RunStep::LookUp, "finding the conversation");
        let found = self.seat.client.conversation_of_message(message, LOOK_UP).await;
        let id = found.map_err(|error| of_client(RunStep::LookUp, &error))?;
        self.seat.created_messaging(&id);
        Ok(id)
    }

    async fn read(&mut self, id: &str) -> Step<MessagingConversation> {
        self.doing(RunStep::Read, "reading the conversation");
        let read = self.seat.client.messaging_conversation(id).await;
        read.map_err(|error| of_client(RunStep::Read, &error))
    }

    /// The data of each conversation's executions, in their order, or why the org has none of it.
    async fn executions(&mut self, ids: &[String]) -> Step<Vec<Found>> {
        self.doing(RunStep::Execution, "collecting the flow's execution data");
        match self.seat.executions.collect(&self.seat.client, ids).await {
            Ok(found) => {
                self.driven.warnings.extend(found.iter().filter_map(|one| one.as_ref().err().cloned()));
                Ok(found)
            }
            Err(error) if is_environment(&error.kind) || self.case.expect.error.is_some() => {
                Err(of_client(RunStep::Execution, &error))
            }
            Err(error) => {
                let reason = format!("no execution data: {error}");
                self.driven.warnings.push(reason.clone());
                Ok(ids.iter().map(|_| Err(reason.clone())).collect())
            }
        }
    }

    /// Path, calls and ending, from execution data where there are any.
    async fn paths(&mut self, documents: &[Found], conversation: &MessagingConversation, ended_by_us: bool) {
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
            let ExecutedPath { path: taken, ending: how, unknown, named, ambiguous, read, .. } = executed;
            self.doubt(&unknown, named, &ambiguous);
            path.extend(taken);
            self.read = read;
            ending = how;
        }
        if let Evidence { transcript: Part::Observed(Observed { value, .. }), .. } = &mut self.driven.evidence {
            let alone = documents.iter().flatten().flatten().any(|one| is_bot(one.flow.flow_type.as_deref()));
            speakers(value, &path, alone);
        }
        let ending = match ending.filter(|_| missing.is_none()) {
            Some(ending) => Part::seen(if ended_by_us { as_if_open(ending) } else { ending }, Origin::ExecutionData),
            None => self.ending_without_data(conversation, ended_by_us, &path),
        };
        let evidence = &mut self.driven.evidence;
        evidence.ending = ending;
        let Some(reason) = missing else {
            evidence.calls = Part::seen(calls(&path), Origin::ExecutionData);
            evidence.set = Part::seen(written(&path), Origin::ExecutionData);
            evidence.path = Part::seen(path, Origin::ExecutionData);
            return;
        };
        let outcomes = self.outcomes(&conversation.id).await;
        let sent = self.sent_attributes();
        let evidence = &mut self.driven.evidence;
        let lines = evidence.transcript.value().map_or(&[][..], Vec::as_slice);
        let attributes = conversation.customer().map(|customer| &customer.attributes);
        let (seen, origin) = partial_path(&known, lines, &outcomes, attributes);
        evidence.path = Part::seen(seen, origin);
        evidence.path_is_partial = Some(format!("{reason}, and the path is from {}", words(origin)));
        evidence.calls = Part::Unverifiable(reason.clone());
        // Whatever the customer has and did not send, the flow wrote.
        let written = attributes.into_iter().flatten().filter(|(name, value)| sent.get(*name) != Some(*value));
        let written = written.map(|(name, value)| (name.clone(), value.clone())).collect();
        evidence.set = Part::seen(written, Origin::Derived);
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

    /// The customer's attributes afterwards, read until what was sent and written is there, up to a limit; and from them, what arrived.
    async fn attributes(&mut self, id: &str, first: MessagingConversation) -> Step<()> {
        let sent = self.sent_attributes();
        let set = self.driven.evidence.set.value().cloned().unwrap_or_default();
        let awaited: IndexMap<&String, &String> = sent.iter().chain(&set).collect();
        let mut conversation = first;
        let mut pause = FIRST_PAUSE;
        let mut waited = Duration::ZERO;
        loop {
            let attributes = conversation.customer().map(|customer| customer.attributes.clone());
            let attributes = attributes.unwrap_or_default();
            let holds = awaited.iter().all(|(name, value)| attributes.get(*name) == Some(*value));
            if holds || waited >= ATTRIBUTES {
                self.arrived(&sent, &set, &attributes);
                self.driven.evidence.attributes = Part::seen(attributes, Origin::Conversation);
                return Ok(());
            }
            self.place.options.clock.sleep(pause).await;
            waited += pause;
            pause = pause.saturating_mul(2);
            conversation = self.read(id).await?;
        }
    }

    /// What every message brought along, with the last values.
    fn sent_attributes(&self) -> IndexMap<String, String> {
        let done = self.driven.evidence.checkpoints.len();
        let says = self.case.conversation.iter().take(done).filter_map(|step| match &step.kind {
            StepKind::Say(say) => Some(&say.attributes),
            _ => None,
        });
        let all = std::iter::once(&self.case.participant.attributes).chain(says);
        all.flatten().map(|(name, value)| (name.clone(), value.value.clone())).collect()
    }

    /// What the customer had before the flow wrote: everything that the flow did not write, and of the rest what it read first.
    fn arrived(
        &mut self,
        sent: &IndexMap<String, String>,
        set: &IndexMap<String, String>,
        attributes: &IndexMap<String, String>,
    ) {
        let evidence = &mut self.driven.evidence;
        let kept = attributes.iter().filter(|(name, _)| !set.contains_key(*name));
        let mut arrived: IndexMap<String, String> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
        let own = &self.case.participant.attributes;
        // A later message brought another value, and that one is there: the first has been replaced by it, as it was meant to be.
        for (name, first) in own {
            if let Some(held) = arrived.get_mut(name).filter(|held| sent.get(name) == Some(*held)) {
                held.clone_from(&first.value);
            }
        }
        let read = self.read.iter().filter(|(name, _)| set.contains_key(*name));
        arrived.extend(read.map(|(name, value)| (name.clone(), value.clone())));
        evidence.overwritten = own.keys().filter(|name| set.contains_key(*name)).cloned().collect();
        evidence.arrived = Part::seen(arrived, Origin::Conversation);
    }

    /// The attributes in the middle of the conversation, read until the step's expectation holds, up to a limit.
    pub async fn attributes_now(&mut self, step: usize, limit: Duration) -> Step<Part<IndexMap<String, String>>> {
        let Some(message) = self.begun.last().cloned() else {
            return Ok(Part::Unverifiable("no conversation had begun".to_owned()));
        };
        let id = self.find(&message).await?;
        let mut pause = FIRST_PAUSE;
        let mut waited = Duration::ZERO;
        loop {
            let read = self.read(&id).await?;
            let attributes = read.customer().map(|customer| customer.attributes.clone()).unwrap_or_default();
            let seen = Part::seen(attributes, Origin::Conversation);
            let checkpoint = Checkpoint { step, lines: 0, attributes: Some(seen.clone()) };
            if judge_checkpoint(self.case, &checkpoint).is_empty() || waited >= limit.min(ATTRIBUTES) {
                return Ok(seen);
            }
            self.place.options.clock.sleep(pause).await;
            waited += pause;
            pause = pause.saturating_mul(2);
        }
    }

    /// What was said while the customer was away, from the session's history.
    pub async fn catch_up(&mut self) -> Step<()> {
        self.doing(RunStep::Read, "reading what was said meanwhile");
        let jwt = self.guest()?.jwt().await;
        let jwt = self.answered(jwt)?;
        let mut missed: Vec<Message> = Vec::new();
        for number in 1.. {
            let page = self.seat.client.guest_history(&jwt.token, number, HISTORY_PAGE).await;
            let page = page.map_err(|error| of_client(RunStep::Read, &error))?;
            let more = page.page_count.is_some_and(|count| number < count) && !page.entities.is_empty();
            missed.extend(page.entities);
            if !more {
                break;
            }
        }
        missed.retain(|message| message.direction == Some(Direction::Outbound));
        missed.sort_by_key(|message| message.channel.as_ref().and_then(|channel| channel.time.clone()));
        for message in &missed {
            self.hear(message);
        }
        Ok(())
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

fn words(origin: Origin) -> &'static str {
    match origin {
        Origin::Breadcrumbs => "the attributes in which the flow notes it",
        Origin::Milestones => "milestones and outcomes",
        _ => "what the flow said",
    }
}
