//! Trees as text, for tests: with every bracket written, so that the text reads back as the same tree.

use super::tree::{NodeId, NodeKind};
use super::{Expression, Value};

/// The expression with every bracket written.
pub(super) fn outline(expression: &Expression) -> String {
    node(expression, expression.tree.root)
}

fn node(expression: &Expression, id: NodeId) -> String {
    let tree = &expression.tree;
    let child = |id: &NodeId| node(expression, *id);
    match &tree.node(id).unwrap().kind {
        NodeKind::Literal(Value::Integer(number)) => number.to_string(),
        NodeKind::Literal(value) => value.quoted(),
        NodeKind::Variable(index) => tree.variables[*index as usize].name.to_string(),
        NodeKind::Property(object, name) => format!("({}).\"{name}\"", child(object)),
        NodeKind::Index { object, index } => format!("({})[{}]", child(object), child(index)),
        NodeKind::Unary(operator, operand) => format!("({}{})", operator.symbol(), child(operand)),
        NodeKind::Binary(operator, left, right) => format!("({} {} {})", child(left), operator.symbol(), child(right)),
        NodeKind::Choose { condition, yes, no, .. } => {
            format!("({} ? {} : {})", child(condition), child(yes), child(no))
        }
        NodeKind::Call(function, range) => {
            let arguments: Vec<String> = tree.arguments_of(range).iter().map(child).collect();
            format!("{}({})", function.definition.name, arguments.join(", "))
        }
        NodeKind::Broken => "?".to_owned(),
    }
}
