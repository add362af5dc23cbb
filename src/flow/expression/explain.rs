//! Why a condition came out as it did: which comparisons decided, and what values met in them. Runs only when someone asks. Must not
//! know flows.

use super::operators::{BinaryOperator, UnaryOperator};
use super::tree::{NodeId, NodeKind};
use super::{Expression, Scope, Value};

/// A part of a condition that decided its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Its source text: `Flow.tier == "Gold"`.
    pub text: String,
    /// What it came to.
    pub outcome: bool,
    /// The operands that met in it, with their values.
    pub operands: Vec<(String, Value)>,
}

impl Expression {
    /// The variables, and the calls and properties over them, that meet in the expression's comparisons, each with its value, from left
    /// to right and each once. What cannot be computed in this scope is left out.
    pub fn decision_operands(&self, scope: &dyn Scope) -> Vec<(String, Value)> {
        let mut operands = Vec::new();
        self.collect(self.tree.root, scope, &mut operands);
        operands
    }

    /// The comparisons that decided a condition: for a false `and` the operand that was false, for a true `or` the one that was true,
    /// else all operands; `!`, `If` and `?:` are looked through. Empty when the condition cannot be computed in this scope.
    pub fn deciding(&self, scope: &dyn Scope) -> Vec<Comparison> {
        let mut deciding = Vec::new();
        self.decide(self.tree.root, scope, &mut deciding);
        deciding
    }

    fn decide(&self, id: NodeId, scope: &dyn Scope, deciding: &mut Vec<Comparison>) {
        let Some(node) = self.tree.node(id) else { return };
        let truth = |id: NodeId| self.evaluate_node(id, scope).ok().and_then(|value| value.as_boolean());
        match &node.kind {
            NodeKind::Unary(UnaryOperator::Not, operand) => self.decide(*operand, scope, deciding),
            NodeKind::Binary(operator @ (BinaryOperator::And | BinaryOperator::Or), left, right) => {
                let decides = *operator == BinaryOperator::Or;
                match (truth(*left), truth(*right)) {
                    (Some(first), _) if first == decides => self.decide(*left, scope, deciding),
                    (_, Some(second)) if second == decides => self.decide(*right, scope, deciding),
                    _ => {
                        self.decide(*left, scope, deciding);
                        self.decide(*right, scope, deciding);
                    }
                }
            }
            NodeKind::Choose { condition, yes, no, .. } => {
                self.decide(*condition, scope, deciding);
                let met = self.condition(node, *condition, scope).unwrap_or_default();
                let taken = if met { *yes } else { *no };
                if self.names_a_variable(taken) {
                    self.decide(taken, scope, deciding);
                }
            }
            _ => {
                let Some(outcome) = truth(id) else { return };
                let mut operands = Vec::new();
                self.collect(id, scope, &mut operands);
                let text = self.source(&node.span).trim().to_owned();
                // A call is its own operand where nothing is compared with it; its value says no more than the outcome.
                operands.retain(|(operand, _)| *operand != text || matches!(node.kind, NodeKind::Variable(_)));
                deciding.push(Comparison { text, outcome, operands });
            }
        }
    }

    fn names_a_variable(&self, id: NodeId) -> bool {
        self.tree.node(id).is_some_and(|node| matches!(node.kind, NodeKind::Variable(_)))
            || self.tree.children(id).into_iter().any(|child| self.names_a_variable(child))
    }

    fn collect(&self, id: NodeId, scope: &dyn Scope, operands: &mut Vec<(String, Value)>) {
        let Some(node) = self.tree.node(id) else { return };
        if !self.names_a_variable(id) {
            return;
        }
        match &node.kind {
            NodeKind::Binary(..) | NodeKind::Unary(..) | NodeKind::Choose { .. } => {}
            NodeKind::Call(..)
            | NodeKind::Property(..)
            | NodeKind::Index { .. }
            | NodeKind::Variable(_)
            | NodeKind::Literal(_)
            | NodeKind::Broken => {
                let text = self.source(&node.span).trim();
                let known = operands.iter().any(|(one, _)| one == text);
                if let (false, Ok(value)) = (known, self.evaluate_node(id, scope)) {
                    operands.push((text.to_owned(), value.into_owned()));
                }
            }
        }
        // A property of a variable says all that is needed about the variable.
        if !matches!(node.kind, NodeKind::Property(..) | NodeKind::Index { .. }) {
            for child in self.tree.children(id) {
                self.collect(child, scope, operands);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::functions::tests_scope::variables;
    use super::super::{Value, parse};

    fn scope() -> impl super::Scope {
        variables([("Flow.tier", Value::from("gold")), ("Flow.n", Value::Integer(5))])
    }

    #[test]
    fn operands_are_named_with_their_values() {
        let condition = parse("Flow.tier == \"Gold\" and Flow.n > 3").unwrap();
        assert_eq!(
            condition.decision_operands(&scope()),
            [("Flow.tier".to_owned(), Value::from("gold")), ("Flow.n".to_owned(), Value::Integer(5))]
        );
    }

    #[rstest::rstest]
    #[case("Flow.tier == \"Gold\" and Flow.n > 3", &[("Flow.tier == \"Gold\"", false)])]
    #[case("Flow.tier == \"gold\" and Flow.n > 3", &[("Flow.tier == \"gold\"", true), ("Flow.n > 3", true)])]
    #[case("Flow.tier == \"Gold\" or Flow.n > 3", &[("Flow.n > 3", true)])]
    #[case("!(Flow.n > 3)", &[("Flow.n > 3", true)])]
    #[case("If(Flow.n > 3, Contains(Flow.tier, \"x\"), true)", &[("Flow.n > 3", true), ("Contains(Flow.tier, \"x\")", false)])]
    #[case("Flow.gone == 1", &[])]
    fn the_comparison_that_decided_is_named(#[case] text: &str, #[case] expected: &[(&str, bool)]) {
        let deciding = parse(text).unwrap().deciding(&scope());
        let found: Vec<(&str, bool)> = deciding.iter().map(|one| (one.text.as_str(), one.outcome)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_call_is_shown_with_what_it_saw() {
        let deciding = parse("Lower(Flow.tier) == \"Gold\"").unwrap().deciding(&scope());
        let operands: Vec<String> = deciding
            .iter()
            .flat_map(|one| &one.operands)
            .map(|(text, value)| format!("{text} = {}", value.quoted()))
            .collect();
        assert_eq!(operands, ["Lower(Flow.tier) = \"gold\"", "Flow.tier = \"gold\""]);
    }
}
