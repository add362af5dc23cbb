//! An expression that was read: its text, its names, its binding. Must not know how it is computed.

use std::ops::Range;
use std::sync::Arc;

use super::parser::parse_tree;
use super::tree::{Node, NodeId, NodeKind, Tree, Variable};
use super::{ExpressionError, Value};

/// Reads an expression.
///
/// # Errors
/// All mistakes in the text, from left to right: what is no token, what does not fit the grammar, unknown functions, wrong numbers of
/// arguments.
pub fn parse(text: &str) -> Result<Expression, Vec<ExpressionError>> {
    let tree = parse_tree(text)?;
    let slots = vec![None; tree.variables.len()].into();
    Ok(Expression { text: text.into(), tree: Arc::new(tree), slots })
}

/// An expression, ready to be evaluated. Cheap to clone.
#[derive(Clone)]
pub struct Expression {
    pub(super) text: Arc<str>,
    pub(super) tree: Arc<Tree>,
    pub(super) slots: Arc<[Option<u32>]>,
}

/// A variable where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableUse {
    /// Its name as it was written: `Flow.tier`, `Message.Message.body`.
    pub name: Arc<str>,
    /// Its bytes in the expression.
    pub span: Range<usize>,
    /// The slot that it was bound to.
    pub slot: Option<u32>,
}

/// A function where it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionUse {
    /// Its name as Architect spells it.
    pub name: &'static str,
    /// The bytes of its name in the expression.
    pub span: Range<usize>,
}

/// A constant.
#[derive(Debug, Clone)]
pub struct Literal {
    /// What it is.
    pub value: Value,
    /// Its bytes in the expression.
    pub span: Range<usize>,
}

impl Expression {
    /// Stands for a text that cannot be read: naming it is all that it does, and there is no variable of that name, so evaluating it
    /// fails with the text.
    pub(crate) fn unreadable(text: &str) -> Self {
        let text: Arc<str> = text.into();
        let node = Node { kind: NodeKind::Variable(0), span: 0..text.len(), height: 0 };
        let variables = vec![Variable { name: text.clone() }];
        let tree = Tree { nodes: vec![node], arguments: Vec::new(), variables, calls: Vec::new(), root: NodeId(0) };
        Self { text, tree: Arc::new(tree), slots: Arc::new([None]) }
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The variables from left to right, one entry a use.
    pub fn variables(&self) -> impl Iterator<Item = VariableUse> + '_ {
        self.tree.nodes.iter().filter_map(|node| match node.kind {
            NodeKind::Variable(index) => {
                let name = self.tree.variables.get(index as usize)?.name.clone();
                Some(VariableUse { name, span: node.span.clone(), slot: self.slot(index) })
            }
            _ => None,
        })
    }

    /// The functions that are called, in the order in which their calls end.
    pub fn functions(&self) -> impl Iterator<Item = FunctionUse> + '_ {
        self.tree
            .calls
            .iter()
            .map(|(function, span)| FunctionUse { name: function.definition.name, span: span.clone() })
    }

    /// The constants from left to right: what the expression compares with.
    pub fn literals(&self) -> impl Iterator<Item = Literal> + '_ {
        self.tree.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Literal(value) => Some(Literal { value: value.clone(), span: node.span.clone() }),
            _ => None,
        })
    }

    /// Whether it names no variable and calls no function, so that it always gives the same.
    pub fn is_constant(&self) -> bool {
        self.tree.variables.is_empty() && self.tree.calls.is_empty()
    }

    /// Ties each variable to the slot that `resolve` gives for its name (as written; names have no letter case); one without a slot is
    /// asked for by name when the expression is evaluated.
    pub fn bind(&mut self, resolve: &mut dyn FnMut(&str) -> Option<u32>) {
        self.slots = self.tree.variables.iter().map(|variable| resolve(&variable.name)).collect();
    }

    pub(super) fn slot(&self, index: u32) -> Option<u32> {
        self.slots.get(index as usize).copied().flatten()
    }

    /// The source text of a span.
    pub(super) fn source(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Expression {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Expression({:?})", self.text)
    }
}

/// Two expressions are equal when their texts are.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}
