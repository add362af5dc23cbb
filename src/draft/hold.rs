//! The conversation of a draft, held with the flow again and again until nothing that it calls is without an answer. Must not know how a
//! scenario is written.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::values::{constants, output, text, texts};
use crate::flow::Program;
use crate::flow::host::{Outcome, Session, SessionStart};
use crate::flow::program::Takes;
use crate::flow::stubs::{BotExit, BotStub, DataActionReply, DataActionStub, ModuleStub, Stubs};
use crate::flow::world::World;
use crate::trace::{ActionId, Called, Ending, Line, Speaker, TraceLevel};

/// What the customer says where nothing else is asked for.
const OPENING: &str = "Hello";

/// Answers of the customer in a draft: enough for a talk, and an end to a flow that asks for ever.
const MOST_TURNS: usize = 8;

/// Calls that a draft finds answers for.
const MOST_CALLS: usize = 50;

/// What a draft begins with: all of it may be empty.
#[derive(Debug, Clone, Default)]
pub struct SetUp {
    /// Attributes with their values.
    pub attributes: IndexMap<String, String>,
    /// Answers.
    pub stubs: Stubs,
    /// What the customer says or picks, in order.
    pub says: Vec<String>,
}

/// A conversation that was held.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The attributes that the customer brings.
    pub attributes: IndexMap<String, String>,
    /// For some of them: what the flow compares them with.
    pub compared: IndexMap<String, Vec<String>>,
    /// The answers that were needed.
    pub stubs: Stubs,
    /// What the customer did, and what came.
    pub turns: Vec<Turn>,
    /// What the flow did.
    pub outcome: Outcome,
}

/// One move of the customer, and the messages that it brought.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The words, or the label that was picked.
    pub words: String,
    /// Whether a label was picked.
    pub chosen: bool,
    /// What came.
    pub heard: Vec<Line>,
}

/// Holds a first conversation with a flow.
pub fn draft(program: &Arc<Program>, world: &Arc<World>, now: Timestamp, set_up: SetUp) -> Draft {
    let (attributes, compared) = attributes(program, world, now, &set_up);
    let mut held = Held { program, world, now, says: &set_up.says, attributes: &attributes };
    let mut stubs = set_up.stubs.clone();
    let mut turns = Vec::new();
    let mut outcome = held.hold(&stubs, &mut turns);
    for _ in 0..MOST_CALLS {
        let Ending::Unstubbed { action, .. } = &outcome.ending else { break };
        if !answer(program, action, &mut stubs) {
            break;
        }
        outcome = held.hold(&stubs, &mut turns);
    }
    Draft { attributes, compared, stubs, turns, outcome }
}

/// The attributes that the flow reads, and the constants that it holds the variables against that take them: a sign of its own goes in
/// through each, and shows in the variable.
fn attributes(
    program: &Arc<Program>,
    world: &Arc<World>,
    now: Timestamp,
    set_up: &SetUp,
) -> (IndexMap<String, String>, IndexMap<String, Vec<String>>) {
    let mut names: Vec<String> = program.inventory().attributes_read.iter().map(|(name, _)| name.to_string()).collect();
    names.sort();
    names.dedup();
    let sign = |at: usize| format!("sign-{at}");
    let signs: IndexMap<String, String> = names.iter().enumerate().map(|(at, name)| (name.clone(), sign(at))).collect();
    let mut held = Held { program, world, now, says: &[], attributes: &signs };
    let seen = held.hold(&set_up.stubs, &mut Vec::new());
    let mut values = set_up.attributes.clone();
    let mut compared = IndexMap::new();
    for (name, sign) in &signs {
        let written = seen.trace.taken.iter().flat_map(|taken| &taken.assigned);
        let written = written.filter(|one| !one.attribute && one.value.as_ref() == Some(sign));
        let mut known = Vec::new();
        for variable in written {
            let more = constants(program, &variable.name);
            known.extend(more.into_iter().filter(|value| !known.contains(value)).collect::<Vec<_>>());
        }
        let choices = texts(&known);
        if !choices.is_empty() {
            compared.insert(name.clone(), choices);
        }
        values.entry(name.clone()).or_insert_with(|| text(name, &known));
    }
    (values, compared)
}

