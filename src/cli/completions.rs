//! `flowproof completions SHELL`: what a shell must know to complete commands and options. Made from the arguments themselves, so that it
//! cannot lag behind them.

use clap::Args;
use clap_complete::{Shell, generate};

use super::edge::Edge;
use super::entry::command;
use crate::event::Exit;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

pub(super) fn run(edge: &Edge, args: &CompletionsArgs) -> Exit {
    // Written at once: the generator has no way to say that a pipe was closed.
    let mut script = Vec::new();
    generate(args.shell, &mut command(), "flowproof", &mut script);
    edge.say(String::from_utf8_lossy(&script).trim_end());
    Exit::Green
}
