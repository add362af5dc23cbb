//! Which scripted answer a call gets. Must not know what the flow does with it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::paste;
use crate::flow::engine::{
    Asked, BotCall, DataActionCall, DataActionReply as Reply, Event, ModuleCall, ModuleReply, TableCall, TableReply,
    UnderstandCall,
};
use crate::flow::expression::{Type, Value};
use crate::flow::program::Node;
use crate::flow::stubs::{BotStub, DataActionReply, DataActionStub, Stubs};
use crate::flow::understanding::Understood;
use crate::flow::world::World;

/// The stubs of one case, and what was asked of them.
#[derive(Debug, Clone)]
pub(super) struct Stubbing {
    stubs: Arc<Stubs>,
    /// How often each sequence of answers was asked: a data action and the answers whose `when` matched.
    asked: HashMap<(Arc<str>, Arc<str>, Vec<usize>), usize>,
    /// What was used at all, as [`Self::unused`] names it.
    used: HashSet<String>,
    /// The rows of tables of understanding that decided, by bot and position.
    rows: HashSet<(Arc<str>, usize)>,
}

/// The flows that stubs stand for, though the program may have them.
pub(super) fn asked(stubs: &Stubs) -> Asked {
    Asked { bots: stubs.bots.keys().cloned().collect(), modules: stubs.modules.keys().cloned().collect() }
}

/// An answer, or what a person must write to have one.
pub(super) enum Answer {
    /// What is told to the execution, the output that it counts as, how long it took.
    Event { event: Event, output: Arc<str>, latency: Duration },
    /// No stub answers.
    Nothing { callee: String, message: String, help: String },
}

impl Stubbing {
    pub fn new(stubs: Arc<Stubs>) -> Self {
        Self { stubs, asked: HashMap::new(), used: HashSet::new(), rows: HashSet::new() }
    }

    /// Other stubs take the place of these; what was asked so far stays counted.
    pub fn answer_with(&mut self, stubs: Arc<Stubs>) {
        self.stubs = stubs;
    }

    pub fn data_action(&mut self, call: &DataActionCall, by: &Node) -> Answer {
        let callee = format!("{} > {}", call.category, call.name);
        let stubs = Arc::clone(&self.stubs);
        let Some(stubs) = stubs.data_actions.get(&call.category).and_then(|category| category.get(&call.name)) else {
            let message = format!("the flow calls {callee}, and no stub answers");
            return Answer::Nothing { callee, message, help: paste::data_action(call, &kept(by)) };
        };
        self.used.insert(callee.clone());
        let matching: Vec<usize> =
            stubs.iter().enumerate().filter(|(_, stub)| matches(stub, &call.inputs)).map(|(index, _)| index).collect();
        let Some(&last) = matching.last() else {
            let whens: Vec<String> = stubs.iter().map(|stub| format!("`when: {}`", paste::when(&stub.when))).collect();
            let message = format!(
                "no answer of the stub of {callee} fits: {} was asked with {}",
                whens.join(", "),
                asked_with(call)
            );
            return Answer::Nothing { callee, message, help: paste::answer(call, &kept(by)) };
        };
        let asked = self.asked.entry((call.category.clone(), call.name.clone(), matching.clone())).or_default();
        let chosen = matching.get(*asked).copied().unwrap_or(last);
        *asked += 1;
        let Some(stub) = stubs.get(chosen) else {
            let message = format!("the flow calls {callee}, and no stub answers");
            return Answer::Nothing { callee, message, help: paste::data_action(call, &kept(by)) };
        };
        let (reply, output) = match &stub.reply {
            DataActionReply::Timeout => (Reply::Timeout, "timeout"),
            _ if stub.latency > call.timeout => (Reply::Timeout, "timeout"),
            DataActionReply::Success(outputs) => (Reply::Success(outputs.clone()), "success"),
            DataActionReply::Failure(fields) => (Reply::Failure(fields.clone()), "failure"),
        };
        let latency = if output == "timeout" { call.timeout } else { stub.latency };
        Answer::Event { event: Event::DataAction(reply), output: output.into(), latency }
    }

