//! Tree to values: typed takes from maps and lists, every mistake collected with its place. Must not know what is being read.

use std::sync::Arc;

use super::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, Sources, Span, did_you_mean, list_of};

/// Collects the diagnostics of one document while its values are taken out.
#[derive(Debug)]
pub struct Reader {
    sources: Arc<Sources>,
    diagnostics: Diagnostics,
    keys: Option<Vec<(Span, Vec<&'static str>)>>,
}

impl Reader {
    /// A reader for nodes of `source`.
    pub fn new(source: &Arc<SourceFile>) -> Self {
        Self::over(Arc::new(Sources::new(source)))
    }

    /// A reader for nodes whose spans are of several texts.
    pub fn over(sources: Arc<Sources>) -> Self {
        Self { sources, diagnostics: Diagnostics::new(), keys: None }
    }

    /// A reader that also notes which keys were asked for in which map: tells whether a schema names the same.
    pub fn recording(source: &Arc<SourceFile>) -> Self {
        Self { keys: Some(Vec::new()), ..Self::new(source) }
    }

    /// The span of each map that was read to its end, with the keys that were asked for; empty unless recording.
    pub fn recorded(&self) -> &[(Span, Vec<&'static str>)] {
        self.keys.as_deref().unwrap_or_default()
    }

    /// The file; of several texts the main one.
    pub fn source(&self) -> &Arc<SourceFile> {
        self.sources.main()
    }

    /// The texts that the nodes are of.
    pub fn sources(&self) -> &Arc<Sources> {
        &self.sources
    }

    /// Adds a text that is used at a place; what comes back is added to the spans of its nodes.
    pub fn add_source(&mut self, source: &Arc<SourceFile>, used_at: Option<Place>) -> usize {
        Arc::make_mut(&mut self.sources).add(source, used_at)
    }

    /// A place in the file.
    pub fn place(&self, span: &Span) -> Place {
        self.sources.place(span)
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds an error at a span.
    pub fn error(&mut self, code: Code, span: &Span, message: impl Into<String>) {
        let place = self.place(span);
        self.diagnostics.push(Diagnostic::error(code, message).at(place));
    }

    /// What was found.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.diagnostics
    }

    /// Whether an error is among what was found so far.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.has_errors()
    }

    /// How many diagnostics there are so far: tells whether a part was read without a mistake.
    pub fn found(&self) -> usize {
        self.diagnostics.len()
    }

    fn expected(&mut self, what: &str, node: &Node) {
        let message = format!("expected {what}, found {}", node.describe());
        self.error(Code::WRONG_TYPE, &node.span, message);
    }

    /// A map, to be taken apart key by key; `None` (reported) where it is not one.
    pub fn map<'n>(&mut self, node: &'n Node) -> Option<MapReader<'n>> {
        let entries = match &node.value {
            Value::Map(entries) => entries,
            _ => {
                self.expected("a map", node);
                return None;
            }
        };
        Some(MapReader { span: node.span.clone(), left: entries.iter().collect(), known: Vec::with_capacity(8) })
    }

    /// A list; `None` (reported) where it is not one.
    pub fn list<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        let items = node.as_list();
        if items.is_none() {
            self.expected("a list", node);
        }
        items
    }

    /// A text: any scalar that is not null, as it was written.
    pub fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        let text = node.as_text();
        if text.is_none() {
            self.expected("a text", node);
        }
        text
    }

    /// A text or a list of texts.
    pub fn texts(&mut self, node: &Node) -> Vec<(String, Span)> {
        match &node.value {
            Value::List(items) => items
                .iter()
                .filter_map(|item| self.text(item).map(|text| (text.to_owned(), item.span.clone())))
                .collect(),
            _ => self.text(node).map(|text| (text.to_owned(), node.span.clone())).into_iter().collect(),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        let value = node.as_scalar().and_then(super::Scalar::as_bool);
        if value.is_none() {
            self.expected("true or false", node);
        }
        value
    }

    /// A whole number that is not negative.
    pub fn unsigned(&mut self, node: &Node) -> Option<u64> {
        let value = node.as_scalar().and_then(super::Scalar::as_integer).and_then(|value| u64::try_from(value).ok());
        if value.is_none() {
            self.expected("a whole number from 0", node);
        }
        value
    }

    /// One of a table of words.
    pub fn one_of<T: Copy>(&mut self, node: &Node, table: &[(&str, T)]) -> Option<T> {
        let text = self.text(node)?;
        let found = table.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let place = self.place(&node.span);
            let words = table.iter().map(|(word, _)| *word);
            self.push(
                Diagnostic::error(Code::BAD_VALUE, format!("`{text}` is not allowed here"))
                    .at(place)
                    .help_maybe(list_of("allowed", text, words)),
            );
        }
        found
    }
}

