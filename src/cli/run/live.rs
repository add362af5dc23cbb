//! The live target of a run: counted, guarded, noted, in this order; what is missing or wrong is said before anything is sent. Must not
//! know how cases are driven.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use crate::cli::edge::Edge;
use crate::cli::{ledger, profile, sandbox};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::live::doctor;
use crate::live::published::{self, Published};
use crate::live::{self, Changes, Guarded, Mark, Sandbox, Unplaced, Wanted};
use crate::project::Project;
use crate::runner::{Interrupt, LiveTarget, Preview};
use crate::scenario::show_duration;

/// How long a run may take where neither the command line nor flowproof.yaml says.
pub(in crate::cli) const RUN_TIME: Duration = Duration::from_secs(60 * 60);

/// How long undoing what was set up may take.
const UNDO_TIME: Duration = Duration::from_secs(120);

/// What is set up in the org for the run alone.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cli) struct Wish {
    /// Deployments for flows that have none.
    pub provision: bool,
    /// What flows need to show their paths.
    pub prepare_org: bool,
    /// To be told also where nobody can say whether a published flow is the file's.
    pub doubts: bool,
}

/// Why there is no target.
pub(in crate::cli) enum Refused {
    /// Something is missing or wrong, or could not be set up.
    Wrong(Diagnostics),
    /// The run was interrupted before it began.
    Interrupted,
}

impl<D: Into<Diagnostics>> From<D> for Refused {
    fn from(wrong: D) -> Self {
        Self::Wrong(wrong.into())
    }
}

/// Opens the target for what the preview says, and sets up in the org what is wished for; whatever talks to a live org comes in here.
///
/// # Errors
/// Something is missing or wrong, or the run was interrupted; what was set up is undone, or told and kept in the ledger.
pub(in crate::cli) async fn open(
    edge: &Edge,
    project: &Project,
    preview: &Preview,
    wish: Wish,
    limit: Duration,
    interrupt: &mut Interrupt,
) -> Result<LiveTarget, Refused> {
    let sandbox = sandbox::connect(edge, project);
    let flows = flows(preview, wish.provision);
    let (sandbox, flows) = match (sandbox, flows) {
        (Ok(sandbox), Ok(flows)) => (sandbox, flows),
        (Err(mut wrong), other) => {
            wrong.append(other.err().unwrap_or_default());
            return Err(wrong.into());
        }
        (Ok(_), Err(wrong)) => return Err(wrong.into()),
    };
    let guarded = tokio::select! {
        biased;
        () = interrupt.raised() => return Err(Refused::Interrupted),
        guarded = live::guard(&sandbox, &flows.placed) => guarded?,
    };
    let sandbox = profile::apply(edge, sandbox, &guarded.organization)?;
    let mark = ledger::mark(&sandbox, limit);
    let ledger = ledger::begin(edge, &sandbox, &guarded, &mark)?;
    let changes = Changes::new(Arc::new(ledger));
    let mut ready = guarded;
    let set_up = tokio::select! {
        biased;
        () = interrupt.raised() => Err(Refused::Interrupted),
        () = tokio::time::sleep(limit) => Err(too_slow(limit).into()),
        done = async {
            set_up(&sandbox, &mut ready, &changes, &mark, &flows, preview, wish).await?;
            examine(edge, project, &sandbox, &ready, preview, wish.doubts).await
        } => done.map_err(Refused::Wrong),
    };
    match set_up {
        Ok(compared) => Ok(LiveTarget::new(sandbox, ready, changes, mark, fastrand::u64(..)).comparing(compared)),
        Err(why) => {
            sandbox.client.lift_budget();
            let left = changes.undo_all(&sandbox, UNDO_TIME).await;
            for one in &left {
                edge.tell(&format!("left in org {}: {one}", ready.organization.name));
            }
            if left.is_empty() {
                changes.ledger().discard();
            }
            Err(why)
        }
    }
}

async fn set_up(
    sandbox: &Sandbox,
    ready: &mut Guarded,
    changes: &Changes,
    mark: &Mark,
    flows: &Flows,
    preview: &Preview,
    wish: Wish,
) -> Result<(), Diagnostics> {
    live::provision(sandbox, ready, changes, mark, &flows.unplaced).await?;
    if wish.prepare_org {
        let mut called: Vec<String> = preview.flows.values().flat_map(|flow| flow.called.iter().cloned()).collect();
        called.sort();
        called.dedup();
        live::prepare(sandbox, ready, changes, mark, &called).await?;
    }
    Ok(())
}

/// Whether the org is fit, as it now is, and whether it has the flows of the files. What is doubtful is told.
async fn examine(
    edge: &Edge,
    project: &Project,
    sandbox: &Sandbox,
    ready: &Guarded,
    preview: &Preview,
    doubts: bool,
) -> Result<IndexMap<String, Published>, Diagnostics> {
    // What is wrong with a flow's file was told when it was loaded.
    let (all, _) = project.flows(&*edge.files);
    let mut subjects = Vec::new();
    for key in preview.flows.keys() {
        for mut subject in doctor::subjects(&all, &project.settings().live, Some(key)).0 {
            // A deployment that was made for the run is in no file.
            subject.deployment_id = ready.deployment(key).and_then(|one| one.id.clone()).or(subject.deployment_id);
            subjects.push(subject);
        }
    }
    let found = doctor::examine_guarded(sandbox, ready, &subjects).await.diagnostics();
    if found.has_errors() {
        return Err(found);
    }
    edge.report(&found);
    let mut compared = IndexMap::new();
    for flow in all.iter().filter(|flow| preview.flows.contains_key(&flow.name)) {
        let found = published::look(sandbox, ready, &flow.name, &flow.program).await;
        if let Some(told) = published::warning(&found, &flow.name, &flow.program, doubts) {
            edge.tell(&format!("warning: {told}"));
        }
        compared.insert(flow.name.to_string(), found);
    }
    Ok(compared)
}

fn too_slow(limit: Duration) -> Diagnostic {
    let message = format!("setting up the org took longer than the whole run may, {}", show_duration(limit));
    Diagnostic::error(Code::OVER_BUDGET, message).help("give the run more with `--timeout`")
}

/// The flows that will be spoken with.
pub(super) struct Flows {
    /// Each with its deployment.
    placed: Vec<Wanted>,
    /// Those that get one for the run.
    unplaced: Vec<Unplaced>,
}

/// Each flow with its deployment; one that has none is a mistake, unless deployments are made.
pub(super) fn flows(preview: &Preview, provision: bool) -> Result<Flows, Diagnostics> {
    let mut missing = Diagnostics::new();
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for (key, flow) in &preview.flows {
        match &flow.live.deployment_id {
            Some(deployment_id) => placed.push(Wanted {
                key: key.to_string(),
                name: flow.name.clone(),
                flow_id: flow.live.flow_id.clone(),
                deployment_id: deployment_id.clone(),
            }),
            None if provision => unplaced.push(Unplaced {
                key: key.to_string(),
                name: flow.name.clone(),
                flow_id: flow.live.flow_id.clone(),
                place: flow.place.clone(),
            }),
            None => missing.push(
                Diagnostic::error(Code::NO_DEPLOYMENT, format!("no deployment is named for flow `{key}`"))
                    .at(flow.place.clone())
                    .help(format!(
                        "add `flows: {{ {key}: {{ live: {{ flow_id: …, deployment_id: … }} }} }}` to flowproof.yaml"
                    ))
                    .help("or let the run make one and remove it: `--provision`"),
            ),
        }
    }
    if missing.has_errors() { Err(missing) } else { Ok(Flows { placed, unplaced }) }
}
