//! The command: reads the ledgers, asks the org, lists, and removes where it is told to. Must not know how anything is found or removed.

use std::collections::HashSet;
use std::io;

use jiff::Timestamp;

use super::{SweepArgs, print};
use crate::cli::edge::Edge;
use crate::cli::{load, profile, sandbox};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Exit;
use crate::live::ledger::{Folder, Ledger, Record};
use crate::live::sweep::{DeadRun, Leftovers, Runs, look, remove};
use crate::live::{self, Guarded, RunId, Sandbox};

pub(in crate::cli) fn run(edge: &Edge, args: &SweepArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let project = load::project(edge, &mut diagnostics);
    edge.report(&diagnostics);
    let Some(project) = project.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    let sandbox = match sandbox::connect(edge, &project) {
        Ok(sandbox) => sandbox,
        Err(wrong) => return unfit(edge, &wrong),
    };
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(sweep(edge, args, &sandbox)).unwrap_or_else(|wrong| unfit(edge, &wrong)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

fn unfit(edge: &Edge, wrong: &Diagnostics) -> Exit {
    edge.report(wrong);
    Exit::Unfit
}

async fn sweep(edge: &Edge, args: &SweepArgs, sandbox: &Sandbox) -> Result<Exit, Diagnostics> {
    let guarded = live::guard(sandbox, &[]).await?;
    let sandbox = &profile::apply(edge, sandbox.clone(), &guarded.organization)?;
    let folder = Folder::new(edge.root.join(&sandbox.settings.ledger));
    let (runs, taken) = read(edge, args, &folder).map_err(|error| unreadable(sandbox, &error))?;
    let found = look(sandbox, &guarded, &runs).await.map_err(Diagnostic::from)?;
    edge.say(&print::list(&found, &guarded.organization.name));
    if args.delete {
        return Ok(delete(edge, sandbox, &guarded, &found, &taken).await);
    }
    if found.left.is_empty() {
        return Ok(seen(&found));
    }
    edge.say("`flowproof sweep --delete` removes what is left");
    Ok(Exit::Red)
}

fn unreadable(sandbox: &Sandbox, error: &io::Error) -> Diagnostic {
    let message = format!("the ledgers in `{}` cannot be read: {error}", sandbox.settings.ledger);
    Diagnostic::error(Code::FILE_UNREADABLE, message)
}

/// The ledgers, by run, that this sweep holds so that no other does.
type Taken = Vec<(RunId, Ledger)>;

/// Takes over the ledgers of dead runs. A ledger that cannot be read is of nobody's run, and is told.
fn read(edge: &Edge, args: &SweepArgs, folder: &Folder) -> io::Result<(Runs, Taken)> {
    let mut runs = Runs { now: Timestamp::now(), older_than: args.older_than, alive: Vec::new(), dead: Vec::new() };
    let mut taken = Taken::new();
    for kept in folder.list()? {
        let held = if kept.text.is_none() { None } else { folder.take(&kept.run)? };
        let Some((journal, text)) = held else {
            runs.alive.push(kept.run);
            continue;
        };
        match Record::read(&text) {
            Some(record) => {
                // The last line of a run that was killed may be half a line; any other was spoilt.
                let last = text.lines().count();
                for line in record.unreadable.iter().filter(|line| **line != last) {
                    edge.tell(&format!(
                        "line {line} of `{}` cannot be read, and what it notes is not known",
                        kept.path
                    ));
                }
                taken.push((kept.run.clone(), Ledger::resume(journal)));
                runs.dead.push(DeadRun { run: kept.run, record });
            }
            None => edge.tell(&format!("`{}` is no ledger that can be read; look at it and delete it", kept.path)),
        }
    }
    Ok((runs, taken))
}

/// Removes all that was found, and the ledgers in which nothing is open any more.
async fn delete(edge: &Edge, sandbox: &Sandbox, guarded: &Guarded, found: &Leftovers, taken: &Taken) -> Exit {
    let mut unclear: HashSet<&RunId> = found.kept.iter().map(|kept| &kept.run).collect();
    let mut failed = 0_usize;
    for left in &found.left {
        let words = print::line(left);
        match remove(sandbox, guarded, left).await {
            Ok(()) => edge.say(&format!("gone   {words}")),
            Err(why) => {
                failed += 1;
                unclear.insert(&left.run);
                edge.say(&format!("STAYS  {words}: {why}"));
            }
        }
    }
    unclear.extend(found.nameless.iter().map(|nameless| &nameless.run));
    for (_, ledger) in taken.iter().filter(|(run, _)| !unclear.contains(run)) {
        ledger.discard();
    }
    if failed == 0 { seen(found) } else { Exit::Red }
}

/// Nothing is left that may be removed. Where the client may not look, nobody knows, and nothing may be called clean; nor may what is kept and has
/// no run here that will end it.
fn seen(found: &Leftovers) -> Exit {
    if !found.unseen.is_empty() {
        Exit::Unfit
    } else if !found.nameless.is_empty() || found.kept.iter().any(|kept| !kept.alive) {
        Exit::Red
    } else {
        Exit::Green
    }
}
