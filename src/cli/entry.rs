//! From arguments to a command and from its result to an exit code.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use super::args::{Arguments, Command, FlowCommand};
use super::edge::Edge;
use super::{
    check, completions, coverage, doctor, explain, expr, flow_diff, flow_pull, flow_run, flow_show, fmt, import, init,
    log, man, new, parity, record, report, review, run, schema, serve, suggest, sweep, try_flow,
};
use crate::event::Exit;

/// Runs the command that the process's arguments name.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap prints help and version as errors of its own, which are none.
            let code = if error.use_stderr() { Exit::Usage } else { Exit::Green };
            let _ = error.print();
            return exit_code(code);
        }
    };
    let edge = Edge::new(arguments.project, arguments.profile);
    if let Some(log) = &arguments.log
        && let Err(why) = log::begin(log)
    {
        edge.tell(&why);
        return exit_code(Exit::Usage);
    }
    exit_code(match arguments.command {
        Command::Run(args) => run::run(&edge, &args),
        Command::Check(args) => check::run(&edge, &args),
        Command::Record(args) => record::run(&edge, &args),
        Command::Serve(args) => serve::run(&edge, &args),
        Command::Flow(FlowCommand::Run(args)) => flow_run::run(&edge, &args),
        Command::Flow(FlowCommand::Show(args)) => flow_show::run(&edge, &args),
        Command::Flow(FlowCommand::Diff(args)) => flow_diff::run(&edge, &args),
        Command::Flow(FlowCommand::Pull(args)) => flow_pull::run(&edge, &args),
        Command::Try(args) => try_flow::run(&edge, &args),
        Command::Expr(args) => expr::run(&edge, &args),
        Command::Schema(args) => schema::run(&edge, &args),
        Command::Init(args) => init::run(&edge, &args),
        Command::New(args) => new::run(&edge, &args),
        Command::Fmt(args) => fmt::run(&edge, &args),
        Command::Import(command) => import::run(&edge, &command),
        Command::Explain(args) => explain::run(&edge, &args),
        Command::Review(args) => review::run(&edge, &args),
        Command::Report(command) => report::run(&edge, &command),
        Command::Parity(args) => parity::run(&edge, &args),
        Command::Suggest(args) => suggest::run(&edge, &args),
        Command::Sweep(args) => sweep::run(&edge, &args),
        Command::Coverage(args) => coverage::run(&edge, &args),
        Command::Doctor(args) => doctor::run(&edge, &args),
        Command::Completions(args) => completions::run(&edge, &args),
        Command::Man(args) => man::run(&edge, &args),
    })
}

/// All commands and options, as clap knows them: for completions, manual pages, and tests that hold the documentation to them.
pub fn command() -> clap::Command {
    Arguments::command()
}

fn exit_code(exit: Exit) -> ExitCode {
    ExitCode::from(exit as u8)
}
