//! One conversation: who takes part, what was said, and the flow that carries it on.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use super::Moment;
use super::content::{channel, outbound};
use super::instance::Instance;
use crate::fake::core::execution::HANDED_TO;
use crate::fake::core::ids::{Ids, Kind};
use crate::fake::core::state::Noted;
use crate::flow::Program;
use crate::flow::host::{Outcome, Problem, Session, SessionStart};
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::trace::{Ending, Speaker, TraceLevel};
use crate::wire::guest::{Content, Direction, Message, MessageKind};

/// Two messages of a conversation differ in time by this at least, so that they have one order.
const TICK: SignedDuration = SignedDuration::from_millis(1);

/// A conversation.
pub struct Conversation {
    /// Its id.
    pub id: Arc<str>,
    /// `webmessaging` or `open`.
    pub medium: &'static str,
    /// When it began.
    pub started: Moment,
    /// When and why it ended; none while it is open.
    pub ended: Option<(Moment, Departure)>,
    /// The customer.
    pub customer: Party,
    /// The flow.
    pub workflow: Party,
    /// The queue or user that it was handed to.
    pub target: Option<Party>,
    /// What was said, in order.
    pub posted: Vec<Posted>,
    /// The flow's execution, once it has ended.
    pub instance: Option<Instance>,
    program: Arc<Program>,
    execution_id: Arc<str>,
    /// Boxed, since each step takes it out and puts it back.
    session: Option<Box<Session>>,
    /// Lines of the session's transcript that were posted.
    told: usize,
    last: Timestamp,
    /// Attributes that others than the flow wrote, and when; the flow sees them with the customer's next message.
    written: IndexMap<String, String>,
    /// The customer's attributes before the flow's latest step, for an org that shows them late.
    before: (Option<Moment>, IndexMap<String, String>),
}

/// One who takes part.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its id.
    pub id: Arc<str>,
    /// The id of its communication.
    pub communication: Arc<str>,
    /// `customer`, `workflow`, `acd`, `agent`. Which of them a message flow is in a real org is not known (facts: section 9, point 9).
    pub purpose: &'static str,
    /// Its name.
    pub name: Option<Arc<str>>,
    /// A queue's id.
    pub queue_id: Option<Arc<str>>,
    /// When it came.
    pub came: Moment,
    /// When and why it went.
    pub went: Option<(Moment, Departure)>,
}

/// Why one who takes part goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// The customer ended it.
    Client,
    /// The flow, or somebody by the API, ended it.
    System,
    /// Nobody said anything for too long.
    Timeout,
    /// It was handed over.
    Transfer,
}

/// A message that was said.
#[derive(Debug, Clone)]
pub struct Posted {
    /// Its id.
    pub id: Arc<str>,
    /// The message as a guest gets it.
    pub message: Message,
    /// When.
    pub at: Moment,
}

/// What a conversation begins with.
pub struct Begin<'a> {
    /// The flow.
    pub program: &'a Arc<Program>,
    /// What its calls come back with.
    pub stubs: &'a Arc<Stubs>,
    /// What it looks up.
    pub world: &'a Arc<World>,
    /// How much is recorded.
    pub level: TraceLevel,
    /// `webmessaging` or `open`.
    pub medium: &'static str,
    /// The customer's name.
    pub name: Option<Arc<str>>,
    /// What the customer says; none where they only come.
    pub words: Option<Words>,
    /// The customer's attributes.
    pub attributes: IndexMap<String, String>,
}

/// What a customer says.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The text.
    pub text: String,
    /// What they picked, or sent along.
    pub content: Vec<Content>,
}

/// What became of a step: from which message on the rest is new, and what else there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The first message that is new.
    pub from: usize,
    /// Whether the conversation ended in this step, and why.
    pub ended: Option<Departure>,
}

