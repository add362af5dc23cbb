//! What every part of the language is read with: texts, names, lists, durations, regular expressions, "one of these keys". Must not know
//! a part of the language.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use regex::Regex;
use serde_json::{Map, Value as Json};

use crate::diagnostic::{Code, Diagnostic, Place, Span, list_of};
use crate::scenario::duration::parse_duration;
use crate::scenario::instant::{suggest_time_zone, time_zone};
use crate::scenario::late;
use crate::scenario::model::Spanned;
use crate::yaml::{Entry, MapReader, Node, Reader, Value};

/// A compiled regular expression may use at most this much memory (bytes): a hostile pattern is refused, not built.
const PATTERN_SIZE: usize = 1 << 20;

/// Regular expressions by their text: a table's cases share them, because compiling one costs more than all else in a case.
pub(in crate::scenario) type Patterns = HashMap<String, Arc<Regex>>;

/// A reader with what scenarios need besides.
pub(in crate::scenario) struct Decoder<'r> {
    /// Collects the diagnostics.
    pub(in crate::scenario) reader: &'r mut Reader,
    known: Option<&'r Patterns>,
    fresh: Patterns,
}

impl<'r> Decoder<'r> {
    /// A decoder that takes regular expressions from `known` where they are there.
    pub(in crate::scenario) fn new(reader: &'r mut Reader, known: Option<&'r Patterns>) -> Self {
        Self { reader, known, fresh: Patterns::new() }
    }

    /// The regular expressions that were compiled on the way.
    pub(in crate::scenario) fn into_fresh(self) -> Patterns {
        self.fresh
    }

    pub(super) fn place(&self, node: &Node) -> Place {
        self.reader.place(&node.span)
    }

    pub(super) fn spanned<T>(&self, node: &Node, value: T) -> Spanned<T> {
        Spanned { value, place: self.place(node) }
    }

    /// Reports an error with help.
    pub(super) fn problem(&mut self, code: Code, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        let place = self.reader.place(span);
        self.problem_at(code, place, message, help);
    }

    /// Reports an error at a place, with help.
    pub(super) fn problem_at(&mut self, code: Code, at: Place, message: impl Into<String>, help: impl Into<String>) {
        self.reader.push(Diagnostic::error(code, message).at(at).help(help));
    }

    /// Reports an error with a second place and help.
    pub(super) fn clash(&mut self, code: Code, at: Place, message: String, other: Place, label: &str, help: &str) {
        self.reader.push(Diagnostic::error(code, message).at(at).label(other, label).help(help));
    }

    /// Reports a value of the wrong kind with help.
    pub(super) fn expected(&mut self, what: &str, node: &Node, help: &str) {
        let message = format!("expected {what}, found {}", node.describe());
        self.problem(Code::WRONG_TYPE, &node.span, message, help);
    }

