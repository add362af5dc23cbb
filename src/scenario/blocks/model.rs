//! A block, and all that a conversation may use. Must not know how blocks are read or used.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::yaml::{Node, Scalar};

/// Blocks by name.
#[derive(Debug, Clone, Default)]
pub struct Blocks {
    by_name: IndexMap<Box<str>, Arc<Block>>,
}

/// One block.
#[derive(Debug)]
pub(in crate::scenario) struct Block {
    pub(super) name: Box<str>,
    /// Where its name stands.
    pub(super) place: Place,
    /// The file that it is written in.
    pub(super) source: Arc<SourceFile>,
    pub(super) parameters: Vec<Parameter>,
    /// Its steps; their spans are byte ranges of `source`.
    pub(super) steps: Vec<Node>,
}

/// One parameter of a block.
#[derive(Debug)]
pub(in crate::scenario) struct Parameter {
    pub(super) name: Box<str>,
    pub(super) place: Place,
    /// What it is where a use does not say; none where each use must.
    pub(super) default: Option<Scalar>,
}

impl Blocks {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The names, in the order of the files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(|name| &**name)
    }

    /// Where a block's name is written.
    pub fn place(&self, name: &str) -> Option<&Place> {
        self.by_name.get(name).map(|block| &block.place)
    }

    /// Adds the blocks of another file. A name stands for one block: a second one of that name is reported and left out.
    pub fn merge(&mut self, other: Blocks, found: &mut Diagnostics) {
        for (name, block) in other.by_name {
            match self.by_name.get(&name) {
                Some(first) if first.place == block.place => {}
                Some(first) => {
                    let message = format!("block `{name}` is given twice");
                    found.push(
                        Diagnostic::error(Code::DUPLICATE_NAME, message)
                            .at(block.place.clone())
                            .label(first.place.clone(), "first given here")
                            .help("give each block a name of its own"),
                    );
                }
                None => {
                    self.by_name.insert(name, block);
                }
            }
        }
    }

    pub(super) fn add(&mut self, block: Block) {
        self.by_name.insert(block.name.clone(), Arc::new(block));
    }

    pub(super) fn get(&self, name: &str) -> Option<&Arc<Block>> {
        self.by_name.get(name)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Block>> {
        self.by_name.values()
    }
}

impl Block {
    /// The names of the blocks that its steps use, each with the node that names it.
    pub(super) fn uses(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.steps.iter().filter_map(|step| {
            let node = step.get("use")?;
            Some((node.as_text()?, node))
        })
    }
}
