//! The tree of an expression: nodes in one list, children before their parents, so that copying and dropping never recurse. Must not
//! know how it is read or computed.

use std::ops::Range;
use std::sync::Arc;

use super::Value;
use super::functions::Function;
use super::operators::{BinaryOperator, UnaryOperator};

/// A node's place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(pub u32);

/// One node.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: NodeKind,
    pub span: Range<usize>,
    /// Levels of nodes below this one; bounds the recursion of whoever walks the tree.
    pub height: u32,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum NodeKind {
    Literal(Value),
    /// A variable, by its place in [`Tree::variables`].
    Variable(u32),
    Property(NodeId, Arc<str>),
    Index {
        object: NodeId,
        index: NodeId,
    },
    Unary(UnaryOperator, NodeId),
    Binary(BinaryOperator, NodeId, NodeId),
    /// `If(c, a, b)` and `c ? a : b`.
    Choose {
        condition: NodeId,
        yes: NodeId,
        no: NodeId,
        /// Written as a call of `If`.
        called: bool,
    },
    Call(&'static Function, Range<u32>),
    /// Stands where the text is wrong; a tree with one is never evaluated.
    Broken,
}

/// A variable that the expression names, once for each spelling.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub name: Arc<str>,
}

/// A whole expression.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// The arguments of all calls, each call's in one run.
    pub arguments: Vec<NodeId>,
    pub variables: Vec<Variable>,
    /// The function names that were written, with their places.
    pub calls: Vec<(&'static Function, Range<usize>)>,
    pub root: NodeId,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    pub fn arguments_of(&self, range: &Range<u32>) -> &[NodeId] {
        self.arguments.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The children of a node, from left to right.
    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        match self.node(id).map(|node| &node.kind) {
            Some(NodeKind::Property(object, _)) => vec![*object],
            Some(NodeKind::Index { object, index }) => vec![*object, *index],
            Some(NodeKind::Unary(_, operand)) => vec![*operand],
            Some(NodeKind::Binary(_, left, right)) => vec![*left, *right],
            Some(NodeKind::Choose { condition, yes, no, .. }) => vec![*condition, *yes, *no],
            Some(NodeKind::Call(_, range)) => self.arguments_of(range).to_vec(),
            Some(NodeKind::Literal(_) | NodeKind::Variable(_) | NodeKind::Broken) | None => Vec::new(),
        }
    }
}
