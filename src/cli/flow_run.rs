//! `flowproof flow run FLOW`: one flow, in process, without a server; a file needs no project.

use std::sync::Arc;

use super::args::FlowRunArgs;
use super::edge::Edge;
use super::flow_json::outcome_json;
use super::load::{flow_sources, named_flow, names_a_flow};
use crate::diagnostic::Diagnostics;
use crate::event::Exit;
use crate::flow::host::{Session, SessionStart, outcome_text, start_value};
use crate::flow::show::to_explanation;
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::flow::{Program, load};
use crate::project::{DEFAULT_NOW, check_groups, check_understanding, stubs_of, uncalled, world_over};
use crate::scenario::model::StubsSpec;
use crate::trace::{Ending, TraceLevel};

pub(super) fn run(edge: &Edge, args: &FlowRunArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let session = start(edge, args, &mut diagnostics);
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some(mut session) = session.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };

    let mut said = args.say.iter().skip(1);
    while session.waiting().is_some() {
        let Some(text) = said.next() else { break };
        let now = session.now();
        session.customer_says(text, &[], now);
    }
    let unsaid = said.count();
    let outcome = session.into_outcome();
    if args.json {
        edge.say(&format!("{:#}", outcome_json(&outcome)));
    } else {
        edge.say(outcome_text(&outcome).trim_end());
        if args.explain {
            edge.say(&format!("\nwhy\n{}", to_explanation(&outcome.trace.taken).trim_end()));
        }
    }
    for problem in &outcome.problems {
        edge.tell(&format!("problem at {}: {}\n{}", problem.action.name, problem.message, problem.help));
    }
    for stub in &outcome.unused_stubs {
        edge.tell(&format!("warning: stub {stub} was not used"));
    }
    if unsaid > 0 {
        edge.tell(&format!("warning: the flow ended before {unsaid} of the texts were said"));
    }
    let red = !outcome.problems.is_empty()
        || matches!(
            outcome.ending,
            Ending::Failed(_) | Ending::StepLimit | Ending::Unsupported { .. } | Ending::Unstubbed { .. }
        );
    if red { Exit::Red } else { Exit::Green }
}

/// The flow, and the world that it meets: of a name of flowproof.yaml the project's, of a file one where whatever it names is there.
fn flow(edge: &Edge, args: &FlowRunArgs, diagnostics: &mut Diagnostics) -> Option<(Arc<Program>, World)> {
    if names_a_flow(edge, &args.file) {
        let options = [("--with", !args.with.is_empty()), ("--substitutions", args.substitutions.is_some())];
        let flow = named_flow(edge, &args.file, &options, diagnostics)?;
        return Some((flow.program, World::clone(&flow.world)));
    }
    let files = flow_sources(edge, &args.file, &args.with, args.substitutions.as_deref(), diagnostics)?;
    let loaded = load(files);
    diagnostics.append(loaded.diagnostics);
    let program = loaded.program?;
    diagnostics.append(uncalled(&program, &program.inventory(), &[]));
    Some((program, World { open: true, ..World::default() }))
}

fn start(edge: &Edge, args: &FlowRunArgs, diagnostics: &mut Diagnostics) -> Option<Session> {
    let (program, base) = flow(edge, args, diagnostics)?;
    let mut stubs = Stubs::default();
    let mut spec = StubsSpec::default();
    let mut world = base.clone();
    if let Some(path) = &args.stubs {
        let file = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
        let (found, named, wrong) = crate::scenario::read_stubs_file(&file);
        diagnostics.append(wrong);
        world = world_over(&base, &named);
        check_groups(&named, &world, diagnostics);
        stubs = stubs_of(&found);
        spec = found;
    }
    let now = match &args.now {
        None => DEFAULT_NOW,
        Some(text) => match crate::scenario::parse_instant(text) {
            Ok(now) => now.timestamp(),
            Err(error) => {
                edge.tell(&format!("`--now {text}`: {error}"));
                return None;
            }
        },
    };
    let inventory = program.inventory();
    check_understanding(&spec, program.name(), &inventory, diagnostics);
    let mut variables = Vec::with_capacity(args.var.len());
    for (name, text) in &args.var {
        match start_value(&program, &world, name, text) {
            Ok(value) => variables.push((name.as_str().into(), value)),
            Err(error) => {
                let help = error.help.map(|help| format!("; {help}")).unwrap_or_default();
                edge.tell(&format!("`--var {name}`: {}{help}", error.message));
                return None;
            }
        }
    }
    let start = SessionStart {
        attributes: args.attr.iter().map(|(name, value)| (name.as_str().into(), value.as_str().into())).collect(),
        message: args.say.first().map(|text| text.as_str().into()),
        variables,
        level: TraceLevel::Explain,
        ..SessionStart::default()
    };
    Some(Session::start(&program, start, Arc::new(stubs), Arc::new(world), now))
}
