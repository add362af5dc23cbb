//! What a text must be.

use std::sync::Arc;

use super::Spanned;

/// A test of one text.
#[derive(Debug, Clone)]
pub enum TextPattern {
    /// The whole text, white space folded.
    Is(String),
    /// A part of it, white space folded.
    Contains(String),
    /// A regular expression that must match somewhere in it. Compiled when the file is read, and shared with its working memory by all
    /// cases of a table.
    Matches(Arc<regex::Regex>),
    /// Any one of these.
    OneOf(Vec<TextPattern>),
    /// Not this.
    Not(Box<TextPattern>),
}

/// A pattern with its place.
pub type TextMatch = Spanned<TextPattern>;
