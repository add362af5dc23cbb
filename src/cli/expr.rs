//! `flowproof expr`: one expression, or a batch of them as JSON lines.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::args::ExprArgs;
use super::edge::Edge;
use super::json_line;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::event::Exit;
use crate::flow::expression::{Directory, EmptyDirectory, Scope, Type, Value, answer_line, parse};

pub(super) fn run(edge: &Edge, args: &ExprArgs) -> Exit {
    let now = Timestamp::now();
    match &args.expression {
        Some(text) => one(edge, text, &args.var, now),
        None => batch(edge, now),
    }
}

fn batch(edge: &Edge, now: Timestamp) -> Exit {
    let out = std::io::BufWriter::new(std::io::stdout().lock());
    match json_line::answer_each(std::io::stdin().lock(), out, |line| answer_line(line, now).to_string()) {
        Ok(()) => Exit::Green,
        Err(error) => {
            edge.tell(&format!("the batch ended early: {error}"));
            Exit::Usage
        }
    }
}

fn one(edge: &Edge, text: &str, given: &[(String, String)], now: Timestamp) -> Exit {
    let source = SourceFile::new("<expression>", text);
    let mut diagnostics = Diagnostics::new();
    let mut variables = HashMap::new();
    for (name, value) in given {
        match variable(value) {
            Ok(value) => {
                variables.insert(name.to_lowercase(), value);
            }
            Err(error) => {
                diagnostics.push(Diagnostic::error(Code::BAD_VALUE, format!("`--var {name}={value}`: {error}")))
            }
        }
    }
    let at = |span| Place::new(&source, span);
    match parse(text) {
        Err(errors) => diagnostics.extend(errors.into_iter().map(|error| {
            Diagnostic::error(Code::EXPRESSION_SYNTAX, error.message).at(at(error.span)).help_maybe(error.help)
        })),
        Ok(expression) if diagnostics.is_empty() => match expression.evaluate(&Variables { variables, now }) {
            Ok(value) => {
                edge.say(&shown(&value));
                return Exit::Green;
            }
            Err(error) => {
                let mut diagnostic =
                    Diagnostic::error(Code::EXPRESSION_FAILED, error.message).at(at(error.span)).help_maybe(error.help);
                for (operand, value) in error.values {
                    diagnostic = diagnostic.help(format!("`{operand}` is {}", shown(&value)));
                }
                diagnostics.push(diagnostic);
            }
        },
        Ok(_) => {}
    }
    edge.report(&diagnostics);
    Exit::Usage
}

fn shown(value: &Value) -> String {
    if value.is_not_set() { "NOT_SET".to_owned() } else { value.display() }
}

/// A value of the command line: JSON where it is JSON (`5`, `true`, `null`, `{"type": "Duration", "value": "PT1H"}`), else a text.
fn variable(text: &str) -> Result<Value, String> {
    match serde_json::from_str::<Json>(text) {
        Ok(Json::Null) => Ok(Value::not_set(Type::String)),
        Ok(Json::Bool(flag)) => Ok(Value::Boolean(flag)),
        Ok(Json::String(text)) => Ok(Value::String(text.into())),
        Ok(Json::Number(number)) => {
            let kind = if number.is_f64() { Type::Decimal } else { Type::Integer };
            Value::parse_literal(text.trim(), &kind)
        }
        Ok(json @ Json::Object(_)) => match json.get("type").and_then(Json::as_str) {
            Some(name) => {
                let kind = Type::parse(name).ok_or_else(|| format!("there is no type `{name}`"))?;
                Value::from_json(json.get("value").unwrap_or(&Json::Null), &kind)
            }
            None => Value::from_json(&json, &Type::Json),
        },
        Ok(json @ Json::Array(_)) => Value::from_json(&json, &Type::Json),
        Err(_) => Ok(Value::String(text.into())),
    }
}

struct Variables {
    variables: HashMap<String, Value>,
    now: Timestamp,
}

impl Scope for Variables {
    fn slot(&self, _: u32) -> Option<&Value> {
        None
    }

    fn named(&self, name: &str) -> Option<Value> {
        self.variables.get(&name.to_lowercase()).cloned()
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn directory(&self) -> &dyn Directory {
        &EmptyDirectory
    }
}