/// A map being taken apart. Every key asked for is remembered, so that what is left over can be reported with a suggestion.
#[derive(Debug)]
pub struct MapReader<'n> {
    span: Span,
    left: Vec<&'n Entry>,
    known: Vec<&'static str>,
}

impl<'n> MapReader<'n> {
    /// The span of the whole map.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// The entry under a key, taken out.
    pub fn take_entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        self.known.push(key);
        let at = self.left.iter().position(|entry| entry.key.text == key)?;
        Some(self.left.remove(at))
    }

    /// The value under a key, taken out; a null counts as absent.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_entry(key).map(|entry| &entry.value).filter(|value| !value.is_null())
    }

    /// The value under a key, taken out, even when it is null: for readers that report an empty value instead of passing over it.
    pub fn given(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_entry(key).map(|entry| &entry.value)
    }

    /// Whether keys are left that nobody asked for yet, which [`MapReader::finish`] would report.
    pub fn has_left(&self) -> bool {
        !self.left.is_empty()
    }

    /// Whether a key that nobody asked for yet looks like a misspelt `key`: its own report then says all there is to say.
    pub fn has_like(&self, key: &str) -> bool {
        self.left.iter().any(|entry| did_you_mean(&entry.key.text, [key]).is_some())
    }

    /// The value under a key that must be there; its absence is reported at the map.
    pub fn require(&mut self, reader: &mut Reader, key: &'static str) -> Option<&'n Node> {
        let node = self.take(key);
        if node.is_none() {
            let first = self.span.start..self.span.start;
            reader.error(Code::MISSING_KEY, &first, format!("required key `{key}` is missing"));
        }
        node
    }

    /// Drops entries that were already reported, so that [`MapReader::finish`] does not report them again.
    pub fn discard(&mut self, keys: &[&str]) {
        self.left.retain(|entry| !keys.contains(&entry.key.text.as_str()));
    }

    /// All entries not taken yet, for maps whose keys are names.
    pub fn rest(&mut self) -> Vec<&'n Entry> {
        std::mem::take(&mut self.left)
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, reader: &mut Reader) {
        if let Some(keys) = &mut reader.keys {
            keys.push((self.span.clone(), self.known.clone()));
        }
        for entry in self.left {
            let place = reader.place(&entry.key_span);
            let word = entry.key.text.as_str();
            reader.push(
                Diagnostic::error(Code::UNKNOWN_KEY, format!("unknown key `{word}`")).at(place).help_maybe(list_of(
                    "keys read here",
                    word,
                    self.known.iter().copied(),
                )),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, parse};
    use super::*;

    #[test]
    fn all_mistakes_are_collected() {
        let source = SourceFile::new("t.yaml", "nmae: x\ncount: many\n");
        let document = parse(&source, Limits::default()).unwrap();
        let mut reader = Reader::new(&source);
        let mut map = reader.map(&document.root).unwrap();
        assert!(map.require(&mut reader, "name").is_none());
        let count = map.take("count").unwrap();
        assert!(reader.unsigned(count).is_none());
        map.finish(&mut reader);
        let codes: Vec<Code> = reader.into_diagnostics().iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::MISSING_KEY, Code::WRONG_TYPE, Code::UNKNOWN_KEY]);
    }
}
