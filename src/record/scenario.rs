//! The scenario as a whole: what is found goes into the keys of a file, in the order in which a person writes them.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use jiff::Timestamp;

use super::expect::expect;
use super::listing::list;
use super::lookups::{self, Found};
use super::observed::{Move, Recorded, Recording};
use super::redact::{Redactor, Seen as Personal};
use super::replay::{Guess, Seen, Silence};
use super::results::node;
use super::script::Writer;
use super::solve::{late, solve};
use super::stubs::stubs;
use crate::evidence::Part;
use crate::evidence::observe::written;
use crate::flow::stubs::{DataActionReply, Stubs};
use crate::scenario::write::{Entry, Yaml, comment, write};
use crate::trace::Taken;

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
    let (mut stubs, unsure) = stubs(recorded.program, &path, &recorded.moves, evidence.ending.value());
    stubs.understanding.clone_from(&recorded.meanings);
    unknown.extend(unsure);
    let found = lookups::found(recorded.program, recorded.world, &path);
    unknown.extend(found.unknown.iter().cloned());
    let started = recorded.started.or_else(|| begun(recorded));
    let solved = guess(recorded, &path, is_whole, &found, stubs, started, &mut unknown);
    let personal = personal(recorded, &path, &solved.0, &found);
    let redactor = Redactor::new(recorded.rules, &personal);
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
    let files = writer.files.into_iter().collect();
    let unknown: Vec<String> = unknown.iter().map(|one| redactor.text(one)).collect();
    let redacted = list(&redactor, &personal);
    let mut text = comment("Recorded from a conversation that was held.", 0);
    text += &redacted.iter().map(|one| comment(&format!("Redacted: {one}"), 0)).collect::<String>();
    if !is_whole {
        text += &comment("Partial: what stands here is part of what the flow did.", 0);
    }
    text += &unknown.iter().map(|one| comment(&format!("Not known: {one}"), 0)).collect::<String>();
    Recording { text: text + &write(&entries), files, is_whole, redacted, unknown }
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
