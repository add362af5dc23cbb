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
            NodeKind::Choose { condition, yes, no } => {
                let met = self.condition(node, *condition, scope)?;
                self.evaluate_node(if met { *yes } else { *no }, scope)
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
