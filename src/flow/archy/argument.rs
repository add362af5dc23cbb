//! How a value is written: `lit`, `exp`, `noValue`, `var`, and the bare texts that some parameters have. Must not know whose parameter.

use super::site::{Named, Site};
use super::within::span_within;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::flow::expression::{Duration, Expression, ResourceKind, Type, Value, parse};
use crate::flow::program::{Argument, Bound, ExpressionUse, Target};
use crate::yaml::{Node, Scalar, Value as Yaml};

impl Site<'_> {
    /// A parameter's value, of the type that the parameter has.
    pub(super) fn argument(&mut self, node: &Node, value_type: Type) -> Argument {
        self.note_read(node);
        if node.is_null() {
            return Argument::NotSet;
        }
        match &node.value {
            Yaml::Scalar(_) => self.literal(node, value_type),
            Yaml::List(_) if value_type.is_collection() => self.literal(node, value_type),
            Yaml::Map(_) if node.get("noValue").is_some() || node.get("none").is_some() => Argument::NotSet,
            Yaml::Map(_) => {
                if let Some(expression) = node.get("exp") {
                    self.expression(expression, value_type)
                } else if let Some(literal) = node.get("lit") {
                    self.literal(literal, value_type)
                } else if let Some(variable) = node.get("var") {
                    self.expression(variable, value_type)
                } else if matches!(value_type, Type::Resource(_)) && node.get("name").is_some() {
                    self.literal(node, value_type)
                } else {
                    self.wrong_wrapper(node)
                }
            }
            Yaml::List(_) => self.wrong_wrapper(node),
        }
    }

    /// A variable to write: `{var: Flow.x}`, a bare name, or nothing.
    pub(super) fn target(&mut self, node: &Node) -> Option<Target> {
        self.note_read(node);
        let name = match &node.value {
            Yaml::Scalar(_) => node,
            Yaml::Map(_) if node.get("noValue").is_some() || node.get("none").is_some() => return None,
            _ => match node.get("var") {
                Some(name) => name,
                None => {
                    self.wrong_wrapper(node);
                    return None;
                }
            },
        };
        let text = name.as_text()?;
        let target = self.variable(text);
        if target.is_none() && !is_open(text) {
            self.unknown_variable(text, &name.span);
        }
        target
    }

    fn wrong_wrapper(&mut self, node: &Node) -> Argument {
        let place = self.reader.place(&node.span);
        let message = format!("expected a value in a wrapper, found {}", node.describe());
        self.reader.push(
            Diagnostic::error(Code::FLOW_WRONG_SHAPE, message)
                .at(place)
                .help("wrappers are `lit:`, `exp:`, `var:` and `noValue: true`"),
        );
        Argument::NotSet
    }

    fn expression(&mut self, node: &Node, value_type: Type) -> Argument {
        let Some(text) = self.reader.text(node) else { return Argument::NotSet };
        let source = self.reader.source().clone();
        let at = |span: &Span| span_within(source.text(), node, span);
        let mut expression = match parse(text) {
            Ok(expression) => expression,
            Err(errors) => {
                for error in errors {
                    let place = self.reader.place(&at(&error.span));
                    self.reader
                        .push(Diagnostic::error(Code::BAD_EXPRESSION, error.message).at(place).help_maybe(error.help));
                }
                return unreadable(text, value_type);
            }
        };
        let uses: Vec<_> = expression.variables().collect();
        for one in uses {
            if let Named::Unknown = self.named(&one.name) {
                self.unknown_variable(&one.name, &at(&one.span));
            }
        }
        expression.bind(&mut |name| match self.named(name) {
            Named::Slot(slot) => Some(slot.0),
            Named::NotModelled | Named::Unknown => None,
        });
        let bound = Bound { expression, value_type };
        let place = self.reader.place(&node.span);
        let (container, action) = (self.container, self.action);
        self.draft.uses.expressions.push(ExpressionUse { bound: bound.clone(), place, container, action });
        Argument::Expression(Box::new(bound))
    }

    fn literal(&mut self, node: &Node, value_type: Type) -> Argument {
        match value_type {
            Type::Resource(kind) => self.named_resource(node, kind),
            Type::Duration if node.as_map().is_some() => self.duration(node),
            Type::Collection(element) => self.list(node, *element),
            _ => match &node.value {
                Yaml::Scalar(scalar) => self.scalar(node, scalar, value_type),
                _ => {
                    let message = format!("expected a literal of type {value_type}, found {}", node.describe());
                    self.reader.error(Code::BAD_LITERAL, &node.span, message);
                    Argument::NotSet
                }
            },
        }
    }

    fn scalar(&mut self, node: &Node, scalar: &Scalar, value_type: Type) -> Argument {
        let parsed = match value_type {
            Type::String => Ok(Value::text(scalar.text.as_str())),
            Type::Any => Ok(untyped(scalar)),
            _ => Value::parse_literal(&scalar.text, &value_type),
        };
        parsed.map(Argument::Literal).unwrap_or_else(|reason| {
            if !is_open(&scalar.text) {
                self.reader.error(Code::BAD_LITERAL, &node.span, reason);
            }
            unreadable(&scalar.text, value_type)
        })
    }

    fn named_resource(&mut self, node: &Node, kind: ResourceKind) -> Argument {
        let name = node.get("name").unwrap_or(node);
        match name.as_text() {
            Some(name) => Argument::Named(kind, name.into()),
            None => {
                let message = format!("expected the name of a {}, found {}", kind.describe(), name.describe());
                self.reader.error(Code::BAD_LITERAL, &node.span, message);
                Argument::NotSet
            }
        }
    }

    /// `{minutes: 1}`, `{hours: 1, seconds: 30}`, `{ms: 100}`…
    fn duration(&mut self, node: &Node) -> Argument {
        const UNITS: [&[&str]; 5] = [&["days"], &["hours"], &["minutes"], &["seconds"], &["milliseconds", "ms"]];
        let mut parts = [0; UNITS.len()];
        for entry in node.as_map().unwrap_or_default() {
            let named = |names: &&[&str]| names.contains(&entry.key.text.as_str());
            if let Some(text) = entry.value.as_text().filter(|text| is_open(text)) {
                return unreadable(text, Type::Duration);
            }
            let unit = UNITS.iter().position(named).and_then(|unit| parts.get_mut(unit));
            let (Some(unit), Some(count)) = (unit, entry.value.as_scalar().and_then(|count| count.text.parse().ok()))
            else {
                let message = format!("`{}` is not a part of a duration", entry.key.text);
                self.reader.error(Code::BAD_LITERAL, &entry.key_span, message);
                return Argument::NotSet;
            };
            *unit = count;
        }
        let [days, hours, minutes, seconds, milliseconds] = parts;
        match Duration::from_parts(days, hours, minutes, seconds, milliseconds) {
            Some(duration) => Argument::Literal(Value::Duration(duration)),
            None => {
                self.reader.error(Code::BAD_LITERAL, &node.span, "the duration is too long");
                Argument::NotSet
            }
        }
    }

    fn list(&mut self, node: &Node, element: Type) -> Argument {
        let Some(items) = self.reader.list(node) else { return Argument::NotSet };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match self.argument(item, element) {
                Argument::Literal(value) => values.push(value),
                _ => {
                    let message =
                        "only literals can stand in a list here; write the list as one expression with `MakeList`";
                    self.reader.error(Code::BAD_LITERAL, &item.span, message);
                }
            }
        }
        Argument::Literal(Value::collection(element, values))
    }
}

/// Whether a placeholder in a text has no value. That is told for the whole file, so what the text lacks is not told again.
fn is_open(text: &str) -> bool {
    text.contains("{{")
}

/// What a value is whose text cannot be read. That is told; where the flow is loaded all the same, reaching it fails.
fn unreadable(text: &str, value_type: Type) -> Argument {
    Argument::Expression(Box::new(Bound { expression: Expression::unreadable(text), value_type }))
}

/// A literal where any type may stand: what its plain form says.
fn untyped(scalar: &Scalar) -> Value {
    if scalar.is_null() {
        return Value::not_set(Type::Any);
    }
    let number = || scalar.as_integer().map(Value::Integer);
    scalar.as_bool().map(Value::Boolean).or_else(number).unwrap_or_else(|| Value::text(scalar.text.as_str()))
}
