//! A person's answer as a stub, a row of a table or a row of understanding. Must not know how it was asked for.

use std::sync::Arc;
use std::time::Duration;

use super::ask::{Ask, Asked};
use super::form::Answer;
use super::forms::{NOTHING, PERSON, TAKEN, VALUE};
use crate::flow::stubs::{BotExit, BotStub, DataActionReply, DataActionStub, ModuleStub};
use crate::flow::understanding::{Heard, Hears, Meaning};

use super::stubs::Answers;

/// The message of an error to which a person gave none.
const FAILED: &str = "it failed";

impl Answers {
    /// Keeps an answer, over an earlier one to the same question.
    pub fn keep(&mut self, ask: &Ask, answer: Answer) {
        let message = answer.message.clone().unwrap_or_else(|| FAILED.to_owned());
        match &ask.what {
            Asked::DataAction { category, name, .. } => {
                let reply = match answer.way.as_str() {
                    "success" => DataActionReply::Success(answer.values),
                    "failure" => DataActionReply::Failure(answer.values),
                    _ => DataActionReply::Timeout,
                };
                let stub = DataActionStub { when: ask.when.clone(), reply, latency: Duration::ZERO };
                let all = self.stubs.data_actions.entry(category.clone()).or_default().entry(name.clone()).or_default();
                if stub.when.is_empty() {
                    all.clear();
                }
                match all.iter_mut().find(|one| one.when == stub.when) {
                    Some(one) => *one = stub,
                    // At the end: what was asked so far is counted by the places of the answers.
                    None => all.push(stub),
                }
            }
            Asked::Bot { name, .. } => {
                let exit = BotExit {
                    reason: answer.reason.map(Arc::from),
                    intent: answer.intent.map(Arc::from),
                    outputs: answer.values,
                    disconnect: answer.way == "disconnect",
                    error: (answer.way == "failure").then_some(message),
                };
                let turns = answer.says.into_iter().map(|text| vec![Arc::from(text)]).collect();
                self.stubs.bots.insert(name.clone(), BotStub { turns, exit });
            }
            Asked::Module { name, .. } => {
                let output = Some(Arc::from(answer.way)).filter(|way: &Arc<str>| **way != *"default");
                self.stubs.modules.insert(name.clone(), ModuleStub { outputs: answer.values, output });
            }
            Asked::Table { table, key, action, .. } => {
                if answer.way == "failure" {
                    self.world.failing_actions.insert(action.clone(), message.into());
                    return;
                }
                if !self.world.tables.contains_key(table) {
                    self.new_tables.insert(table.clone());
                }
                self.asked_rows.insert((table.clone(), key.clone()));
                let rows = self.world.tables.entry(table.clone()).or_default();
                if answer.way == "found" {
                    rows.insert(key.clone(), answer.values);
                }
            }
            Asked::Transfer { queue } if answer.way == TAKEN => drop(self.stubs.failing_transfers.shift_remove(queue)),
            Asked::Transfer { queue } => drop(self.stubs.failing_transfers.insert(queue.clone(), message)),
            Asked::Meaning { bot, text, .. } => {
                let meaning = match answer.way.as_str() {
                    NOTHING => Meaning::default(),
                    PERSON => Meaning { agent: true, ..Meaning::default() },
                    VALUE => Meaning { slots: answer.values, ..Meaning::default() },
                    intent => Meaning { slots: answer.values, ..Meaning::intent(intent) },
                };
                let rows = &mut self.stubs.understanding.entry(bot.clone()).or_default().rows;
                rows.push(Heard { hears: Some(Hears::Is(text.clone())), meaning });
            }
        }
    }
}
