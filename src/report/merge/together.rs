//! Whether reports are those of one whole: no shard is missing or there twice, and all ran alike.

use std::collections::{BTreeMap, HashMap};

use super::told::Told;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Shard;
use crate::scenario::model::{Driver, TargetName};

/// What speaks against merging the runs; `rerun` where later ones may repeat what earlier ones did.
pub(super) fn check(runs: &[Told], rerun: bool, wrong: &mut Diagnostics) {
    shards(runs, rerun, wrong);
    alike(runs, "target", &|run| Some(target(run)), wrong);
    alike(runs, "org", &|run| Some(run.ended.as_ref()?.live.as_ref()?.org.clone()), wrong);
    if runs.iter().any(|run| run.started.shard.is_some()) {
        alike(runs, "driver", &|run| Some(driver(run)), wrong);
    }
    if !rerun {
        flows(runs, wrong);
    }
}

fn apart(run: &Told, message: String) -> Diagnostic {
    Diagnostic::error(Code::REPORTS_APART, message).at(run.place())
}

fn shards(runs: &[Told], rerun: bool, wrong: &mut Diagnostics) {
    let mut seen: BTreeMap<u32, &Told> = BTreeMap::new();
    let sharded = runs.iter().filter_map(|run| Some((run, run.started.shard?)));
    let Some((first, Shard { of, .. })) = sharded.clone().next() else { return };
    for (run, shard) in sharded {
        if shard.of != of {
            let other = &first.file;
            wrong.push(apart(
                run,
                format!("shard {shard} is not of the same whole as `{other}`, which has {of} shards"),
            ));
            continue;
        }
        let before = seen.insert(shard.number, run);
        if let Some(before) = before.filter(|_| !rerun) {
            let twice = apart(run, format!("shard {shard} is given twice: `{}` is it too", before.file));
            wrong.push(twice.help("with `--rerun`, what is given later replaces what was before"));
        }
    }
    if let Some(whole) = runs.iter().find(|run| run.started.shard.is_none() && !rerun) {
        let message = format!("the run is not one of {of} shards, and `{}` is", first.file);
        wrong.push(apart(whole, message).help("with `--rerun`, what is given later replaces what was before"));
    }
    for number in (1..=of).filter(|number| !seen.contains_key(number)).take(MOST_MISSING) {
        let message = format!("shard {} is missing", Shard { number, of });
        wrong.push(
            apart(first, message).help("give its report as well; if it has none, its run never began or was lost"),
        );
    }
}

/// More missing shards than this are not named one by one: a number of shards in a broken file may be anything.
const MOST_MISSING: usize = 100;

/// All runs say the same of this, as far as they say anything.
fn alike(runs: &[Told], what: &str, of: &dyn Fn(&Told) -> Option<String>, wrong: &mut Diagnostics) {
    let mut said = runs.iter().filter_map(|run| Some((run, of(run)?)));
    let Some((first, one)) = said.next() else { return };
    for (run, another) in said.filter(|(_, another)| *another != one) {
        let message = format!("{what} `{another}` differs from `{one}` of `{}`", first.file);
        wrong.push(apart(run, message));
    }
}

fn target(run: &Told) -> String {
    let words = TargetName::WORDS.iter();
    words.filter(|(_, one)| *one == run.started.target).map(|(word, _)| *word).collect()
}

fn driver(run: &Told) -> String {
    let words = Driver::WORDS.iter().find(|(_, one)| Some(*one) == run.started.driver);
    words.map_or("the richest of each case", |(word, _)| word).to_owned()
}

/// A flow that two runs know by one name must be the same, else the machines had different files.
fn flows(runs: &[Told], wrong: &mut Diagnostics) {
    let mut seen = HashMap::new();
    for run in runs {
        let reports = run.cases.values().filter_map(|case| case.report.as_ref());
        for flow in reports.filter_map(|report| report.flow.as_ref()) {
            let (first, one) = *seen.entry(&flow.key).or_insert((run, flow));
            if !std::ptr::eq(first, run) && one != flow {
                let message = format!("flow `{}` is another one in `{}`", flow.key, first.file);
                wrong.push(apart(run, message).help("run every shard on the same files"));
                // Of one run, one flow is enough to tell.
                break;
            }
        }
    }
}
