//! What can be wrong with an expression: mistakes found while reading it, and failures of evaluating it. Must not know diagnostics'
//! codes and files; the caller places these in its own.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::Value;

/// A mistake in an expression's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// A lowercase fragment without a full stop.
    pub message: String,
    /// The bytes of the expression that it is about.
    pub span: Range<usize>,
    /// How to mend it, where that is known.
    pub help: Option<String>,
}

impl ExpressionError {
    pub(super) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self { message: message.into(), span, help: None }
    }

    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)?;
        self.help.as_deref().map_or(Ok(()), |help| write!(out, "; {help}"))
    }
}

impl std::error::Error for ExpressionError {}

/// A failure of evaluation, which in a flow goes to the flow's error handling.
#[derive(Debug, Clone)]
pub struct EvaluationError {
    /// A lowercase fragment without a full stop.
    pub message: String,
    /// The bytes of the expression that failed.
    pub span: Range<usize>,
    /// The values that met there, each with the source text of the operand.
    pub values: Vec<(String, Value)>,
    /// How to mend it, where that is known.
    pub help: Option<String>,
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for EvaluationError {}

/// A failure inside one function or operator, before the evaluation gives it a place.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub message: String,
    /// The operand that is to blame, counted from 0; none for the whole call.
    pub operand: Option<usize>,
    pub help: Option<Arc<str>>,
}

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), operand: None, help: None }
    }

    #[must_use]
    pub fn operand(mut self, index: usize) -> Self {
        self.operand = Some(index);
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<Arc<str>>) -> Self {
        self.help = Some(help.into());
        self
    }
}
