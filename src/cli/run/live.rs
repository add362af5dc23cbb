//! The live target of a run: counted, guarded, noted, in this order; what is missing or wrong is said before anything is sent. Must not
//! know how cases are driven.

use std::time::Duration;

use jiff::Timestamp;

use crate::cli::edge::Edge;
use crate::cli::sandbox;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::live::ledger::{Folder, Head, Ledger};
use crate::live::{self, Guarded, Mark, RunId, Sandbox, Wanted};
use crate::project::Project;
use crate::runner::{LiveTarget, Preview};

/// How long a run may take where neither the command line nor flowproof.yaml says.
pub(in crate::cli) const RUN_TIME: Duration = Duration::from_secs(60 * 60);

/// How much longer than its time-out a run may be alive: what it has open is ended, and clocks differ.
const CLEAN_UP: Duration = Duration::from_secs(5 * 60);

/// Opens the target for what the preview says; whatever talks to a live org comes in here.
///
/// # Errors
/// Something is missing or wrong; nothing was created.
pub(in crate::cli) async fn open(
    edge: &Edge,
    project: &Project,
    preview: &Preview,
    limit: Duration,
) -> Result<LiveTarget, Diagnostics> {
    let sandbox = sandbox::connect(edge, project);
    let wanted = wanted(preview);
    let (sandbox, wanted) = match (sandbox, wanted) {
        (Ok(sandbox), Ok(wanted)) => (sandbox, wanted),
        (Err(mut wrong), other) => {
            wrong.append(other.err().unwrap_or_default());
            return Err(wrong);
        }
        (Ok(_), Err(wrong)) => return Err(wrong),
    };
    let guarded = live::guard(&sandbox, &wanted).await?;
    let mark = mark(&sandbox, limit);
    let ledger = ledger(edge, &sandbox, &guarded, &mark)?;
    Ok(LiveTarget::new(sandbox, guarded, ledger, mark, fastrand::u64(..)))
}

/// The flows that will be spoken with, each with its deployment.
fn wanted(preview: &Preview) -> Result<Vec<Wanted>, Diagnostics> {
    let mut missing = Diagnostics::new();
    let mut wanted = Vec::new();
    for (key, flow) in &preview.flows {
        match &flow.live.deployment_id {
            Some(deployment_id) => wanted.push(Wanted {
                key: key.to_string(),
                name: flow.name.clone(),
                flow_id: flow.live.flow_id.clone(),
                deployment_id: deployment_id.clone(),
            }),
            None => missing.push(
                Diagnostic::error(Code::NO_DEPLOYMENT, format!("no deployment is named for flow `{key}`"))
                    .at(flow.place.clone())
                    .help(format!(
                        "add `flows: {{ {key}: {{ live: {{ flow_id: …, deployment_id: … }} }} }}` to flowproof.yaml"
                    )),
            ),
        }
    }
    if missing.has_errors() { Err(missing) } else { Ok(wanted) }
}

fn mark(sandbox: &Sandbox, limit: Duration) -> Mark {
    let now = Timestamp::now();
    let until = now.checked_add(limit + CLEAN_UP).unwrap_or(Timestamp::MAX);
    Mark { name: sandbox.settings.marker.clone(), run: RunId::new(now, fastrand::u32(..)), until }
}

fn ledger(edge: &Edge, sandbox: &Sandbox, guarded: &Guarded, mark: &Mark) -> Result<Ledger, Diagnostic> {
    let folder = edge.root.join(&sandbox.settings.ledger);
    let journal = Folder::new(&folder).create(&mark.run).map_err(|error| {
        Diagnostic::error(Code::LEDGER_UNWRITABLE, format!("no ledger can be kept in `{folder}`: {error}"))
            .help("make it a folder that can be written, or name another with `live: { ledger: … }` in flowproof.yaml")
    })?;
    let head = Head {
        run: mark.run.to_string(),
        org: guarded.organization.id.clone(),
        api: sandbox.environment.api.to_string(),
        marker: mark.name.clone(),
        until: mark.until,
    };
    Ledger::begin(journal, head)
}
