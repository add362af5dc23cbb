//! The world of an org that serves several flows at once. Must not know a scenario.

use std::sync::Arc;

use super::Project;
use super::convert::with_literals;
use super::resolve::with_queue;
use crate::flow::Program;
use crate::flow::world::World;

impl Project {
    /// The project's world with what these flows name literally, and a queue at least.
    pub fn world_for(&self, programs: &[Arc<Program>]) -> Arc<World> {
        let world = (*self.world()).clone();
        let named = |world, program: &Arc<Program>| with_literals(world, &program.inventory());
        Arc::new(with_queue(programs.iter().fold(world, named)))
    }
}