struct Held<'a> {
    program: &'a Arc<Program>,
    world: &'a Arc<World>,
    now: Timestamp,
    says: &'a [String],
    attributes: &'a IndexMap<String, String>,
}

impl Held<'_> {
    fn hold(&mut self, stubs: &Stubs, turns: &mut Vec<Turn>) -> Outcome {
        turns.clear();
        let mut says = self.says.iter().cloned();
        let opening = says.next().unwrap_or_else(|| OPENING.to_owned());
        let brought = self.attributes.iter().map(|(name, value)| (name.as_str().into(), value.as_str().into()));
        let start = SessionStart {
            attributes: brought.collect(),
            message: Some(opening.as_str().into()),
            level: TraceLevel::Data,
            ..SessionStart::default()
        };
        let (stubs, world) = (Arc::new(stubs.clone()), Arc::clone(self.world));
        let mut session = Session::start(self.program, start, stubs, world, self.now);
        let mut seen = 0;
        turns.push(Turn { words: opening, chosen: false, heard: heard(&session, &mut seen) });
        while turns.len() < MOST_TURNS && session.waiting().is_some_and(|waiting| waiting.customer) {
            let offered = turns.last().and_then(|turn| turn.heard.last()).map(|line| line.choices.clone());
            let offered = offered.unwrap_or_default();
            let words = says.next();
            let choice = match &words {
                Some(words) => offered.iter().find(|choice| *choice.label == **words),
                None => offered.first(),
            };
            let (sent, shown, chosen) = match (choice, words) {
                (Some(choice), _) => (choice.payload.to_string(), choice.label.to_string(), true),
                (None, Some(words)) => (words.clone(), words, false),
                (None, None) => (OPENING.to_owned(), OPENING.to_owned(), false),
            };
            let now = session.now();
            session.customer_says(&sent, &[], now);
            turns.push(Turn { words: shown, chosen, heard: heard(&session, &mut seen) });
        }
        session.into_outcome()
    }
}

fn heard(session: &Session, seen: &mut usize) -> Vec<Line> {
    let new = session.lines_from(*seen);
    *seen += new.len();
    new.iter().filter(|line| line.speaker != Speaker::Customer).cloned().collect()
}

/// An answer for what an action calls; false where it calls nothing that a stub could answer.
fn answer(program: &Program, action: &ActionId, stubs: &mut Stubs) -> bool {
    let Some(node) = program.actions().iter().find(|node| node.id == *action) else { return false };
    let Some(Called { category, name }) = node.called() else { return false };
    match &*category {
        Called::BOTS => {
            let takes = node.takes("success");
            let intent =
                takes.intent.as_ref().and_then(|variable| texts(&constants(program, variable)).into_iter().next());
            let exit =
                BotExit { intent: intent.map(Into::into), outputs: outputs(program, &takes), ..BotExit::default() };
            stubs.bots.insert(name, BotStub { turns: Vec::new(), exit }).is_none()
        }
        Called::MODULES => {
            let output = node.outputs.first().map(|output| output.name.clone()).filter(|name| **name != *"default");
            let outputs = outputs(program, &node.takes(output.as_deref().unwrap_or("default")));
            stubs.modules.insert(name, ModuleStub { outputs, output }).is_none()
        }
        _ => {
            let success = DataActionReply::Success(outputs(program, &node.takes("success")));
            let stub = DataActionStub { when: Vec::new(), reply: success, latency: std::time::Duration::ZERO };
            stubs.data_actions.entry(category).or_default().insert(name, vec![stub]).is_none()
        }
    }
}

fn outputs(program: &Program, takes: &Takes) -> Map<String, Json> {
    let value = |taker: &crate::flow::program::Taker| {
        let known = constants(program, &taker.variable);
        Some((taker.output.to_string(), output(&taker.output, taker.value_type, &known)?))
    };
    takes.outputs.iter().filter_map(value).collect()
}
