//! The arguments of every command. Help texts are what `--help` prints.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::completions::CompletionsArgs;
use super::coverage::CoverageOfFilesArgs;
use super::doctor::DoctorArgs;
use super::flow_diff::FlowDiffArgs;
use super::flow_pull::FlowPullArgs;
use super::fmt::FmtArgs;
use super::import::ImportCommand;
use super::log::LogArg;
use super::man::ManArgs;
use super::new::NewArgs;
use super::record::RecordArgs;
use super::report::ReportCommand;
use super::run::RunArgs;
use super::suggest::SuggestArgs;
use super::sweep::SweepArgs;
use super::try_flow::TryArgs;

/// Scenario tests for Genesys Cloud web messaging and Architect flows.
#[derive(Debug, Parser)]
#[command(name = "flowproof", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Folder of flowproof.yaml
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub project: Utf8PathBuf,
    /// Lay this profile of flowproof.yaml over it; FLOWPROOF_PROFILE names one, too
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Write a log: `LEVEL=FILE`, such as `debug=flowproof.log`; levels are error, warn, info, debug, trace
    #[arg(long, global = true, value_name = "LEVEL=FILE")]
    pub log: Option<LogArg>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 all green, 1 a case is not, 2 the command line or a file is wrong, 3 nothing was judged, \
4 the environment is unfit, 130 interrupted";

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run scenarios, on the embedded fake org unless told otherwise
    Run(RunArgs),
    /// Check scenarios, flows and flowproof.yaml without running anything
    Check(CheckArgs),
    /// Write a conversation of the sandbox org as a scenario that holds it again, offline
    Record(RecordArgs),
    /// Serve one fake org until Ctrl-C
    Serve(ServeArgs),
    /// Work with one flow
    #[command(subcommand)]
    Flow(FlowCommand),
    /// Chat with a flow in the terminal, its path beside, and save the chat as a scenario
    Try(TryArgs),
    /// Evaluate an Architect expression
    Expr(ExprArgs),
    /// Print or write the JSON Schemas
    Schema(SchemaArgs),
    /// Write a working project into an empty folder
    Init(InitArgs),
    /// Write a first scenario for a flow, green as it stands
    New(NewArgs),
    /// Lay out scenario files and flowproof.yaml in one way
    Fmt(FmtArgs),
    /// Write tests of another tool as scenarios
    #[command(subcommand)]
    Import(ImportCommand),
    /// Say what a diagnostic code means
    Explain(ExplainArgs),
    /// Accept or reject pending snapshots
    Review(ReviewArgs),
    /// Work with the reports of runs
    #[command(subcommand)]
    Report(ReportCommand),
    /// Run the same cases on two targets and show what differs
    Parity(super::parity::ParityArgs),
    /// Merge coverage of several runs, show it, write it, ask it, gate it
    Coverage(CoverageOfFilesArgs),
    /// Write scenarios for the ways through a flow that none takes
    Suggest(SuggestArgs),
    /// List, or remove, what dead runs left in the sandbox org
    Sweep(SweepArgs),
    /// Say whether the sandbox org is fit for live runs, and how to mend it
    Doctor(DoctorArgs),
    /// Print what a shell needs to complete commands and options
    Completions(CompletionsArgs),
    /// Print or write the manual pages
    Man(ManArgs),
}

/// The commands on one flow.
#[derive(Debug, Subcommand)]
pub(super) enum FlowCommand {
    /// Run one flow, without a server
    Run(FlowRunArgs),
    /// Draw one flow: its containers, actions and branches
    Show(FlowShowArgs),
    /// Say in words what changed from one flow file to another, and which cases go through it
    Diff(FlowDiffArgs),
    /// Read a published flow of the sandbox org into a file
    Pull(FlowPullArgs),
}

/// `--target`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TargetArg {
    /// The embedded fake org
    Mock,
    /// The host that flowproof.yaml or the environment names
    Live,
}

/// `--driver`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DriverArg {
    /// The seed's four steps over REST
    Simulate,
    /// Guest web messaging
    Converse,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Scenario files, flow files or folders; the whole project where none is given
    pub paths: Vec<Utf8PathBuf>,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Port on 127.0.0.1; any free one where it is 0
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// A flow file besides those of flowproof.yaml; may be repeated
    #[arg(long, value_name = "FILE")]
    pub flow: Vec<Utf8PathBuf>,
    /// Stubs for data actions and bots, as under `stubs:` of a scenario; or a map with `stubs:` and `world:`
    #[arg(long, value_name = "FILE")]
    pub stubs: Option<Utf8PathBuf>,
    /// Hold every request to the attributes that a widget declares, even one that names no widget
    #[arg(long)]
    pub strict: bool,
    /// How long a token lives
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub token_lifetime: Option<std::time::Duration>,
    /// Requests a minute
    #[arg(long, value_name = "N")]
    pub rate_limit: Option<u32>,
    /// Serve https and wss, and write the certificate to trust as ca.pem into this folder
    #[arg(long, value_name = "DIR")]
    pub tls: Option<Utf8PathBuf>,
    /// A host name that the certificate is good for, besides localhost and the names below it; may be repeated
    #[arg(long, value_name = "NAME", requires = "tls")]
    pub tls_name: Vec<String>,
    /// Who the org is, its limits, lags, guests and credentials
    #[arg(long, value_name = "FILE")]
    pub org: Option<Utf8PathBuf>,
    /// How much later every answer and every frame comes
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub latency: Option<std::time::Duration>,
    /// What goes wrong: `token=503,times=2`, `guest.message=close:1011`; may be repeated
    #[arg(long, value_name = "WHERE=WHAT")]
    pub fault: Vec<String>,
}