impl Conversation {
    /// Begins one and runs its flow until it waits for the customer or ends.
    pub fn begin(begin: Begin<'_>, ids: &mut Ids, noted: &mut Noted, now: Moment) -> (Self, Told) {
        let id = ids.next(Kind::Conversation);
        let party = |ids: &mut Ids, purpose, name| Party {
            id: ids.next(Kind::Participant),
            communication: ids.next(Kind::Communication),
            purpose,
            name,
            queue_id: None,
            came: now,
            went: None,
        };
        let customer = party(ids, "customer", begin.name);
        let workflow = party(ids, "workflow", Some(Arc::clone(begin.program.name())));
        let mut conversation = Self {
            medium: begin.medium,
            started: now,
            ended: None,
            customer,
            workflow,
            target: None,
            posted: Vec::new(),
            instance: None,
            program: Arc::clone(begin.program),
            execution_id: ids.next(Kind::Execution),
            session: None,
            told: 0,
            last: now.here.checked_sub(TICK).unwrap_or(now.here),
            written: IndexMap::new(),
            before: (None, IndexMap::new()),
            id,
        };
        let message_id = begin.words.as_ref().map(|words| conversation.post_inbound(words, ids, now));
        let start = SessionStart {
            attributes: shared(&begin.attributes).collect(),
            message: begin.words.map(|words| Arc::from(words.text)),
            conversation_id: Some(Arc::clone(&conversation.id)),
            message_id,
            sender_address: Some(Arc::clone(&conversation.customer.id)),
            level: begin.level,
            ..SessionStart::default()
        };
        conversation.before = (Some(now), begin.attributes);
        let session = Session::start(begin.program, start, Arc::clone(begin.stubs), Arc::clone(begin.world), now.here);
        conversation.session = Some(Box::new(session));
        let from = conversation.posted.len().saturating_sub(1);
        let ended = conversation.settle(ids, noted, now, Departure::Client);
        (conversation, Told { from, ended })
    }

    /// The customer says something.
    pub fn say(
        &mut self,
        words: Words,
        attributes: IndexMap<String, String>,
        ids: &mut Ids,
        noted: &mut Noted,
        now: Moment,
    ) -> Told {
        let from = self.posted.len();
        self.post_inbound(&words, ids, now);
        self.remember(now);
        self.written.extend(attributes);
        if let Some(session) = &mut self.session {
            let written: Vec<(Arc<str>, Arc<str>)> = shared(&self.written).collect();
            session.customer_says(&words.text, &written, now.here);
            self.written.clear();
        }
        let ended = self.settle(ids, noted, now, Departure::Client);
        Told { from, ended }
    }

    /// The customer ends it.
    pub fn clear(&mut self, ids: &mut Ids, noted: &mut Noted, now: Moment) -> Told {
        let from = self.posted.len();
        if let Some(session) = &mut self.session {
            session.customer_leaves(now.here);
        }
        let ended = self.settle(ids, noted, now, Departure::Client);
        self.end(Departure::Client, noted, now);
        Told { from, ended: ended.or(Some(Departure::Client)) }
    }

    /// Somebody ends it by the API: to the flow, the customer is gone.
    pub fn disconnect(&mut self, ids: &mut Ids, noted: &mut Noted, now: Moment) -> Told {
        let from = self.posted.len();
        if let Some(session) = &mut self.session {
            session.customer_leaves(now.here);
        }
        let ended = self.settle(ids, noted, now, Departure::System);
        let open = self.ended.is_none();
        self.end(Departure::System, noted, now);
        Told { from, ended: ended.or_else(|| open.then_some(Departure::System)) }
    }

    /// Time passes without a word of the customer.
    pub fn pass_time(&mut self, ids: &mut Ids, noted: &mut Noted, now: Moment) -> Told {
        let from = self.posted.len();
        if let Some(session) = &mut self.session {
            session.pass_time(now.here);
        }
        let ended = self.settle(ids, noted, now, Departure::Client);
        Told { from, ended }
    }

