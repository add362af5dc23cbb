//! The answers that calls get in a chat: those that it began with and those that a person gave. Must not know the conversation.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value as Json;

use super::words::listed;
use crate::flow::host::{Call, CallKind};
use crate::flow::stubs::{BotStub, DataActionReply, DataActionStub, Stubs};
use crate::flow::understanding::Hears;
use crate::flow::world::World;

/// All answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// Stubs.
    pub stubs: Stubs,
    /// What the flow can look up, with the rows of tables that a person gave.
    pub world: World,
    /// Tables that the chat did not begin with.
    pub new_tables: HashSet<Arc<str>>,
    /// Rows that were asked for, found or not.
    pub asked_rows: HashSet<(Arc<str>, Arc<str>)>,
}

impl Answers {
    /// What a chat begins with.
    pub fn new(stubs: Stubs, world: World) -> Self {
        Self { stubs, world, ..Self::default() }
    }

    /// The look-up that found no row in a table that only a person's answers have made, where nobody was asked for that row.
    pub fn unasked_row<'c>(&self, calls: &'c [Call]) -> Option<&'c Call> {
        let mut looked = calls.iter().filter(|call| call.kind == CallKind::Table && &*call.output == "notFound");
        looked.find(|call| {
            let row = (call.name.clone(), Arc::from(key_of(call)));
            self.new_tables.contains(&row.0) && !self.asked_rows.contains(&row)
        })
    }

    /// Every answer, with the name of what it answers for.
    pub fn list(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        for (category, actions) in &self.stubs.data_actions {
            for (name, answers) in actions {
                all.extend(answers.iter().map(|answer| (format!("{category} > {name}"), data_action(answer))));
            }
        }
        all.extend(self.stubs.bots.iter().map(|(name, stub)| (format!("bot {name}"), bot(stub))));
        for (bot, table) in &self.stubs.understanding {
            all.extend(table.rows.iter().map(|row| {
                let heard = row.hears.as_ref().map_or_else(|| "all else".to_owned(), hears);
                (format!("understanding {bot}"), format!("{heard} means {}", row.meaning))
            }));
        }
        for (name, stub) in &self.stubs.modules {
            let way = stub.output.as_deref().unwrap_or("default");
            all.push((format!("common module {name}"), join(way, &listed(&stub.outputs))));
        }
        for (queue, why) in &self.stubs.failing_transfers {
            all.push((format!("transfer {queue}"), format!("fails: {why}")));
        }
        for table in &self.new_tables {
            let rows = self.world.tables.get(table).into_iter().flatten();
            all.extend(
                rows.map(|(key, row)| (format!("data table {table}"), join(&format!("row {key}"), &listed(row)))),
            );
        }
        all
    }

    /// Forgets every answer of that name; whether there was one.
    pub fn forget(&mut self, name: &str) -> bool {
        let before = self.list().len();
        for (category, actions) in &mut self.stubs.data_actions {
            actions.retain(|action, _| format!("{category} > {action}") != name);
        }
        self.stubs.bots.retain(|bot, _| format!("bot {bot}") != name);
        self.stubs.understanding.retain(|bot, _| format!("understanding {bot}") != name);
        self.stubs.modules.retain(|module, _| format!("common module {module}") != name);
        self.stubs.failing_transfers.retain(|queue, _| format!("transfer {queue}") != name);
        let tables: Vec<Arc<str>> =
            self.new_tables.iter().filter(|table| format!("data table {table}") == name).cloned().collect();
        for table in tables {
            self.new_tables.remove(&table);
            self.world.tables.shift_remove(&table);
            self.asked_rows.retain(|(asked, _)| *asked != table);
        }
        self.list().len() < before
    }
}

/// The key that was looked up.
pub(super) fn key_of(call: &Call) -> &str {
    call.inputs.get("lookupValue").and_then(Json::as_str).unwrap_or_default()
}

fn data_action(answer: &DataActionStub) -> String {
    let when = answer.when.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ");
    let reply = match &answer.reply {
        DataActionReply::Success(fields) => join("success", &listed(fields)),
        DataActionReply::Failure(fields) => join("failure", &listed(fields)),
        DataActionReply::Timeout => "timeout".to_owned(),
    };
    if when.is_empty() { reply } else { format!("{reply}   (for {when})") }
}

fn bot(stub: &BotStub) -> String {
    let exit = &stub.exit;
    let end = match (&exit.error, exit.disconnect) {
        (Some(error), _) => format!("fails: {error}"),
        (None, true) => "disconnects".to_owned(),
        (None, false) => {
            let reason = exit.reason.iter().map(|reason| format!("reason {reason}"));
            let intent = exit.intent.iter().map(|intent| format!("intent {intent}"));
            let outputs = Some(listed(&exit.outputs)).filter(|outputs| !outputs.is_empty());
            join("exits", &reason.chain(intent).chain(outputs).collect::<Vec<_>>().join(", "))
        }
    };
    let said = stub.turns.len();
    format!("says {said} {}, then {end}", if said == 1 { "turn" } else { "turns" })
}

fn hears(test: &Hears) -> String {
    match test {
        Hears::Is(text) => format!("\"{text}\""),
        Hears::Contains(text) => format!("what contains \"{text}\""),
        Hears::Matches(pattern) => format!("what matches {pattern}"),
        Hears::OneOf(tests) => tests.iter().map(hears).collect::<Vec<_>>().join(" or "),
        Hears::Not(test) => format!("not {}", hears(test)),
    }
}

fn join(word: &str, more: &str) -> String {
    if more.is_empty() { word.to_owned() } else { format!("{word}: {more}") }
}
