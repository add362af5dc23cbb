//! `flowproof coverage FILE…`: coverage of several runs as one. Reads files; runs nothing.

use camino::Utf8Path;

use super::args::{CoverageArg, CoverageOfFilesArgs};
use super::outcome::{Outcome, Wishes, exclusions, least, settings_least};
use super::questions::{alone, who};
use crate::cli::edge::Edge;
use crate::cli::load;
use crate::coverage::{Coverage, from_json};
use crate::diagnostic::Diagnostics;
use crate::event::Exit;

pub(in crate::cli) fn run(edge: &Edge, args: &CoverageOfFilesArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let project = load::project(edge, &mut diagnostics);
    if let Some(project) = &project {
        diagnostics.append(project.check_coverage(&*edge.files));
    }
    edge.report(&diagnostics);
    let Some(project) = project.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    let coverage = match merged(edge, args) {
        Ok(coverage) => coverage,
        Err(why) => {
            edge.tell(&why);
            return Exit::Usage;
        }
    };
    let answer = match (&args.who, &args.alone) {
        (Some(text), _) => Some(who(&coverage, text).ok_or_else(|| format!("no way is named like `{text}`"))),
        (None, Some(text)) => Some(alone(&coverage, text).ok_or_else(|| format!("no case is named like `{text}`"))),
        (None, None) => None,
    };
    match answer {
        Some(Ok(answer)) => {
            edge.say(answer.trim_end());
            return Exit::Green;
        }
        Some(Err(why)) => {
            edge.tell(&why);
            return Exit::Nothing;
        }
        None => {}
    }
    let least = match least(edge, &args.fail_under, &project, &coverage) {
        Ok(least) if least.is_empty() => settings_least(&project),
        Ok(least) => least,
        Err(exit) => return exit,
    };
    let table = [CoverageArg::Table];
    let wishes = Wishes::of(if args.coverage.is_empty() { &table } else { &args.coverage });
    Outcome { coverage, exclusions: exclusions(&project), least, wishes }.finish(edge)
}

fn merged(edge: &Edge, args: &CoverageOfFilesArgs) -> Result<Coverage, String> {
    let mut whole = Coverage::default();
    let mut before: Vec<&Utf8Path> = Vec::new();
    for file in &args.files {
        let one = read(edge, file)?;
        whole = whole.merged(&one).map_err(|other| {
            let before: Vec<String> = before.iter().map(|file| format!("`{file}`")).collect();
            format!("`{file}` cannot be merged with {}: {other}", before.join(", "))
        })?;
        before.push(file);
    }
    Ok(whole)
}

fn read(edge: &Edge, file: &Utf8Path) -> Result<Coverage, String> {
    let text = edge.files.read(file).map_err(|error| format!("`{file}` cannot be read: {error}"))?;
    from_json(&text).map_err(|why| format!("`{file}` is no coverage that `run --coverage json=FILE` wrote: {why}"))
}