    pub fn module(&mut self, call: &ModuleCall, by: &Node) -> Answer {
        let callee = format!("common module {}", call.name);
        let Some(stub) = self.stubs.modules.get(&call.name) else {
            let message = format!("the flow calls {callee}, and no stub answers");
            return Answer::Nothing { callee, message, help: paste::module(call, &kept(by)) };
        };
        self.used.insert(callee);
        let reply = ModuleReply { outputs: stub.outputs.clone(), output: stub.output.clone() };
        let output = stub.output.clone().unwrap_or_else(|| "default".into());
        Answer::Event { event: Event::Module(reply), output, latency: Duration::ZERO }
    }

    /// A bot's script, else what to write.
    pub fn bot(&mut self, call: &BotCall, by: &Node) -> Result<Arc<BotStub>, Box<Answer>> {
        let callee = format!("bot {}", call.name);
        let Some(stub) = self.stubs.bots.get(&call.name) else {
            let message = format!("the flow calls {callee}, and no stub answers");
            return Err(Box::new(Answer::Nothing { callee, message, help: paste::bot(call, &kept(by)) }));
        };
        self.used.insert(callee);
        Ok(Arc::new(stub.clone()))
    }

    /// What a bot's table says of a text; none where the bot has no table or no row for it.
    pub fn understood(&mut self, call: &UnderstandCall) -> Option<Understood> {
        let table = self.stubs.understanding.get(&call.bot)?;
        self.used.insert(format!("understanding {}", call.bot));
        let (row, understood) = table.of(&call.text)?;
        self.rows.insert((call.bot.clone(), row));
        Some(understood)
    }

    pub fn table(&self, call: &TableCall, world: &World, by: &Node) -> Answer {
        let Some(table) = world.tables.get(&call.table) else {
            let callee = format!("data table {}", call.table);
            let message = format!("the world has no data table `{}`", call.table);
            return Answer::Nothing { callee, message, help: paste::table(call, &kept(by)) };
        };
        let (reply, output) = match table.get(&call.key) {
            Some(row) => (TableReply::Found(row.clone()), "found"),
            None => (TableReply::NotFound, "notFound"),
        };
        Answer::Event { event: Event::Table(reply), output: output.into(), latency: Duration::ZERO }
    }

    /// The message with which a transfer to a queue fails, where it does.
    pub fn failing_transfer(&mut self, queue: &str) -> Option<Arc<str>> {
        let message = self.stubs.failing_transfers.get(queue)?;
        self.used.insert(format!("transfer {queue}"));
        Some(message.as_str().into())
    }

    /// Stubs that nothing asked for, in their order. Of a table that was asked its rows count too, but for the last that is for all else.
    pub fn unused(&self) -> Vec<String> {
        let stubs = &self.stubs;
        let data = stubs
            .data_actions
            .iter()
            .flat_map(|(category, actions)| actions.keys().map(move |action| format!("{category} > {action}")));
        let bots = stubs.bots.keys().map(|bot| format!("bot {bot}"));
        let understood = stubs.understanding.keys().map(|bot| format!("understanding {bot}"));
        let modules = stubs.modules.keys().map(|module| format!("common module {module}"));
        let transfers = stubs.failing_transfers.keys().map(|queue| format!("transfer {queue}"));
        data.chain(bots)
            .chain(understood)
            .chain(modules)
            .chain(transfers)
            .filter(|name| !self.used.contains(name))
            .chain(self.unused_rows())
            .collect()
    }

    fn unused_rows(&self) -> impl Iterator<Item = String> + '_ {
        let asked = |bot: &str| self.used.contains(&format!("understanding {bot}"));
        let tables = self.stubs.understanding.iter().filter(move |(bot, _)| asked(bot));
        tables.flat_map(move |(bot, table)| {
            let rows = table.rows.iter().enumerate().filter(|(_, row)| row.hears.is_some());
            let unused = rows.filter(move |(at, _)| !self.rows.contains(&(bot.clone(), *at)));
            unused.map(move |(at, _)| format!("understanding {bot}, row {}", at + 1))
        })
    }
}

/// What the caller keeps of an answer, with the types of the variables that take it; of its way out that comes first where several take one.
fn kept(by: &Node) -> Vec<(Arc<str>, Type)> {
    by.outputs.iter().flat_map(|output| by.bindings(&output.name)).collect()
}

