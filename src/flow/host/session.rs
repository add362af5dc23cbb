//! One conversation with a flow, run synchronously against stubs. Must not know a channel, a socket or a real clock.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use super::bot_talk::BotTalk;
use super::stubbing::{Answer, Stubbing};
use super::{Call, CallKind, Outcome, Problem, SessionStart, Waiting};
use crate::flow::Program;
use crate::flow::engine::rules::{CUSTOMER_SILENCE, TRANSFER_ERROR_TYPE};
use crate::flow::engine::{
    BotCall, DataActionCall, Event, Execution, Inputs, ModuleCall, Step, TableCall, UnderstandCall,
};
use crate::flow::program::{ActionIndex, stable_id};
use crate::flow::stubs::Stubs;
use crate::flow::understanding::{Meaning, Understood};
use crate::flow::world::World;
use crate::trace::{Line, Speaker};

/// A conversation in progress, or ended. A clone goes its own way.
#[derive(Debug, Clone)]
pub struct Session {
    execution: Execution,
    stubbing: Stubbing,
    world: Arc<World>,
    now: Timestamp,
    transcript: Vec<Line>,
    set: IndexMap<Arc<str>, Arc<str>>,
    calls: Vec<Call>,
    problems: Vec<Problem>,
    waiting: Option<Waiting>,
    /// The scripted bot that has the conversation.
    bot: Option<BotTalk>,
    /// Whether words that mean nothing to a bot are left unanswered.
    asks_meanings: bool,
    /// What a stub said that words mean, in order.
    heard: Vec<HeardAs>,
    /// The step that no stub answers.
    unanswered: Option<Box<Step>>,
    conversation_id: Arc<str>,
}

/// Words that a bot of the program heard, and what a stub said that they mean.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardAs {
    /// The bot.
    pub bot: Arc<str>,
    /// The words.
    pub text: Arc<str>,
    /// Their meaning.
    pub meaning: Meaning,
}

impl Session {
    /// Starts the program's entry flow and runs it until it waits or ends.
    pub fn start(
        program: &Arc<Program>,
        mut start: SessionStart,
        stubs: Arc<Stubs>,
        world: Arc<World>,
        now: Timestamp,
    ) -> Self {
        let said = start.message.as_ref().map(|text| line(Speaker::Customer, text.clone()));
        let derived = |what: &str| Some(stable_id(&[what, program.id()]));
        start.about_a_conversation(program);
        start.conversation_id = start.conversation_id.or_else(|| derived("conversation"));
        start.about_a_conversation(program);
        let conversation_id = start.conversation_id.clone().unwrap_or_default();
        let inputs = Inputs {
            world: Arc::clone(&world),
            attributes: start.attributes,
            message_id: start.message_id.or_else(|| start.message.as_ref().and_then(|_| derived("message"))),
            message: start.message,
            conversation_id: start.conversation_id,
            sender_address: start.sender_address,
            variables: start.variables,
            level: start.level,
            missing_attribute: start.missing_attribute,
            asked: Arc::new(super::stubbing::asked(&stubs)),
        };
        let (execution, step) = Execution::start(Arc::clone(program), inputs, now);
        let mut session = Self {
            execution,
            stubbing: Stubbing::new(stubs),
            world,
            now,
            transcript: said.into_iter().collect(),
            set: IndexMap::new(),
            calls: Vec::new(),
            problems: Vec::new(),
            waiting: None,
            bot: None,
            asks_meanings: start.asks_meanings,
            heard: Vec::new(),
            unanswered: None,
            conversation_id,
        };
        session.drive(step);
        session
    }

    /// The customer says something, and their page may bring attributes with it. `now` earlier than the session's own time counts as that.
    /// After the end it has no effect.
    pub fn customer_says(&mut self, text: &str, attributes: &[(Arc<str>, Arc<str>)], now: Timestamp) {
        // What is said at a deadline is said in time.
        self.pass_time_while(now, |deadline| deadline < now);
        if self.waiting.is_none() {
            return;
        }
        let text: Arc<str> = text.into();
        self.transcript.push(line(Speaker::Customer, text.clone()));
        self.waiting = None;
        let step = self.tell(Event::CustomerSaid { text, attributes: attributes.to_vec() });
        match (self.bot.take(), step) {
            (Some(bot), _) => {
                if let Some(event) = self.next_turn(bot) {
                    self.go_on(event);
                }
            }
            (None, Some(step)) => self.drive(step),
            (None, None) => {}
        }
    }

    /// The customer closes the conversation. After the end it has no effect.
    pub fn customer_leaves(&mut self, now: Timestamp) {
        self.pass_time(now);
        if self.waiting.take().is_some() {
            self.bot = None;
            self.go_on(Event::CustomerLeft);
        }
    }

    /// Time passes without a word of the customer: deadlines up to `now` come due.
    pub fn pass_time(&mut self, now: Timestamp) {
        self.pass_time_while(now, |deadline| deadline <= now);
    }