    /// A scalar as it was written; null is none, and reported.
    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        match node.as_text() {
            Some(text) => Some(text.to_owned()),
            None if self.is_unquoted(node, "a text", &[]) => None,
            None => {
                let help = if node.is_null() { "write `\"\"` for an empty text" } else { "write a single text here" };
                self.expected("a text", node, help);
                None
            }
        }
    }

    /// A text that is not empty.
    pub(super) fn name(&mut self, node: &Node) -> Option<String> {
        let Some(text) = node.as_text() else {
            if !self.is_unquoted(node, "a text", &[]) {
                self.expected("a text", node, "write a text here, or remove the key");
            }
            return None;
        };
        if text.trim().is_empty() {
            self.problem(Code::NOTHING_GIVEN, &node.span, "this text is empty", "write a text here, or remove the key");
            return None;
        }
        Some(text.to_owned())
    }

    pub(super) fn spanned_name(&mut self, node: &Node) -> Option<Spanned<String>> {
        self.name(node).map(|text| self.spanned(node, text))
    }

    /// A map, to be taken apart key by key.
    pub(super) fn map<'n>(&mut self, node: &'n Node) -> Option<MapReader<'n>> {
        if node.as_map().is_none() {
            self.expected("a map", node, "write `key: value` lines, or `{ key: value }`");
            return None;
        }
        self.reader.map(node)
    }

    /// A list; a single value counts as a list of one where `single` says so.
    pub(super) fn list<'n>(&mut self, node: &'n Node, single: bool) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Scalar(scalar) if single && !scalar.is_null() => std::slice::from_ref(node),
            _ => {
                self.expected("a list", node, "write `- ` before each entry, or `[first, second]`");
                &[]
            }
        }
    }

    /// A list with at least one entry.
    pub(super) fn filled_list<'n>(&mut self, node: &'n Node, single: bool) -> &'n [Node] {
        if node.as_list().is_some_and(<[Node]>::is_empty) {
            self.problem(Code::NOTHING_GIVEN, &node.span, "this list is empty", "fill it, or remove the key");
        }
        self.list(node, single)
    }

    /// Names, each once.
    pub(super) fn names(&mut self, node: &Node, single: bool) -> Vec<Spanned<String>> {
        let mut found: Vec<Spanned<String>> = Vec::new();
        for item in self.filled_list(node, single) {
            let Some(name) = self.spanned_name(item) else { continue };
            if let Some(first) = found.iter().find(|one| one.value == name.value) {
                let first = first.place.clone();
                self.twice(name.place, &name.value, first);
            } else {
                found.push(name);
            }
        }
        found
    }

    /// Reports a name that stands twice.
    pub(super) fn twice(&mut self, at: Place, name: &str, first: Place) {
        let message = format!("`{name}` is given twice");
        self.clash(Code::DUPLICATE_NAME, at, message, first, "first given here", "remove one of the two");
    }

    /// One of a table of words, with its place.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, table: &[(&str, T)]) -> Option<T> {
        if node.as_text().is_none() {
            let words: Vec<String> = table.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.expected("a word", node, &format!("allowed: {}", words.join(", ")));
            return None;
        }
        self.reader.one_of(node, table)
    }

    /// Words of a table, each once; a single one may stand without a list.
    pub(super) fn words<T: Copy + PartialEq>(&mut self, node: &Node, table: &[(&str, T)]) -> Vec<Spanned<T>> {
        let mut found: Vec<Spanned<T>> = Vec::new();
        for item in self.filled_list(node, true) {
            let Some(value) = self.word(item, table) else { continue };
            if let Some(first) = found.iter().find(|one| one.value == value) {
                let first = first.place.clone();
                self.twice(self.place(item), item.as_text().unwrap_or_default(), first);
            } else {
                found.push(self.spanned(item, value));
            }
        }
        found
    }

    /// The entries of a map whose keys are names.
    pub(super) fn entries<'n>(&mut self, node: &'n Node, of: &str) -> &'n [Entry] {
        let Some(entries) = node.as_map() else {
            self.expected("a map", node, &format!("write {of}"));
            return &[];
        };
        for entry in entries.iter().filter(|entry| entry.key.text.trim().is_empty()) {
            self.problem(Code::NOTHING_GIVEN, &entry.key_span, "this name is empty", format!("write {of}"));
        }
        entries
    }

    /// Texts by name.
    pub(super) fn texts(&mut self, node: &Node, of: &str) -> IndexMap<String, Spanned<String>> {
        let entries = self.entries(node, of);
        let mut found = IndexMap::with_capacity(entries.len());
        for entry in entries {
            if let Some(text) = self.text(&entry.value) {
                found.insert(entry.key.text.clone(), self.spanned(&entry.value, text));
            }
        }
        found
    }

    /// JSON values by name.
    pub(super) fn object(&mut self, node: &Node, of: &str) -> Map<String, Json> {
        self.entries(node, of).iter().map(|entry| (entry.key.text.clone(), entry.value.to_json())).collect()
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: &Node) -> bool {
        match node.as_scalar().and_then(|scalar| scalar.as_bool()) {
            Some(value) => value,
            None => {
                self.expected("true or false", node, "write `true` or `false`, without quotes");
                false
            }
        }
    }

    /// A whole number from `min`.
    pub(super) fn number(&mut self, node: &Node, min: u64) -> Option<u64> {
        let value = node.as_scalar().and_then(|scalar| scalar.as_integer()).and_then(|value| u64::try_from(value).ok());
        let value = value.filter(|value| *value >= min);
        if value.is_none() {
            let found = node.as_text().map_or_else(|| node.describe().to_owned(), |text| format!("`{text}`"));
            let message = format!("expected a whole number from {min}, found {found}");
            self.problem(Code::WRONG_TYPE, &node.span, message, "write digits only, without quotes");
        }
        value
    }

    /// A whole number from `min` that fits 32 bits.
    pub(super) fn small_number(&mut self, node: &Node, min: u64) -> Option<u32> {
        let value = self.number(node, min)?;
        let small = u32::try_from(value).ok();
        if small.is_none() {
            let message = format!("`{value}` is too large");
            self.problem(Code::BAD_VALUE, &node.span, message, format!("at most {}", u32::MAX));
        }
        small
    }

    pub(super) fn duration(&mut self, node: &Node) -> Option<Duration> {
        let Some(text) = node.as_text() else {
            self.expected("a duration", node, DURATION_HELP);
            return None;
        };
        match parse_duration(text) {
            Ok(duration) => Some(duration),
            Err(message) => {
                self.problem(Code::BAD_DURATION, &node.span, message, DURATION_HELP);
                None
            }
        }
    }

    /// A duration above zero.
    pub(super) fn some_time(&mut self, node: &Node) -> Option<Duration> {
        let duration = self.duration(node)?;
        if duration.is_zero() {
            self.problem(Code::BAD_DURATION, &node.span, "this duration is zero", DURATION_HELP);
            return None;
        }
        Some(duration)
    }

    pub(super) fn time_zone(&mut self, node: &Node) -> Option<Spanned<String>> {
        let name = self.spanned_name(node)?;
        if time_zone(&name.value).is_none() {
            let message = format!("unknown time zone `{}`", name.value);
            self.problem(Code::UNKNOWN_TIME_ZONE, &node.span, message, suggest_time_zone(&name.value));
            return None;
        }
        Some(name)
    }

    /// A regular expression; its own error text is told where it has one.
    pub(super) fn regex(&mut self, text: &str, span: &Span) -> Option<Arc<Regex>> {
        if let Some(regex) = self.known.and_then(|known| known.get(text)).or_else(|| self.fresh.get(text)) {
            return Some(Arc::clone(regex));
        }
        match regex::RegexBuilder::new(&late::compilable(text)).size_limit(PATTERN_SIZE).build() {
            Ok(regex) => {
                let regex = Arc::new(regex);
                self.fresh.insert(text.to_owned(), Arc::clone(&regex));
                Some(regex)
            }
            Err(error) => {
                let said = error.to_string();
                let reason = said.lines().last().unwrap_or_default().trim();
                let reason = reason.strip_prefix("error: ").unwrap_or(reason).trim_end_matches('.').to_lowercase();
                let message = format!("regular expression not understood: {reason}");
                let help = "escape `( ) [ ] { } . * + ? | ^ $` with a backslash where they are meant as themselves";
                self.problem(Code::BAD_PATTERN, span, message, help);
                None
            }
        }
    }

    /// The value under a key that must be there. A misspelt one is reported as such and not as missing, too.
    pub(super) fn require<'n>(&mut self, map: &mut MapReader<'n>, key: &'static str, help: &str) -> Option<&'n Node> {
        let found = map.given(key);
        if found.is_none() && !map.has_like(key) {
            let first = map.span().start..map.span().start;
            self.problem(Code::MISSING_KEY, &first, format!("required key `{key}` is missing"), help);
        }
        found
    }

    /// The one of several keys that is there; two or none are reported (none only where no unknown key is left that says it all).
    pub(super) fn one_key<'n>(&mut self, map: &mut MapReader<'n>, keys: &[&'static str]) -> Option<Chosen<'n>> {
        let found = self.at_most_one_key(map, keys);
        if found.is_none() && !map.has_left() {
            let span = map.span().clone();
            let help = list_of("write one of", "", keys.iter().copied()).unwrap_or_default();
            self.problem(Code::NOTHING_GIVEN, &span, "what is meant here is not said", help);
        }
        found
    }

    /// As [`Decoder::one_key`], but none is fine.
    pub(super) fn at_most_one_key<'n>(&mut self, map: &mut MapReader<'n>, keys: &[&'static str]) -> Option<Chosen<'n>> {
        let mut chosen: Option<Chosen<'n>> = None;
        for &key in keys {
            let Some(entry) = map.take_entry(key) else { continue };
            let Some(first) = &chosen else {
                chosen = Some(Chosen { key, entry });
                continue;
            };
            let (early, late) = if first.entry.key_span.start < entry.key_span.start {
                (first.entry, entry)
            } else {
                (entry, first.entry)
            };
            let message = format!("`{}` and `{}` exclude each other", early.key.text, late.key.text);
            let help = "keep one of the two";
            let (late, early) = (self.reader.place(&late.key_span), self.reader.place(&early.key_span));
            self.clash(Code::CONTRADICTION, late, message, early, "the other one", help);
        }
        chosen
    }

    /// A key that says all by being there: `leave:` or `leave: true`.
    pub(super) fn bare(&mut self, node: &Node, key: &str) {
        let said = node.is_null() || node.as_scalar().and_then(|scalar| scalar.as_bool()) == Some(true);
        if !said {
            self.expected("nothing", node, &format!("write `- {key}` alone, or `{key}: true` beside a `timeout`"));
        }
    }
}

/// How durations are written, for help lines.
pub(super) const DURATION_HELP: &str = "durations are written `500ms`, `2s`, `1m30s`, `72h` or `3d`";

/// The key that was there of several.
pub(super) struct Chosen<'n> {
    pub(super) key: &'static str,
    pub(super) entry: &'n Entry,
}
