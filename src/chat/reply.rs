//! What is shown to a person, as values: rows of text with a tone, and a turn as two columns. Must not know widths or colours.

use super::Mistake;

/// Something to show.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A turn: what was said, and the path beside it; what concerns both stands below.
    Turn {
        /// What was said.
        said: Vec<Row>,
        /// The path as it grew.
        path: Vec<Row>,
        /// The ending, what the flow waits for, what must be mended.
        below: Vec<Row>,
    },
    /// Rows.
    Rows(Vec<Row>),
    /// A line that cannot be obeyed.
    Mistake(Mistake),
}

/// A row of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The text.
    pub text: String,
    /// Columns before it.
    pub indent: usize,
    /// How it is meant.
    pub tone: Tone,
}

/// How a row is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// Of less weight.
    Weak,
    /// Of more weight.
    Strong,
    /// Something is wrong.
    Wrong,
}

impl Row {
    /// A row that is as it is.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), indent: 0, tone: Tone::Plain }
    }

    /// A row of another tone.
    pub fn toned(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, ..Self::plain(text) }
    }

    /// The row further in.
    pub fn within(self, indent: usize) -> Self {
        Self { indent, ..self }
    }
}

impl Reply {
    /// One row.
    pub fn note(text: impl Into<String>) -> Self {
        Self::Rows(vec![Row::plain(text)])
    }
}