    fn pass_time_while(&mut self, now: Timestamp, is_due: impl Fn(Timestamp) -> bool) {
        // A bot that asks again after silence waits anew, so that one long silence may bring several deadlines.
        while let Some(waiting) = self.waiting.filter(|waiting| is_due(waiting.until)) {
            self.now = self.now.max(waiting.until);
            self.waiting = None;
            let by_platform = self.bot.take().is_some();
            self.go_on(if by_platform { Event::CustomerSilent } else { Event::TimeReached });
        }
        self.now = self.now.max(now);
    }

    /// What it waits for, and until when; none once it has ended.
    pub fn waiting(&self) -> Option<Waiting> {
        self.waiting
    }

    /// The lines of the transcript from an index on: what is new to one who has seen that many.
    pub fn lines_from(&self, index: usize) -> &[Line] {
        self.transcript.get(index..).unwrap_or_default()
    }

    /// The conversation's own time, which a flow's wait and a stub's latency move at once.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The customer's attributes as they are now.
    pub fn attributes(&self) -> &IndexMap<Arc<str>, Arc<str>> {
        self.execution.attributes()
    }

    /// From now on calls are answered by these stubs, and things looked up in this world.
    pub fn answer_with(&mut self, stubs: Arc<Stubs>, world: Arc<World>) {
        self.stubbing.answer_with(stubs);
        self.execution.set_world(Arc::clone(&world));
        self.world = world;
    }

    /// The call, or the words, that no stub answers: the conversation cannot go on behind it.
    pub fn unanswered(&self) -> Option<&Step> {
        self.unanswered.as_deref()
    }

    /// What stubs said that words mean, in order.
    pub fn heard(&self) -> &[HeardAs] {
        &self.heard
    }

    /// `Message.ConversationId`.
    pub fn conversation_id(&self) -> &Arc<str> {
        &self.conversation_id
    }

    /// The calls made, in order.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// The variables of the flow that runs, with their values as Architect writes them.
    pub fn variables(&self) -> Vec<(Arc<str>, String)> {
        self.execution.variables().into_iter().map(|(name, value)| (name, value.quoted())).collect()
    }

    /// The values of the flow's outputs as they are now, for a flow that is driven alone.
    pub fn outputs(&self) -> serde_json::Map<String, serde_json::Value> {
        values_json(&self.execution.outputs())
    }

    /// The intent that the flow heard last, where it is a bot.
    pub fn intent(&self) -> Option<&Arc<str>> {
        self.execution.intent()
    }

    /// All that is known so far.
    pub fn outcome(&self) -> Outcome {
        self.clone().into_outcome()
    }

    /// All that is known, without a copy.
    pub fn into_outcome(self) -> Outcome {
        let mut problems = self.problems;
        problems.extend(self.execution.problems().iter().cloned());
        Outcome {
            trace: self.execution.trace(),
            transcript: self.transcript,
            attributes: self.execution.attributes().clone(),
            set: self.set,
            calls: self.calls,
            deeds: self.execution.deeds(),
            ending: self.execution.ending(),
            problems,
            unused_stubs: self.stubbing.unused(),
        }
    }

    fn go_on(&mut self, event: Event) {
        if let Some(step) = self.tell(event) {
            self.drive(step);
        }
    }

    fn tell(&mut self, event: Event) -> Option<Step> {
        // INVARIANT: every event told here answers the step that waits, so that this never fails.
        self.execution.resume(event, self.now).ok()
    }

    /// Answers steps until the customer is needed or all has ended.
    fn drive(&mut self, first: Step) {
        let mut next = Some(first);
        while let Some(step) = next.take() {
            let call = step.is_call().then(|| step.clone());
            let event = match step {
                Step::Ended(_) => return,
                Step::Say(said) => {
                    self.transcript.push(Line { speaker: said.speaker, text: said.text, choices: said.choices });
                    Event::Done
                }
                Step::AwaitCustomer { deadline } => {
                    self.waiting = Some(Waiting { customer: true, until: deadline });
                    return;
                }
                Step::Sleep { until } => {
                    self.now = self.now.max(until);
                    Event::TimeReached
                }
                Step::SetParticipant(attributes) => {
                    self.set.extend(attributes.iter().cloned());
                    Event::Done
                }
                Step::Transfer(transfer) => match self.stubbing.failing_transfer(&transfer.queue) {
                    Some(message) => Event::TransferFailed { error_type: TRANSFER_ERROR_TYPE.into(), message },
                    None => Event::Transferred,
                },
                Step::DataAction(call) => self.data_action(&call),
                Step::Module(call) => self.module(&call),
                Step::TableLookup(call) => self.table(&call),
                Step::Understand(call) => match self.understood(&call) {
                    Some(event) => event,
                    None => {
                        self.unanswered = Some(Box::new(Step::Understand(call)));
                        return;
                    }
                },
                Step::Bot(call) => match self.bot(&call) {
                    Some(event) => event,
                    None => return,
                },
            };
            if matches!(event, Event::Unanswered { .. }) {
                self.unanswered = call.map(Box::new);
            }
            next = self.tell(event);
        }
    }

