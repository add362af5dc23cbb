//! What nobody recorded, found by trying: what the customer's words meant to a bot that runs, with which message an attribute came, and the
//! silences that mattered. Must not know how a try is made.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value as Json};

use super::moves::{is_heard_by_flow, words};
use super::observed::Move;
use super::replay::{Guess, Seen, Silence};
use crate::flow::understanding::{Heard, Hears, Meaning};
use crate::trace::Taken;

/// Tries at most: a conversation whose words may mean this much is told, not guessed at for minutes.
const MOST_TRIES: usize = 4_000;

/// Outputs of a question for an intent that are no intents.
const NO_INTENTS: [&str; 3] = ["maxNoInputs", "noIntent", "knowledge"];

/// What was found.
pub(super) struct Solved {
    /// With which the flow does what it did, or as far as was found.
    pub guess: Guess,
    /// Silences to write.
    pub silences: Vec<Silence>,
    /// Whether the flow does all that it did.
    pub whole: bool,
}

/// Looks for a guess with which the flow does what was seen. `late` are attributes that were not there when the flow first read them.
pub(super) fn solve(seen: &Seen<'_>, guess: Guess, late: &[String]) -> Solved {
    let meanings = meanings(seen);
    let mut search = Search { seen, meanings, tries: 0, deepest: (0, guess.clone()) };
    for guess in placements(seen, &guess, late) {
        if let Some((guess, silences)) = search.go_on(guess, 0) {
            return Solved { guess, silences, whole: true };
        }
    }
    Solved { guess: search.deepest.1, silences: Vec::new(), whole: false }
}

/// Each late attribute with each message that may have brought it; all with the first last of all.
fn placements(seen: &Seen<'_>, guess: &Guess, late: &[String]) -> Vec<Guess> {
    let mut all = Vec::new();
    let heard: Vec<usize> =
        seen.moves.iter().enumerate().filter(|(_, one)| is_heard_by_flow(one)).map(|(at, _)| at).collect();
    if !late.is_empty() {
        for at in heard.into_iter().skip(usize::from(!seen.joined)) {
            let mut placed = guess.clone();
            for name in late {
                if let Some(value) = placed.attributes.shift_remove(name) {
                    placed.later.entry(at).or_default().insert(name.clone(), value);
                }
            }
            all.push(placed);
        }
    }
    all.push(guess.clone());
    all
}

/// What words can have meant to each bot of the path, the simplest first.
fn meanings(seen: &Seen<'_>) -> Vec<(Arc<str>, Vec<Meaning>)> {
    let entry = seen.program.entry();
    let bots = seen
        .program
        .flows()
        .iter()
        .filter(|flow| flow.name != entry.name || flow.flow_type.to_lowercase().contains("bot"));
    let path = seen.path.unwrap_or_default();
    let heard: IndexSet<&str> = seen
        .moves
        .iter()
        .filter_map(|one| if let Move::Heard(line) = one { Some(&*line.text) } else { None })
        .collect();
    let of_bot = |bot: &Arc<str>| {
        let taken: Vec<&Taken> = path.iter().filter(|taken| taken.id.flow == *bot).collect();
        let intents = taken.iter().filter(|taken| matches!(&*taken.kind, "askForIntent" | "digitalMenu"));
        let intents: IndexSet<Arc<str>> = intents
            .filter_map(|taken| taken.output.clone())
            .filter(|output| !NO_INTENTS.contains(&&**output))
            .collect();
        let mut slots: IndexSet<(String, String)> = IndexSet::new();
        let mut together: Vec<Map<String, Json>> = Vec::new();
        for one in &taken {
            let mut all = Map::new();
            for assignment in one.assigned.iter().filter(|one| !one.attribute) {
                let (Some(name), Some(value)) = (assignment.name.strip_prefix("Slot."), &assignment.value) else {
                    continue;
                };
                slots.insert((name.to_owned(), value.clone()));
                all.insert(name.to_owned(), value.as_str().into());
            }
            if !all.is_empty() && !together.contains(&all) {
                together.push(all);
            }
        }
        for (name, value) in &slots {
            let single = Map::from_iter([(name.clone(), Json::from(value.as_str()))]);
            if !together.contains(&single) {
                together.push(single);
            }
        }
        let mut all: Vec<Meaning> = intents.iter().map(|intent| Meaning::intent(Arc::clone(intent))).collect();
        all.extend(together.iter().map(|slots| Meaning { slots: slots.clone(), ..Meaning::default() }));
        all.extend(intents.iter().flat_map(|intent| {
            together.iter().map(|slots| Meaning { slots: slots.clone(), ..Meaning::intent(Arc::clone(intent)) })
        }));
        all.extend(["yes", "no"].map(Meaning::intent));
        all.push(Meaning { agent: true, ..Meaning::default() });
        all.push(Meaning::default());
        if taken.iter().any(|taken| taken.output.as_deref() == Some("knowledge")) {
            all.extend(heard.iter().map(|text| Meaning { knowledge: Some(Arc::from(*text)), ..Meaning::default() }));
        }
        (!taken.is_empty()).then(|| (Arc::clone(bot), all))
    };
    bots.filter_map(|flow| of_bot(&flow.name)).collect()
}

