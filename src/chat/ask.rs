//! What the flow asks for and no stub answers, as a person is to see it. Values only; must not know how it is answered.

use std::sync::Arc;

use super::stubs::key_of;
use crate::flow::Program;
use crate::flow::engine::{Step, Wanted};
use crate::flow::expression::{Type, Value};
use crate::flow::host::Call;
use crate::flow::program::Node;
use crate::flow::world::World;
use crate::trace::Called;

/// A name with its type.
pub(super) type Binding = (Arc<str>, Type);

/// A call, or words, that wait for an answer.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    /// What is asked.
    pub what: Asked,
    /// What it was called with: name and value as Architect writes it.
    pub inputs: Vec<(String, String)>,
    /// Inputs that the answer is for, as a stub compares them; empty where it is for every call.
    pub when: Vec<(String, String)>,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// A data action.
    DataAction { category: Arc<str>, name: Arc<str>, success: Vec<Binding>, failure: Vec<Binding> },
    /// A bot that is not executed.
    Bot { name: Arc<str>, takes_reason: bool, takes_intent: bool, outputs: Vec<Binding> },
    /// A common module that is not executed.
    Module { name: Arc<str>, ways: Vec<Arc<str>>, outputs: Vec<Binding> },
    /// A row of a data table that the world does not have.
    Table { table: Arc<str>, key: Arc<str>, columns: Vec<Binding>, action: Arc<str> },
    /// A transfer to a queue, which an org's queue may not take.
    Transfer { queue: Arc<str> },
    /// Words that a bot of the program does not understand.
    Meaning { bot: Arc<str>, text: Arc<str>, wants: Wanted, intents: Vec<Arc<str>>, slots: Vec<Binding> },
}

impl Ask {
    /// What a step asks that no stub answers; none for a step that asks nothing of a person.
    pub fn of(program: &Program, step: &Step) -> Option<Self> {
        let shown = |inputs: &[(Arc<str>, Value)]| -> Vec<(String, String)> {
            inputs.iter().map(|(name, value)| (name.to_string(), value.quoted())).collect()
        };
        let (what, inputs, when) = match step {
            Step::DataAction(call) => {
                let set = call.inputs.iter().filter(|(_, value)| !value.is_not_set());
                let when = set.map(|(name, value)| (name.to_string(), value.display())).collect();
                let what = data_action(program.action(call.action), &call.category, &call.name);
                (what, shown(&call.inputs), when)
            }
            Step::Bot(call) => {
                let text = call.input_text.iter().map(|text| ("input text".to_owned(), format!("\"{text}\"")));
                let inputs = text.chain(shown(&call.inputs)).collect();
                (bot(program.action(call.action), &call.name), inputs, Vec::new())
            }
            Step::Module(call) => (module(program.action(call.action), &call.name), shown(&call.inputs), Vec::new()),
            Step::TableLookup(call) => {
                return Some(Self::row(program.action(call.action), &call.table, &call.key));
            }
            Step::Understand(call) => {
                let known = program.inventory().hearing.into_iter().find(|one| one.name == call.bot);
                let (mut intents, slots) = known.map(|one| (one.intents, one.slots)).unwrap_or_default();
                // What the question asks for stands first.
                if let Wanted::Intent(wanted) = &call.wants {
                    intents.retain(|intent| !wanted.contains(intent));
                    intents.splice(0..0, wanted.iter().cloned());
                }
                let (bot, text, wants) = (call.bot.clone(), call.text.clone(), call.wants.clone());
                (Asked::Meaning { bot, text, wants, intents, slots }, Vec::new(), Vec::new())
            }
            _ => return None,
        };
        Some(Self { what, inputs, when })
    }

    /// What a look-up asks that found no row.
    pub fn of_row(program: &Program, call: &Call) -> Option<Self> {
        let node = program.actions().iter().find(|node| node.id == call.action)?;
        Some(Self::row(node, &call.name, &Arc::from(key_of(call))))
    }

    fn row(node: &Node, table: &Arc<str>, key: &Arc<str>) -> Self {
        let (columns, action) = (node.bindings("found"), node.id.name.clone());
        Self {
            what: Asked::Table { table: table.clone(), key: key.clone(), columns, action },
            inputs: vec![("key".to_owned(), format!("\"{key}\""))],
            when: Vec::new(),
        }
    }

    /// What every call of that name is to be answered with; none where the flow calls nothing of that name.
    pub fn in_advance(program: &Program, world: &World, name: &str) -> Option<Self> {
        let what = callees(program, world).into_iter().find(|(callee, _)| callee == name).map(|(_, what)| what)?;
        Some(Self { what, inputs: Vec::new(), when: Vec::new() })
    }

    /// What is called, as a person names it.
    pub fn callee(&self) -> String {
        match &self.what {
            Asked::DataAction { category, name, .. } => format!("{category} > {name}"),
            Asked::Bot { name, .. } => format!("bot {name}"),
            Asked::Module { name, .. } => format!("common module {name}"),
            Asked::Table { table, .. } => format!("data table {table}"),
            Asked::Transfer { queue } => format!("transfer {queue}"),
            Asked::Meaning { bot, .. } => format!("understanding {bot}"),
        }
    }

    /// What happened, in a sentence.
    pub fn sentence(&self) -> String {
        if let Asked::Meaning { bot, text, .. } = &self.what {
            return format!("{bot} does not know what \"{text}\" means");
        }
        let kind = if matches!(self.what, Asked::DataAction { .. }) { "data action " } else { "" };
        if self.inputs.is_empty() && self.when.is_empty() {
            return format!("{kind}{}", self.callee());
        }
        let inputs: Vec<String> = self.inputs.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        format!("the flow calls {kind}{} with {}", self.callee(), inputs.join(", "))
    }
}

/// What can be answered in advance: what the flow calls outside the program, and the queues that it can hand over to.
pub(super) fn callees(program: &Program, world: &World) -> Vec<(String, Asked)> {
    let called = program.actions().iter().filter_map(|node| {
        let called = node.called()?;
        let is_linked = || program.flow_named(&called.name).is_some();
        let what = match &*called.category {
            Called::BOTS if is_linked() => return None,
            Called::MODULES if is_linked() => return None,
            Called::BOTS => bot(node, &called.name),
            Called::MODULES => module(node, &called.name),
            _ => data_action(node, &called.category, &called.name),
        };
        Some(what)
    });
    let queues = world.queues.iter().map(|queue| Asked::Transfer { queue: queue.name.clone() });
    let named = |what| {
        let ask = Ask { what, inputs: Vec::new(), when: Vec::new() };
        (ask.callee(), ask.what)
    };
    called.chain(queues).map(named).collect()
}

fn data_action(node: &Node, category: &Arc<str>, name: &Arc<str>) -> Asked {
    Asked::DataAction {
        category: category.clone(),
        name: name.clone(),
        success: node.bindings("success"),
        failure: node.bindings("failure"),
    }
}

fn bot(node: &Node, name: &Arc<str>) -> Asked {
    let takes = node.takes("success");
    Asked::Bot {
        name: name.clone(),
        takes_reason: takes.exit_reason.is_some(),
        takes_intent: takes.intent.is_some(),
        outputs: node.bindings("success"),
    }
}

fn module(node: &Node, name: &Arc<str>) -> Asked {
    let ways = node.outputs.iter().map(|output| output.name.clone()).collect();
    Asked::Module { name: name.clone(), ways, outputs: node.bindings("default") }
}
