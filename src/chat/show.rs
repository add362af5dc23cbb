//! A turn, a path and an ending in words. Must not know how they are laid out.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::reply::{Reply, Row, Tone};
use crate::flow::engine::rules::CUSTOMER_SILENCE;
use crate::flow::host::{Outcome, Session, ending_text};
use crate::flow::show::to_reason;
use crate::scenario::{show_duration, time_zone};
use crate::trace::{Assignment, Called, Line, Speaker, Taken};

/// Columns of a step's number, with the blanks behind it.
const NUMBER: usize = 6;

/// Kinds whose inputs are worth showing besides calls.
const WITH_INPUTS: [&str; 3] = ["dataTableLookup", "transferToAcd", "transferToUser"];

/// What is new in a conversation. One that is held back by a question has not come to its end, whatever it says.
pub(super) fn turn(before: Option<&Session>, after: &Session, is_held: bool) -> Reply {
    let old = before.map(Session::outcome);
    let new = after.outcome();
    let lines = old.as_ref().map_or(0, |old| old.transcript.len());
    let told = new.transcript.iter().skip(lines).filter(|line| line.speaker != Speaker::Customer);
    let said: Vec<Row> = told.flat_map(said).collect();
    let steps = old.as_ref().map_or(&[][..], |old| old.trace.taken.as_slice());
    // A step that waited may have left only now.
    let is_new = |at: usize, taken: &Taken| steps.get(at).is_none_or(|old| step(at, old) != step(at, taken));
    let path: Vec<Row> = path_where(&new.trace.taken, is_new);
    let mut below = Vec::new();
    if is_held {
        return Reply::Turn { said, path, below };
    }
    if said.is_empty() && path.is_empty() {
        below.push(Row::toned(Tone::Weak, "nothing happens"));
    }
    let known = old.as_ref().map_or(&[][..], |old| old.problems.as_slice());
    for problem in new.problems.iter().filter(|problem| !known.contains(problem)) {
        below.push(Row::toned(Tone::Wrong, format!("to mend: {} (at {})", problem.message, problem.action.name)));
        below.extend(problem.help.lines().map(|line| Row::plain(line).within(2)));
    }
    below.extend(state(&new, after));
    Reply::Turn { said, path, below }
}

/// How it stands: ended, or waiting for less than the platform does anyway.
fn state(outcome: &Outcome, session: &Session) -> Option<Row> {
    if outcome.ending.is_final() {
        return Some(Row::toned(Tone::Strong, format!("ended: {}", ending_text(&outcome.ending))));
    }
    let left = session.waiting()?.until.duration_since(session.now());
    let most = SignedDuration::try_from(CUSTOMER_SILENCE).unwrap_or(SignedDuration::MAX);
    let left = std::time::Duration::try_from(left).ok().filter(|_| left < most)?;
    Some(Row::toned(Tone::Weak, format!("goes on without a word after {} (`/wait`)", show_duration(left))))
}

fn said(line: &Line) -> Vec<Row> {
    let speaker = if line.speaker == Speaker::Bot { "bot" } else { "flow" };
    let mut rows = vec![Row::toned(Tone::Strong, format!("{speaker}: {}", line.text))];
    let choices = line.labels().enumerate();
    rows.extend(choices.map(|(at, label)| Row::plain(format!("{} {label}", at + 1)).within(NUMBER)));
    rows
}

/// A whole path.
pub(super) fn path(taken: &[Taken]) -> Vec<Row> {
    path_where(taken, |_, _| true)
}

fn path_where(taken: &[Taken], wanted: impl Fn(usize, &Taken) -> bool) -> Vec<Row> {
    let wanted = taken.iter().enumerate().filter(|(at, taken)| wanted(*at, taken));
    wanted.flat_map(|(at, taken)| step(at + 1, taken)).collect()
}

fn step(number: usize, taken: &Taken) -> Vec<Row> {
    let deeper = usize::from(taken.depth) * 2;
    let output = taken.output.as_ref().map(|output| format!(": {output}")).unwrap_or_default();
    let mut rows = vec![Row::plain(format!("{number:>4}  {:deeper$}{}{output}", "", taken.id.name))];
    let indent = NUMBER + deeper + 2;
    let mut note = |text: String| rows.push(Row::toned(Tone::Weak, text).within(indent));
    if let Some(reason) = to_reason(taken) {
        note(reason);
    }
    if let Some(called) = &taken.called {
        note(format!("calls {}{}", callee(called), with(taken)));
    } else if WITH_INPUTS.contains(&&*taken.kind) {
        note(with(taken).trim_start().to_owned());
    }
    if taken.called.is_some() {
        let got: Vec<String> = taken.assigned.iter().filter(|one| !one.attribute).map(assigned).collect();
        if !got.is_empty() {
            note(format!("gets {}", got.join(", ")));
        }
    }
    let written: Vec<String> = taken.assigned.iter().filter(|one| one.attribute).map(assigned).collect();
    if !written.is_empty() {
        note(format!("writes {}", written.join(", ")));
    }
    if let Some(error) = &taken.error {
        rows.push(Row::toned(Tone::Wrong, format!("error: {error}")).within(indent));
    }
    rows
}

/// What is called, as a person names it.
fn callee(called: &Called) -> String {
    match &*called.category {
        Called::BOTS => format!("bot {}", called.name),
        Called::MODULES => format!("common module {}", called.name),
        category => format!("{category} > {}", called.name),
    }
}

fn with(taken: &Taken) -> String {
    let inputs: Vec<String> = taken.inputs.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    if inputs.is_empty() { String::new() } else { format!(" with {}", inputs.join(", ")) }
}

fn assigned(one: &Assignment) -> String {
    format!("{} = {}", one.name, one.value.as_deref().unwrap_or("NOT_SET"))
}

/// An instant on the clock of the world, as `/now` takes it.
pub(super) fn instant(at: Timestamp, zone: Option<&str>) -> String {
    match zone.and_then(|name| Some((time_zone(name)?, name))) {
        Some((zone, name)) => format!("{} {name}", at.to_zoned(zone).datetime()),
        None => format!("{} UTC", at.to_zoned(TimeZone::UTC).datetime()),
    }
}
