//! A scenario file from its text: frame, blocks, table, variables, and every case expanded once, so that all mistakes are known. Must not
//! know a flow or an org.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile, Span};
use crate::scenario::blocks::{Blocks, Expander, check_blocks, has_use, read_blocks};
use crate::scenario::model::{Case, Expectations, Participant, Spanned, Start, StubsSpec, WorldSpec};
use crate::scenario::read::{Decoder, PARTS, Patterns};
use crate::scenario::surroundings::Surroundings;
use crate::scenario::variables::is_dynamic;
use crate::yaml::{Limits, Node, Reader, parse};

use super::collect::Collector;
use super::expand::{Base, BasePart, expand};
use super::file::ScenarioFile;
use super::row::{Row, fixed_text, push};
use super::table::rows;
use super::{captures, lookalike, unused};

/// The version of the language.
const VERSION: &str = "1";

/// Regular expressions kept for all cases; those beyond are compiled in each case that has them.
const KEPT_PATTERNS: usize = 1_000;

/// Reads a scenario file.
pub(in crate::scenario) fn load(
    source: &Arc<SourceFile>,
    around: &Surroundings<'_>,
) -> (Option<ScenarioFile>, Diagnostics) {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return (None, diagnostics),
    };
    let mut reader = Reader::new(source);
    let file = frame(&mut reader, &document.root, around).map(|frame| frame.into_file(&mut reader, around));
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
    /// Own blocks and those of the project.
    blocks: Arc<Blocks>,
    /// Own blocks alone.
    own: Blocks,
}

/// Takes the root map apart; none where it is no map or of another version.
fn frame(reader: &mut Reader, root: &Node, around: &Surroundings<'_>) -> Option<Frame> {
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
    let own = map.given("blocks");
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
    if let (Some(blocks), None, true) = (own, title, parts.iter().all(Option::is_none)) {
        let help =
            "name the file in flowproof.yaml: `blocks: [FILE]`; a scenario has a title, `scenario: …`, and a `flow`";
        push(reader, Code::MISSING_KEY, &blocks.span, "this file holds blocks alone, and no scenario", help);
        return None;
    }
    let text = title.and_then(|node| fixed_text(reader, node, "a scenario's title"));
    if title.is_none() && !map.has_like("scenario") {
        let help = "say what is shown: `scenario: Gold customers reach the VIP queue`";
        push(reader, Code::MISSING_KEY, &start, "required key `scenario` is missing", help);
    }
    let own = own.map(|node| read_blocks(reader, node)).unwrap_or_default();
    let blocks = all_blocks(reader, around, &own);
    let rows = table.map(|node| rows(reader, node, around.open)).unwrap_or_default();
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
        blocks,
        own,
    })
}

/// The blocks of the project and those of the file, which are checked here.
fn all_blocks(reader: &mut Reader, around: &Surroundings<'_>, own: &Blocks) -> Arc<Blocks> {
    if own.is_empty() {
        return Arc::clone(&around.blocks);
    }
    let mut all = Blocks::clone(&around.blocks);
    let mut found = Diagnostics::new();
    all.merge(own.clone(), &mut found);
    found.append(check_blocks(own, &all));
    found.into_iter().for_each(|one| reader.push(one));
    Arc::new(all)
}

/// What came of putting blocks in their places.
struct Placed {
    /// Names of the blocks that are used.
    used: Vec<Box<str>>,
    /// Whether steps are missing, since a use is wrong.
    incomplete: bool,
    /// Names in blocks of which was said that nothing sets them.
    told: Vec<String>,
}

impl Frame {
    fn into_file(mut self, reader: &mut Reader, around: &Surroundings<'_>) -> ScenarioFile {
        let placed = self.place_blocks(reader, around);
        let source = Arc::clone(reader.source());
        let mut case = blank(&source, &self.title, &self.title_span);
        let mut patterns = Patterns::new();
        let mut static_reader = Reader::over(Arc::clone(reader.sources()));
        for (part, base) in PARTS.iter().zip(&self.parts) {
            if let Some(base) = base.as_ref().filter(|base| !base.dynamic) {
                let mut decoder = Decoder::new(&mut static_reader, Some(&patterns));
                (part.read)(&mut decoder, &base.node, &mut case);
                let fresh = decoder.into_fresh();
                patterns.extend(fresh);
            }
        }
        let base_diagnostics = static_reader.into_diagnostics();
        let conversation = self.parts.get(conversation_at()).and_then(Option::as_ref);
        let base = Base {
            sources: Arc::clone(reader.sources()),
            case,
            captures: conversation.map(|part| captures::names_of(&part.node)).unwrap_or_default(),
            parts: self.parts,
            misspelt: self.misspelt,
            start: self.start,
            variables: Arc::clone(&around.variables),
            incomplete: placed.incomplete,
            told: placed.told,
        };
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
        for one in base_diagnostics.iter().cloned().chain(collector.finish(&base.sources, &self.rows)) {
            reader.push(one);
        }
        ScenarioFile {
            base,
            rows: self.rows,
            has_table: self.has_table,
            sound,
            patterns,
            base_diagnostics,
            used_blocks: placed.used,
        }
    }

    /// Puts the blocks of all conversations in their places, and checks all that is written with variables.
    fn place_blocks(&mut self, reader: &mut Reader, around: &Surroundings<'_>) -> Placed {
        let blocks = Arc::clone(&self.blocks);
        let mut expander = Expander::new(&blocks);
        let at = conversation_at();
        if let Some(Some(part)) = self.parts.get_mut(at)
            && has_use(&part.node)
        {
            part.node = expander.expand(reader, &part.node);
            part.dynamic = is_dynamic(&part.node);
        }
        for row in &mut self.rows {
            let Some((_, node)) = row.overrides.iter_mut().find(|(part, _)| *part == at) else { continue };
            if has_use(node) {
                *node = expander.expand(reader, node);
            }
            row.captures = Some(captures::names_of(node));
        }
        unused::check(reader, &self.parts, &self.rows, &expander.lost);
        captures::check(reader, &self.parts, &self.rows, &around.variables);
        let base = self.parts.get(at).and_then(Option::as_ref).map(|part| captures::names_of(&part.node));
        let captured = self.rows.iter().filter_map(|row| row.captures.as_deref()).chain(base.as_deref());
        let captured: Vec<&[Box<str>]> = captured.collect();
        lookalike::check(reader, &self.parts, &self.rows, &around.variables, &captured);
        let told = unused::check_free(reader, &expander, &around.variables, &captured);
        self.check_unused_blocks(reader, &expander);
        Placed { used: expander.used.into_iter().collect(), incomplete: expander.failed, told }
    }

    fn check_unused_blocks(&self, reader: &mut Reader, expander: &Expander<'_>) {
        // A use that came to nothing may have been meant for any of them.
        for name in self.own.names().filter(|name| !expander.failed && !expander.used.contains(*name)) {
            let Some(place) = self.own.place(name) else { continue };
            let one = Diagnostic::warning(Code::UNUSED_BLOCK, format!("nothing uses the block `{name}`"));
            let help = format!("write `- use: {name}` in a conversation, or remove it");
            reader.push(one.at(place.clone()).help(help));
        }
    }
}

/// The index of the conversation among the parts.
fn conversation_at() -> usize {
    PARTS.iter().position(|part| part.key == "conversation").unwrap_or(usize::MAX)
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
