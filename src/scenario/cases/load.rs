//! A scenario file from its text: frame, table, variables, and every case expanded once, so that all mistakes are known. Must not know a
//! flow or an org.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostics, Place, SourceFile, Span, did_you_mean};
use crate::scenario::model::{Case, Expectations, Participant, Spanned, Start, StubsSpec, WorldSpec};
use crate::scenario::read::{Decoder, PARTS, Patterns};
use crate::yaml::{Limits, Node, Reader, parse};

use super::collect::Collector;
use super::expand::{Base, BasePart, expand};
use super::file::ScenarioFile;
use super::row::{Row, fixed_text, push, rows};
use super::variables::{Found, is_dynamic, locate, walk};

/// The version of the language.
const VERSION: &str = "1";

/// Regular expressions kept for all cases; those beyond are compiled in each case that has them.
const KEPT_PATTERNS: usize = 1_000;

/// Reads a scenario file.
pub(in crate::scenario) fn load(source: &Arc<SourceFile>) -> (Option<ScenarioFile>, Diagnostics) {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return (None, diagnostics),
    };
    let mut reader = Reader::new(source);
    let file = frame(&mut reader, &document.root).map(|frame| frame.into_file(&mut reader));
    let mut diagnostics = reader.into_diagnostics();
    diagnostics.sort();
    (file, diagnostics)
}

/// The parts of a file before any of them is read.
struct Frame {
    title: Arc<str>,
    title_span: Span,
    start: Span,
    parts: Vec<Option<BasePart>>,
    rows: Vec<Row>,
    has_table: bool,
    misspelt: Vec<&'static str>,
}

/// Takes the root map apart; none where it is no map or of another version.
fn frame(reader: &mut Reader, root: &Node) -> Option<Frame> {
    if root.as_map().is_none() {
        let message = format!("expected a map, found {}", root.describe());
        push(reader, Code::WRONG_TYPE, &root.span, message, "begin with `version: 1` and `scenario: title`");
        return None;
    }
    let mut map = reader.map(root)?;
    let start = root.span.start..root.span.start;
    let mut parts: Vec<Option<BasePart>> = Vec::with_capacity(PARTS.len());
    let version = map.given("version");
    let title = map.given("scenario");
    for part in PARTS {
        let node = map.given(part.key);
        parts.push(node.map(|node| BasePart { node: node.clone(), dynamic: is_dynamic(node) }));
    }
    let table = map.given("cases");
    match version {
        Some(node) if node.as_text() == Some(VERSION) => {}
        Some(node) => {
            let message = format!(
                "version {} is not known",
                node.as_text().map_or(node.describe().into(), |text| format!("`{text}`"))
            );
            push(reader, Code::WRONG_VERSION, &node.span, message, "write `version: 1`, or take a newer flowproof");
            return None;
        }
        None if map.has_like("version") => {}
        None => push(reader, Code::MISSING_KEY, &start, "required key `version` is missing", "begin with `version: 1`"),
    }
    let text = title.and_then(|node| fixed_text(reader, node, "a scenario's title"));
    if title.is_none() && !map.has_like("scenario") {
        let help = "say what is shown: `scenario: Gold customers reach the VIP queue`";
        push(reader, Code::MISSING_KEY, &start, "required key `scenario` is missing", help);
    }
    let rows = table.map(|node| rows(reader, node)).unwrap_or_default();
    let misspelt = ["flow", "conversation"].into_iter().filter(|key| map.has_like(key)).collect();
    map.finish(reader);
    let title_span = title.map_or(start.clone(), |node| node.span.clone());
    Some(Frame {
        title: Arc::from(text.unwrap_or_default()),
        title_span,
        start,
        parts,
        rows,
        has_table: table.is_some(),
        misspelt,
    })
}

