//! A draft without what does not matter for the ways that it is for, and in words that a person would choose. Must not know what the ways
//! are.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::draft::{Draft, Turn};
use super::play::Stage;
use super::words::{phrases, value_for};
use crate::flow::explore::Way;
use crate::flow::stubs::{DataActionReply, DataActionStub};
use crate::flow::understanding::Hears;

/// Plays of one draft at most: a long conversation is shortened as far as that goes.
const MOST_PLAYS: usize = 1_500;

/// Rounds over all parts; one part that goes lets others go, and hardly ever more than twice.
const MOST_ROUNDS: usize = 3;

/// What a customer says who is not asked for anything in particular.
const GREETING: &str = "Hello";

/// Makes drafts small.
pub(super) struct Shrinker<'a> {
    stage: &'a Stage<'a>,
    goal: &'a BTreeSet<Way>,
    plays: usize,
}

impl<'a> Shrinker<'a> {
    /// For drafts that must take these ways.
    pub fn new(stage: &'a Stage<'a>, goal: &'a BTreeSet<Way>) -> Self {
        Self { stage, goal, plays: 0 }
    }

    /// The smallest draft that was found.
    pub fn shrink(&mut self, draft: &Draft) -> Draft {
        let mut draft = draft.clone();
        let used = self.stage.play(&draft).turns;
        draft.turns.truncate(used);
        self.prefix(&mut draft);
        for _ in 0..MOST_ROUNDS {
            let before = draft.size();
            self.round(&mut draft);
            if draft.size() == before {
                break;
            }
        }
        self.greet(&mut draft);
        self.reword(&mut draft);
        self.name(&mut draft);
        draft
    }

    fn keeps(&mut self, draft: &Draft) -> bool {
        self.plays += 1;
        if self.plays > MOST_PLAYS {
            return false;
        }
        let played = self.stage.play(draft);
        !played.is_bad && self.goal.is_subset(&played.ways)
    }

    /// Tries a change, and keeps it where it takes nothing away.
    fn attempt(&mut self, draft: &mut Draft, change: impl FnOnce(&mut Draft)) -> bool {
        let mut changed = draft.clone();
        change(&mut changed);
        let keeps = self.keeps(&changed);
        if keeps {
            *draft = changed;
        }
        keeps
    }

