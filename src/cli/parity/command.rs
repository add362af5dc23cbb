//! From paths and options to a table and an exit code.

use super::args::{ParityArgs, ParityFormat};
use super::keep;
use super::sides::{self, Sides};
use crate::cli::args::TargetArg;
use crate::cli::edge::{Edge, plural};
use crate::cli::load;
use crate::event::{Exit, LiveSum};
use crate::parity::{Table, json, markdown, text};
use crate::runner::{Filter, Plan};

/// The runtime's threads: both sides and the client share a small machine.
const THREADS: usize = 2;

pub(in crate::cli) fn run(edge: &Edge, args: &ParityArgs) -> Exit {
    let filter = Filter { tags: args.tag.clone(), texts: args.filter.clone(), ..Filter::default() };
    let Some((project, plan)) = load::plan(edge, &args.paths, &filter) else { return Exit::Usage };
    if plan.is_empty() {
        edge.tell(&format!("nothing to compare: none of {} was chosen", plural(plan.found, "case")));
        return Exit::Nothing;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            return Exit::Unfit;
        }
    };
    runtime.block_on(async {
        let sides = match sides::open(edge, args, project, &plan).await {
            Ok(sides) => sides,
            Err((exit, diagnostics)) => {
                edge.report(&diagnostics);
                return exit;
            }
        };
        compared(edge, args, sides, plan).await
    })
}

async fn compared(edge: &Edge, args: &ParityArgs, sides: Sides, plan: Plan) -> Exit {
    let (outcome, lives) = sides::run(&sides, plan).await;
    let clean = tell_live(edge, &lives);
    let ran = match outcome {
        Ok(ran) => ran,
        Err(stopped) => {
            edge.tell(&stopped.reason);
            return stopped.exit;
        }
    };
    edge.say(&shown(&ran.table, args.format));
    let exit = if clean { ran.table.exit() } else { Exit::Unfit };
    if exit == Exit::Nothing {
        edge.tell("nothing was compared");
    }
    if !args.no_ledger
        && args.sides().iter().any(|side| side.target == TargetArg::Live)
        && let Err(reason) = keep::write(edge, args, &ran, sides.org().await.as_ref())
    {
        edge.tell(&reason);
        return if exit == Exit::Green { Exit::Red } else { exit };
    }
    exit
}

/// Says what was done in live orgs: whoever lends one wants to know. Whether nothing is left there that should be gone.
fn tell_live(edge: &Edge, lives: &[LiveSum]) -> bool {
    for live in lives {
        let begun = plural(live.begun, "conversation");
        let calls = live.total_calls();
        edge.tell(&format!("in org {}, run {}: {begun}, {} ended; {calls} API calls", live.org, live.run, live.ended));
        live.left.iter().for_each(|left| edge.tell(&format!("left in the org: {left}")));
    }
    lives.iter().all(|live| live.left.is_empty())
}

fn shown(table: &Table, format: ParityFormat) -> String {
    match format {
        ParityFormat::Text => text(table),
        ParityFormat::Markdown => markdown(table),
        ParityFormat::Json => format!("{:#}", json(table)),
    }
}
