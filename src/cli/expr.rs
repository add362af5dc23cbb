//! `flowproof expr`: one expression, or a batch of them as JSON lines.

use jiff::Timestamp;

use super::args::ExprArgs;
use super::edge::Edge;
use super::json_line;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::event::Exit;
use crate::flow::expression::{EveryName, FixedScope, Value, answer_line, parse, variable_of_text};

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
    let mut variables = Vec::new();
    for (name, value) in given {
        match variable_of_text(value) {
            Ok(value) => variables.push((name, value)),
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
        Ok(expression) if diagnostics.is_empty() => match expression
            .evaluate(&FixedScope::new(variables, now, EveryName))
        {
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
