//! What is not as it should be: findings with what went instead, diagnostics as the terminal prints them, snapshots that differ, warnings, advice.

use maud::{Markup, html};

use super::text::cut;
use crate::diagnostic::{RenderStyle, render};
use crate::event::{CaseReport, SnapshotOutcome, SnapshotState};
use crate::evidence::Finding;

/// All of it; nothing where all is well.
pub(super) fn markup(report: &CaseReport, step: &dyn Fn(usize) -> Option<String>) -> Markup {
    let told = |reason: &str| report.findings.iter().any(|finding| finding.went.contains(reason));
    let reason = report.reason.as_deref().filter(|reason| !told(reason));
    html! {
        @if let Some(reason) = reason { p.reason dir="auto" { b { "Reason " } (cut(reason)) } }
        @for finding in &report.findings { (self::finding(finding, report, step)) }
        @for one in &report.diagnostics { pre.diagnostic { (cut(&render(one, RenderStyle::Plain))) } }
        @if let Some(cause) = &report.cause { p.cause dir="auto" { b { "Where it came from " } (cut(&cause.line())) } }
        @for advice in &report.advice { p.advice dir="auto" { b { "Help " } (cut(advice)) } }
        @for warning in &report.warnings { p.warning dir="auto" { b { "Warning " } (cut(warning)) } }
    }
}

fn finding(finding: &Finding, report: &CaseReport, step: &dyn Fn(usize) -> Option<String>) -> Markup {
    let place = finding.place.as_ref().filter(|place| **place != report.name.place);
    let left = finding.diverged_at.and_then(|at| Some((at + 1, step(at)?)));
    html! {
        dl class={ "finding" @if finding.unverifiable { " unsure" } } {
            div { dt { "expected" } dd dir="auto" { (cut(&finding.expected)) } }
            div { dt { "went" } dd dir="auto" { (cut(&finding.went)) } }
            div.at {
                dt { "about" }
                dd {
                    (finding.kind.word())
                    @if let Some(place) = place { " · " span.place { (place) } }
                    @if let Some((at, id)) = left { " · " a href={ "#" (id) } { "left the way at step " (at) } }
                }
            }
        }
    }
}

/// The snapshots of a case, those that differ line by line.
pub(super) fn snapshots(snapshots: &[SnapshotOutcome]) -> Markup {
    if snapshots.is_empty() {
        return html! {};
    }
    html! {
        section.snapshots {
            h4 { "Snapshots" }
            ul.bare {
                @for one in snapshots { li { span.place { (one.file) } " " (state(&one.state)) } }
            }
        }
    }
}

fn state(state: &SnapshotState) -> Markup {
    match state {
        SnapshotState::Same => html! { span.soft { "same" } },
        SnapshotState::Missing => html! { strong { "missing" } },
        SnapshotState::Written => html! { span.soft { "written" } },
        SnapshotState::Failed(reason) => html! { strong { "could not be compared: " (cut(reason)) } },
        SnapshotState::Different(difference) => html! {
            strong { "different" }
            pre.diff tabindex="0" aria-label="difference: - was stored, + is new" {
                @for line in cut(difference).lines() { (changed(line)) }
            }
        },
    }
}

fn changed(line: &str) -> Markup {
    match line.chars().next() {
        Some('-') => html! { del { (line) "\n" } },
        Some('+') => html! { ins { (line) "\n" } },
        _ => html! { (line) "\n" },
    }
}