impl Frame {
    fn into_file(mut self, reader: &mut Reader) -> ScenarioFile {
        self.check_variables(reader);
        let source = Arc::clone(reader.source());
        let mut case = blank(&source, &self.title, &self.title_span);
        let mut patterns = Patterns::new();
        let mut static_reader = Reader::new(&source);
        for (part, base) in PARTS.iter().zip(&self.parts) {
            if let Some(base) = base.as_ref().filter(|base| !base.dynamic) {
                let mut decoder = Decoder::new(&mut static_reader, Some(&patterns));
                (part.read)(&mut decoder, &base.node, &mut case);
                let fresh = decoder.into_fresh();
                patterns.extend(fresh);
            }
        }
        let base_diagnostics = static_reader.into_diagnostics();
        let base =
            Base { source: Arc::clone(&source), case, parts: self.parts, misspelt: self.misspelt, start: self.start };
        let mut collector = Collector::new(&base_diagnostics);
        let broken_base = base_diagnostics.has_errors();
        let mut sound = !self.has_table && !broken_base;
        if !self.has_table {
            let expanded = expand(&base, None, &patterns, false);
            sound &= expanded.is_sound();
            keep(&mut patterns, expanded.fresh);
            collector.add(0, expanded.diagnostics);
        }
        for (index, row) in self.rows.iter_mut().enumerate() {
            let expanded = expand(&base, Some(row), &patterns, false);
            row.sound = !broken_base && expanded.is_sound();
            row.group = (expanded.case.group != base.case.group).then(|| expanded.case.group.clone());
            row.tags = (expanded.case.tags != base.case.tags).then_some(expanded.case.tags);
            keep(&mut patterns, expanded.fresh);
            collector.add(index, expanded.diagnostics);
        }
        for one in base_diagnostics.iter().cloned().chain(collector.finish(&source, &self.rows)) {
            reader.push(one);
        }
        ScenarioFile { base, rows: self.rows, has_table: self.has_table, sound, patterns, base_diagnostics }
    }

    /// Reports broken variables, and variables of cases that nothing uses.
    fn check_variables(&self, reader: &mut Reader) {
        let mut broken: Vec<(String, Span)> = Vec::new();
        let mut used: Vec<&str> = Vec::new();
        for part in self.parts.iter().flatten().filter(|part| part.dynamic) {
            note(&part.node, &mut used, &mut broken);
        }
        let mut unused: HashMap<&str, (usize, Span)> = HashMap::new();
        for row in &self.rows {
            let shared = used.len();
            for (_, node) in &row.overrides {
                note(node, &mut used, &mut broken);
            }
            for binding in row.bindings.iter().filter(|binding| !used.contains(&&*binding.name)) {
                unused.entry(&binding.name).or_insert_with(|| (0, binding.name_span.clone())).0 += 1;
            }
            used.truncate(shared);
        }
        for (name, (count, span)) in unused {
            let more = if count > 1 { format!(" in {count} cases") } else { String::new() };
            let help = match did_you_mean(name, used.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write `${{{name}}}` where the value belongs, or remove it"),
            };
            push(reader, Code::UNUSED_VARIABLE, &span, format!("nothing uses the variable `{name}`{more}"), help);
        }
        for (text, span) in broken {
            let help = "write `${name}` with letters, digits and underscores, or `$${` for a dollar sign and a brace";
            let span = locate(reader.source(), &span, &text);
            push(reader, Code::BAD_VARIABLE, &span, format!("`{text}` is not a variable"), help);
        }
    }
}

fn note<'n>(node: &'n Node, used: &mut Vec<&'n str>, broken: &mut Vec<(String, Span)>) {
    walk(node, &mut |found, span| match found {
        Found::Variable(name) if used.contains(&name) => {}
        Found::Variable(name) => used.push(name),
        Found::Broken(text) => broken.push((text.to_owned(), span.clone())),
    });
}

fn keep(patterns: &mut Patterns, fresh: Patterns) {
    let room = KEPT_PATTERNS.saturating_sub(patterns.len());
    patterns.extend(fresh.into_iter().take(room));
}

/// A case in which nothing is said yet.
pub(in crate::scenario) fn blank(source: &Arc<SourceFile>, title: &Arc<str>, title_span: &Span) -> Case {
    let place = Place::new(source, title_span.clone());
    Case {
        scenario: Arc::clone(title),
        name: None,
        place: place.clone(),
        tags: Vec::new(),
        group: None,
        flow: Spanned { value: String::new(), place },
        now: None,
        start: Start::default(),
        widget: None,
        participant: Participant::default(),
        queue: None,
        stubs: StubsSpec::default(),
        world: WorldSpec::default(),
        faults: Vec::new(),
        conversation: Vec::new(),
        expect: Expectations::default(),
        snapshot: Vec::new(),
        drivers: Vec::new(),
        targets: Vec::new(),
        timeout: None,
        skip: None,
        redact: Vec::new(),
    }
}
