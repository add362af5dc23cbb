//! `flowproof expr`: one expression, or a batch of them as JSON lines; its value, or with `--ast` its tree.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::args::ExprArgs;
use super::edge::Edge;
use super::json_line;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::event::Exit;
use crate::flow::expression::{
    EveryName, ExpressionError, FixedScope, Value, answer_line, ast_answer_line, parse, type_of_text, variable_of_text,
};

pub(super) fn run(edge: &Edge, args: &ExprArgs) -> Exit {
    let now = Timestamp::now();
    match (&args.expression, args.ast) {
        (Some(text), false) => one(edge, text, &args.var, now),
        (Some(text), true) => tree(edge, text, &args.var),
        (None, false) => batch(edge, |line| answer_line(line, now)),
        (None, true) => batch(edge, ast_answer_line),
    }
}

fn batch(edge: &Edge, answer: impl Fn(&str) -> serde_json::Value) -> Exit {
    let out = std::io::BufWriter::new(std::io::stdout().lock());
    match json_line::answer_each(std::io::stdin().lock(), out, |line| answer(line).to_string()) {
        Ok(()) => Exit::Green,
        Err(error) => {
            edge.tell(&format!("the batch ended early: {error}"));
            Exit::Usage
        }
    }
}

fn tree(edge: &Edge, text: &str, given: &[(String, String)]) -> Exit {
    let source = SourceFile::new("<expression>", text);
    let mut diagnostics = Diagnostics::new();
    let mut types = HashMap::new();
    for (name, written) in given {
        match type_of_text(written) {
            Ok(code) => drop(types.insert(name.to_lowercase(), code)),
            Err(error) => {
                diagnostics.push(Diagnostic::error(Code::BAD_VALUE, format!("`--var {name}={written}`: {error}")))
            }
        }
    }
    match parse(text) {
        Err(errors) => diagnostics.extend(errors.into_iter().map(|error| misread(&source, error))),
        Ok(expression) if diagnostics.is_empty() => {
            let tree = expression.syntax_tree(&|name| types.get(&name.to_lowercase()).cloned());
            edge.say(&format!("{:#}", tree.to_json()));
            return Exit::Green;
        }
        Ok(_) => {}
    }
    edge.report(&diagnostics);
    Exit::Usage
}

fn misread(source: &Arc<SourceFile>, error: ExpressionError) -> Diagnostic {
    Diagnostic::error(Code::EXPRESSION_SYNTAX, error.message).at(Place::new(source, error.span)).help_maybe(error.help)
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
        Err(errors) => diagnostics.extend(errors.into_iter().map(|error| misread(&source, error))),
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
