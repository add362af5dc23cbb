//! What the arguments choose: which cases, where, and what is said where that is none. Must not run anything.

use jiff::Timestamp;

use super::args::{ListFormat, RunArgs};
use super::list;
use super::options::driver;
use crate::cli::args::TargetArg;
use crate::cli::edge::{Edge, plural};
use crate::cli::reports::Reports;
use crate::cli::target;
use crate::event::{Event, Exit, RunStarted, Summary};
use crate::project::{Project, Settings};
use crate::runner::{Filter, Plan};
use crate::scenario::model::{Driver, TargetName};

/// The option that leaves cases out, where one does.
pub(super) fn left_out(args: &RunArgs) -> Option<&'static str> {
    let options = [
        (!args.tag.is_empty(), "--tag"),
        (!args.filter.is_empty(), "--filter"),
        (!args.paths.is_empty(), "PATH"),
        (args.last_failed.is_some(), "--last-failed"),
        (args.shard.is_some(), "--shard"),
    ];
    options.into_iter().find_map(|(given, option)| given.then_some(option))
}

/// Why there is nothing to run.
pub(super) fn nothing(plan: &Plan, filter: &Filter) -> String {
    if plan.found == 0 {
        "nothing to run: no scenario was found".to_owned()
    } else if let (Some(shard), true) = (filter.shard, plan.chosen() > 0) {
        format!("nothing to run: none of {} is in shard {shard}", plural(plan.chosen(), "case"))
    } else {
        let mut chosen: Vec<String> = filter.tags.iter().chain(&filter.texts).map(|text| format!("`{text}`")).collect();
        if filter.only.is_some() {
            chosen.push("what was not green the last time".to_owned());
        }
        format!("nothing to run: none of {} cases matches {}", plan.found, chosen.join(", "))
    }
}

/// The target that is asked for.
pub(super) fn target_name(args: &RunArgs) -> TargetName {
    match args.target {
        TargetArg::Mock => TargetName::Mock,
        TargetArg::Live => TargetName::Live,
    }
}

/// Whether the target is an org for conversations.
pub(super) fn converses(edge: &Edge, args: &RunArgs, settings: &Settings) -> bool {
    args.target == TargetArg::Live && target::converses(edge, driver(args), settings)
}

/// Lists what would run.
pub(super) fn listed_cases(edge: &Edge, args: &RunArgs, project: &Project, plan: &Plan, format: ListFormat) -> Exit {
    let (target, drivers): (_, &[Driver]) = match args.target {
        TargetArg::Mock => (TargetName::Mock, &[Driver::Converse, Driver::Simulate]),
        TargetArg::Live if converses(edge, args, project.settings()) => (TargetName::Live, &[Driver::Converse]),
        TargetArg::Live => (TargetName::Live, &[Driver::Simulate]),
    };
    list::list(edge, project, plan, format, target, drivers, driver(args))
}

/// A shard that has none of the cases: the others run them, and whoever merges the reports looks for one of each.
pub(super) fn empty_shard(edge: &Edge, args: &RunArgs, project: &Project, plan: &Plan, reports: &mut Reports) -> Exit {
    let started = RunStarted {
        driver: driver(args),
        began: Some(Timestamp::now()),
        shard: plan.shard(),
        profile: project.profile().map(str::to_owned),
        project: project.given_root().map(ToString::to_string),
        ..RunStarted::of(0, 0, target_name(args))
    };
    for event in [Event::RunStarted(started), Event::RunEnded(Summary::planning(0))] {
        if let Some(why) = reports.write(&event) {
            edge.tell(&why);
            return Exit::Red;
        }
    }
    let shard = plan.shard().map(|shard| shard.to_string()).unwrap_or_default();
    edge.tell(&format!("shard {shard} has none of {}: the others run them", plural(plan.chosen(), "case")));
    Exit::Green
}
