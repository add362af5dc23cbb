//! The two targets, and the same cases on both. A case that one of them cannot run takes no part.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::args::{ParityArgs, SideArg};
use crate::cli::args::{DriverArg, TargetArg};
use crate::cli::edge::Edge;
use crate::cli::signals::stop_runs;
use crate::cli::{load, run, target};
use crate::diagnostic::Diagnostics;
use crate::event::{CaseName, CaseReport, Event, Exit, LiveSum, Verdict};
use crate::parity::{About, Compared, Table, compare};
use crate::project::{LIVE_JOBS, Project};
use crate::runner::{
    self, Context, DEFAULT_JOBS, Interrupt, Plan, Preview, RunOptions, SingleCase, SnapshotMode, Target, flow_digest,
    flow_file,
};
use crate::scenario::model::Driver;
use crate::wire::platform::Organization;

/// Reports that may wait for a slow reader.
const EVENTS_IN_FLIGHT: usize = 256;

/// Both sides, ready to run.
pub struct Sides {
    names: [String; 2],
    contexts: [Context; 2],
}

/// What came of both runs.
pub struct Ran {
    /// The comparison.
    pub table: Table,
    /// The cases that ran on both sides, by their place in the table.
    pub cases: BTreeMap<usize, RanCase>,
}

/// One case that ran on both sides.
pub struct RanCase {
    /// The case.
    pub single: SingleCase,
    /// The flow's name.
    pub flow: String,
    /// Digest of the flow's files.
    pub flow_file: String,
    /// Both reports.
    pub reports: [CaseReport; 2],
}

impl Sides {
    /// The first org among the two that says who it is.
    pub async fn org(&self) -> Option<Organization> {
        for context in &self.contexts {
            if let Some(org) = context.target.org().await {
                return Some(org);
            }
        }
        None
    }
}

/// Why nothing was compared.
pub struct Stopped {
    /// What it means for the process.
    pub exit: Exit,
    /// What to say.
    pub reason: String,
}

/// Opens both targets, or says what they lack before anything is sent.
pub async fn open(edge: &Edge, args: &ParityArgs, project: Project, plan: &Plan) -> Result<Sides, (Exit, Diagnostics)> {
    let project = Arc::new(project);
    let mut contexts = Vec::new();
    for side in args.sides() {
        contexts.push(context(edge, args, side, &project, plan).await?);
    }
    let contexts = <[Context; 2]>::try_from(contexts).map_err(|_| (Exit::Unfit, Diagnostics::new()))?;
    let (left, right) = (args.left.to_string(), args.right.to_string());
    let names = if left == right { [format!("{left} (left)"), format!("{right} (right)")] } else { [left, right] };
    Ok(Sides { names, contexts })
}

async fn context(
    edge: &Edge,
    args: &ParityArgs,
    side: &SideArg,
    project: &Arc<Project>,
    plan: &Plan,
) -> Result<Context, (Exit, Diagnostics)> {
    let other = side.folder.as_ref().map(|folder| Edge::new(edge.root.join(folder)));
    let mut diagnostics = Diagnostics::new();
    let project = match &other {
        None => Some(Arc::clone(project)),
        Some(other) => load::project(other, &mut diagnostics).map(Arc::new),
    };
    let Some(project) = project.filter(|_| !diagnostics.has_errors()) else { return Err((Exit::Usage, diagnostics)) };
    let edge = other.as_ref().unwrap_or(edge);
    let settings = project.settings();
    let driver = args.driver.map(|driver| match driver {
        DriverArg::Simulate => Driver::Simulate,
        DriverArg::Converse => Driver::Converse,
    });
    // Nothing is set up in the org, so that until the first case a signal may end the process.
    let (_switch, interrupt) = Interrupt::new();
    let converses = side.target == TargetArg::Live && target::converses(edge, driver, settings);
    let (jobs, time) = (args.jobs.map(usize::from), args.timeout.or(settings.defaults.run_timeout));
    let (target, jobs, run_timeout) = if converses {
        let jobs = jobs.or(settings.live.jobs).unwrap_or(LIVE_JOBS);
        let limit = time.unwrap_or(run::RUN_TIME);
        let preview = Preview::of(plan, &project, &*edge.files, driver);
        let takes = preview.time(jobs, settings.live.rate);
        let over = run::check_budget(&preview, &settings.live.budget, takes, limit);
        if over.has_errors() {
            return Err((Exit::Usage, over));
        }
        let live = run::open_live(edge, &project, &preview, run::Wish::default(), limit, &mut interrupt.clone()).await;
        let live = live.map_err(|refused| match refused {
            run::Refused::Wrong(wrong) => (Exit::Unfit, wrong),
            run::Refused::Interrupted => (Exit::Interrupted, Diagnostics::new()),
        })?;
        (Target::Live(live), jobs, Some(limit))
    } else {
        let target = target::open(edge, side.target, &project).await.map_err(|wrong| (Exit::Unfit, wrong))?;
        (target, jobs.or(settings.defaults.jobs).unwrap_or(DEFAULT_JOBS), time)
    };
    let options = RunOptions { driver, jobs, run_timeout, snapshots: SnapshotMode::Leave, ..RunOptions::default() };
    Ok(Context { project, files: Arc::clone(&edge.files), target: Arc::new(target), options: Arc::new(options) })
}

