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
    line_starts: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// Keeps `text` under `name`.
    pub fn new(name: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), line_starts: OnceLock::new() })
    }

    /// The name that messages use.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
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
        LineColumn { line, column }
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
}

impl Place {
    /// A range of a file.
    pub fn new(source: &Arc<SourceFile>, span: Span) -> Self {
        Self { source: Arc::clone(source), span }
    }

    /// The place of a file whose text is not at hand: a report that was written elsewhere. Its text is blank, and its line and column are right.
    pub fn remembered(file: &str, at: LineColumn) -> Self {
        let text = "\n".repeat(at.line.saturating_sub(1)) + &" ".repeat(at.column.saturating_sub(1));
        let end = text.len();
        Self { source: SourceFile::new(file, text), span: end..end }
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

/// Two places are equal when they name the same range of the same file name.
impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span && self.source.name() == other.source.name()
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
}