    /// When the flow goes on by itself; none where it does not wait.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.session.as_deref().and_then(Session::waiting).map(|waiting| waiting.until)
    }

    /// Writes attributes from outside.
    pub fn write_attributes(&mut self, attributes: IndexMap<String, String>, now: Moment) {
        self.remember(now);
        self.written.extend(attributes);
    }

    /// The customer's attributes as they are now.
    pub fn attributes(&self) -> IndexMap<String, String> {
        let mut all = match (&self.session, &self.instance) {
            (Some(session), _) => owned(session.attributes()),
            (None, Some(instance)) => owned(&instance.outcome.attributes),
            (None, None) => IndexMap::new(),
        };
        all.extend(self.written.iter().map(|(name, value)| (name.clone(), value.clone())));
        all
    }

    /// The attributes as an org shows them that is `lag` late.
    pub fn attributes_seen(&self, org_now: Timestamp, lag: SignedDuration) -> IndexMap<String, String> {
        match &self.before {
            (Some(at), before) if !lag.is_zero() && org_now.duration_since(at.org) < lag => before.clone(),
            _ => self.attributes(),
        }
    }

    /// What a person must mend, of a flow that has not ended.
    pub fn problems(&self) -> Vec<Problem> {
        self.session.as_ref().map(|session| session.outcome().problems).unwrap_or_default()
    }

    /// What the flow did so far.
    pub fn outcome(&self) -> Option<Outcome> {
        let ended = self.instance.as_ref().map(|instance| instance.outcome.clone());
        self.session.as_deref().map(Session::outcome).or(ended)
    }

    /// All who take part, the customer first.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        [&self.customer, &self.workflow].into_iter().chain(&self.target)
    }

    /// The flow.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The id of the flow's execution.
    pub fn execution_id(&self) -> &Arc<str> {
        &self.execution_id
    }

    fn remember(&mut self, now: Moment) {
        self.before = (Some(now), self.attributes());
    }

    fn post_inbound(&mut self, words: &Words, ids: &mut Ids, now: Moment) -> Arc<str> {
        let id = ids.next(Kind::Message);
        let at = self.next_time(now);
        let message = Message {
            id: Some(id.to_string()),
            kind: if words.content.is_empty() { MessageKind::Text } else { MessageKind::Structured },
            text: Some(words.text.clone()),
            direction: Some(Direction::Inbound),
            channel: Some(channel(&id, at.here.to_string())),
            content: words.content.clone(),
            ..Message::default()
        };
        self.posted.push(Posted { id: Arc::clone(&id), message, at });
        id
    }

    /// The time of the next message: now, or the conversation's own time where its flow has waited, and never that of another.
    fn next_time(&mut self, now: Moment) -> Moment {
        let flow = self.session.as_deref().map_or(now.here, Session::now);
        let after = self.last.checked_add(TICK).unwrap_or(self.last);
        self.last = now.here.max(flow).max(after);
        Moment { here: self.last, org: now.org }
    }

    /// Posts what the flow said and sees whether it has ended. `left` is why the customer is gone, where the flow lost them.
    fn settle(&mut self, ids: &mut Ids, noted: &mut Noted, now: Moment, left: Departure) -> Option<Departure> {
        let session = self.session.take()?;
        let count = session.lines_from(0).len();
        for line in session.lines_from(self.told).iter().filter(|line| line.speaker != Speaker::Customer) {
            let id = ids.next(Kind::Message);
            let at = self.next_time(Moment { here: now.here.max(session.now()), org: now.org });
            let message = outbound(line, &id, at.here.to_string());
            self.posted.push(Posted { id, message, at });
        }
        self.told = count;
        if session.waiting().is_some() {
            self.session = Some(session);
            return None;
        }
        let ended = Moment { here: session.now().max(now.here), org: now.org };
        let mut outcome = session.into_outcome();
        noted.note(&mut outcome);
        let departure = self.hand_over(&outcome, ids, ended, left);
        self.instance = Some(Instance::new(outcome, self.started, ended));
        match departure {
            Departure::Transfer => None,
            departure => {
                self.end(departure, noted, ended);
                Some(departure)
            }
        }
    }

    /// What the flow's ending means for who takes part.
    fn hand_over(&mut self, outcome: &Outcome, ids: &mut Ids, now: Moment, left: Departure) -> Departure {
        let (purpose, name, queue_id) = match &outcome.ending {
            Ending::Transferred(transfer) => match &transfer.user {
                Some(user) => ("agent", Arc::clone(user), None),
                None => ("acd", Arc::clone(&transfer.queue), transfer.queue_id.clone()),
            },
            Ending::Failed(cause) => match cause.handled_by.strip_prefix(HANDED_TO) {
                Some(queue) => ("acd", Arc::from(queue), None),
                None => return Departure::System,
            },
            Ending::TimedOut => return Departure::Timeout,
            Ending::CustomerLeft => return left,
            _ => return Departure::System,
        };
        self.workflow.went = Some((now, Departure::Transfer));
        self.target = Some(Party {
            id: ids.next(Kind::Participant),
            communication: ids.next(Kind::Communication),
            purpose,
            name: Some(name),
            queue_id,
            came: now,
            went: None,
        });
        Departure::Transfer
    }

    /// Everybody goes, once.
    fn end(&mut self, why: Departure, noted: &mut Noted, now: Moment) {
        if self.ended.is_some() {
            return;
        }
        // Whoever ends it from outside ends the flow's execution with it.
        if let Some(session) = self.session.take() {
            let mut outcome = session.into_outcome();
            noted.note(&mut outcome);
            self.instance = Some(Instance::new(outcome, self.started, now));
        }
        self.ended = Some((now, why));
        for party in [&mut self.customer, &mut self.workflow].into_iter().chain(&mut self.target) {
            party.went.get_or_insert((now, why));
        }
    }
}

fn shared(attributes: &IndexMap<String, String>) -> impl Iterator<Item = (Arc<str>, Arc<str>)> {
    attributes.iter().map(|(name, value)| (Arc::from(name.as_str()), Arc::from(value.as_str())))
}

fn owned(attributes: &IndexMap<Arc<str>, Arc<str>>) -> IndexMap<String, String> {
    attributes.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}
