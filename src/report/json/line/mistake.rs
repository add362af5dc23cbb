//! A diagnostic with as much of its files as its excerpt shows, so that it prints the same where they are not at hand.

use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::words::{Strange, Word, value, word};
use crate::diagnostic::{Diagnostic, Label, LineColumn, Place, Severity, SourceFile, entry};

/// A longer line is not shown: a generated file of one line would be told whole.
const LONGEST_LINE: usize = 4_000;

/// Places of one file that are further apart than this many lines are not shown together.
const FURTHEST: usize = 10_000;

const SEVERITIES: &[(&str, Severity)] = &[("error", Severity::Error), ("warning", Severity::Warning)];

/// A mistake of the scenario.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct MistakeJson {
    /// The code; `flowproof explain CODE` tells more.
    code: String,
    /// `error` or `warning`.
    severity: Word,
    /// What is wrong.
    message: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<SpotJson>,
    /// What is said below the excerpt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    labels: Vec<LabelJson>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    help: Vec<String>,
}

/// A second place with a few words.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct LabelJson {
    /// Where.
    at: SpotJson,
    /// What stands there.
    text: String,
}

/// A place with the line that it is in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct SpotJson {
    /// The file.
    file: String,
    /// Line, from 1.
    line: usize,
    /// Column, from 1.
    column: usize,
    /// How many characters of the line are meant.
    length: usize,
    /// The line's text; absent where it is too long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
}

impl SpotJson {
    fn of(place: &Place) -> Self {
        let at = place.start();
        let first = at.line.saturating_sub(place.source.begins().line);
        let line = place.source.text().split('\n').nth(first).unwrap_or_default().trim_end_matches('\r');
        let text = if line.len() <= LONGEST_LINE { line.to_owned() } else { String::new() };
        let length = place.text().split('\n').next().unwrap_or_default().trim_end_matches('\r').chars().count();
        let length = if text.is_empty() { 0 } else { length };
        Self { file: place.source.name().to_owned(), line: at.line, column: at.column, length, text }
    }
}

impl MistakeJson {
    pub fn of(one: &Diagnostic) -> Self {
        let labels =
            one.labels.iter().map(|label| LabelJson { at: SpotJson::of(&label.place), text: label.text.clone() });
        Self {
            code: one.code.as_str().to_owned(),
            severity: word(SEVERITIES, one.severity),
            message: one.message.clone(),
            at: one.place.as_ref().map(SpotJson::of),
            note: one.note.clone(),
            labels: labels.collect(),
            help: one.help.clone(),
        }
    }

    pub fn read(self) -> Result<Diagnostic, Strange> {
        let code = entry(&self.code).ok_or_else(|| format!("`{}` is no code of a diagnostic", self.code))?.code;
        let spots = self.at.iter().chain(self.labels.iter().map(|label| &label.at));
        let sources = sources(spots);
        let labels = self.labels.into_iter().filter_map(|label| {
            let place = place(&sources, &label.at)?;
            Some(Label { place, text: label.text })
        });
        let labels = labels.collect();
        Ok(Diagnostic {
            code,
            severity: value(SEVERITIES, &self.severity)?,
            message: self.message,
            place: self.at.as_ref().and_then(|at| place(&sources, at)),
            note: self.note,
            labels,
            help: self.help,
        })
    }
}

/// For each file its first line that is told, and the text from there on as far as it is known: other lines are empty.
fn sources<'s>(spots: impl Iterator<Item = &'s SpotJson>) -> HashMap<String, Arc<SourceFile>> {
    let mut files: HashMap<&str, Vec<&SpotJson>> = HashMap::new();
    for spot in spots {
        files.entry(&spot.file).or_default().push(spot);
    }
    let text = |spots: &[&SpotJson]| {
        let first = spots.iter().map(|spot| spot.line).min().unwrap_or(1);
        let mut lines: Vec<&str> = Vec::new();
        for spot in spots {
            let at = spot.line - first;
            if at > FURTHEST {
                continue;
            }
            lines.resize(lines.len().max(at + 1), "");
            if let Some(line) = lines.get_mut(at) {
                *line = &spot.text;
            }
        }
        (LineColumn { line: first, column: 1 }, lines.join("\n"))
    };
    let part = |(file, spots): (&str, Vec<&SpotJson>)| {
        let (begins, text) = text(&spots);
        (file.to_owned(), SourceFile::part(file, begins, text))
    };
    files.into_iter().map(part).collect()
}

/// The place in the text that is known; the bare place where its line is not.
fn place(sources: &HashMap<String, Arc<SourceFile>>, spot: &SpotJson) -> Option<Place> {
    let at = LineColumn { line: spot.line, column: spot.column };
    if spot.text.is_empty() {
        return Some(Place::remembered(&spot.file, at));
    }
    let source = sources.get(&spot.file)?;
    let line = spot.line.checked_sub(source.begins().line)?;
    let start = source.text().split('\n').take(line).map(|line| line.len() + 1).sum::<usize>();
    let offset = |characters: usize| spot.text.char_indices().nth(characters).map_or(spot.text.len(), |(at, _)| at);
    let from = spot.column.saturating_sub(1);
    // A place that was too far from the others is not in the text.
    (start + spot.text.len() <= source.text().len())
        .then(|| Place::new(source, start + offset(from)..start + offset(from.saturating_add(spot.length))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, RenderStyle, render};

    #[test]
    fn a_diagnostic_prints_the_same_where_its_files_are_not_at_hand() {
        let source = SourceFile::new("scenarios/vip.yaml", "version: 1\nscénrio: x\nflow: a\nflow: b\n");
        let other = SourceFile::new("flows/vip.yaml", "a:\n  b: c\n");
        let one = Diagnostic::error(Code::DUPLICATE_KEY, "key `flow` is given twice")
            .at(Place::new(&source, 28..32))
            .note("again")
            .label(Place::new(&source, 11..19), "near this")
            .label(Place::new(&other, 5..6), "and this")
            .help("remove one");
        let json = serde_json::to_string(&MistakeJson::of(&one)).unwrap();
        let back = serde_json::from_str::<MistakeJson>(&json).unwrap().read().unwrap();
        assert_eq!(render(&back, RenderStyle::Plain), render(&one, RenderStyle::Plain));
        assert_eq!(serde_json::to_string(&MistakeJson::of(&back)).unwrap(), json);
    }

    #[test]
    fn places_far_apart_cost_nothing() {
        let spot = |line| SpotJson { file: "a".to_owned(), line, column: 1, length: 1, text: "x".to_owned() };
        let found = sources([spot(1), spot(usize::MAX)].iter());
        assert_eq!(found["a"].text(), "x");
        assert_eq!(place(&found, &spot(1)).unwrap().to_string(), "a:1:1");
        assert!(place(&found, &spot(usize::MAX)).is_none());
    }
}
