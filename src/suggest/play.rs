//! A draft, played as the runner will play it: with the same host, against the same stubs and world. Must not know how drafts are made.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::draft::{Draft, Turn};
use crate::flow::Program;
use crate::flow::explore::Way;
use crate::flow::host::{Session, SessionStart};
use crate::flow::program::{ActionIndex, ExpressionUse};
use crate::flow::world::World;
use crate::trace::{ActionId, Ending, Line, Speaker, Taken, TraceLevel};

/// Lines that a scenario may hold: nobody reads more, and a flow that says more is going round.
const MOST_LINES: usize = 200;

/// Kinds of action whose expressions are what the customer is told.
const SPEAKING: [&str; 8] = [
    "sendResponse",
    "sendRichLink",
    "communicate",
    "digitalMenu",
    "askForSlot",
    "askForIntent",
    "askForBoolean",
    "askForString",
];

/// Where drafts are played.
pub(super) struct Stage<'p> {
    program: &'p Arc<Program>,
    world: &'p World,
    now: Timestamp,
    actions: HashMap<&'p ActionId, usize>,
    constants: HashSet<Arc<str>>,
}

/// What came of a draft.
#[derive(Debug, Clone)]
pub(super) struct Played {
    /// The ways that it took.
    pub ways: BTreeSet<Way>,
    /// The actions that it took.
    pub taken: Vec<Taken>,
    /// What the customer did and heard, in order, behind the first message.
    pub beats: Vec<Beat>,
    /// The attributes that the flow wrote.
    pub set: Vec<(Arc<str>, Arc<str>)>,
    /// How it ended.
    pub ending: Ending,
    /// Turns that were used.
    pub turns: usize,
    /// Whether a scenario of it would be red: something is not answered, cannot be executed, or says too much.
    pub is_bad: bool,
}

/// Something that the customer did or heard.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Beat {
    /// They said something.
    Said(Arc<str>),
    /// They picked what was offered under this label.
    Chose(Arc<str>),
    /// They sent a file.
    Sent,
    /// They were silent for so long.
    Waited(Duration),
    /// They were told something.
    Heard(Line),
}

impl<'p> Stage<'p> {
    /// Where a program meets a project's world.
    pub fn new(program: &'p Arc<Program>, world: &'p World, now: Timestamp) -> Self {
        let actions = program.actions().iter().enumerate().map(|(index, node)| (&node.id, index)).collect();
        // What an action says to the customer compares with nothing: its constants are pieces of sentences.
        let speaks =
            |one: &&ExpressionUse| one.action.is_some_and(|action| SPEAKING.contains(&&*program.action(action).kind));
        let expressions = program.uses.expressions.iter().filter(|one| !speaks(one));
        let literals = expressions.flat_map(|one| one.bound.expression.literals());
        let constants = literals.map(|literal| literal.value.display().into()).collect();
        Self { program, world, now, actions, constants }
    }

    /// What the project lets the flow look up.
    pub fn world(&self) -> &'p World {
        self.world
    }

    /// Whether the flow's own expressions name this text.
    pub fn compares_with(&self, text: &str) -> bool {
        self.constants.contains(text)
    }

    /// The clock of a scenario that names none.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Plays a draft.
    pub fn play(&self, draft: &Draft) -> Played {
        let start = SessionStart {
            attributes: draft.attributes.clone(),
            message: draft.opening.clone(),
            level: TraceLevel::Path,
            ..SessionStart::default()
        };
        let world = Arc::new(draft.world.over(self.world));
        let mut session = Session::start(self.program, start, Arc::new(draft.stubs.clone()), world, draft.now);
        let mut heard = usize::from(draft.opening.is_some());
        let (mut beats, mut turns) = (Vec::new(), 0);
        hear(&session, &mut heard, &mut beats);
        for turn in &draft.turns {
            let Some(waiting) = session.waiting().filter(|_| heard < MOST_LINES) else { break };
            turns += 1;
            match turn {
                Turn::Says(text) => {
                    let (beat, heard_as) = said(text, session.lines_from(0));
                    beats.push(beat);
                    let now = session.now();
                    session.customer_says(&heard_as, &[], now);
                    heard += 1;
                }
                Turn::Silence => {
                    let time = between(session.now(), waiting.until);
                    match beats.last_mut() {
                        Some(Beat::Waited(before)) => *before += time,
                        _ => beats.push(Beat::Waited(time)),
                    }
                    session.pass_time(waiting.until);
                }
            }
            hear(&session, &mut heard, &mut beats);
        }
        let outcome = session.into_outcome();
        let way = |taken: &Taken| {
            let action = ActionIndex::next(*self.actions.get(&taken.id)?);
            let output = taken.output.as_ref().and_then(|output| self.program.action(action).output(output));
            Some(Way { action, output })
        };
        let stops = matches!(outcome.ending, Ending::Unsupported { .. } | Ending::Unstubbed { .. });
        Played {
            ways: outcome.trace.taken.iter().filter_map(way).collect(),
            taken: outcome.trace.taken,
            beats,
            set: outcome.set.into_iter().collect(),
            is_bad: stops || !outcome.problems.is_empty() || heard >= MOST_LINES,
            ending: outcome.ending,
            turns,
        }
    }
}

fn hear(session: &Session, heard: &mut usize, beats: &mut Vec<Beat>) {
    let new = session.lines_from(*heard);
    *heard += new.len();
    beats.extend(new.iter().filter(|line| line.speaker != Speaker::Customer).map(|line| Beat::Heard(line.clone())));
}

/// What is offered is picked, as a customer would, and its label is what the flow hears.
fn said(text: &Arc<str>, lines: &[Line]) -> (Beat, Arc<str>) {
    let latest = lines.iter().rev().take_while(|line| line.speaker != Speaker::Customer);
    let offered = latest.flat_map(|line| &line.choices).find(|choice| choice.payload == *text || choice.label == *text);
    match offered {
        Some(choice) => (Beat::Chose(choice.label.clone()), choice.label.clone()),
        None if text.is_empty() => (Beat::Sent, text.clone()),
        None => (Beat::Said(text.clone()), text.clone()),
    }
}

fn between(from: Timestamp, until: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(from)).unwrap_or_default()
}
