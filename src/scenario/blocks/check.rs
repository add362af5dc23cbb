//! What is wrong with blocks whoever uses them: a use of a block that is not there, a round, a step that cannot be read. Must not know a
//! scenario.

use std::sync::Arc;

use super::model::{Block, Blocks};
use super::rounds::rounds;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, list_of};
use crate::scenario::read::{Decoder, read_step};
use crate::scenario::variables::is_dynamic;
use crate::yaml::Reader;

/// Checks `some` of all blocks. Steps with parameters in them are checked where the block is used.
pub fn check_blocks(some: &Blocks, all: &Blocks) -> Diagnostics {
    let mut found = Diagnostics::new();
    for block in some.iter() {
        uses(block, all, &mut found);
        found.append(steps(block));
    }
    found.extend(rounds(all, some).iter().filter_map(|round| round_of(round)));
    found
}

fn uses(block: &Block, all: &Blocks, found: &mut Diagnostics) {
    for (name, node) in block.uses() {
        let at = Place::new(&block.source, node.span.clone());
        if is_dynamic(node) {
            found.push(dynamic_name(at));
        } else if all.get(name).is_none() {
            found.push(unknown(name, at, all));
        }
    }
}

/// What is said of a variable where a block is named.
pub(super) fn dynamic_name(at: Place) -> Diagnostic {
    Diagnostic::error(Code::BAD_VARIABLE, "no variable is filled into a block's name")
        .at(at)
        .help("write the name out: which block is used is the same for every variable")
}

/// What is said of a block that is not there.
pub(super) fn unknown(name: &str, at: Place, all: &Blocks) -> Diagnostic {
    Diagnostic::error(Code::UNKNOWN_BLOCK, format!("no block is named `{name}`"))
        .at(at)
        .help_maybe(list_of("blocks", name, all.names()))
        .help("blocks stand under `blocks:` of this file, or in the files that flowproof.yaml names under `blocks`")
}

/// The steps that are the same in every use.
fn steps(block: &Block) -> Diagnostics {
    let mut reader = Reader::new(&block.source);
    let mut decoder = Decoder::new(&mut reader, None);
    for step in block.steps.iter().filter(|step| !is_dynamic(step)) {
        read_step(&mut decoder, step);
    }
    reader.into_diagnostics()
}

fn round_of(round: &[Arc<Block>]) -> Option<Diagnostic> {
    let first = round.first()?;
    let names: Vec<String> = round.iter().chain([first]).map(|block| format!("`{}`", block.name)).collect();
    let message = match round {
        [own] => format!("block `{}` uses itself", own.name),
        _ => format!("blocks use each other in a round: {}", names.join(" > ")),
    };
    let step = |at: usize| {
        let (block, next) = (round.get(at)?, round.get(at + 1).unwrap_or(first));
        let (_, node) = block.uses().find(|(name, _)| *name == &*next.name)?;
        Some((next, Place::new(&block.source, node.span.clone())))
    };
    let (_, at) = step(0)?;
    let mut one = Diagnostic::error(Code::BLOCK_ROUND, message).at(at);
    for (next, place) in (1..round.len()).filter_map(step) {
        one = one.label(place, format!("uses `{}`", next.name));
    }
    Some(one.help("take one of the uses out: a block cannot hold itself"))
}
