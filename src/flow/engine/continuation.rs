//! The stack of an execution: what goes on when the innermost list of actions runs out. Values only.

use super::asking::BotMemory;
use super::failure::Limits;
use super::memory::Memory;
use crate::flow::program::{ActionIndex, BlockIndex, ContainerIndex};

/// Something that goes on later.
#[derive(Debug, Clone)]
pub(super) enum Continuation {
    /// The rest of a list of actions.
    Block {
        /// The list.
        block: BlockIndex,
        /// The position of the next action in it.
        next: usize,
    },
    /// The next round of a loop.
    Loop {
        /// The loop.
        action: ActionIndex,
        /// Its record in the trace.
        record: usize,
        /// What is repeated.
        body: BlockIndex,
        /// The index of the next round.
        index: i64,
        /// How many rounds there are.
        count: i64,
    },
    /// An action that asks for each of its rounds.
    Again {
        /// The action.
        action: ActionIndex,
        /// The index of the round that it asks for.
        index: i64,
    },
    /// The caller of a task.
    Task {
        /// The call.
        action: ActionIndex,
        /// Its record in the trace.
        record: usize,
        /// The container that it stands in.
        container: ContainerIndex,
        /// Its variables.
        locals: Memory,
    },
    /// The caller of another flow.
    Flow {
        /// The call.
        action: ActionIndex,
        /// Its record in the trace.
        record: usize,
        /// The container that it stands in.
        container: ContainerIndex,
        /// Its variables.
        locals: Memory,
        /// Its flow's variables.
        flow: Memory,
        /// What it remembers, where it is a bot.
        bot: BotMemory,
        /// Its limits: an error that the callee has handled is none of its own.
        limits: Limits,
    },
}
