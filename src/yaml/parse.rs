//! Text to tree, within limits of size, depth and aliases. One document a file.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use super::grammar::{Said, plainly};
use super::{Entry, Node, Scalar, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, Span};

/// What a file may cost. The defaults are far above any file written by hand and far below what hurts.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Maps and lists inside one another; the readers are recursive, so this guards the stack.
    pub depth: usize,
    /// Nodes, counting what aliases repeat: stops alias bombs.
    pub nodes: usize,
    /// Aliases.
    pub aliases: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8 << 20, depth: 200, nodes: 1_000_000, aliases: 1_000 }
    }
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text and its name.
    pub source: Arc<SourceFile>,
    /// The one document in it; null where the file is empty.
    pub root: Node,
}

/// Reads one document. A key given twice is reported and the first kept; a grammar error ends the reading.
///
/// # Errors
/// All that is wrong with the text as YAML.
pub fn parse(source: &Arc<SourceFile>, limits: Limits) -> Result<Document, Diagnostics> {
    let text = source.text();
    if text.len() > limits.bytes {
        let message = format!("file has {} bytes; at most {} are read", text.len(), limits.bytes);
        let one = Diagnostic::error(Code::TOO_LARGE, message)
            .at(Place::new(source, 0..0))
            .help_maybe(help_of(Code::TOO_LARGE));
        return Err(one.into());
    }
    // A byte order mark is no part of the text; the positions behind it stay those of the file.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder {
        source,
        limits,
        offsets: Offsets::new(text, usize::from(body.len() < text.len())),
        diagnostics: Diagnostics::new(),
        anchors: HashMap::new(),
        nodes: 0,
        aliases: 0,
    };
    let mut parser = Parser::new_from_str(body);
    let mut root = None;
    loop {
        let (event, span) = match parser.next_event() {
            None => break,
            Some(Ok(next)) => next,
            Some(Err(error)) => {
                builder.grammar(&error);
                return Err(builder.diagnostics);
            }
        };
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {}
            event if root.is_none() => match builder.node(&mut parser, event, span, 0) {
                Ok(node) => root = Some(node),
                Err(Stop) => return Err(builder.diagnostics),
            },
            _ => {
                let span = builder.span(span);
                builder.error(Code::YAML_SYNTAX, span, "a second document starts here; one file holds one".into());
                return Err(builder.diagnostics);
            }
        }
    }
    if builder.diagnostics.is_empty() {
        let nothing = Value::Scalar(Scalar { text: String::new(), plain: true });
        let root = root.unwrap_or(Node { value: nothing, span: 0..0 });
        Ok(Document { source: Arc::clone(source), root })
    } else {
        Err(builder.diagnostics)
    }
}

/// Reading cannot go on; the diagnostic is in the list.
struct Stop;

struct Builder<'a> {
    source: &'a Arc<SourceFile>,
    limits: Limits,
    offsets: Offsets,
    diagnostics: Diagnostics,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    aliases: usize,
}

type Source<'a> = Parser<'a, saphyr_parser::StrInput<'a>>;

