//! `switch`: leaves by the first case that is true, or that equals a value, else by `default`.

use std::sync::Arc;

use super::Action;
use super::decision::not_boolean;
use crate::diagnostic::Code;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, text_of};
use crate::flow::expression::Type;
use crate::flow::program::Argument;
use crate::yaml::Node;

#[derive(Debug)]
struct Switch {
    /// The compared value; none where each case is a condition.
    subject: Option<Argument>,
    /// The type that is compared.
    value_type: Type,
    /// In the order of the outputs; `default` is behind them.
    cases: Vec<Argument>,
}

/// The name of the output that is taken when no case is.
const DEFAULT: &str = "default";

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let Some(form) = reader.body().get("evaluate").and_then(Node::as_map).and_then(<[_]>::first) else {
        let span = reader.body().span.clone();
        reader.error(Code::FLOW_PART_MISSING, &span, "the switch has no `evaluate`");
        return nothing();
    };
    match form.key.text.as_str() {
        "firstTrue" => {
            let cases = read_cases(reader, &form.value, Type::Boolean, false);
            Box::new(Switch { subject: None, value_type: Type::Boolean, cases })
        }
        "firstMatch" => {
            let Some(typed) = form.value.as_map().and_then(<[_]>::first) else {
                reader.error(Code::FLOW_PART_MISSING, &form.value.span, "`firstMatch` has no type");
                return nothing();
            };
            let Some(value_type) = Type::parse(&typed.key.text) else {
                reader.unknown_type(typed);
                return nothing();
            };
            let subject = typed.value.get("value").map(|node| reader.argument_of(node, value_type));
            let cases = read_cases(reader, &typed.value, value_type, true);
            Box::new(Switch { subject: Some(subject.unwrap_or(Argument::Absent)), value_type, cases })
        }
        other => {
            let message = format!("`{other}` is not a form of switch; known are `firstTrue` and `firstMatch`");
            reader.error(Code::FLOW_WRONG_SHAPE, &form.key_span, message);
            nothing()
        }
    }
}

/// What stands for a switch that could not be read; the mistake is told, so it never runs.
fn nothing() -> Box<dyn Action> {
    Box::new(Switch { subject: None, value_type: Type::Any, cases: Vec::new() })
}

/// Reads cases and default in file order, so that equal names are counted as they stand there, and orders the outputs: cases, default.
fn read_cases(reader: &mut ActionReader<'_, '_, '_>, node: &Node, value_type: Type, by_value: bool) -> Vec<Argument> {
    let (mut cases, mut order, mut default) = (Vec::new(), Vec::new(), None);
    for entry in node.as_map().unwrap_or_default() {
        match entry.key.text.as_str() {
            DEFAULT => default = Some(reader.branch(DEFAULT, entry.value.get("actions"))),
            "cases" => {
                for item in entry.value.as_list().unwrap_or_default() {
                    let Some(case) = item.get("case") else {
                        reader.error(Code::FLOW_WRONG_SHAPE, &item.span, "expected `case:` with `value` and `actions`");
                        continue;
                    };
                    let value = case.get("value").map_or(Argument::Absent, |node| reader.argument_of(node, value_type));
                    let name = case_name(&value, cases.len(), by_value);
                    order.push(reader.branch(&name, case.get("actions").filter(|list| !list.is_null())));
                    cases.push(value);
                }
            }
            _ => {}
        }
    }
    order.push(default.unwrap_or_else(|| reader.branch(DEFAULT, None)));
    reader.reorder(&order);
    cases
}

/// A case by its value goes by that value, any other by its position.
fn case_name(value: &Argument, position: usize, by_value: bool) -> String {
    let constant = match value {
        Argument::Expression(bound) if bound.expression.is_constant() => {
            let mut literals = bound.expression.literals();
            literals.next().filter(|_| literals.next().is_none()).map(|literal| literal.value.display().into())
        }
        Argument::Literal(value) => Some(Arc::from(value.display())),
        other => other.literal_text(),
    };
    constant
        .filter(|text| by_value && !text.is_empty())
        .map_or_else(|| format!("case {}", position + 1), |text| text.to_string())
}

