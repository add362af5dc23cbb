//! The scenario as a whole: what is found goes into the keys of a file, in the order in which a person writes them.

use std::collections::BTreeSet;
use std::time::Duration;

use indexmap::{IndexMap, IndexSet};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use super::expect::expect;
use super::lookups::{self, Found};
use super::observed::{Move, Recorded, Recording};
use super::redact::{Redactor, Seen as Personal};
use super::replay::{Guess, Seen, Silence};
use super::results::node;
use super::solve::{late, solve};
use super::stubs::stubs;
use super::yaml::{Entry, Yaml, comment, write};
use crate::evidence::Part;
use crate::evidence::observe::written;
use crate::flow::stubs::{BotStub, DataActionReply, DataActionStub, ModuleStub, Stubs};
use crate::flow::understanding::{Hears, Understanding};
use crate::scenario::show_duration;
use crate::trace::{ChoiceKind, Speaker, Taken};

/// Where files stand that a recording sends: what was in them is nobody's, and the flow does not see it.
const FILES: &str = "files/recorded";

/// The ending of a file whose type is not known.
const UNKNOWN_TYPE: &str = "txt";

/// Endings of files whose types a scenario tells by them.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "pdf", "txt", "csv"];

/// What is said where a value was replaced.
const REPLACED: &str = "a personal value was replaced here";

/// Writes the conversation as a scenario.
pub fn scenario(recorded: &Recorded<'_>) -> Recording {
    let evidence = recorded.evidence;
    let all = evidence.path.value().map_or(&[][..], Vec::as_slice);
    let path: Vec<Taken> = all.iter().filter(|taken| node(recorded.program, taken).is_some()).cloned().collect();
    let mut unknown = recorded.unknown.clone();
    let own_flows: BTreeSet<&str> = recorded.program.flows().iter().map(|flow| &*flow.name).collect();
    let strange =
        all.iter().filter(|taken| own_flows.contains(&*taken.id.flow) && node(recorded.program, taken).is_none());
    let strange: IndexSet<&str> = strange.map(|taken| &*taken.id.name).collect();
    if !strange.is_empty() {
        let names = strange.iter().copied().collect::<Vec<_>>().join(", ");
        unknown.push(format!("the flow that ran is not the file's: the file has no action {names}"));
    }
    let partial = evidence.path_is_partial.clone().or_else(|| evidence.path.as_result().err().map(str::to_owned));
    let is_whole = partial.is_none() && strange.is_empty() && !path.is_empty();
    if let Some(reason) = partial {
        unknown.push(format!("what the flow called and looked up, and all of its path: {reason}"));
    }
    let (stubs, unsure) = stubs(recorded.program, &path, &recorded.moves, evidence.ending.value());
    unknown.extend(unsure);
    let found = lookups::found(recorded.program, recorded.world, &path);
    unknown.extend(found.unknown.iter().cloned());
    let started = recorded.started.or_else(|| begun(recorded));
    let solved = guess(recorded, &path, is_whole, &found, stubs, started, &mut unknown);
    let redactor = Redactor::new(recorded.rules, &personal(recorded, &path, &solved.0, &found));
    let mut writer = Writer { recorded, redactor: &redactor, files: IndexSet::new() };
    let mut entries = writer.head(started);
    entries.extend(writer.participant(&solved.0.attributes));
    entries.extend(writer.stubs(&solved.0.stubs));
    entries.extend(writer.world(&found));
    entries.push(Entry::new("conversation", Yaml::List(writer.conversation(&solved.0, &solved.1))));
    let expect = expect(recorded, &redactor, &path, is_whole);
    if !expect.is_empty() {
        entries.push(Entry::new("expect", Yaml::Map(expect)));
    }
    if recorded.snapshot {
        let parts = ["path", "attributes", "transcript"].map(Yaml::text).to_vec();
        entries.push(Entry::new("snapshot", Yaml::row(parts)));
    }
    let files = writer.files.into_iter().collect();
    let unknown: Vec<String> = unknown.iter().map(|one| redactor.text(one)).collect();
    let mut text = comment("Recorded from a conversation that was held.", 0);
    if let Some(summary) = redactor.summary() {
        text += &comment(&format!("Replaced by what is nobody's: {summary}."), 0);
    }
    text += &unknown.iter().map(|one| comment(&format!("Not known: {one}"), 0)).collect::<String>();
    Recording { text: text + &write(&entries), files, unknown }
}

/// When the first execution began.
fn begun(recorded: &Recorded<'_>) -> Option<Timestamp> {
    let starts = recorded.evidence.executions.iter().filter_map(|document| document.flow.start_date_time.as_ref());
    starts.filter_map(|start| start.parse().ok()).min()
}

