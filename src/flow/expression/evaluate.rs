//! Evaluation: walks the tree against a scope. Borrows values where it can; a comparison of a variable with a constant allocates
//! nothing. Must not know what operators and functions compute.

use std::borrow::Cow;
use std::ops::Range;

use super::access::{constant, element, property};
use super::decisions::SHORT_CIRCUIT;
use super::error::Fault;
use super::functions::{Arguments, Function};
use super::operators::BinaryOperator;
use super::tree::{Node, NodeId, NodeKind};
use super::{EvaluationError, Expression, Json, Scope, Type, Value};

type Evaluated<'a> = Result<Cow<'a, Value>, Box<EvaluationError>>;

impl Expression {
    /// Computes the value.
    ///
    /// # Errors
    /// An operand or argument that is refused (among them NOT_SET where it is not allowed), a name that nobody declared, a result out of
    /// range; with the place, the operands that met, and help.
    pub fn evaluate(&self, scope: &dyn Scope) -> Result<Value, EvaluationError> {
        self.evaluate_node(self.tree.root, scope).map(Cow::into_owned).map_err(|error| *error)
    }

    /// Computes the value without copying one that a variable or the expression itself holds.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_borrowed<'a>(&'a self, scope: &'a dyn Scope) -> Result<Cow<'a, Value>, EvaluationError> {
        self.evaluate_node(self.tree.root, scope).map_err(|error| *error)
    }

    pub(super) fn evaluate_node<'a>(&'a self, id: NodeId, scope: &'a dyn Scope) -> Evaluated<'a> {
        let Some(node) = self.tree.node(id) else { return Err(self.broken(&(0..0))) };
        match &node.kind {
            NodeKind::Literal(value) => Ok(Cow::Borrowed(value)),
            NodeKind::Variable(index) => self.variable(*index, node, scope),
            NodeKind::Property(object, name) => {
                let value = self.evaluate_node(*object, scope)?;
                let result = property(&value, name);
                result.map(Cow::Owned).map_err(|fault| self.failed(node, fault, &[(*object, &value)]))
            }
            NodeKind::Index { object, index } => {
                let list = self.evaluate_node(*object, scope)?;
                let at = self.evaluate_node(*index, scope)?;
                let result = element(&list, &at);
                result.map(Cow::Owned).map_err(|fault| self.failed(node, fault, &[(*object, &list), (*index, &at)]))
            }
            NodeKind::Unary(operator, operand) => {
                let value = self.evaluate_node(*operand, scope)?;
                let result = operator.apply(&value);
                result.map(Cow::Owned).map_err(|fault| self.failed(node, fault, &[(*operand, &value)]))
            }
            NodeKind::Binary(operator, left, right) => self.binary(node, *operator, (*left, *right), scope),
            NodeKind::Choose { condition, yes, no, .. } => {
                let met = self.condition(node, *condition, scope)?;
                let (taken, other) = if met { (*yes, *no) } else { (*no, *yes) };
                let value = self.evaluate_node(taken, scope)?;
                // A bare NOT_SET has the type of the other branch, which is not computed.
                let typed = matches!(*value, Value::NotSet(Type::Any)).then(|| self.type_of_part(other)).flatten();
                Ok(typed.map_or(value, |typed| Cow::Owned(Value::NotSet(typed))))
            }
            NodeKind::Call(function, range) => self.call(node, function, range, scope),
            NodeKind::Broken => Err(self.broken(&node.span)),
        }
    }

    fn variable<'a>(&'a self, index: u32, node: &Node, scope: &'a dyn Scope) -> Evaluated<'a> {
        if let Some(value) = self.slot(index).and_then(|slot| scope.slot(slot)) {
            return Ok(Cow::Borrowed(value));
        }
        let name = self.tree.variables.get(index as usize).map(|variable| variable.name.as_ref()).unwrap_or_default();
        match scope.named(name).or_else(|| constant(name)) {
            Some(value) => Ok(Cow::Owned(value)),
            None => Err(self.failed(node, Fault::new(format!("there is no variable `{name}`")), &[])),
        }
    }

    fn binary<'a>(
        &'a self,
        node: &Node,
        operator: BinaryOperator,
        (left, right): (NodeId, NodeId),
        scope: &'a dyn Scope,
    ) -> Evaluated<'a> {
        let first = self.evaluate_node(left, scope)?;
        if SHORT_CIRCUIT {
            match (operator, first.as_ref()) {
                (BinaryOperator::And, Value::Boolean(false)) | (BinaryOperator::Or, Value::Boolean(true)) => {
                    return Ok(first);
                }
                _ => {}
            }
        }
        let second = self.evaluate_node(right, scope)?;
        let result = operator.apply(&first, &second);
        result.map(Cow::Owned).map_err(|fault| self.failed(node, fault, &[(left, &first), (right, &second)]))
    }

    /// The condition of `If` and `?:`.
    pub(super) fn condition(&self, node: &Node, id: NodeId, scope: &dyn Scope) -> Result<bool, Box<EvaluationError>> {
        let value = self.evaluate_node(id, scope)?;
        match value.as_ref() {
            Value::Boolean(met) => Ok(*met),
            // Decision: a condition that is NOT_SET counts as false; the signature allows it and no page says what it gives.
            Value::NotSet(Type::Boolean | Type::Any | Type::Json) => Ok(false),
            Value::Json(Json::Boolean(met)) => Ok(*met),
            other => {
                let message = format!("`If` takes Boolean for its parameter `condition`, not {}", other.type_of());
                Err(self.failed(node, Fault::new(message).operand(0), &[(id, &value)]))
            }
        }
    }

    fn call<'a>(&'a self, node: &Node, function: &Function, range: &Range<u32>, scope: &'a dyn Scope) -> Evaluated<'a> {
        let ids = self.tree.arguments_of(range);
        let evaluate = |id: &NodeId| self.evaluate_node(*id, scope);
        // Most calls have few arguments: those take no list of their own.
        match ids {
            [] => self.run(node, function, ids, &[], scope),
            [a] => self.run(node, function, ids, &[evaluate(a)?], scope),
            [a, b] => self.run(node, function, ids, &[evaluate(a)?, evaluate(b)?], scope),
            [a, b, c] => self.run(node, function, ids, &[evaluate(a)?, evaluate(b)?, evaluate(c)?], scope),
            more => {
                let values = more.iter().map(evaluate).collect::<Result<Vec<_>, _>>()?;
                self.run(node, function, ids, &values, scope)
            }
        }
    }

    fn run<'a>(
        &self,
        node: &Node,
        function: &Function,
        ids: &[NodeId],
        values: &[Cow<'_, Value>],
        scope: &dyn Scope,
    ) -> Evaluated<'a> {
        let result = function.call(&Arguments { values, scope });
        result.map(Cow::Owned).map_err(|fault| {
            let operands: Vec<(NodeId, &Value)> = ids.iter().copied().zip(values.iter().map(Cow::as_ref)).collect();
            self.failed(node, fault, &operands)
        })
    }

    /// Gives a fault its place: the operand to blame, else the whole node.
    fn failed(&self, node: &Node, fault: Fault, operands: &[(NodeId, &Value)]) -> Box<EvaluationError> {
        let place = |id: NodeId| self.tree.node(id).map(|node| node.span.clone());
        let blamed = fault.operand.and_then(|index| operands.get(index)).and_then(|(id, _)| place(*id));
        let span = blamed.unwrap_or_else(|| node.span.clone());
        let values = operands
            .iter()
            .filter_map(|(id, value)| Some((self.source(&place(*id)?).trim().to_owned(), (*value).clone())))
            .collect();
        let mut message = fault.message;
        let blamed_not_set =
            fault.operand.and_then(|index| operands.get(index)).filter(|(_, value)| value.is_not_set());
        if blamed_not_set.is_some() {
            let text = self.source(&span).trim();
            if !text.is_empty() && text != "NOT_SET" {
                message.push_str(&format!(": `{text}` is NOT_SET"));
            }
        }
        Box::new(EvaluationError { message, span, values, help: fault.help.map(|help| help.to_string()) })
    }

    fn broken(&self, span: &Range<usize>) -> Box<EvaluationError> {
        let message = "the expression is incomplete".to_owned();
        Box::new(EvaluationError { message, span: span.clone(), values: Vec::new(), help: None })
    }
}