    /// What words mean to a bot: none where that is left for the host to say.
    fn understood(&mut self, call: &UnderstandCall) -> Option<Event> {
        let understood = self.stubbing.understood(call);
        match &understood {
            Some(found) => {
                let (bot, text) = (call.bot.clone(), call.text.clone());
                self.heard.push(HeardAs { bot, text, meaning: found.meaning.clone() });
            }
            None if self.asks_meanings && !call.text.trim().is_empty() && self.means_nothing() => return None,
            None => {}
        }
        Some(Event::Understood(understood))
    }

    /// Whether the flow goes on after the customer's words as if they meant nothing.
    fn means_nothing(&self) -> bool {
        let went = |understood: Option<Understood>| {
            let mut fork = self.execution.clone();
            let step = fork.resume(Event::Understood(understood), self.now).ok();
            (format!("{step:?}"), fork.taken().collect::<Vec<_>>())
        };
        went(None) == went(Some(Understood { meaning: Meaning::default(), otherwise: false }))
    }

    fn data_action(&mut self, call: &DataActionCall) -> Event {
        let answer = self.stubbing.data_action(call, self.execution.program().action(call.action));
        self.now = self.now.checked_add(answer_latency(&answer)).unwrap_or(self.now);
        self.answered(answer, CallKind::DataAction, call.action, &call.category, &call.name, values_json(&call.inputs))
    }

    fn module(&mut self, call: &ModuleCall) -> Event {
        let answer = self.stubbing.module(call, self.execution.program().action(call.action));
        self.answered(answer, CallKind::Module, call.action, &"".into(), &call.name, values_json(&call.inputs))
    }

    fn table(&mut self, call: &TableCall) -> Event {
        let answer = self.stubbing.table(call, &self.world, self.execution.program().action(call.action));
        let inputs = [("lookupValue".to_owned(), call.key.as_ref().into())].into_iter().collect();
        self.answered(answer, CallKind::Table, call.action, &"".into(), &call.table, inputs)
    }

    /// Begins a scripted bot: none while it waits for the customer.
    fn bot(&mut self, call: &BotCall) -> Option<Event> {
        let mut inputs = values_json(&call.inputs);
        if let Some(text) = &call.input_text {
            inputs.insert("inputText".to_owned(), text.as_ref().into());
        }
        match self.stubbing.bot(call, self.execution.program().action(call.action)) {
            Ok(script) => {
                let talk = BotTalk::new(script);
                self.record(CallKind::Bot, call.action, &"".into(), &call.name, inputs, talk.output());
                self.next_turn(talk)
            }
            Err(answer) => Some(self.answered(*answer, CallKind::Bot, call.action, &"".into(), &call.name, inputs)),
        }
    }

    /// The bot's next turn: its event when it has exited, none while it waits.
    fn next_turn(&mut self, mut bot: BotTalk) -> Option<Event> {
        for text in bot.turn() {
            self.transcript.push(line(Speaker::Bot, text.clone()));
        }
        if let Some(reply) = bot.exit() {
            return Some(Event::Bot(reply));
        }
        let silence = SignedDuration::try_from(CUSTOMER_SILENCE).unwrap_or(SignedDuration::MAX);
        let until = self.now.checked_add(silence).unwrap_or(Timestamp::MAX);
        self.waiting = Some(Waiting { customer: true, until });
        self.bot = Some(bot);
        None
    }

    fn answered(
        &mut self,
        answer: Answer,
        kind: CallKind,
        action: ActionIndex,
        category: &Arc<str>,
        name: &Arc<str>,
        inputs: serde_json::Map<String, serde_json::Value>,
    ) -> Event {
        match answer {
            Answer::Event { event, output, .. } => {
                self.record(kind, action, category, name, inputs, &output);
                event
            }
            Answer::Nothing { callee, message, help } => {
                let action = self.execution.program().action(action).id.clone();
                self.problems.push(Problem { message, help, action });
                Event::Unanswered { callee }
            }
        }
    }

    fn record(
        &mut self,
        kind: CallKind,
        action: ActionIndex,
        category: &Arc<str>,
        name: &Arc<str>,
        inputs: serde_json::Map<String, serde_json::Value>,
        output: &str,
    ) {
        let action = self.execution.program().action(action).id.clone();
        let (category, name, output) = (category.clone(), name.clone(), output.into());
        self.calls.push(Call { kind, category, name, inputs, output, action });
    }
}

fn answer_latency(answer: &Answer) -> SignedDuration {
    match answer {
        Answer::Event { latency, .. } => SignedDuration::try_from(*latency).unwrap_or(SignedDuration::MAX),
        Answer::Nothing { .. } => SignedDuration::ZERO,
    }
}

fn line(speaker: Speaker, text: Arc<str>) -> Line {
    Line { speaker, text, choices: Vec::new() }
}

fn values_json(values: &[(Arc<str>, crate::flow::expression::Value)]) -> serde_json::Map<String, serde_json::Value> {
    values.iter().map(|(name, value)| (name.to_string(), value.to_json())).collect()
}
