//! The conversation as a history of forks: each turn with the conversation as it stood behind it. Must not know commands or texts.

use std::sync::Arc;

use jiff::Timestamp;

use super::act::{Act, Attributes, shared};
use super::ask::Ask;
use super::form::{Answer, Form};
use super::stubs::Answers;
use crate::flow::Program;
use crate::flow::host::{Session, SessionStart};
use crate::trace::{Line, TraceLevel};

/// What is held with one flow.
#[derive(Debug, Clone)]
pub(super) struct Conversation {
    /// The flow.
    pub program: Arc<Program>,
    /// What calls are answered with.
    pub answers: Answers,
    /// The clock at the beginning.
    pub now: Timestamp,
    /// Attributes that the next message brings; before the first, those of the customer.
    pub pending: Attributes,
    /// What the conversation begins with when it is begun anew.
    initial: Attributes,
    turns: Vec<Turn>,
    held: Option<Held>,
}

/// Questions that are open.
#[derive(Debug, Clone)]
struct Held {
    form: Form,
    /// The turn that waits for the answer, and how far it has come; none for an answer that is given in advance.
    turn: Option<(Act, Option<Session>)>,
}

/// A turn, and the conversation behind it.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// What the customer did.
    pub act: Act,
    /// The conversation as it stood then.
    pub session: Session,
    /// The attributes that were pending before it.
    before: Attributes,
}

impl Turn {
    /// The attributes that the customer brought, where it is the first turn.
    pub fn brought(&self) -> Attributes {
        self.act.attributes().unwrap_or(&self.before).clone()
    }
}

/// What came of an act or an answer.
#[derive(Debug)]
pub(super) enum Went {
    /// The turn is over.
    Over(Box<Grown>),
    /// Something is asked first.
    Asks(Box<Grown>),
    /// An answer is kept for later.
    Kept(String),
}

/// The conversation as a person saw it last, and as it is now.
#[derive(Debug)]
pub(super) struct Grown {
    /// None before it has begun.
    pub before: Option<Session>,
    /// None where there is nothing more to see.
    pub after: Option<Session>,
}

impl Conversation {
    pub fn new(program: Arc<Program>, answers: Answers, now: Timestamp, attributes: Attributes) -> Self {
        let initial = attributes.clone();
        Self { program, answers, now, pending: attributes, initial, turns: Vec::new(), held: None }
    }

    /// The turns so far.
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// The conversation as it is now; none before it has begun.
    pub fn session(&self) -> Option<&Session> {
        self.turns.last().map(|turn| &turn.session)
    }

    /// The conversation's clock.
    pub fn clock(&self) -> Timestamp {
        self.session().map_or(self.now, Session::now)
    }

    /// The questions that are open.
    pub fn form(&self) -> Option<&Form> {
        self.held.as_ref().map(|held| &held.form)
    }

    /// The messages that a label can be chosen from: all since the customer's last words.
    pub fn offered(&self) -> Option<&Line> {
        use crate::trace::Speaker;
        let lines = self.session().map_or(&[][..], |session| session.lines_from(0));
        let told = lines.iter().rev().take_while(|line| line.speaker != Speaker::Customer);
        told.into_iter().find(|line| !line.choices.is_empty())
    }

    /// The customer does something.
    pub fn act(&mut self, act: Act) -> Went {
        self.take_turn(act, None)
    }

    /// `seen` is how far the turn had come when it was held back.
    fn take_turn(&mut self, act: Act, seen: Option<Session>) -> Went {
        let before = seen.or_else(|| self.session().cloned());
        let session = match self.turns.last() {
            Some(turn) => {
                let mut fork = turn.session.clone();
                fork.answer_with(Arc::new(self.answers.stubs.clone()), Arc::new(self.answers.world.clone()));
                act.go_on(&mut fork);
                fork
            }
            None => self.begin(&act),
        };
        if let Some(ask) = self.asked(&session) {
            // A conversation that was to be asked for a row has gone on without it.
            let after = session.unanswered().is_some().then_some(session);
            let seen = after.clone().or_else(|| before.clone());
            self.held = Some(Held { form: Form::new(ask), turn: Some((act, seen)) });
            return Went::Asks(Box::new(Grown { before, after }));
        }
        let after = Some(session.clone());
        let brings = matches!(act, Act::Say { .. }) || self.turns.is_empty();
        let pending = self.pending.clone();
        if brings {
            self.pending.clear();
        }
        self.turns.push(Turn { act, session, before: pending });
        Went::Over(Box::new(Grown { before, after }))
    }

    fn begin(&self, act: &Act) -> Session {
        let brought = act.attributes().unwrap_or(&self.pending);
        let start = SessionStart {
            attributes: shared(brought).into_iter().collect(),
            message: act.words().map(Arc::from),
            level: TraceLevel::Explain,
            asks_meanings: true,
            ..SessionStart::default()
        };
        let (stubs, world) = (Arc::new(self.answers.stubs.clone()), Arc::new(self.answers.world.clone()));
        Session::start(&self.program, start, stubs, world, self.now)
    }

    /// What a conversation asks of a person: it cannot go on, or went on though nobody was asked for a row.
    fn asked(&self, session: &Session) -> Option<Ask> {
        if let Some(step) = session.unanswered() {
            return Ask::of(&self.program, step);
        }
        let before = self.session().map_or(0, |session| session.calls().len());
        let new = session.calls().get(before..).unwrap_or_default();
        self.answers.unasked_row(new).and_then(|call| Ask::of_row(&self.program, call))
    }

    /// An answer in advance is asked for.
    pub fn ask_in_advance(&mut self, ask: Ask) {
        self.held = Some(Held { form: Form::new(ask), turn: None });
    }

    /// The open questions, to be answered.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        self.held.as_mut().map(|held| &mut held.form)
    }

    /// Keeps the answer to what was asked, and takes the turn again that waited for it.
    pub fn answered(&mut self, answer: Answer) -> Went {
        let Some(Held { form, turn }) = self.held.take() else { return Went::Kept(String::new()) };
        self.answers.keep(&form.ask, answer);
        match turn {
            Some((act, seen)) => self.take_turn(act, seen),
            None => Went::Kept(form.ask.callee()),
        }
    }

    /// Drops the open questions, and the turn that waits for them.
    pub fn drop_held(&mut self) {
        self.held = None;
    }

    /// Goes back by so many turns, or to the beginning; how many were dropped. What the first of them brought is pending again.
    pub fn back(&mut self, count: usize) -> usize {
        let count = count.min(self.turns.len());
        let dropped = self.turns.split_off(self.turns.len() - count);
        if let Some(first) = dropped.into_iter().next() {
            self.pending = first.before;
        }
        count
    }

    /// Begins anew, with the answers that were given.
    pub fn restart(&mut self) {
        self.held = None;
        self.turns.clear();
        self.pending = self.initial.clone();
    }
}