#[cfg(test)]
mod tests {
    use super::super::functions::tests_scope::variables;
    use super::super::{Json, Scope, Type, Value, parse};

    fn scope() -> impl Scope {
        variables([
            ("Flow.name", Value::from("Ada")),
            ("Flow.unset", Value::NotSet(Type::String)),
            ("Flow.n", Value::Integer(4)),
            ("Flow.doc", Value::Json(Json::parse(r#"{"a": {"b": [1, "x"]}, "open": true, "n": 5}"#).unwrap())),
        ])
    }

    #[rstest::rstest]
    #[case("flow.NAME + \"!\"", "\"Ada!\"")]
    #[case("Flow.doc.a.b[1]", "x")]
    #[case("Flow.doc[\"a\"].b[0] + 1", "2")]
    #[case("Flow.doc.open and Flow.n > 3", "true")]
    #[case("If(Flow.doc.open, 1, 2)", "1")]
    #[case("Flow.doc.n == 5", "true")]
    #[case("IsSet(Flow.doc.missing)", "false")]
    #[case("Append(Flow.name, Flow.unset, \" \", Flow.doc.a.b[1])", "\"Ada x\"")]
    #[case("false and 1 / 0 > 1", "false")]
    #[case("true or 1 / 0 > 1", "true")]
    #[case("NOT_SET ? 1 : 2", "2")]
    #[case("Round(5)", "5.0")]
    #[case("System.MaxInt", "999999999999999")]
    fn values(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse(text).unwrap().evaluate(&scope()).unwrap().quoted(), expected);
    }

    #[rstest::rstest]
    #[case("true ? NOT_SET : 5", Type::Integer)]
    #[case("If(false, \"a\", NOT_SET)", Type::String)]
    #[case("If(true, NOT_SET, MakeDuration(0, 1, 0, 0))", Type::Duration)]
    #[case("If(true, NOT_SET, 1 / 0)", Type::Decimal)]
    #[case("If(true, NOT_SET, NOT_SET)", Type::Any)]
    #[case("If(true, NOT_SET, Flow.name)", Type::Any)]
    fn a_branch_that_is_not_set_has_the_type_of_the_other(#[case] text: &str, #[case] expected: Type) {
        let value = parse(text).unwrap().evaluate(&scope()).unwrap();
        assert!(value.is_not_set());
        assert_eq!(value.type_of(), expected);
    }

    #[rstest::rstest]
    #[case("Length(Flow.unset)", "`Length` does not take NOT_SET for its parameter `text`: `Flow.unset` is NOT_SET", 7..17)]
    #[case("1 + Length(Flow.unset)", "`Length` does not take NOT_SET for its parameter `text`: `Flow.unset` is NOT_SET", 11..21)]
    #[case("Flow.unset + \"a\"", "`+` does not take NOT_SET for its parameter `augend`: `Flow.unset` is NOT_SET", 0..10)]
    #[case("Flow.gone", "there is no variable `Flow.gone`", 0..9)]
    #[case("Flow.name == 5", "cannot compare String with Integer", 0..14)]
    #[case("MakeList(1)[1]", "index 1 is outside the list of 1 item; the first has index 0", 12..13)]
    #[case("Flow.name.length", "String has no property `length`", 0..16)]
    #[case("MakeCurrency(1, \"USD\").amout", "Currency has no property `amout`", 0..28)]
    #[case("Flow.name and true", "`and` takes Boolean for its parameter `value1`, not String", 0..9)]
    #[case("If(5, 1, 2)", "`If` takes Boolean for its parameter `condition`, not Integer", 3..4)]
    #[case("Flow.doc.missing.deeper", "NOT_SET has no property `deeper`: `Flow.doc.missing` is NOT_SET", 0..16)]
    fn failures_name_what_is_to_blame(#[case] text: &str, #[case] message: &str, #[case] span: std::ops::Range<usize>) {
        let error = parse(text).unwrap().evaluate(&scope()).unwrap_err();
        assert_eq!((error.message.as_str(), error.span), (message, span));
    }

    #[rstest::rstest]
    #[case("1 + ", "")]
    #[case("-", "")]
    #[case("ToString(", ")")]
    #[case("If(true, ", ", 2)")]
    #[case("MakeList(", ")[0]")]
    fn the_deepest_trees_are_computed(#[case] opening: &str, #[case] closing: &str) {
        let deepest = (1..=250)
            .rev()
            .find_map(|times| parse(&format!("{}1{}", opening.repeat(times), closing.repeat(times))).ok());
        let deepest = deepest.unwrap();
        assert!(deepest.tree.nodes.len() > 100);
        let value = deepest.evaluate(&scope());
        assert!(value.is_ok(), "{value:?}");
        assert_eq!(deepest.check(&|_| None).mistakes, []);
    }

    #[test]
    fn expressions_go_from_thread_to_thread() {
        fn is_sent<T: Send + Sync + Clone + 'static>(_: &T) {}
        is_sent(&parse("1").unwrap());
    }

    #[test]
    fn a_failure_shows_the_values_that_met() {
        let error = parse("Left(Flow.name, Flow.unset)").unwrap().evaluate(&scope()).unwrap_err();
        let met: Vec<String> =
            error.values.iter().map(|(text, value)| format!("{text} = {}", value.quoted())).collect();
        assert_eq!(met, ["Flow.name = \"Ada\"", "Flow.unset = NOT_SET"]);
        assert_eq!(error.help.as_deref(), Some("signature: `Left(srcString: String, length: Integer) -> String`"));
    }
}
