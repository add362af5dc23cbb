//! The conversation from the customer's side: the head of the file, the participant, the steps. Must not know what the flow was answered.

use std::time::Duration;

use indexmap::{IndexMap, IndexSet};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::observed::{Move, Recorded};
use super::redact::Redactor;
use super::replay::{Guess, Silence};
use crate::scenario::show_duration;
use crate::scenario::write::{Entry, Yaml};
use crate::trace::{ChoiceKind, Speaker};

/// Letters of a title.
const TITLE: usize = 100;

/// Where files stand that a recording sends: what was in them is nobody's, and the flow does not see it.
const FILES: &str = "files/recorded";

/// The ending of a file whose type is not known.
const UNKNOWN_TYPE: &str = "txt";

/// Endings of files whose types a scenario tells by them.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "pdf", "txt", "csv"];

/// What is said where a value was replaced.
pub(super) const REPLACED: &str = "a personal value was replaced here";

/// Writes the parts of a scenario's file.
pub(super) struct Writer<'a> {
    /// What was seen.
    pub recorded: &'a Recorded<'a>,
    /// What is replaced.
    pub redactor: &'a Redactor<'a>,
    /// The files that the conversation sends.
    pub files: IndexSet<String>,
}

impl Writer<'_> {
    /// Everything above the participant.
    pub fn head(&self, started: Option<Timestamp>) -> Vec<Entry> {
        let recorded = self.recorded;
        let mut entries = vec![
            Entry::new("version", Yaml::Literal("1".into())),
            Entry::new("scenario", Yaml::text(self.title())),
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

    /// Who the customer is; none where nothing is known.
    pub fn participant(&self, attributes: &IndexMap<String, String>) -> Option<Entry> {
        let mut entries = Vec::new();
        if let Some(name) = &self.recorded.customer {
            entries.push(Entry::new("name", Yaml::text(self.redactor.value(name))).noted(self.note(name)));
        }
        if !attributes.is_empty() {
            entries.push(Entry::new("attributes", Yaml::Map(self.attributes(attributes))));
        }
        (!entries.is_empty()).then(|| Entry::new("participant", Yaml::Map(entries)))
    }

    /// A long one is cut only after redaction: half of a secret is one too.
    fn title(&self) -> String {
        let title = self.redactor.text(&self.recorded.title);
        if title.chars().count() <= TITLE {
            return title;
        }
        format!("{}\u{2026}", title.chars().take(TITLE).collect::<String>().trim_end())
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

    /// The steps, in order.
    pub fn conversation(&mut self, guess: &Guess, silences: &[Silence]) -> Vec<Yaml> {
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
