//! `loopNext`: goes on with the next round of the loop around.

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};

#[derive(Debug)]
struct LoopNext;

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    reader.require_loop("loopNext");
    Box::new(LoopNext)
}

impl Action for LoopNext {
    fn execute(&self, _: &mut Turn<'_>) -> Result<Next, Fault> {
        Ok(Next::Round)
    }

    fn leads(&self) -> Leads {
        Leads::Loop
    }
}