    /// Fewer turns from the end, by halves.
    fn prefix(&mut self, draft: &mut Draft) {
        let (mut low, mut high) = (0, draft.turns.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.attempt(draft, |draft| draft.turns.truncate(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
    }

    fn round(&mut self, draft: &mut Draft) {
        self.list(draft, |draft| draft.turns.len(), |draft, from, until| drop(draft.turns.drain(from..until)));
        let count = |draft: &Draft| draft.attributes.len();
        self.list(draft, count, |draft, from, until| drop(draft.attributes.drain(from..until)));
        self.data_actions(draft);
        self.bots(draft);
        self.understanding(draft);
        self.transfers(draft);
        self.world(draft);
    }

    /// Takes parts of a list away: halves, quarters, single ones, from the end.
    fn list(&mut self, draft: &mut Draft, count: impl Fn(&Draft) -> usize, remove: impl Fn(&mut Draft, usize, usize)) {
        let mut size = count(draft).div_ceil(2);
        while size > 0 {
            let mut until = count(draft);
            while until > 0 {
                let from = until.saturating_sub(size);
                self.attempt(draft, |draft| remove(draft, from, until));
                until = from.min(count(draft));
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    fn data_actions(&mut self, draft: &mut Draft) {
        let names: Vec<(Arc<str>, Arc<str>)> = draft
            .stubs
            .data_actions
            .iter()
            .flat_map(|(category, actions)| actions.keys().map(move |name| (category.clone(), name.clone())))
            .collect();
        for (category, name) in names {
            let gone = self.attempt(draft, |draft| {
                if let Some(actions) = draft.stubs.data_actions.get_mut(&category) {
                    actions.shift_remove(&name);
                }
                draft.stubs.data_actions.retain(|_, actions| !actions.is_empty());
            });
            if gone {
                continue;
            }
            let count = |draft: &Draft| answers(draft, &category, &name).map_or(0, Vec::len);
            let remove = |draft: &mut Draft, from: usize, until: usize| {
                answers_mut(draft, &category, &name).into_iter().for_each(|answers| drop(answers.drain(from..until)));
            };
            self.list(draft, count, remove);
            for at in 0..count(draft) {
                let get = |draft: &Draft| {
                    answers(draft, &category, &name).and_then(|all| all.get(at)).and_then(fields).cloned()
                };
                let put = |draft: &mut Draft, outputs: Map<String, Json>| {
                    let answer = answers_mut(draft, &category, &name).and_then(|all| all.get_mut(at));
                    answer.and_then(fields_mut).into_iter().for_each(|place| *place = outputs.clone());
                };
                self.object(draft, &get, &put);
            }
        }
    }

    fn bots(&mut self, draft: &mut Draft) {
        for name in draft.stubs.bots.keys().cloned().collect::<Vec<_>>() {
            if self.attempt(draft, |draft| drop(draft.stubs.bots.shift_remove(&name))) {
                continue;
            }
            let exit = |draft: &mut Draft, change: fn(&mut crate::flow::stubs::BotExit)| {
                draft.stubs.bots.get_mut(&name).into_iter().for_each(|bot| change(&mut bot.exit));
            };
            self.attempt(draft, |draft| exit(draft, |exit| exit.intent = None));
            self.attempt(draft, |draft| exit(draft, |exit| exit.reason = None));
            self.attempt(draft, |draft| exit(draft, |exit| exit.disconnect = false));
            let get = |draft: &Draft| draft.stubs.bots.get(&name).map(|bot| bot.exit.outputs.clone());
            let put = |draft: &mut Draft, outputs: Map<String, Json>| {
                draft.stubs.bots.get_mut(&name).into_iter().for_each(|bot| bot.exit.outputs = outputs.clone());
            };
            self.object(draft, &get, &put);
        }
        for name in draft.stubs.modules.keys().cloned().collect::<Vec<_>>() {
            if self.attempt(draft, |draft| drop(draft.stubs.modules.shift_remove(&name))) {
                continue;
            }
            let get = |draft: &Draft| draft.stubs.modules.get(&name).map(|module| module.outputs.clone());
            let put = |draft: &mut Draft, outputs: Map<String, Json>| {
                draft.stubs.modules.get_mut(&name).into_iter().for_each(|module| module.outputs = outputs.clone());
            };
            self.object(draft, &get, &put);
        }
    }

    fn understanding(&mut self, draft: &mut Draft) {
        for bot in draft.stubs.understanding.keys().cloned().collect::<Vec<_>>() {
            if self.attempt(draft, |draft| drop(draft.stubs.understanding.shift_remove(&bot))) {
                continue;
            }
            let count = |draft: &Draft| draft.stubs.understanding.get(&bot).map_or(0, |table| table.rows.len());
            let remove = |draft: &mut Draft, from: usize, until: usize| {
                let table = draft.stubs.understanding.get_mut(&bot);
                table.into_iter().for_each(|table| drop(table.rows.drain(from..until)));
            };
            self.list(draft, count, remove);
            for at in 0..count(draft) {
                let get = |draft: &Draft| {
                    let row = draft.stubs.understanding.get(&bot).and_then(|table| table.rows.get(at));
                    row.map(|row| row.meaning.slots.clone())
                };
                let put = |draft: &mut Draft, slots: Map<String, Json>| {
                    let row = draft.stubs.understanding.get_mut(&bot).and_then(|table| table.rows.get_mut(at));
                    row.into_iter().for_each(|row| row.meaning.slots = slots.clone());
                };
                self.object(draft, &get, &put);
            }
        }
    }

    fn transfers(&mut self, draft: &mut Draft) {
        let count = |draft: &Draft| draft.stubs.failing_transfers.len();
        self.list(draft, count, |draft, from, until| drop(draft.stubs.failing_transfers.drain(from..until)));
    }

    fn world(&mut self, draft: &mut Draft) {
        self.map(draft, |draft| &mut draft.world.named);
        self.map(draft, |draft| &mut draft.world.absent);
        self.map(draft, |draft| &mut draft.world.failing);
        // What the project does not have must stay: it is only made as calm as it may be.
        let names: Vec<Arc<str>> = draft.world.schedules.keys().cloned().collect();
        for name in names {
            self.attempt(draft, |draft| {
                draft.world.schedules.insert(name, true);
            });
        }
        for name in draft.world.groups.keys().cloned().collect::<Vec<_>>() {
            self.attempt(draft, |draft| {
                draft.world.groups.insert(name, "open");
            });
        }
        for name in draft.world.emergencies.keys().cloned().collect::<Vec<_>>() {
            self.attempt(draft, |draft| {
                draft.world.emergencies.insert(name, false);
            });
        }
        let known = |known: bool| move |_: &Draft| known;
        let listed = self.stage.world();
        for name in draft.world.schedules.keys().cloned().collect::<Vec<_>>() {
            self.unless(draft, known(listed.schedules.contains_key(&name)), |draft| {
                draft.world.schedules.shift_remove(&name);
            });
        }
        for name in draft.world.groups.keys().cloned().collect::<Vec<_>>() {
            self.unless(draft, known(listed.schedule_groups.contains_key(&name)), |draft| {
                draft.world.groups.shift_remove(&name);
            });
        }
        for name in draft.world.emergencies.keys().cloned().collect::<Vec<_>>() {
            self.unless(draft, known(listed.emergency_groups.contains_key(&name)), |draft| {
                draft.world.emergencies.shift_remove(&name);
            });
        }
        for table in draft.world.tables.keys().cloned().collect::<Vec<_>>() {
            let keys: Vec<Arc<str>> =
                draft.world.tables.get(&table).map(|rows| rows.keys().cloned().collect()).unwrap_or_default();
            for key in keys {
                let gone = self.attempt(draft, |draft| {
                    draft.world.tables.get_mut(&table).into_iter().for_each(|rows| drop(rows.shift_remove(&key)));
                });
                if gone {
                    continue;
                }
                let get = |draft: &Draft| draft.world.tables.get(&table).and_then(|rows| rows.get(&key)).cloned();
                let put = |draft: &mut Draft, row: Map<String, Json>| {
                    let place = draft.world.tables.get_mut(&table).and_then(|rows| rows.get_mut(&key));
                    place.into_iter().for_each(|place| *place = row.clone());
                };
                self.object(draft, &get, &put);
            }
            self.unless(draft, known(listed.tables.contains_key(&table)), |draft| {
                drop(draft.world.tables.shift_remove(&table))
            });
        }
    }

    /// Takes a part away where the project has one to stand for it.
    fn unless(&mut self, draft: &mut Draft, stands: impl Fn(&Draft) -> bool, change: impl FnOnce(&mut Draft)) {
        if stands(draft) {
            self.attempt(draft, change);
        }
    }

    fn map<K: Clone + Eq + std::hash::Hash, V>(
        &mut self,
        draft: &mut Draft,
        part: impl Fn(&mut Draft) -> &mut IndexMap<K, V>,
    ) {
        for key in part(draft).keys().cloned().collect::<Vec<_>>() {
            self.attempt(draft, |draft| drop(part(draft).shift_remove(&key)));
        }
    }

    /// Takes fields of an object away, and what is within them.
    fn object(
        &mut self,
        draft: &mut Draft,
        get: &dyn Fn(&Draft) -> Option<Map<String, Json>>,
        put: &dyn Fn(&mut Draft, Map<String, Json>),
    ) {
        let Some(mut whole) = get(draft).filter(|fields| !fields.is_empty()) else { return };
        if self.attempt(draft, |draft| put(draft, Map::new())) {
            return;
        }
        for name in whole.keys().cloned().collect::<Vec<_>>() {
            let mut fewer = whole.clone();
            fewer.shift_remove(&name);
            if self.attempt(draft, |draft| put(draft, fewer.clone())) {
                whole = fewer;
                continue;
            }
            let Some(value) = whole.get(&name).cloned() else { continue };
            let mut smaller = whole.clone();
            let value = self.value(value, &mut |shrinker, value| {
                smaller.insert(name.clone(), value.clone());
                shrinker.attempt(draft, |draft| put(draft, smaller.clone()))
            });
            whole.insert(name, value);
        }
    }

    /// Makes a value smaller: an object loses fields, a list items, a text that holds JSON what is in it.
    fn value(&mut self, mut value: Json, holds: &mut dyn FnMut(&mut Self, &Json) -> bool) -> Json {
        let parts: Vec<Part> = match &value {
            Json::Object(fields) => fields.keys().cloned().map(Part::Field).collect(),
            Json::Array(items) => (0..items.len()).rev().map(Part::Item).collect(),
            Json::String(text) => match nested(text) {
                Some(inner) => {
                    let smaller =
                        self.value(inner, &mut |shrinker, inner| holds(shrinker, &Json::String(inner.to_string())));
                    return Json::String(smaller.to_string());
                }
                None => return value,
            },
            _ => return value,
        };
        for part in parts {
            let fewer = part.without(&value);
            if holds(self, &fewer) {
                value = fewer;
                continue;
            }
            let Some(inner) = part.of(&value) else { continue };
            let outer = value.clone();
            let smaller = self.value(inner, &mut |shrinker, inner| holds(shrinker, &part.with(&outer, inner)));
            value = part.with(&value, &smaller);
        }
        value
    }

    /// The customer says something first, and a greeting where the words do not matter.
    fn greet(&mut self, draft: &mut Draft) {
        self.attempt(draft, |draft| draft.opening = Some(GREETING.into()));
        let now = self.stage.now();
        self.attempt(draft, |draft| draft.now = now);
        for name in draft.attributes.keys().cloned().collect::<Vec<_>>() {
            let Some(inner) = draft.attributes.get(&name).and_then(|text| nested(text)) else { continue };
            self.value(inner, &mut |shrinker, inner| {
                let text: Arc<str> = inner.to_string().into();
                shrinker.attempt(draft, |draft| drop(draft.attributes.insert(name.clone(), text)))
            });
        }
    }

    /// Values that the flow does not compare with look like what they are.
    fn name(&mut self, draft: &mut Draft) {
        for name in draft.attributes.keys().cloned().collect::<Vec<_>>() {
            let value = draft.attributes.get(&name).filter(|value| !self.stage.compares_with(value));
            if let Some(better) = value.and_then(|value| value_for(&name, value)) {
                self.attempt(draft, |draft| drop(draft.attributes.insert(name.clone(), better.into())));
            }
        }
        let calls: Vec<(Arc<str>, Arc<str>, usize)> = draft
            .stubs
            .data_actions
            .iter()
            .flat_map(|(category, actions)| actions.iter().map(move |(name, all)| (category, name, all.len())))
            .flat_map(|(category, name, count)| (0..count).map(|at| (category.clone(), name.clone(), at)))
            .collect();
        for (category, action, at) in calls {
            let known = answers(draft, &category, &action).and_then(|all| all.get(at)).and_then(fields).cloned();
            for (name, value) in known.unwrap_or_default() {
                let text = value.as_str().filter(|text| !self.stage.compares_with(text));
                let Some(better) = text.and_then(|text| value_for(&name, text)) else { continue };
                self.attempt(draft, |draft| {
                    let answer = answers_mut(draft, &category, &action).and_then(|all| all.get_mut(at));
                    let fields = answer.and_then(fields_mut);
                    fields.into_iter().for_each(|fields| drop(fields.insert(name.clone(), better.into())));
                });
            }
        }
    }

    /// Words to a bot say what they mean.
    fn reword(&mut self, draft: &mut Draft) {
        let rows: Vec<(Arc<str>, usize)> = draft
            .stubs
            .understanding
            .iter()
            .flat_map(|(bot, table)| (0..table.rows.len()).map(move |at| (bot.clone(), at)))
            .collect();
        for (bot, at) in rows {
            let row = draft.stubs.understanding.get(&bot).and_then(|table| table.rows.get(at));
            let Some((Some(Hears::Is(before)), words)) = row.map(|row| (row.hears.clone(), phrases(&row.meaning)))
            else {
                continue;
            };
            for words in words {
                let words: Arc<str> = words.into();
                let taken = draft.turns.contains(&Turn::Says(words.clone())) || draft.opening.as_ref() == Some(&words);
                if words == before || taken {
                    continue;
                }
                if self.attempt(draft, |draft| rename(draft, &before, &words)) {
                    break;
                }
            }
        }
    }
}

fn rename(draft: &mut Draft, before: &Arc<str>, after: &Arc<str>) {
    let change = |text: &mut Arc<str>| {
        if text == before {
            *text = after.clone();
        }
    };
    draft.opening.iter_mut().for_each(change);
    for turn in &mut draft.turns {
        if let Turn::Says(text) = turn {
            change(text);
        }
    }
    for row in draft.stubs.understanding.values_mut().flat_map(|table| &mut table.rows) {
        if let Some(Hears::Is(text)) = &mut row.hears {
            change(text);
        }
    }
}

/// The object or list that a text holds as JSON.
fn nested(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok().filter(|json: &Json| json.is_object() || json.is_array())
}

/// A part of an object or list.
enum Part {
    Field(String),
    Item(usize),
}

impl Part {
    fn of(&self, whole: &Json) -> Option<Json> {
        match self {
            Self::Field(name) => whole.get(name).cloned(),
            Self::Item(at) => whole.get(at).cloned(),
        }
    }

    fn without(&self, whole: &Json) -> Json {
        let mut whole = whole.clone();
        match (self, &mut whole) {
            (Self::Field(name), Json::Object(fields)) => drop(fields.shift_remove(name)),
            (Self::Item(at), Json::Array(items)) if *at < items.len() => drop(items.remove(*at)),
            _ => {}
        }
        whole
    }

    fn with(&self, whole: &Json, part: &Json) -> Json {
        let mut whole = whole.clone();
        let place = match self {
            Self::Field(name) => whole.get_mut(name),
            Self::Item(at) => whole.get_mut(at),
        };
        place.into_iter().for_each(|place| *place = part.clone());
        whole
    }
}

fn answers<'d>(draft: &'d Draft, category: &str, name: &str) -> Option<&'d Vec<DataActionStub>> {
    draft.stubs.data_actions.get(category)?.get(name)
}

fn answers_mut<'d>(draft: &'d mut Draft, category: &str, name: &str) -> Option<&'d mut Vec<DataActionStub>> {
    draft.stubs.data_actions.get_mut(category)?.get_mut(name)
}

fn fields(stub: &DataActionStub) -> Option<&Map<String, Json>> {
    match &stub.reply {
        DataActionReply::Success(fields) | DataActionReply::Failure(fields) => Some(fields),
        DataActionReply::Timeout => None,
    }
}

fn fields_mut(stub: &mut DataActionStub) -> Option<&mut Map<String, Json>> {
    match &mut stub.reply {
        DataActionReply::Success(fields) | DataActionReply::Failure(fields) => Some(fields),
        DataActionReply::Timeout => None,
    }
}
