//! What the actions of a program use: expressions, variables written, containers referred to. Gathered while it is read, for those who
//! check or draw it. Must not know what a check makes of it.

use super::{ActionIndex, Bound, ContainerIndex};
use crate::diagnostic::Place;
use crate::flow::program::Slot;

/// Everything used, in file order.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Every expression.
    pub expressions: Vec<ExpressionUse>,
    /// Every variable that an action names as one to write, as seen from a container. Kinds that cannot be executed are among them.
    pub writes: Vec<(ContainerIndex, Slot)>,
    /// Every container that is referred to: from where (none for a setting of the flow), and which.
    pub references: Vec<(Option<ContainerIndex>, ContainerIndex)>,
}

/// An expression where it stands.
#[derive(Debug)]
pub(crate) struct ExpressionUse {
    /// The expression and the type that its parameter has.
    pub bound: Bound,
    /// Its whole text in the file.
    pub place: Place,
    /// The container that its names are looked up from.
    pub container: ContainerIndex,
    /// The action; none for an initial value or a setting of the flow.
    pub action: Option<ActionIndex>,
}
