//! The one graph that every format loads into: flows, containers, action lists and actions, linked by index. Knows no file format and
//! does not execute.

mod argument;
mod bot;
mod draft;
mod flow;
mod given;
mod index;
mod inventory;
mod node;
#[expect(clippy::module_inception, reason = "the room is named for the type that it holds")]
mod program;
mod reach;
mod reads;
mod stable_id;
mod takes;
mod uses;
mod variable;
mod ways;

pub(crate) use argument::{Argument, Bound, Target, folded};
pub(crate) use bot::{Apologies, BotSettings, Handover, IntentSetting, Knowledge, Then};
pub(crate) use draft::Draft;
pub(crate) use flow::ErrorHandling;
pub use flow::{Container, ContainerKind, Flow};
pub(crate) use given::{Given, Leaf, Parts, Sheets};
pub use index::{ActionIndex, BlockIndex, ContainerIndex, FlowIndex};
pub use node::{Node, Output, derived_id, derived_output_id};
pub use program::Program;
pub(crate) use reach::reachable;
pub(crate) use stable_id::stable_id;
pub use takes::{Taker, Takes};
pub(crate) use uses::{ExpressionUse, Uses};
pub use variable::Variable;
pub(crate) use variable::{Slot, Storage, Variables};
pub(crate) use ways::{Unknowns, Ways};
