//! `loopExit`: goes on behind the loop around.

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};

#[derive(Debug)]
struct LoopExit;

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    reader.require_loop("loopExit");
    Box::new(LoopExit)
}

impl Action for LoopExit {
    fn execute(&self, _: &mut Turn<'_>) -> Result<Next, Fault> {
        Ok(Next::ExitLoop)
    }

    fn leads(&self) -> Leads {
        Leads::Loop
    }
}