impl Builder<'_> {
    fn node<'a>(
        &mut self,
        parser: &mut Source<'a>,
        event: Event<'a>,
        span: YamlSpan,
        depth: usize,
    ) -> Result<Node, Stop> {
        let start = self.span(span);
        self.spend(1, &start)?;
        if depth > self.limits.depth {
            let message = format!("nested deeper than {} levels", self.limits.depth);
            self.error(Code::TOO_LARGE, start, message);
            return Err(Stop);
        }
        let before = self.nodes;
        let (anchor, node) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tagged_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
                let plain = style == ScalarStyle::Plain && !tagged_text;
                let scalar = Scalar { text: text.into_owned(), plain };
                (anchor, Node { value: Value::Scalar(scalar), span: start })
            }
            Event::SequenceStart(anchor, _) => (anchor, self.list(parser, start, depth)?),
            Event::MappingStart(anchor, _) => (anchor, self.map(parser, start, depth)?),
            Event::Alias(id) => return self.alias(id, start),
            other => {
                self.error(Code::YAML_SYNTAX, start, format!("unexpected {other:?}").to_lowercase());
                return Err(Stop);
            }
        };
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), self.nodes - before + 1));
        }
        Ok(node)
    }

    fn list<'a>(&mut self, parser: &mut Source<'a>, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut items: Vec<Node> = Vec::new();
        loop {
            let (event, span) = self.next(parser)?;
            if matches!(event, Event::SequenceEnd) {
                let end = self.end_of(span, items.last().map(|item| item.span.end), start.end);
                return Ok(Node { value: Value::List(items), span: start.start..end });
            }
            items.push(self.node(parser, event, span, depth + 1)?);
        }
    }

    fn map<'a>(&mut self, parser: &mut Source<'a>, start: Span, depth: usize) -> Result<Node, Stop> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: HashMap<String, Span> = HashMap::new();
        loop {
            let (event, span) = self.next(parser)?;
            if matches!(event, Event::MappingEnd) {
                let end = self.end_of(span, entries.last().map(|entry| entry.value.span.end), start.end);
                return Ok(Node { value: Value::Map(entries), span: start.start..end });
            }
            let key = self.node(parser, event, span, depth + 1)?;
            let (event, span) = self.next(parser)?;
            let value = self.node(parser, event, span, depth + 1)?;
            let Value::Scalar(scalar) = key.value else {
                self.error(Code::WRONG_TYPE, key.span, "a key must be a text, not a map or a list".into());
                continue;
            };
            if let Some(first) = seen.get(&scalar.text) {
                let first = Place::new(self.source, first.clone());
                let message = format!("key `{}` is given twice", scalar.text);
                self.diagnostics.push(
                    Diagnostic::error(Code::DUPLICATE_KEY, message)
                        .at(Place::new(self.source, key.span))
                        .label(first, "first given here")
                        .help_maybe(help_of(Code::DUPLICATE_KEY)),
                );
                continue;
            }
            seen.insert(scalar.text.clone(), key.span.clone());
            entries.push(Entry { key: scalar, key_span: key.span, value });
        }
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<Node, Stop> {
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            let message = format!("more than {} aliases", self.limits.aliases);
            self.error(Code::TOO_LARGE, span, message);
            return Err(Stop);
        }
        let Some((node, size)) = self.anchors.get(&id).cloned() else {
            let place = Place::new(self.source, span);
            let message = "this alias names an anchor that holds it, or none";
            let help = "put the anchor (`&name`) on a value that ends before the alias (`*name`)";
            self.diagnostics.push(Diagnostic::error(Code::YAML_SYNTAX, message).at(place).help(help));
            return Err(Stop);
        };
        self.spend(size, &span)?;
        Ok(node)
    }

    fn spend(&mut self, nodes: usize, span: &Span) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes <= self.limits.nodes {
            return Ok(());
        }
        let message = format!("more than {} values, counting what aliases repeat", self.limits.nodes);
        self.error(Code::TOO_LARGE, span.clone(), message);
        Err(Stop)
    }

    fn next<'a>(&mut self, parser: &mut Source<'a>) -> Result<(Event<'a>, YamlSpan), Stop> {
        match parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                self.grammar(&error);
                Err(Stop)
            }
            None => Err(Stop),
        }
    }

    /// A flow collection ends at its bracket; a block one where its last entry ends, not at the next token.
    fn end_of(&self, closing: YamlSpan, last: Option<usize>, start: usize) -> usize {
        let closing = self.span(closing);
        if closing.is_empty() { last.unwrap_or(start) } else { closing.end }
    }

    /// Reports what the parser refused; it has a limit of depth of its own, for brackets that it looks ahead over.
    fn grammar(&mut self, error: &ScanError) {
        let at = self.character(error.marker().index());
        if error.info().contains("recursion limit") {
            let message = format!("nested deeper than {} levels", self.limits.depth);
            self.error(Code::TOO_LARGE, at, message);
        } else {
            match plainly(error.info(), self.source.text(), at.start) {
                Some(Said { message, span, help }) => {
                    let one = Diagnostic::error(Code::YAML_SYNTAX, message).at(Place::new(self.source, span));
                    self.diagnostics.push(one.help(help));
                }
                None => self.error(Code::YAML_SYNTAX, at, error.info().to_lowercase()),
            }
        }
    }

    /// The span of one character.
    fn character(&self, index: usize) -> Span {
        self.offsets.byte(index)..self.offsets.byte(index + 1)
    }

    fn span(&self, span: YamlSpan) -> Span {
        let start = self.offsets.byte(span.start.index());
        start..self.offsets.byte(span.end.index()).max(start)
    }

    fn error(&mut self, code: Code, span: Span, message: String) {
        let one = Diagnostic::error(code, message).at(Place::new(self.source, span)).help_maybe(help_of(code));
        self.diagnostics.push(one);
    }
}