struct Search<'a> {
    seen: &'a Seen<'a>,
    meanings: Vec<(Arc<str>, Vec<Meaning>)>,
    tries: usize,
    /// The guess that got farthest, and how far.
    deepest: (usize, Guess),
}

impl Search<'_> {
    /// Goes on behind a move: up to the next that the flow hears, with each meaning that its words can have.
    fn go_on(&mut self, guess: Guess, from: usize) -> Option<(Guess, Vec<Silence>)> {
        let moves = self.seen.moves;
        let next = moves.iter().enumerate().skip(from).find(|(_, one)| is_heard_by_flow(one)).map(|(at, _)| at);
        let Some(at) = next else {
            let silences = self.attempt(&guess, moves.len())?;
            return Some((guess, silences));
        };
        // What the words mean shows in what follows them, up to the customer's next.
        let behind = moves
            .iter()
            .enumerate()
            .skip(at + 1)
            .find(|(_, one)| is_heard_by_flow(one))
            .map_or(moves.len(), |(at, _)| at);
        for guess in self.readings(&guess, moves.get(at)?) {
            if self.attempt(&guess, behind).is_some()
                && let Some(found) = self.go_on(guess, at + 1)
            {
                return Some(found);
            }
        }
        None
    }

    fn attempt(&mut self, guess: &Guess, count: usize) -> Option<Vec<Silence>> {
        self.tries += 1;
        let agrees = self.seen.agrees(guess, count).filter(|_| self.tries <= MOST_TRIES)?;
        if count > self.deepest.0 {
            self.deepest = (count, guess.clone());
        }
        Some(agrees)
    }

    /// The guess as it is, then with each meaning of the words.
    fn readings(&self, guess: &Guess, one: &Move) -> Vec<Guess> {
        let text = words(one);
        let mut all = vec![guess.clone()];
        for (bot, meanings) in self.meanings.iter().filter(|_| !text.trim().is_empty()) {
            for meaning in meanings {
                let mut with = guess.clone();
                let table = with.stubs.understanding.entry(Arc::clone(bot)).or_default();
                let row = Heard { hears: Some(Hears::Is(text.into())), meaning: meaning.clone() };
                table.rows.push(row);
                all.push(with);
            }
        }
        all
    }
}

/// Attributes that an action read as not set and a later one with a value, though the flow wrote none: they came with a later message.
pub(super) fn late(
    documents: &[crate::wire::platform::ExecutionDocument],
    written: &IndexMap<String, String>,
) -> Vec<String> {
    let mut reads: IndexMap<String, (bool, bool)> = IndexMap::new();
    for document in documents {
        walk(&document.flow.execution, &mut reads);
    }
    let late = reads.into_iter().filter(|(name, (unset, set))| *unset && *set && !written.contains_key(name));
    late.map(|(name, _)| name).collect()
}

/// Whether each attribute was first read as not set, and whether it had a value afterwards.
fn walk(events: &[crate::wire::platform::ExecutionEvent], reads: &mut IndexMap<String, (bool, bool)>) {
    for event in events {
        let list = event.payload.output_data.as_ref().and_then(|data| data.get("attributes")).and_then(Json::as_array);
        for one in list.into_iter().flatten() {
            let Some(name) = one.get("outputName").and_then(Json::as_str) else { continue };
            let is_set = one.get("value").is_some_and(|value| !value.is_null());
            let (unset, set) = reads.entry(name.to_owned()).or_insert((!is_set, false));
            *set |= *unset && is_set;
        }
        walk(&event.payload.execution, reads);
    }
}
