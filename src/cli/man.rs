//! `flowproof man`: manual pages, one for each command, made from the arguments themselves.

use std::io;

use camino::Utf8PathBuf;
use clap::{Args, Command};
use clap_mangen::Man;

use super::edge::Edge;
use super::entry::command;
use super::write_whole::write_whole;
use crate::event::Exit;

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write the pages of all commands into this folder, such as `~/.local/share/man/man1`; print the first page where none is given
    pub folder: Option<Utf8PathBuf>,
}

pub(super) fn run(edge: &Edge, args: &ManArgs) -> Exit {
    let written = match &args.folder {
        Some(folder) => write_all(edge, folder),
        None => page(&root()).map(|text| edge.say(text.trim_end())),
    };
    match written {
        Ok(()) => Exit::Green,
        Err(error) => {
            edge.tell(&format!("the manual pages cannot be written: {error}"));
            Exit::Usage
        }
    }
}

fn write_all(edge: &Edge, folder: &Utf8PathBuf) -> io::Result<()> {
    for (name, command) in pages(root()) {
        let file = folder.join(format!("{name}.1"));
        write_whole(&file, &page(&command)?)?;
        edge.say(&format!("wrote {file}"));
    }
    Ok(())
}

/// The command line with the names and the options of all that is below it filled in.
fn root() -> Command {
    let mut root = command().disable_help_subcommand(true);
    root.build();
    root
}

/// A command and all below it, each with the name of its page: `flowproof-flow-run`.
fn pages(command: Command) -> Vec<(String, Command)> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let below: Vec<_> = command.get_subcommands().cloned().flat_map(pages).collect();
    let mut all = vec![(name, command)];
    all.extend(below);
    all
}

fn page(command: &Command) -> io::Result<String> {
    let mut page = Vec::new();
    // The version of the whole, which commands below do not have.
    let source = format!("flowproof {}", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).manual("flowproof").source(source).render(&mut page)?;
    String::from_utf8(page).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_page_of_its_own() {
        let names: Vec<String> = pages(root()).into_iter().map(|(name, _)| name).collect();
        for name in ["flowproof", "flowproof-run", "flowproof-flow", "flowproof-flow-diff", "flowproof-man"] {
            assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
        }
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len());
    }
}