/// With what the flow does the same again, and the silences that it needs.
fn guess(
    recorded: &Recorded<'_>,
    path: &[Taken],
    is_whole: bool,
    found: &Found,
    stubs: Stubs,
    started: Option<Timestamp>,
    unknown: &mut Vec<String>,
) -> (Guess, Vec<Silence>) {
    let attributes = recorded.attributes.iter().filter(|(name, _)| !recorded.own.contains(name));
    let attributes = attributes.map(|(name, value)| (name.clone(), value.clone())).collect();
    let guess = Guess { stubs, attributes, later: IndexMap::new() };
    // Several conversations are several runs of the flow, of which each has its own silences.
    let (Some(started), false) = (started, recorded.moves.contains(&Move::BeganAnew)) else {
        return (guess, Vec::new());
    };
    let seen = Seen {
        program: recorded.program,
        world: std::sync::Arc::new(found.over(recorded.world)),
        started,
        joined: recorded.joined,
        moves: &recorded.moves,
        path: is_whole.then_some(path),
        ending: recorded.evidence.ending.value(),
        silences_known: recorded.silences_known,
    };
    let solved = solve(&seen, guess, &late(&recorded.evidence.executions, &written(path)));
    if !solved.whole {
        unknown.push(
            "with what is written here the flow does not do all that it did; a run tells where it parts".to_owned(),
        );
    }
    (solved.guess, solved.silences)
}

