//! Expressions whose operands no run accepts (certain, so an error), and expressions that give another type than their place takes.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::flow::archy::place_within;
use crate::flow::engine::BuiltIn;
use crate::flow::expression::Type;
use crate::flow::program::{ExpressionUse, Program, folded};

pub(super) fn lint(program: &Program, diagnostics: &mut Diagnostics) {
    for one in &program.uses.expressions {
        let type_of = |name: &str| match program.variable(name, one.container) {
            Some((variable, _)) => Some(variable.value_type),
            None => BuiltIn::type_of(name, program),
        };
        let checked = one.bound.expression.check(&type_of);
        for mistake in &checked.mistakes {
            diagnostics.push(
                Diagnostic::error(Code::FLOW_WRONG_TYPE, mistake.message.clone())
                    .at(place_within(&one.place, one.bound.expression.text(), &mistake.span))
                    .help_maybe(mistake.help.clone()),
            );
        }
        if let Some(given) = checked.value_type.filter(|given| !fits(*given, one.bound.value_type)) {
            diagnostics.push(misfit(one, given));
        }
    }
}

fn misfit(one: &ExpressionUse, given: Type) -> Diagnostic {
    let (text, wanted) = (folded(one.bound.expression.text()), one.bound.value_type);
    Diagnostic::warning(Code::FLOW_WRONG_TYPE, format!("`{text}` gives {given}, and {wanted} is wanted here"))
        .at(one.place.clone())
        .help(format!("convert it, or write an expression that gives {wanted}"))
}

/// Whether a value of one type may stand where another is wanted: anything may be saved as a text, numbers widen, and JSON is judged when
/// it is there.
fn fits(given: Type, wanted: Type) -> bool {
    match (given, wanted) {
        (Type::Any | Type::Json, _) | (_, Type::Any | Type::String) => true,
        (Type::Integer, Type::Decimal) | (Type::Decimal, Type::Integer) => true,
        (Type::Collection(given), Type::Collection(wanted)) => fits(*given, *wanted),
        // What a user or queue is told by may be its name.
        (Type::String, Type::Resource(_) | Type::Object(_)) | (Type::Object(_), Type::Object(_)) => true,
        (given, wanted) => given == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lint;
    use crate::diagnostic::{RenderStyle, render};
    use crate::flow::action::testing::Flow;

    fn found(condition: &str) -> Vec<String> {
        let flow = Flow::new()
            .flow_variable("integer", "Flow.n", "{ lit: 1 }")
            .flow_variable("json", "Flow.j", "{ lit: 1 }")
            .actions(&format!(
                "- decision: {{ name: D, condition: {{ exp: '{condition}' }} }}\n- disconnect: {{ name: Bye }}"
            ));
        lint(&flow.program()).iter().map(|one| render(one, RenderStyle::Plain)).collect()
    }

    #[test]
    fn an_operand_that_no_run_accepts_is_an_error() {
        insta::assert_snapshot!(found("Length(Flow.n) > Message.Message.body").join("\n"), @r##"
        error[FP0455]: `Length` takes String for its parameter `text`, not Integer
          --> flow0.yaml:13:60
           |
        13 |           - decision: { name: D, condition: { exp: 'Length(Flow.n) > Message.Message.body' } }
           |                                                            ^^^^^^
           |
           = help: signature: `Length(text: String) -> Integer`
        "##);
    }

    #[test]
    fn a_condition_that_gives_a_number_is_a_warning() {
        insta::assert_snapshot!(found("Flow.n + 1").join("\n"), @r##"
        warning[FP0455]: `Flow.n + 1` gives Integer, and Boolean is wanted here
          --> flow0.yaml:13:52
           |
        13 |           - decision: { name: D, condition: { exp: 'Flow.n + 1' } }
           |                                                    ^^^^^^^^^^^^^
           |
           = help: convert it, or write an expression that gives Boolean
        "##);
    }

    #[rstest::rstest]
    #[case("Flow.n > 1.5")]
    #[case("Flow.j.ready")]
    #[case("Call.Ani == \"x\"")]
    fn what_may_be_right_is_not_told(#[case] condition: &str) {
        assert_eq!(found(condition), [""; 0]);
    }
}
