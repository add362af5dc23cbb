//! `flowproof expr`: one expression, or a batch of them as JSON lines.

use super::args::ExprArgs;
use super::edge::Edge;
use super::json_line;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::event::Exit;
use crate::flow::expression::batch;

pub(super) fn run(edge: &Edge, args: &ExprArgs) -> Exit {
    if args.batch {
        let out = std::io::BufWriter::new(std::io::stdout().lock());
        return match json_line::answer_each(std::io::stdin().lock(), out, batch::answer_line) {
            Ok(()) => Exit::Green,
            Err(error) => {
                edge.tell(&format!("the batch ended early: {error}"));
                Exit::Usage
            }
        };
    }
    let text = args.expression.as_deref().unwrap_or_default();
    match batch::evaluate_with_variables(text, &args.var) {
        Ok(value) => {
            edge.say(&value.literal());
            Exit::Green
        }
        Err(errors) => {
            let source = SourceFile::new("<expression>", text);
            let mut diagnostics = Diagnostics::new();
            for error in errors {
                diagnostics.push(
                    Diagnostic::error(Code::EXPRESSION, error.message)
                        .at(Place::new(&source, error.span))
                        .help_maybe(error.help),
                );
            }
            edge.report(&diagnostics);
            Exit::Usage
        }
    }
}
