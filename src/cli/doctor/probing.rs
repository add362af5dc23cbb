//! `--probe`: guard, mark and ledger before it, clean-up after it, the files that it leaves. Must not know the questions.

use std::sync::Arc;
use std::time::Duration;

use camino::Utf8PathBuf;
use jiff::{Timestamp, Unit};

use super::choice::Choice;
use crate::cli::edge::Edge;
use crate::cli::{ledger, profile, signals};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Exit;
use crate::live::probe::{PROBE_TIME, probe as ask};
use crate::live::{LeftOpen, OpenConversations, Profile, Sandbox, guard};

/// How long ending what a probe began may take.
const CLEAN_UP: Duration = Duration::from_secs(60);

/// What a probe came to.
pub(super) struct Probed {
    /// What was measured.
    pub profile: Profile,
    /// The profile's file and the report beside it, or why they are not written.
    pub files: Result<(Utf8PathBuf, Utf8PathBuf), Diagnostic>,
    /// What could not be ended.
    pub left: Vec<LeftOpen>,
}

/// Speaks with the chosen flow, ends what began, and writes down what was found.
///
/// # Errors
/// The guard does not let it begin, or it was interrupted; with the exit code for it.
pub(super) async fn probe(edge: &Edge, sandbox: &Sandbox, chosen: &Choice) -> Result<Probed, (Exit, Diagnostics)> {
    let unfit = |wrong: Diagnostics| (Exit::Unfit, wrong);
    let Some(wanted) = chosen.wanted() else {
        let missing = Diagnostic::error(Code::NO_DEPLOYMENT, "no deployment is named for the flow");
        return Err((Exit::Usage, missing.into()));
    };
    let key = wanted.key.clone();
    let guarded = guard(sandbox, &[wanted]).await.map_err(unfit)?;
    let mark = ledger::mark(sandbox, PROBE_TIME);
    let kept = Arc::new(ledger::begin(edge, sandbox, &guarded, &mark).map_err(|wrong| unfit(wrong.into()))?);
    let open = OpenConversations::new(Arc::clone(&kept), mark);
    let found = tokio::select! {
        found = ask(sandbox, &guarded, &open, &key, fastrand::u64(..)) => Some(found),
        () = signals::stop_wanted() => None,
    };
    let left = tokio::select! {
        left = open.end_all(sandbox, CLEAN_UP) => left,
        () = signals::stop_wanted() => return Err((Exit::Interrupted, Diagnostics::new())),
    };
    if left.is_empty() {
        kept.discard();
    }
    for one in &left {
        edge.tell(&format!("{}: a conversation is open still: {}; its ledger names it", one.case, one.why));
    }
    let Some(found) = found else {
        edge.tell("interrupted: what the probe began was ended, and no profile was written");
        return Err((Exit::Interrupted, Diagnostics::new()));
    };
    let found = found.map_err(|wrong| unfit(wrong.into()))?;
    let now = Timestamp::now();
    let profile = Profile::new(&guarded.organization, now.round(Unit::Second).unwrap_or(now), &key, &found);
    let files = profile::write(edge, &sandbox.settings, &profile);
    Ok(Probed { profile, files, left })
}