/// The inputs of a call, as a message shows them.
fn asked_with(call: &DataActionCall) -> String {
    let inputs = call.inputs.iter().map(|(name, value)| format!("{name} = {}", value.quoted()));
    let inputs = inputs.collect::<Vec<_>>().join(", ");
    if inputs.is_empty() { "no input".to_owned() } else { inputs }
}

/// Whether an answer is for these inputs, compared as Architect prints them.
fn matches(stub: &DataActionStub, inputs: &[(Arc<str>, Value)]) -> bool {
    stub.when.iter().all(|(name, expected)| {
        inputs.iter().any(|(input, value)| **input == **name && !value.is_not_set() && value.display() == *expected)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::flow::action::testing::Flow;

    fn answer(when: &[(&str, &str)], text: &str) -> DataActionStub {
        let when = when.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let outputs = json!({"text": text}).as_object().unwrap().clone();
        DataActionStub { when, reply: DataActionReply::Success(outputs), latency: Duration::ZERO }
    }

    /// A flow that calls the action once for each item and tells what came back.
    fn flow(items: &str) -> Flow {
        let actions = format!(
            "
- loop:
    name: L
    currentIndex: {{ var: State.i }}
    loopCount: {{ exp: 'Count(MakeList({items}))' }}
    outputs:
      loop:
        actions:
          - callData: {{ name: C, category: {{ A: {{ dataAction: {{ B: {{ inputs: {{ n: {{ exp: 'MakeList({items})[State.i]' }} }}, successOutputs: {{ text: {{ var: State.text }} }} }} }} }} }} }}
          - sendResponse: {{ name: S, messageBody: {{ exp: State.text }} }}"
        );
        Flow::new().state_variable("integer", "State.i").state_variable("string", "State.text").actions(&actions)
    }

    #[test]
    fn the_nth_call_takes_the_nth_answer_and_the_last_repeats() {
        let flow = flow("1, 2, 3").stub("A", "B", answer(&[], "first")).stub("A", "B", answer(&[], "second"));
        assert_eq!(flow.run().texts(), ["first", "second", "second"]);
    }

    #[test]
    fn answers_for_certain_inputs_are_a_sequence_of_their_own() {
        let flow = flow("1, 2, 1, 2")
            .stub("A", "B", answer(&[("n", "1")], "one"))
            .stub("A", "B", answer(&[("n", "2")], "two"))
            .stub("A", "B", answer(&[("n", "1")], "one again"));
        assert_eq!(flow.run().texts(), ["one", "two", "one again", "two"]);
    }

    #[test]
    fn an_input_that_no_answer_is_for_is_told() {
        let outcome = flow("7").stub("A", "B", answer(&[("n", "1")], "one")).run();
        assert_eq!(
            outcome.problems[0].message,
            "no answer of the stub of A > B fits: `when: { n: \"1\" }` was asked with n = 7"
        );
        assert!(matches!(outcome.ending, crate::trace::Ending::Unstubbed { .. }));
    }

    #[test]
    fn what_nothing_asked_for_is_listed() {
        let outcome = flow("1")
            .stub("A", "B", answer(&[], "x"))
            .stub("A", "Other", answer(&[], "y"))
            .failing_transfer("Q", "full")
            .run();
        assert_eq!(outcome.unused_stubs, ["A > Other", "transfer Q"]);
    }

    #[test]
    fn a_row_of_understanding_that_never_decided_is_listed_but_for_the_last_resort() {
        use crate::flow::understanding::{Heard, Hears, Meaning};
        let row = |hears: Option<&str>| Heard {
            hears: hears.map(|text| Hears::Is(text.into())),
            meaning: Meaning::intent("Cancel"),
        };
        let ask = "- askForIntent: { name: Ask, question: { exp: 'MakeCommunication(\"?\")' }, outputs: { intents: [ { intent: { name: Cancel, actions: [] } } ], noIntent: { actions: [] } } }
- exitBotFlow: { name: Out }";
        let bot = Flow::bot_flow().actions(ask).understands(vec![row(Some("one")), row(Some("two")), row(None)]);
        assert_eq!(crate::flow::action::testing::says(&bot, &["two"]).unused_stubs, ["understanding Test, row 1"]);
        let never = Flow::bot_flow().actions("- exitBotFlow: { name: Out }").understands(vec![row(Some("one"))]);
        assert_eq!(crate::flow::action::testing::says(&never, &[]).unused_stubs, ["understanding Test"]);
    }
}
