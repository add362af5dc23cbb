//! Where a mistake stands: a source file's text, a byte range in it, and the line and column a reader sees.
//! Must not know what the text means.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A byte range of a source text.
pub type Span = Range<usize>;

/// A text that was read, under the name that a person knows it by (a path relative to the project, or `<expression>`).
#[derive(Debug)]
pub struct SourceFile {
    name: Box<str>,
    text: Box<str>,
    begins: LineColumn,
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// Keeps `text` under `name`.
    pub fn new(name: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Arc<Self> {
        Self::part(name, LineColumn { line: 1, column: 1 }, text)
    }

    /// Keeps a part of a file, which begins at a place of it: a report that was written elsewhere holds no more.
    pub fn part(name: impl Into<Box<str>>, begins: LineColumn, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), begins, line_starts: OnceLock::new() })
    }

    /// The name that messages use.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the file the text begins: line and column 1, unless only a part is at hand.
    pub fn begins(&self) -> LineColumn {
        self.begins
    }

    /// Line and column of a byte offset, both counted from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let starts = self
            .line_starts
            .get_or_init(|| std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect());
        let offset = offset.min(self.text.len());
        let line = starts.partition_point(|&start| start <= offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(offset - start, |head| head.chars().count()) + 1;
        let before = if line == 1 { self.begins.column.saturating_sub(1) } else { 0 };
        LineColumn {
            line: line.saturating_add(self.begins.line.saturating_sub(1)),
            column: column.saturating_add(before),
        }
    }
}

/// A line and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A byte range of one source file.
#[derive(Clone)]
pub struct Place {
    /// The file.
    pub source: Arc<SourceFile>,
    /// The byte range in its text.
    pub span: Span,
    /// Where it is used, where it is written in one place and used in another: the step that names a block, the key that names a table.
    pub used_at: Option<Arc<Place>>,
}

impl Place {
    /// A range of a file.
    pub fn new(source: &Arc<SourceFile>, span: Span) -> Self {
        Self { source: Arc::clone(source), span, used_at: None }
    }

    /// The places of its uses, the nearest first.
    pub fn uses(&self) -> impl Iterator<Item = &Place> {
        std::iter::successors(self.used_at.as_deref(), |place| place.used_at.as_deref())
    }

    /// The last of its uses, or itself: where it is reached from.
    pub fn outermost(&self) -> &Place {
        self.uses().last().unwrap_or(self)
    }

    /// The place of a file whose text is not at hand: a report that was written elsewhere. Its text is empty, and its line and column are right.
    pub fn remembered(file: &str, at: LineColumn) -> Self {
        Self { source: SourceFile::part(file, at, ""), span: 0..0, used_at: None }
    }

    /// Where the range starts.
    pub fn start(&self) -> LineColumn {
        self.source.line_column(self.span.start)
    }

    /// The text of the range; empty where the range is not one of this text.
    pub fn text(&self) -> &str {
        self.source.text().get(self.span.clone()).unwrap_or_default()
    }
}

/// Prints `file:line:column`.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.start();
        write!(out, "{}:{}:{}", self.source.name(), at.line, at.column)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Two places are equal when they name the same range of the same file name, whatever uses it.
impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span
            && self.source.begins() == other.source.begins()
            && self.source.name() == other.source.name()
    }
}

impl Eq for Place {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let source = SourceFile::new("a.yaml", "é: 1\nb: 2\n");
        assert_eq!(source.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(source.line_column(4), LineColumn { line: 1, column: 4 });
        assert_eq!(Place::new(&source, 6..7).to_string(), "a.yaml:2:1");
        assert_eq!(Place::remembered("b.yaml", LineColumn { line: 3, column: 7 }).to_string(), "b.yaml:3:7");
        assert_eq!(source.line_column(999), LineColumn { line: 3, column: 1 });
    }

    #[test]
    fn the_outermost_use_is_where_a_place_is_reached_from() {
        let at = |name: &str, used_at| Place { used_at, ..Place::new(&SourceFile::new(name, "x"), 0..1) };
        let scenario = at("s.yaml", None);
        let outer = at("outer.yaml", Some(Arc::new(scenario.clone())));
        let inner = at("inner.yaml", Some(Arc::new(outer.clone())));
        assert_eq!(inner.uses().cloned().collect::<Vec<_>>(), [outer, scenario.clone()]);
        assert_eq!((inner.outermost(), scenario.outermost()), (&scenario, &scenario));
    }
}
