//! A parameter of an action as it was given, and a variable that an action writes. Must not know which action.

use std::sync::Arc;

use super::Slot;
use crate::flow::expression::{Expression, ResourceKind, Type, Value};

/// A parameter's value as the flow gives it.
#[derive(Debug, Clone, Default)]
pub(crate) enum Argument {
    /// The parameter is not mentioned.
    #[default]
    Absent,
    /// Explicitly unset.
    NotSet,
    /// A value.
    Literal(Value),
    /// A resource of the org by its name; what it is there is known only while the flow runs.
    Named(ResourceKind, Arc<str>),
    /// An expression.
    Expression(Box<Bound>),
}

/// An expression whose variables are bound to slots.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    /// The expression.
    pub expression: Expression,
    /// The type that the parameter has.
    pub value_type: Type,
}

/// A variable that an action writes.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Its slot.
    pub slot: Slot,
    /// Its name as it was declared.
    pub name: Arc<str>,
    /// Its type.
    pub value_type: Type,
}

impl Argument {
    /// The text of a literal text or the name of a literal resource.
    pub(crate) fn literal_text(&self) -> Option<Arc<str>> {
        match self {
            Self::Literal(Value::String(text)) => Some(text.clone()),
            Self::Named(_, name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The text of the expression, white space folded, if it is one.
    pub(crate) fn expression_text(&self) -> Option<String> {
        match self {
            Self::Expression(bound) => Some(folded(bound.expression.text())),
            _ => None,
        }
    }
}

/// A text with every run of white space as one space.
pub(crate) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