/// Runs on both sides what both can run, and compares it; and what was done in live orgs.
pub async fn run(sides: &Sides, mut plan: Plan) -> (Result<Ran, Stopped>, Vec<LiveSum>) {
    let [a, b] = &sides.contexts;
    let told = |at: usize, single: &SingleCase| {
        let reason = single.skipped.as_ref()?;
        Some(format!("{}: {reason}", sides.names.get(at)?))
    };
    let cases: Vec<_> = plan
        .singles(a)
        .into_iter()
        .zip(plan.singles(b))
        .map(|(left, right)| (told(0, &left).or_else(|| told(1, &right)), left.name))
        .collect();
    plan.keep(|index| cases.get(index).is_some_and(|(left_out, _)| left_out.is_none()));
    let (outcome, lives) = both(sides, &plan).await;
    (outcome.map(|both| beside(sides, &plan, cases, both)), lives)
}

type Reports = Vec<CaseReport>;

/// The cases with their reports; of those that were left out, the reason.
fn beside(
    sides: &Sides,
    plan: &Plan,
    cases: Vec<(Option<String>, CaseName)>,
    (left, right): (Reports, Reports),
) -> Ran {
    let ([a, _], [name_a, name_b]) = (&sides.contexts, &sides.names);
    let mut pairs = plan.singles(a).into_iter().zip(left.into_iter().zip(right));
    let mut ran = Ran { table: Table::new(name_a, name_b), cases: BTreeMap::new() };
    for (left_out, name) in cases {
        if let Some(reason) = left_out {
            ran.table.add(name, Compared::LeftOut(reason));
            continue;
        }
        let Some((single, (left, right))) = pairs.next() else { break };
        let case = one(sides, &single, &left, &right);
        let at = ran.table.cases.len();
        ran.table.add(name, case.compared);
        if let Some((flow, flow_file)) = case.flow {
            ran.cases.insert(at, RanCase { single, flow, flow_file, reports: [left, right] });
        }
    }
    ran
}

/// The reports of both runs in the order of the plan.
async fn both(sides: &Sides, plan: &Plan) -> (Result<(Reports, Reports), Stopped>, Vec<LiveSum>) {
    let (switch, interrupt) = Interrupt::new();
    let signals = tokio::spawn(stop_runs(switch));
    let [a, b] = &sides.contexts;
    let ((left, first), (right, second)) =
        tokio::join!(reports(plan, a, interrupt.clone()), reports(plan, b, interrupt.clone()));
    signals.abort();
    let lives = first.into_iter().chain(second).collect();
    if interrupt.is_raised() {
        let reason = "interrupted: nothing was compared".to_owned();
        return (Err(Stopped { exit: Exit::Interrupted, reason }), lives);
    }
    for (name, reports) in sides.names.iter().zip([&left, &right]) {
        if let Some(unfit) = reports.iter().find(|report| report.verdict == Verdict::Unfit) {
            let reason = unfit.reason.as_deref().unwrap_or("the environment is unfit");
            let reason = format!("{name}: {}: {reason}", unfit.name.full());
            return (Err(Stopped { exit: Exit::Unfit, reason }), lives);
        }
    }
    (Ok((left, right)), lives)
}

/// The reports, and what was done in a live org.
async fn reports(plan: &Plan, context: &Context, interrupt: Interrupt) -> (Reports, Option<LiveSum>) {
    let (sender, mut events) = mpsc::channel(EVENTS_IN_FLIGHT);
    let reading = async {
        let mut reports = Vec::new();
        while let Some(event) = events.recv().await {
            if let Event::CaseEnded(report) = event {
                reports.push(*report);
            }
        }
        reports
    };
    let (summary, mut reports) = tokio::join!(runner::run(plan, context, sender, interrupt), reading);
    reports.sort_by_key(|report| report.name.index);
    (reports, summary.live)
}

struct One {
    compared: Compared,
    flow: Option<(String, String)>,
}

fn one(sides: &Sides, single: &SingleCase, left: &CaseReport, right: &CaseReport) -> One {
    for (name, report) in sides.names.iter().zip([left, right]) {
        // A case that was cut short shows how far it came, which is not what it does.
        let cut = report.evidence.is_none() || (report.verdict == Verdict::Errored && report.reason.is_some());
        if cut || report.verdict == Verdict::Interrupted {
            let reason = report.reason.as_deref().unwrap_or("nothing was observed");
            return One { compared: Compared::Failed(format!("{name}: {reason}")), flow: None };
        }
    }
    let [context, _] = &sides.contexts;
    let resolved = single.resolved(context);
    let (Some((case, resolved)), Some(left), Some(right)) = (resolved, &left.evidence, &right.evidence) else {
        return One { compared: Compared::Failed("the scenario is wrong".to_owned()), flow: None };
    };
    let file = flow_file(&resolved.program);
    let compared = compare(left, right, &About { redact: &case.redact, file: &file });
    let flow = Some((resolved.program.name().to_string(), flow_digest(&context.project, &resolved)));
    One { compared: Compared::Sides(compared), flow }
}
