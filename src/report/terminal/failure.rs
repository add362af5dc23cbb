//! The block under a case that is not green: it must need no other tool.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstream::adapter::strip_str;

use super::style::{DIVERGED, LABEL, WEAK, paint};
use crate::diagnostic::{RenderStyle, render};
use crate::event::{CaseReport, Verdict};
use crate::evidence::{Evidence, Finding, describe_ending, step};
use crate::report::rerun;
use crate::trace::{Line, Speaker, Taken};

/// Width of the label column with its margin.
const LABELS: usize = 11;

/// Paths longer than this are cut to the actions around the divergence and the end.
const LONG_PATH: usize = 60;

/// Writes what a person needs to see of a case that is not green; `options` are those of the run.
pub(super) fn write(out: &mut impl Write, report: &CaseReport, options: &str) -> io::Result<()> {
    let told = |reason: &str| report.findings.iter().any(|finding| finding.went.contains(reason));
    if let Some(reason) = report.reason.as_deref().filter(|reason| !told(reason)) {
        field(out, "reason", reason)?;
    }
    for diagnostic in &report.diagnostics {
        for line in render(diagnostic, RenderStyle::Coloured).lines() {
            writeln!(out, "  {line}")?;
        }
    }
    for finding in &report.findings {
        write_finding(out, finding, report)?;
    }
    if report.verdict != Verdict::Interrupted
        && let Some(evidence) = &report.evidence
    {
        write_evidence(out, evidence, &report.findings)?;
    }
    if let Some(cause) = &report.cause {
        field(out, "cause", &cause.line())?;
    }
    for warning in &report.warnings {
        field(out, "warning", warning)?;
    }
    for advice in &report.advice {
        field(out, "help", advice)?;
    }
    field(out, "rerun", &rerun::command(&report.name, options))?;
    writeln!(out)
}

/// The same as plain text, for reports that are no terminal.
pub(in crate::report) fn plain_block(report: &CaseReport, options: &str) -> String {
    plain(|out| write(out, report, options))
}

/// What was observed, as plain text; empty where nothing was.
pub(in crate::report) fn plain_evidence(evidence: &Evidence) -> String {
    plain(|out| write_evidence(out, evidence, &[]))
}

fn plain(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write(&mut text);
    strip_str(&String::from_utf8_lossy(&text)).to_string()
}

fn write_finding(out: &mut impl Write, finding: &Finding, report: &CaseReport) -> io::Result<()> {
    field(out, "expected", &finding.expected)?;
    field(out, "went", &finding.went)?;
    match &finding.place {
        Some(place) if *place != report.name.place => {
            let used: String = place.uses().map(|used| format!(", used at {used}")).collect();
            field(out, "at", &paint(WEAK, &format!("{place}{used}")))
        }
        _ => Ok(()),
    }
}

fn write_evidence(out: &mut impl Write, evidence: &Evidence, findings: &[Finding]) -> io::Result<()> {
    if let Some(path) = evidence.path.value() {
        field(out, "path", &path_text(path, findings.iter().find_map(|finding| finding.diverged_at)))?;
    }
    if let Some(lines) = evidence.transcript.value().filter(|lines| !lines.is_empty()) {
        field(out, "transcript", &lines.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    }
    if let Some(arrived) = evidence.arrived.value().filter(|arrived| !arrived.is_empty()) {
        field(out, "arrived", &pairs(arrived))?;
    }
    if let Some(set) = evidence.set.value().filter(|set| !set.is_empty()) {
        field(out, "set", &pairs(set))?;
    }
    if let Some(ending) = evidence.ending.value() {
        field(out, "ending", &describe_ending(ending))?;
    }
    Ok(())
}

fn pairs(map: &indexmap::IndexMap<String, String>) -> String {
    map.iter().map(|(name, value)| format!("{name} = \"{value}\"")).collect::<Vec<_>>().join("\n")
}

fn path_text(path: &[Taken], diverged: Option<usize>) -> String {
    let mut text = String::new();
    let mut skipped = 0;
    for (at, taken) in path.iter().enumerate() {
        let near = diverged.is_some_and(|mark| at + LONG_PATH / 3 > mark && at < mark + LONG_PATH / 3);
        if path.len() > LONG_PATH && at >= LONG_PATH / 3 && at + LONG_PATH / 3 < path.len() && !near {
            skipped += 1;
            continue;
        }
        if skipped > 0 {
            let _ = writeln!(text, "  … {skipped} more");
            skipped = 0;
        }
        let indent = " ".repeat(usize::from(taken.depth) * 2);
        let error = taken.error.as_deref().map(|error| format!("  (failed: {error})")).unwrap_or_default();
        let words = format!("{indent}{}{error}", step(taken));
        if diverged == Some(at) {
            let _ = writeln!(text, "{}", paint(DIVERGED, &format!("> {words}   <- here")));
        } else {
            let _ = writeln!(text, "  {words}");
        }
    }
    if path.is_empty() {
        text.push_str("no action was taken");
    }
    text.truncate(text.trim_end().len());
    text
}

fn line(line: &Line) -> String {
    let who = match line.speaker {
        Speaker::Customer => "customer",
        Speaker::Flow => "flow",
        Speaker::Bot => "bot",
    };
    let replies = if line.choices.is_empty() {
        String::new()
    } else {
        format!("  [{}]", line.labels().collect::<Vec<_>>().join(" | "))
    };
    format!("{who:<9} {}{replies}", line.text)
}

/// A label and its text; further lines are indented under the first.
fn field(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    let margin = " ".repeat(LABELS + 2);
    let padding = " ".repeat(LABELS.saturating_sub(label.len()).max(1));
    let mut lines = text.lines();
    writeln!(out, "  {}{padding}{}", paint(LABEL, label), lines.next().unwrap_or_default())?;
    for more in lines {
        writeln!(out, "{margin}{more}")?;
    }
    Ok(())
}
