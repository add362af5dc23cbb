//! Blocks that use each other in a round, which would never end. Must not know steps.

use std::collections::HashSet;
use std::sync::Arc;

use super::model::{Block, Blocks};

/// Each round once, as the blocks on it in order, from the one that is written first among those that `from` names. Without recursion: a chain
/// of blocks may be as long as a file allows.
pub(super) fn rounds(blocks: &Blocks, from: &Blocks) -> Vec<Vec<Arc<Block>>> {
    let mut found = Vec::new();
    let mut done: HashSet<Box<str>> = HashSet::new();
    for start in from.iter() {
        if done.contains(&start.name) {
            continue;
        }
        let mut way = vec![Stop::new(start, blocks)];
        let mut on_way: HashSet<Box<str>> = HashSet::from([start.name.clone()]);
        while let Some(stop) = way.last_mut() {
            let Some(used) = stop.uses.next() else {
                on_way.remove(&stop.block.name);
                done.insert(stop.block.name.clone());
                way.pop();
                continue;
            };
            if on_way.contains(&used.name) {
                let round = way.iter().map(|stop| &stop.block).skip_while(|block| block.name != used.name);
                found.push(round.cloned().collect());
            } else if !done.contains(&used.name) {
                on_way.insert(used.name.clone());
                way.push(Stop::new(&used, blocks));
            }
        }
    }
    found
}

/// A block on the way, and what it uses that was not looked at yet.
struct Stop {
    block: Arc<Block>,
    uses: std::vec::IntoIter<Arc<Block>>,
}

impl Stop {
    fn new(block: &Arc<Block>, blocks: &Blocks) -> Self {
        let mut uses: Vec<Arc<Block>> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        uses.extend(
            block.uses().filter(|(name, _)| seen.insert(name)).filter_map(|(name, _)| blocks.get(name).cloned()),
        );
        Self { block: Arc::clone(block), uses: uses.into_iter() }
    }
}
