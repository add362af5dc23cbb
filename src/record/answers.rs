//! What the flow was answered, as the keys `stubs` and `world`. Must not know how the answers were found.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value as Json};

use super::lookups::Found;
use super::redact::Redactor;
use super::script::REPLACED;
use crate::flow::stubs::{BotStub, DataActionReply, DataActionStub, ModuleStub, Stubs};
use crate::flow::understanding::{Hears, Understanding};
use crate::scenario::write::{Entry, Yaml};

/// Stubs as a scenario writes them, word for word; none where there are none.
pub fn stubs_entry(stubs: &Stubs) -> Option<Entry> {
    Redactor::default().stubs(stubs)
}

/// What a flow can look up as a scenario writes it, word for word; none where there is nothing.
pub fn world_entry(found: &Found) -> Option<Entry> {
    Redactor::default().world(found)
}

impl Redactor<'_> {
    /// What calls come back with; none where nothing was called.
    pub(super) fn stubs(&self, stubs: &Stubs) -> Option<Entry> {
        let mut parts = Vec::new();
        let categories: Vec<Entry> = stubs
            .data_actions
            .iter()
            .map(|(category, actions)| {
                let action = |(name, answers): (&Arc<str>, &Vec<DataActionStub>)| {
                    Entry::new(&**name, Yaml::List(answers.iter().map(|answer| self.answer(answer)).collect()))
                };
                Entry::new(&**category, Yaml::Map(actions.iter().map(action).collect()))
            })
            .collect();
        parts.push(("data_actions", categories));
        parts.push(("bots", stubs.bots.iter().map(|(name, bot)| Entry::new(&**name, self.bot(bot))).collect()));
        let tables = stubs.understanding.iter().map(|(bot, table)| Entry::new(&**bot, self.understanding(table)));
        parts.push(("understanding", tables.collect()));
        parts.push((
            "modules",
            stubs.modules.iter().map(|(name, module)| Entry::new(&**name, self.module(module))).collect(),
        ));
        let failing =
            stubs.failing_transfers.iter().map(|(queue, why)| Entry::new(&**queue, Yaml::text(self.text(why))));
        parts.push(("failing_transfers", failing.collect()));
        let parts: Vec<Entry> = parts
            .into_iter()
            .filter(|(_, of)| !of.is_empty())
            .map(|(key, of)| Entry::new(key, Yaml::Map(of)))
            .collect();
        (!parts.is_empty()).then(|| Entry::new("stubs", Yaml::Map(parts)))
    }

    fn answer(&self, stub: &DataActionStub) -> Yaml {
        let mut entries = Vec::new();
        let mut changed = false;
        if !stub.when.is_empty() {
            let when = |(name, value): &(String, String)| Entry::new(name.clone(), Yaml::text(self.value(value)));
            changed |= stub.when.iter().any(|(_, value)| self.value(value) != *value);
            entries.push(Entry::new("when", Yaml::short(stub.when.iter().map(when).collect())));
        }
        let (key, fields) = match &stub.reply {
            DataActionReply::Success(fields) => ("success", fields),
            DataActionReply::Failure(fields) => ("failure", fields),
            DataActionReply::Timeout if entries.is_empty() => return Yaml::text("timeout"),
            DataActionReply::Timeout => {
                entries.push(Entry::new("timeout", Yaml::Literal("true".into())));
                return Yaml::short(entries);
            }
        };
        let redacted = self.fields(fields);
        changed |= redacted != *fields;
        entries.push(Entry::new(key, self::fields(&redacted)));
        if let Some(first) = entries.first_mut().filter(|_| changed) {
            first.note = Some(REPLACED.to_owned());
        }
        Yaml::Short(Box::new(Yaml::Map(entries)))
    }

    fn bot(&self, bot: &BotStub) -> Yaml {
        let mut entries = Vec::new();
        if !bot.turns.is_empty() {
            let text = |text: &Arc<str>| Yaml::text(self.text(text));
            let turn = |turn: &Vec<Arc<str>>| match turn.as_slice() {
                [one] => text(one),
                several => Yaml::row(several.iter().map(text).collect()),
            };
            entries.push(Entry::new("turns", Yaml::List(bot.turns.iter().map(turn).collect())));
        }
        let mut exit = Vec::new();
        if let Some(reason) = &bot.exit.reason {
            exit.push(Entry::new("reason", Yaml::text(&**reason)));
        }
        if let Some(intent) = &bot.exit.intent {
            exit.push(Entry::new("intent", Yaml::text(&**intent)));
        }
        if !bot.exit.outputs.is_empty() {
            exit.push(Entry::new("outputs", self::fields(&self.fields(&bot.exit.outputs))));
        }
        if bot.exit.disconnect {
            exit.push(Entry::new("disconnect", Yaml::Literal("true".into())));
        }
        if let Some(error) = &bot.exit.error {
            exit.push(Entry::new("error", Yaml::text(self.text(error))));
        }
        if !exit.is_empty() {
            entries.push(Entry::new("exit", Yaml::short(exit)));
        }
        Yaml::Map(entries)
    }

    fn understanding(&self, table: &Understanding) -> Yaml {
        let mut rows = Vec::new();
        for row in &table.rows {
            let Some(Hears::Is(text)) = &row.hears else { continue };
            let mut entries = vec![Entry::new("hears", Yaml::text(self.text(text)))];
            let meaning = &row.meaning;
            if let Some(intent) = meaning.intent.as_deref().or(meaning.is_nothing().then_some("no_match")) {
                entries.push(Entry::new("intent", Yaml::text(intent)));
            }
            if !meaning.slots.is_empty() {
                entries.push(Entry::new("slots", self::fields(&self.fields(&meaning.slots))));
            }
            if let Some(words) = &meaning.knowledge {
                entries.push(Entry::new("knowledge", Yaml::text(self.text(words))));
            }
            if meaning.agent {
                entries.push(Entry::new("agent", Yaml::Literal("true".into())));
            }
            rows.push(Yaml::short(entries));
        }
        Yaml::List(rows)
    }

    fn module(&self, module: &ModuleStub) -> Yaml {
        let mut entries = Vec::new();
        if !module.outputs.is_empty() {
            entries.push(Entry::new("outputs", self::fields(&self.fields(&module.outputs))));
        }
        if let Some(output) = &module.output {
            entries.push(Entry::new("output", Yaml::text(&**output)));
        }
        Yaml::short(entries)
    }

    /// What the flow can look up besides the project's world; none where that is enough.
    pub(super) fn world(&self, found: &Found) -> Option<Entry> {
        let mut entries = Vec::new();
        let keys: IndexSet<&str> = found.named.keys().chain(found.absent.keys()).copied().collect();
        for key in keys {
            let named = found.named.get(key).into_iter().flatten().map(|name| match key {
                "users" => Yaml::short(vec![Entry::new("name", Yaml::text(&**name))]),
                _ => Yaml::text(&**name),
            });
            let absent = found.absent.get(key).into_iter().flatten().map(|name| {
                let exists = Entry::new("exists", Yaml::Literal("false".into()));
                Yaml::short(vec![Entry::new("name", Yaml::text(&**name)), exists])
            });
            entries.push(Entry::new(key, Yaml::row(named.chain(absent).collect())));
        }
        let mut map = |key: &str, of: Vec<Entry>| {
            if !of.is_empty() {
                entries.push(Entry::new(key, Yaml::Map(of)));
            }
        };
        let active = |(name, active): (&Arc<str>, &bool)| {
            Entry::new(&**name, Yaml::text(if *active { "open" } else { "closed" }))
        };
        map("schedules", found.schedules.iter().map(active).collect());
        map(
            "schedule_groups",
            found.groups.iter().map(|(name, state)| Entry::new(&**name, Yaml::text(*state))).collect(),
        );
        let on = |(name, on): (&Arc<str>, &bool)| Entry::new(&**name, Yaml::Literal(on.to_string()));
        map("emergency_groups", found.emergencies.iter().map(on).collect());
        let rows = |rows: &IndexMap<Arc<str>, Map<String, Json>>| {
            let row = |(key, row): (&Arc<str>, &Map<String, Json>)| {
                let redacted = self.fields(row);
                Entry::new(self.value(key), self::fields(&redacted)).noted((redacted != *row).then_some(REPLACED))
            };
            Yaml::Map(rows.iter().map(row).collect())
        };
        map("tables", found.tables.iter().map(|(name, table)| Entry::new(&**name, rows(table))).collect());
        map(
            "failing_actions",
            found.failing.iter().map(|(name, why)| Entry::new(&**name, Yaml::text(self.text(why)))).collect(),
        );
        (!entries.is_empty()).then(|| Entry::new("world", Yaml::Map(entries)))
    }
}

/// Fields that have been redacted already.
fn fields(fields: &Map<String, Json>) -> Yaml {
    Yaml::short(fields.iter().map(|(name, value)| Entry::new(name.clone(), json(value))).collect())
}

/// A JSON value; a number stays one and a text a text.
fn json(value: &Json) -> Yaml {
    match value {
        Json::String(text) => Yaml::text(text.clone()),
        Json::Array(items) => Yaml::row(items.iter().map(json).collect()),
        Json::Object(fields) => {
            Yaml::short(fields.iter().map(|(name, value)| Entry::new(name.clone(), json(value))).collect())
        }
        other => Yaml::Literal(other.to_string()),
    }
}