/// All that may hold something personal.
fn personal(recorded: &Recorded<'_>, path: &[Taken], guess: &Guess, found: &Found) -> Personal {
    let mut seen = Personal { customer: recorded.customer.clone(), ..Personal::default() };
    let later = guess.later.values().chain(recorded.moves.iter().filter_map(|one| match one {
        Move::Said { attributes, .. } => Some(attributes),
        _ => None,
    }));
    let attributes = std::iter::once(&guess.attributes).chain(later).chain(match &recorded.evidence.set {
        Part::Observed(set) => Some(&set.value),
        Part::Unverifiable(_) => None,
    });
    seen.named.extend(attributes.flatten().map(|(name, value)| (name.clone(), value.clone())));
    for taken in path {
        seen.named.extend(taken.inputs.iter().map(|(name, value)| (name.to_string(), value.clone())));
        let assigned = taken.assigned.iter().filter_map(|one| Some((one.name.to_string(), one.value.clone()?)));
        seen.named.extend(assigned);
        seen.texts.extend(taken.error.clone());
    }
    let results =
        guess.stubs.data_actions.values().flat_map(IndexMap::values).flatten().filter_map(|stub| match &stub.reply {
            DataActionReply::Success(fields) | DataActionReply::Failure(fields) => Some(fields),
            DataActionReply::Timeout => None,
        });
    let outputs = guess
        .stubs
        .bots
        .values()
        .map(|bot| &bot.exit.outputs)
        .chain(guess.stubs.modules.values().map(|module| &module.outputs));
    let rows = found.tables.values().flat_map(IndexMap::values);
    for (name, value) in results.chain(outputs).chain(rows).flatten() {
        seen.named.push((name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    }
    for one in &recorded.moves {
        match one {
            Move::Said { text, .. } | Move::Chose(text) => seen.texts.push(text.clone()),
            Move::Heard(line) => {
                seen.texts.push(line.text.to_string());
                seen.texts.extend(line.labels().map(str::to_owned));
            }
            _ => {}
        }
    }
    seen.texts.push(recorded.title.clone());
    let mut files = BTreeSet::new();
    for node in recorded.program.actions() {
        if files.insert(node.place.source.name().to_owned()) {
            seen.files.push(node.place.source.text().to_owned());
        }
    }
    seen
}

struct Writer<'a> {
    recorded: &'a Recorded<'a>,
    redactor: &'a Redactor<'a>,
    files: IndexSet<String>,
}

impl Writer<'_> {
    fn head(&self, started: Option<Timestamp>) -> Vec<Entry> {
        let recorded = self.recorded;
        let mut entries = vec![
            Entry::new("version", Yaml::Literal("1".into())),
            Entry::new("scenario", Yaml::text(self.redactor.text(&recorded.title))),
            Entry::new("tags", Yaml::row(vec![Yaml::text("recorded")])),
            Entry::new("flow", Yaml::text(recorded.flow.clone())),
        ];
        if let Some(started) = started {
            entries.push(Entry::new("now", Yaml::text(instant(started, recorded.world.time_zone.as_deref()))));
        }
        if recorded.joined {
            entries.push(Entry::new("start", Yaml::text("join")));
        }
        entries
    }

    fn participant(&self, attributes: &IndexMap<String, String>) -> Option<Entry> {
        let mut entries = Vec::new();
        if let Some(name) = &self.recorded.customer {
            entries.push(Entry::new("name", Yaml::text(self.redactor.value(name))).noted(self.note(name)));
        }
        if !attributes.is_empty() {
            entries.push(Entry::new("attributes", Yaml::Map(self.attributes(attributes))));
        }
        (!entries.is_empty()).then(|| Entry::new("participant", Yaml::Map(entries)))
    }

    fn attributes(&self, attributes: &IndexMap<String, String>) -> Vec<Entry> {
        let entry = |(name, value): (&String, &String)| {
            Entry::new(name.clone(), Yaml::text(self.redactor.value(value))).noted(self.note(value))
        };
        attributes.iter().map(entry).collect()
    }

    /// Says that a value is not what it was.
    fn note(&self, value: &str) -> Option<&'static str> {
        (self.redactor.value(value) != value).then_some(REPLACED)
    }

    fn stubs(&self, stubs: &Stubs) -> Option<Entry> {
        let mut parts = Vec::new();
        let categories: Vec<Entry> = stubs
            .data_actions
            .iter()
            .map(|(category, actions)| {
                let action = |(name, answers): (&std::sync::Arc<str>, &Vec<DataActionStub>)| {
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
        let failing = stubs
            .failing_transfers
            .iter()
            .map(|(queue, why)| Entry::new(&**queue, Yaml::text(self.redactor.text(why))));
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
            let when =
                |(name, value): &(String, String)| Entry::new(name.clone(), Yaml::text(self.redactor.value(value)));
            changed |= stub.when.iter().any(|(_, value)| self.redactor.value(value) != *value);
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
        let redacted = self.redactor.fields(fields);
        changed |= redacted != *fields;
        entries.push(Entry::new(key, self.fields(&redacted)));
        if let Some(first) = entries.first_mut().filter(|_| changed) {
            first.note = Some(REPLACED.to_owned());
        }
        Yaml::Short(Box::new(Yaml::Map(entries)))
    }

    /// Fields that have been redacted already.
    fn fields(&self, fields: &Map<String, Json>) -> Yaml {
        Yaml::short(fields.iter().map(|(name, value)| Entry::new(name.clone(), json(value))).collect())
    }

    fn bot(&self, bot: &BotStub) -> Yaml {
        let mut entries = Vec::new();
        if !bot.turns.is_empty() {
            let text = |text: &std::sync::Arc<str>| Yaml::text(self.redactor.text(text));
            let turn = |turn: &Vec<std::sync::Arc<str>>| match turn.as_slice() {
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
            exit.push(Entry::new("outputs", self.fields(&self.redactor.fields(&bot.exit.outputs))));
        }
        if bot.exit.disconnect {
            exit.push(Entry::new("disconnect", Yaml::Literal("true".into())));
        }
        if let Some(error) = &bot.exit.error {
            exit.push(Entry::new("error", Yaml::text(self.redactor.text(error))));
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
            let mut entries = vec![Entry::new("hears", Yaml::text(self.redactor.text(text)))];
            let meaning = &row.meaning;
            if let Some(intent) = meaning.intent.as_deref().or(meaning.is_nothing().then_some("no_match")) {
                entries.push(Entry::new("intent", Yaml::text(intent)));
            }
            if !meaning.slots.is_empty() {
                entries.push(Entry::new("slots", self.fields(&self.redactor.fields(&meaning.slots))));
            }
            if let Some(words) = &meaning.knowledge {
                entries.push(Entry::new("knowledge", Yaml::text(self.redactor.text(words))));
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
            entries.push(Entry::new("outputs", self.fields(&self.redactor.fields(&module.outputs))));
        }
        if let Some(output) = &module.output {
            entries.push(Entry::new("output", Yaml::text(&**output)));
        }
        Yaml::short(entries)
    }

    fn world(&self, found: &Found) -> Option<Entry> {
        let mut entries = Vec::new();
        for (key, names) in &found.named {
            let names = names.iter();
            let list = match *key {
                "users" => names.map(|name| Yaml::short(vec![Entry::new("name", Yaml::text(&**name))])).collect(),
                _ => names.map(|name| Yaml::text(&**name)).collect(),
            };
            entries.push(Entry::new(*key, Yaml::row(list)));
        }
        let mut map = |key: &str, of: Vec<Entry>| {
            if !of.is_empty() {
                entries.push(Entry::new(key, Yaml::Map(of)));
            }
        };
        let active = |(name, active): (&std::sync::Arc<str>, &bool)| {
            Entry::new(&**name, Yaml::text(if *active { "open" } else { "closed" }))
        };
        map("schedules", found.schedules.iter().map(active).collect());
        map(
            "schedule_groups",
            found.groups.iter().map(|(name, state)| Entry::new(&**name, Yaml::text(*state))).collect(),
        );
        let on = |(name, on): (&std::sync::Arc<str>, &bool)| Entry::new(&**name, Yaml::Literal(on.to_string()));
        map("emergency_groups", found.emergencies.iter().map(on).collect());
        let rows = |rows: &IndexMap<std::sync::Arc<str>, Map<String, Json>>| {
            let row = |(key, row): (&std::sync::Arc<str>, &Map<String, Json>)| {
                let redacted = self.redactor.fields(row);
                Entry::new(self.redactor.value(key), self.fields(&redacted))
                    .noted((redacted != *row).then_some(REPLACED))
            };
            Yaml::Map(rows.iter().map(row).collect())
        };
        map("tables", found.tables.iter().map(|(name, table)| Entry::new(&**name, rows(table))).collect());
        map(
            "failing_actions",
            found.failing.iter().map(|(name, why)| Entry::new(&**name, Yaml::text(self.redactor.text(why)))).collect(),
        );
        (!entries.is_empty()).then(|| Entry::new("world", Yaml::Map(entries)))
    }

    fn conversation(&mut self, guess: &Guess, silences: &[Silence]) -> Vec<Yaml> {
        let mut steps = Vec::new();
        let silence = |at: usize| silences.iter().filter(move |(place, _)| *place == at).map(|(_, time)| wait(*time));
        for (at, one) in self.recorded.moves.iter().enumerate() {
            steps.extend(silence(at));
            steps.extend(self.step(guess, at, one));
        }
        steps.extend(silence(self.recorded.moves.len()));
        steps
    }

    fn step(&mut self, guess: &Guess, at: usize, one: &Move) -> Option<Yaml> {
        let step = |key: &str, value| Yaml::Map(vec![Entry::new(key, value)]);
        Some(match one {
            Move::Said { text, attributes } => {
                let mut attributes = attributes.clone();
                attributes.retain(|name, _| !self.recorded.own.contains(name));
                attributes.extend(guess.later.get(&at).cloned().unwrap_or_default());
                let text = Yaml::text(self.redactor.text(text));
                if attributes.is_empty() {
                    return Some(step("say", text));
                }
                let attributes = Yaml::short(
                    self.attributes(&attributes).into_iter().map(|entry| Entry { note: None, ..entry }).collect(),
                );
                step("say", Yaml::short(vec![Entry::new("text", text), Entry::new("attributes", attributes)]))
            }
            Move::Chose(label) => step("choose", Yaml::text(self.redactor.text(label))),
            Move::Sent { ending, media_type } => {
                let known = ENDINGS.contains(&ending.as_str()) || media_type.is_some();
                let file = format!("{FILES}.{}", if known { ending } else { UNKNOWN_TYPE });
                self.files.insert(file.clone());
                match media_type {
                    None => step("attach", Yaml::text(file)),
                    Some(kind) => {
                        let kind = Entry::new("media_type", Yaml::text(kind.clone()));
                        step("attach", Yaml::short(vec![Entry::new("file", Yaml::text(file)), kind]))
                    }
                }
            }
            Move::Heard(line) => {
                let text = Yaml::text(self.redactor.text(&line.text));
                let replies = line.choices.iter().filter(|choice| choice.kind == ChoiceKind::QuickReply);
                let replies: Vec<Yaml> = replies.map(|choice| Yaml::text(self.redactor.text(&choice.label))).collect();
                // Only a bot that runs offers again what it offered: a script has texts alone.
                let offers = line.speaker == Speaker::Flow || guess.stubs.bots.is_empty();
                if replies.is_empty() || replies.len() != line.choices.len() || !offers {
                    return Some(step("receive", text));
                }
                step(
                    "receive",
                    Yaml::short(vec![Entry::new("is", text), Entry::new("quick_replies", Yaml::row(replies))]),
                )
            }
            Move::Silent(time) => wait(*time),
            Move::Left => Yaml::text("leave"),
            Move::CameBack => Yaml::text("resume"),
            Move::BeganAnew => Yaml::text("start_new"),
            Move::Ended => Yaml::text("end"),
        })
    }
}

fn wait(time: Duration) -> Yaml {
    Yaml::Map(vec![Entry::new("wait", Yaml::text(show_duration(time)))])
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

/// An instant in a zone, where the org has one.
fn instant(at: Timestamp, zone: Option<&str>) -> String {
    let zoned = zone.and_then(|name| Some((crate::scenario::time_zone(name)?, name)));
    match zoned {
        Some((zone, name)) if unambiguous(&zone, at) => format!("{} {name}", at.to_zoned(zone).datetime()),
        _ => at.to_string(),
    }
}

/// Whether the clock of a zone shows that time once: in autumn it shows some twice.
fn unambiguous(zone: &TimeZone, at: Timestamp) -> bool {
    let shown = zone.to_datetime(at);
    zone.to_ambiguous_zoned(shown).unambiguous().is_ok()
}