/// What mends a file that is no tree, in general: the grammar cannot know what was meant.
fn help_of(code: Code) -> Option<String> {
    let help = match code {
        Code::YAML_SYNTAX => {
            "indent with spaces, and quote texts that hold `: ` or begin with one of `[ { & * ! | > % @`"
        }
        Code::DUPLICATE_KEY => "remove or rename one of the two",
        Code::TOO_LARGE => "split the file, or write out what aliases repeat",
        Code::WRONG_TYPE => "write a text before the colon",
        _ => return None,
    };
    Some(help.to_owned())
}

/// Character index to byte offset; the parser counts characters.
enum Offsets {
    Ascii,
    Table(Vec<usize>),
}

impl Offsets {
    /// The offsets of a text of which the parser does not see the first characters.
    fn new(text: &str, unseen: usize) -> Self {
        if text.is_ascii() {
            return Self::Ascii;
        }
        Self::Table(text.char_indices().map(|(at, _)| at).skip(unseen).chain([text.len()]).collect())
    }

    fn byte(&self, index: usize) -> usize {
        match self {
            Self::Ascii => index,
            Self::Table(table) => table.get(index).or(table.last()).copied().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Document, Diagnostics> {
        parse(&SourceFile::new("t.yaml", text), Limits::default())
    }

    #[test]
    fn scalars_keep_their_source_text() {
        let root = read("a: 007\nb: no\nc: \"5\"\nd: 1.50\n").unwrap().root;
        assert_eq!(root.get("a").and_then(Node::as_text), Some("007"));
        assert_eq!(root.get("b").and_then(Node::as_text), Some("no"));
        assert!(!root.get("c").unwrap().as_scalar().unwrap().plain);
        assert_eq!(root.get("d").and_then(Node::as_text), Some("1.50"));
    }

    #[test]
    fn spans_are_bytes_even_after_wide_characters() {
        let document = read("é: [ü, x]\nb: {c: d}\n").unwrap();
        let x = &document.root.get("é").unwrap().as_list().unwrap()[1];
        assert_eq!(document.source.text().get(x.span.clone()), Some("x"));
        let b = document.root.get("b").unwrap();
        assert_eq!(document.source.text().get(b.span.clone()), Some("{c: d}"));
    }

    #[test]
    fn a_block_map_ends_with_its_last_entry() {
        let document = read("a:\n  b: 1\n  c: 2\nd: 3\n").unwrap();
        let a = document.root.get("a").unwrap();
        assert_eq!(document.source.text().get(a.span.clone()), Some("b: 1\n  c: 2"));
    }

    #[test]
    fn every_duplicate_key_is_reported() {
        let found = read("a: 1\na: 2\nb: {c: 1, c: 2}\n").unwrap_err();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|one| one.code == Code::DUPLICATE_KEY));
    }

    #[test]
    fn a_byte_order_mark_is_skipped_and_places_stay_those_of_the_file() {
        let source = SourceFile::new("f.yaml", "\u{feff}a: é\r\nb: [c]\r\n");
        let root = parse(&source, Limits::default()).unwrap().root;
        let b = root.path(&["b"]).unwrap();
        assert_eq!(root.get("a").and_then(Node::as_text), Some("é"));
        assert_eq!(source.text().get(b.span.clone()), Some("[c]"));
    }

    #[test]
    fn bombs_are_refused() {
        let mut text = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for level in 1..10 {
            let before = format!("*a{},", level - 1).repeat(10);
            text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        assert_eq!(read(&text).unwrap_err().iter().next().unwrap().code, Code::TOO_LARGE);
        let deep = "[".repeat(100_000);
        assert!(read(&deep).is_err());
        assert!(read("a: &x [*x]").is_err());
    }

    #[test]
    fn json_is_yaml() {
        let root = read("{\"a\": [1, true, null, \"x\"]}").unwrap().root;
        assert_eq!(root.to_json(), serde_json::json!({"a": [1, true, null, "x"]}));
    }
}
