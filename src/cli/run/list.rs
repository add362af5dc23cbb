//! `--list`: the cases that would run, in their order. Must not run any.

use serde::Serialize;

use super::args::ListFormat;
use crate::cli::edge::{Edge, plural};
use crate::event::Exit;
use crate::project::Project;
use crate::runner::{Listed, Plan};
use crate::scenario::model::{Driver, TargetName};

/// One line of `--list=json`.
#[derive(Debug, Serialize)]
struct Line<'l> {
    file: &'l str,
    line: usize,
    column: usize,
    scenario: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'l str>,
    tags: &'l [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    driver: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'l str>,
}

/// Lists the plan for a target with these drivers.
pub(super) fn list(
    edge: &Edge,
    project: &Project,
    plan: &Plan,
    format: ListFormat,
    target: TargetName,
    drivers: &'static [Driver],
    only: Option<Driver>,
) -> Exit {
    let (mut runs, mut skipped) = (0, 0);
    for one in plan.list(project, &*edge.files, target, drivers, only) {
        match one.skipped {
            None => runs += 1,
            Some(_) => skipped += 1,
        }
        edge.say(&match format {
            ListFormat::Text => text(&one),
            ListFormat::Json => serde_json::to_string(&json(&one)).unwrap_or_default(),
        });
    }
    if format == ListFormat::Text {
        let shard = plan.shard().map(|shard| format!(", shard {shard} of {} in all", plural(plan.chosen(), "case")));
        let seed = plan.seed().map(|seed| format!(", seed {seed}"));
        let more = shard.into_iter().chain(seed).collect::<String>();
        let out = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
        edge.say(&format!("{}{out}{more}", plural(runs, "case")));
    }
    if runs == 0 { Exit::Nothing } else { Exit::Green }
}

fn text(one: &Listed) -> String {
    let tags = one.tags.iter().map(|tag| format!("  #{tag}")).collect::<String>();
    let group = one.group.as_ref().map(|group| format!("  group {group}")).unwrap_or_default();
    let skipped = one.skipped.as_ref().map(|reason| format!("  skipped: {reason}")).unwrap_or_default();
    format!("{}  {}{tags}{group}{skipped}", one.name.full(), one.name.place)
}

fn json(one: &Listed) -> Line<'_> {
    let at = one.name.place.start();
    Line {
        file: &one.name.file,
        line: at.line,
        column: at.column,
        scenario: &one.name.scenario,
        case: one.name.case.as_deref(),
        tags: &one.tags,
        group: one.group.as_deref(),
        driver: one
            .driver
            .and_then(|driver| Driver::WORDS.iter().find(|(_, one)| *one == driver))
            .map(|(word, _)| *word),
        skipped: one.skipped.as_deref(),
    }
}