impl Action for Switch {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        match &self.subject {
            None => self.first_true(turn),
            Some(subject) => self.first_match(turn, subject),
        }
    }

    fn input_names(&self) -> Vec<String> {
        self.subject.iter().map(|_| "value".to_owned()).collect()
    }
}

impl Switch {
    fn first_true(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        for (index, case) in self.cases.iter().enumerate() {
            let value = turn.value(case)?;
            match value.as_boolean() {
                Some(false) => {}
                Some(true) => {
                    turn.explain(case, &value);
                    return Ok(Next::Leave(index));
                }
                None => return Err(not_boolean(case, &text_of(&value))),
            }
        }
        turn.explain_all(&self.cases.iter().collect::<Vec<_>>(), "no case is true", DEFAULT);
        Ok(Next::Leave(self.cases.len()))
    }

    fn first_match(&self, turn: &mut Turn<'_>, subject: &Argument) -> Result<Next, Fault> {
        let value = turn.input("value", subject)?.coerce(&self.value_type).map_err(Fault::new)?;
        turn.explain(subject, &value);
        for (index, case) in self.cases.iter().enumerate() {
            // As `==` compares: NOT_SET equals NOT_SET only.
            if value == turn.value(case)?.coerce(&self.value_type).map_err(Fault::new)? {
                return Ok(Next::Leave(index));
            }
        }
        Ok(Next::Leave(self.cases.len()))
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    const BY_VALUE: &str = "
- switch:
    name: Tier
    evaluate:
      firstMatch:
        string:
          value: { exp: Message.Message.body }
          default: { actions: [ { sendResponse: { name: Send, messageBody: { lit: d } } } ] }
          cases:
            - case: { value: { lit: Gold }, actions: [ { sendResponse: { name: Send, messageBody: { lit: g } } } ] }
            - case: { value: { exp: '\"Sil\" + \"ver\"' }, actions: [] }
            - case: { value: { exp: '\"Bronze\"' } }
- disconnect: { name: Bye }";

    #[rstest::rstest]
    #[case("Gold", &["Tier: Gold", "Send", "Bye"], &["Gold", "g"])]
    #[case("Silver", &["Tier: case 2", "Bye"], &["Silver"])]
    #[case("Bronze", &["Tier: Bronze", "Bye"], &["Bronze"])]
    #[case("gold", &["Tier: default", "Send", "Bye"], &["gold", "d"])]
    fn the_first_equal_case_is_taken(#[case] says: &str, #[case] path: &[&str], #[case] texts: &[&str]) {
        let outcome = Flow::new().actions(BY_VALUE).says(says).run();
        assert_eq!(outcome.path(), path);
        assert_eq!(outcome.texts(), texts);
    }

    #[test]
    fn equal_names_count_in_file_order_and_outputs_end_with_default() {
        let outcome = Flow::new().actions(BY_VALUE).says("Gold").run();
        assert_eq!(outcome.trace.taken[1].id.ordinal, 1);
        let inventory = Flow::new().actions(BY_VALUE).program().inventory();
        let outputs: Vec<&str> = inventory.actions[0].outputs.iter().map(|name| &**name).collect();
        assert_eq!(outputs, ["Gold", "case 2", "Bronze", "default"]);
    }

    #[rstest::rstest]
    #[case("5", "Size: case 1")]
    #[case("50", "Size: case 2")]
    #[case("500", "Size: default")]
    fn the_first_true_case_is_taken(#[case] says: &str, #[case] taken: &str) {
        let actions = "
- switch:
    name: Size
    evaluate:
      firstTrue:
        cases:
          - case: { value: { exp: ToInt(Message.Message.body) < 10 } }
          - case: { value: { exp: ToInt(Message.Message.body) < 100 } }
- disconnect: { name: Bye }";
        let outcome = Flow::new().actions(actions).says(says).run();
        assert_eq!(outcome.path(), [taken, "Bye"]);
    }

    #[test]
    fn an_unknown_form_is_a_mistake() {
        assert_eq!(Flow::new().actions("- switch: { name: S, evaluate: { lastTrue: {} } }").codes(), ["FP0403"]);
        let typo = "- switch: { name: S, evaluate: { firstMatch: { strin: { value: { lit: a } } } } }";
        assert_eq!(Flow::new().actions(typo).codes(), ["FP0408"]);
    }
}