/// Arguments of `flow run`.
#[derive(Debug, Args)]
pub(super) struct FlowRunArgs {
    /// The flow file; or where there is none, the flow that flowproof.yaml names so
    pub file: Utf8PathBuf,
    /// A flow that this one calls, a bot or a common module, to execute it and not stub it; may be repeated
    #[arg(long, value_name = "FILE")]
    pub with: Vec<Utf8PathBuf>,
    /// A participant attribute; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, allow_hyphen_values = true)]
    pub attr: Vec<(String, String)>,
    /// What the customer says, in order; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub say: Vec<String>,
    /// A value of an input variable (`Flow.orderId=7`), or of a built-in one; lists and JSON as JSON; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, allow_hyphen_values = true)]
    pub var: Vec<(String, String)>,
    /// Stubs for data actions and bots, as under `stubs:` of a scenario; or a map with `stubs:` and `world:`
    #[arg(long, value_name = "FILE")]
    pub stubs: Option<Utf8PathBuf>,
    /// Values for the file's `{{placeholders}}`, a map
    #[arg(long, value_name = "FILE")]
    pub substitutions: Option<Utf8PathBuf>,
    /// The conversation's clock, such as `2026-11-23T10:00 America/Chicago`
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// Say in words why each decision and switch went its way
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
}

/// Arguments of `flow show`.
#[derive(Debug, Args)]
pub(super) struct FlowShowArgs {
    /// The flow file; or where there is none, the flow that flowproof.yaml names so
    pub file: Utf8PathBuf,
    /// A flow that this one calls, to draw it too; may be repeated
    #[arg(long, value_name = "FILE")]
    pub with: Vec<Utf8PathBuf>,
    /// How to draw it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    pub format: ShowFormat,
    /// Values for the file's `{{placeholders}}`, a map
    #[arg(long, value_name = "FILE")]
    pub substitutions: Option<Utf8PathBuf>,
    /// A path to mark, as `flow run --json` prints it
    #[arg(long, value_name = "FILE")]
    pub path: Option<Utf8PathBuf>,
    /// Write into this file, not to standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<Utf8PathBuf>,
}

/// `flow show --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFormat {
    /// An indented tree
    Text,
    /// A Mermaid flowchart
    Mermaid,
    /// A drawing for a browser
    Svg,
    /// The graph for other tools
    Json,
}

/// Arguments of `expr`.
#[derive(Debug, Args)]
pub(super) struct ExprArgs {
    /// The expression
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub expression: Option<String>,
    /// A variable; the value is JSON, or text; with `--ast`, the name or code of its type
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, conflicts_with = "batch", allow_hyphen_values = true)]
    pub var: Vec<(String, String)>,
    /// Read JSON lines `{"expression", "variables"}` and answer each with a line
    #[arg(long)]
    pub batch: bool,
    /// Print the tree that exports hold beside the text, instead of evaluating
    #[arg(long)]
    pub ast: bool,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Which to print
    #[arg(value_enum, required_unless_present = "write")]
    pub which: Option<SchemaArg>,
    /// Write all into this folder
    #[arg(long, value_name = "DIR")]
    pub write: Option<Utf8PathBuf>,
}

/// The schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaArg {
    /// Scenario files
    Scenario,
    /// Files of blocks
    Blocks,
    /// flowproof.yaml
    Flowproof,
    /// Lines of `--report json=FILE`
    Events,
    /// Files of `--coverage json=FILE`
    Coverage,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder; it is made where it does not exist
    #[arg(default_value = ".")]
    pub folder: Utf8PathBuf,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The code, such as FP0104; all of them where none is given
    pub code: Option<String>,
}

/// Arguments of `review`.
#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// Folders to look in; the project's scenarios where none is given
    pub paths: Vec<Utf8PathBuf>,
    /// Accept all without asking
    #[arg(long, conflicts_with = "reject")]
    pub accept: bool,
    /// Reject all without asking
    #[arg(long)]
    pub reject: bool,
}

pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

pub(super) fn duration(text: &str) -> Result<std::time::Duration, String> {
    crate::scenario::parse_duration(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
