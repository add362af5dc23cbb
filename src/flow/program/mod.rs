//! The one graph that every format loads into: flows, containers, action lists and actions, linked by index. Knows no file format and
//! does not execute.

mod flow;
mod index;
mod inventory;
mod node;
#[expect(clippy::module_inception, reason = "the room is named for the type that it holds")]
mod program;

pub use flow::{Container, ContainerKind, Flow};
pub use index::{ActionIndex, BlockIndex, ContainerIndex, FlowIndex};
pub use node::{Node, Output};
pub use program::Program;
