//! The flow, run again with what is known, and held against what was seen: does it say the same, and take the same way? Must not know how
//! what is not known is guessed.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::moves::{is_heard_by_flow, words};
use super::observed::Move;
use crate::flow::Program;
use crate::flow::host::{Session, SessionStart};
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::trace::{Ending, Line, Speaker, Taken, TraceLevel};

/// Deadlines that may come due in one silence.
const MOST_DEADLINES: usize = 16;

/// What was seen of the conversation.
pub(super) struct Seen<'a> {
    pub program: &'a Arc<Program>,
    pub world: Arc<World>,
    pub started: Timestamp,
    pub joined: bool,
    pub moves: &'a [Move],
    /// The way that it took; none where actions may be missing in it.
    pub path: Option<&'a [Taken]>,
    pub ending: Option<&'a Ending>,
    /// Whether the moves hold the silences.
    pub silences_known: bool,
}

/// What is tried.
#[derive(Clone)]
pub(super) struct Guess {
    /// Everything scripted.
    pub stubs: Stubs,
    /// The attributes of the first message.
    pub attributes: IndexMap<String, String>,
    /// Attributes of later messages, by the place of their move.
    pub later: IndexMap<usize, IndexMap<String, String>>,
}

/// A silence that mattered: before the move of that place, so long.
pub(super) type Silence = (usize, Duration);

impl Seen<'_> {
    /// Runs the first `count` moves; all of them, and the end with them, where there are no more. The silences that were needed, or none
    /// where it went another way.
    pub fn agrees(&self, guess: &Guess, count: usize) -> Option<Vec<Silence>> {
        let first = if self.joined { 0 } else { self.moves.iter().position(is_heard_by_flow)? };
        let opening = self.moves.get(first).filter(|_| !self.joined);
        let attributes = |given: &IndexMap<String, String>| -> Vec<(Arc<str>, Arc<str>)> {
            given.iter().map(|(name, value)| (Arc::from(name.as_str()), Arc::from(value.as_str()))).collect()
        };
        let mut brought = guess.attributes.clone();
        brought.extend(opening.map(|one| self.brought(guess, first, one)).unwrap_or_default());
        let start = SessionStart {
            attributes: attributes(&brought).into_iter().collect(),
            message: opening.map(|one| Arc::from(words(one))),
            level: TraceLevel::Data,
            ..SessionStart::default()
        };
        let (stubs, world) = (Arc::new(guess.stubs.clone()), Arc::clone(&self.world));
        let mut run = Run {
            session: Session::start(self.program, start, stubs, world, self.started),
            heard: 0,
            silences: Vec::new(),
            may_wait: !self.silences_known,
        };
        run.heard = run.session.lines_from(0).iter().take_while(|line| line.speaker == Speaker::Customer).count();
        let from = if self.joined { 0 } else { first + 1 };
        for (at, one) in self.moves.iter().enumerate().take(count).skip(from) {
            match one {
                Move::Heard(line) => run.hear(at, line)?,
                Move::Silent(time) => run.pass(*time),
                Move::Ended => {
                    let now = run.session.now();
                    run.session.customer_leaves(now);
                }
                Move::Left | Move::CameBack | Move::BeganAnew => {}
                Move::Said { .. } | Move::Chose(_) | Move::Sent { .. } => {
                    run.has_said_all()?;
                    let brought = attributes(&self.brought(guess, at, one));
                    let now = run.session.now();
                    run.session.customer_says(words(one), &brought, now);
                    run.heard += 1;
                }
            }
        }
        let whole = count >= self.moves.len();
        if whole {
            self.ends(&mut run)?;
        }
        self.takes_the_same_way(&run.session, whole)?;
        Some(run.silences)
    }

    /// The attributes that a move brought.
    fn brought(&self, guess: &Guess, at: usize, one: &Move) -> IndexMap<String, String> {
        let mut all = if let Move::Said { attributes, .. } = one { attributes.clone() } else { IndexMap::new() };
        all.extend(guess.later.get(&at).cloned().unwrap_or_default());
        all
    }

    /// Nothing more is said, and where the flow went on in silence, it does so again.
    fn ends(&self, run: &mut Run) -> Option<()> {
        let silent = |taken: usize| {
            let longer = self.path.is_some_and(|path| path.len() > taken);
            longer
                || matches!(
                    self.ending,
                    Some(Ending::TimedOut | Ending::Disconnected { .. } | Ending::EndOfState { .. })
                )
        };
        for _ in 0..MOST_DEADLINES {
            let taken = run.session.outcome().trace.taken.len();
            if !run.may_wait || run.session.waiting().is_none() || !silent(taken) {
                break;
            }
            run.wait(self.moves.len())?;
        }
        run.has_said_all()
    }

    fn takes_the_same_way(&self, session: &Session, whole: bool) -> Option<()> {
        let Some(path) = self.path else { return Some(()) };
        let went = session.outcome().trace.taken;
        if whole && went.len() != path.len() {
            return None;
        }
        let last = went.len().saturating_sub(1);
        let same = |(at, (one, seen)): (usize, (&Taken, &Taken))| {
            // The last may not have left yet.
            one.id == seen.id && (one.output == seen.output || (!whole && at == last))
        };
        (went.len() <= path.len() && went.iter().zip(path).enumerate().all(same)).then_some(())
    }
}

/// A run in progress.
struct Run {
    session: Session,
    /// Lines of its transcript that were held against those seen.
    heard: usize,
    silences: Vec<Silence>,
    may_wait: bool,
}

impl Run {
    /// The next thing said is this, at once or after a silence.
    fn hear(&mut self, at: usize, seen: &Line) -> Option<()> {
        for _ in 0..MOST_DEADLINES {
            if let Some(said) = self.session.lines_from(self.heard).first() {
                self.heard += 1;
                return (fold(&said.text) == fold(&seen.text)).then_some(());
            }
            self.wait(at)?;
        }
        None
    }

    /// Nothing was said that was not heard.
    fn has_said_all(&self) -> Option<()> {
        self.session.lines_from(self.heard).is_empty().then_some(())
    }

    /// The customer is silent until the flow goes on.
    fn wait(&mut self, at: usize) -> Option<()> {
        let until = self.session.waiting().filter(|_| self.may_wait)?.until;
        let time = Duration::try_from(until.duration_since(self.session.now())).ok()?;
        match self.silences.last_mut() {
            Some((place, before)) if *place == at => *before += time,
            _ => self.silences.push((at, time)),
        }
        self.session.pass_time(until);
        Some(())
    }

    fn pass(&mut self, time: Duration) {
        let now = self.session.now();
        self.session.pass_time(now.checked_add(time).unwrap_or(now));
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
