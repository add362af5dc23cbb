//! The beginning and the end of a whole, from those of its runs.

use std::collections::BTreeSet;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::told::Told;
use crate::event::{CaseReport, LiveSum, Proof, RunStarted, Summary, Verdict};

/// When the first of the runs began, where all say when they did.
pub(super) fn first(runs: &[Told]) -> Option<Timestamp> {
    let began: Option<Vec<Timestamp>> = runs.iter().map(|run| run.started.began).collect();
    began?.into_iter().min()
}

/// The beginning of the whole; none where there is no run.
pub(super) fn started(runs: &[Told], planned: usize, cases: &[CaseReport]) -> Option<RunStarted> {
    let one = &runs.first()?.started;
    let files: BTreeSet<&str> = cases.iter().map(|case| &*case.name.file).collect();
    let all = |same: &dyn Fn(&RunStarted) -> bool| runs.iter().all(|run| same(&run.started));
    Some(RunStarted {
        planned,
        files: files.len(),
        target: one.target,
        driver: one.driver.filter(|_| all(&|run| run.driver == one.driver)),
        jobs: runs.iter().map(|run| run.started.jobs).max().unwrap_or(1),
        began: first(runs),
        seed: one.seed.filter(|_| all(&|run| run.seed == one.seed)),
        shard: None,
        retries: runs.iter().map(|run| run.started.retries).max().unwrap_or(0),
        profile: one.profile.clone().filter(|_| all(&|run| run.profile == one.profile)),
        project: one.project.clone().filter(|_| all(&|run| run.project == one.project)),
    })
}

/// The end of the whole. `settled` where nothing of an interrupted run is left to be judged, since it was run again.
pub(super) fn ended(runs: &[Told], planned: usize, cases: &[CaseReport], settled: bool) -> Summary {
    let mut summary = Summary::planning(planned);
    for case in cases {
        summary.count(case.verdict);
    }
    let any = |holds: &dyn Fn(&Summary) -> bool| runs.iter().filter_map(|run| run.ended.as_ref()).any(holds);
    let killed = runs.iter().any(|run| run.ended.is_none());
    summary.interrupted = (killed || any(&|one| one.interrupted)) && !settled;
    summary.timed_out = any(&|one| one.timed_out) && !settled;
    summary.stopped = any(&|one| one.stopped) && !settled;
    summary.flaky_fails = any(&|one| one.flaky_fails);
    summary.files_wrong = any(&|one| one.files_wrong);
    summary.unfit = any(&|one| one.unfit);
    summary.duration = duration(runs);
    summary.live = live(runs);
    summary.proof = proof(runs);
    summary
}

/// From the first beginning to the last end; where the runs do not say when they began, they are taken to have run side by side.
fn duration(runs: &[Told]) -> Duration {
    let first = first(runs);
    runs.iter().map(|run| run.after(first) + run.lasted).max().unwrap_or_default()
}

fn live(runs: &[Told]) -> Option<LiveSum> {
    let mut sums = runs.iter().filter_map(|run| run.ended.as_ref()?.live.as_ref());
    let mut whole = sums.next()?.clone();
    let mut calls: IndexMap<_, usize> = std::mem::take(&mut whole.calls).into_iter().collect();
    for one in sums {
        whole.run = format!("{}, {}", whole.run, one.run);
        whole.begun += one.begun;
        whole.ended += one.ended;
        whole.left.extend(one.left.iter().cloned());
        for (kind, count) in &one.calls {
            *calls.entry(kind.clone()).or_default() += count;
        }
    }
    whole.calls = calls.into_iter().collect();
    Some(whole)
}

fn proof(runs: &[Told]) -> Option<Box<Proof>> {
    let mut proofs = runs.iter().filter_map(|run| run.ended.as_ref()?.proof.as_deref());
    let mut whole = proofs.next()?.clone();
    for one in proofs {
        whole.cases += one.cases;
        whole.of += one.of;
        whole.flow_changed += one.flow_changed;
        whole.scenario_changed += one.scenario_changed;
        whole.differed += one.differed;
        if one.last.days < whole.last.days {
            whole.last = one.last.clone();
        }
        if one.oldest.0 > whole.oldest.0 {
            whole.oldest.clone_from(&one.oldest);
        }
    }
    Some(Box::new(whole))
}

/// Whether a case still waits for its verdict.
pub(super) fn is_open(case: &CaseReport) -> bool {
    case.verdict == Verdict::Interrupted
}
