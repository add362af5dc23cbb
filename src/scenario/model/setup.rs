//! Who the customer is, and what the page may send.

use indexmap::IndexMap;

use super::Spanned;
use crate::diagnostic::Place;

/// The widget: the attributes that the page may send.
#[derive(Debug, Clone)]
pub struct Widget {
    /// Its name; derived from the scenario's where none is given.
    pub name: Option<Spanned<String>>,
    /// What it declares, by name.
    pub attributes: IndexMap<String, DeclaredAttribute>,
    /// What to do with an attribute that it does not declare.
    pub undeclared: Undeclared,
    /// Where it stands.
    pub place: Place,
}

/// One declared attribute.
#[derive(Debug, Clone)]
pub struct DeclaredAttribute {
    /// Its type.
    pub kind: AttributeType,
    /// What a person reads.
    pub label: Option<String>,
    /// Words.
    pub description: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// The types that a widget's attribute may have. Values always travel as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// `true` or `false`.
    Boolean,
}

/// What happens to an attribute that the widget does not declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Undeclared {
    /// It is a mistake of the scenario, found offline.
    #[default]
    Error,
    /// It is sent in a request that names no widget, and passes.
    Allow,
    /// It is sent in a request that names the widget, and answered 400.
    Send,
}

/// The customer.
#[derive(Debug, Clone, Default)]
pub struct Participant {
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Attributes as they arrive, in order; values are their source text.
    pub attributes: IndexMap<String, Spanned<String>>,
}
