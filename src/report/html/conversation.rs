//! The transcript beside the path, turn by turn; each step says which ways it did not take and why it went the way it did, and leads to its
//! place in the drawing. Must not know how a flow is drawn.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::text::cut;
use super::turns::turns;
use crate::event::CaseReport;
use crate::flow::show::because;
use crate::trace::{Assignment, Cause, Line, Speaker, Taken};

/// Calls this deep are indented no further.
const DEEPEST: u16 = 6;

/// Transcript and path; `drawn` gives the ids of steps and their places in the drawing, `shown` is off for attempts that have none.
pub(super) fn markup(report: &CaseReport, drawn: &Drawn<'_>) -> Markup {
    let Some(evidence) = &report.evidence else { return html! {} };
    let (lines, path) = (evidence.transcript.as_result(), evidence.path.as_result());
    let left = report.findings.iter().find_map(|finding| finding.diverged_at);
    let (said, taken) = (lines.map_or(&[][..], Vec::as_slice), path.map_or(&[][..], Vec::as_slice));
    html! {
        section.talk aria-label="Conversation and path" {
            div.heads aria-hidden="true" { h4 { "Conversation" } h4 { "Path through the flow" } }
            @if let Err(reason) = lines { p.absent { "The conversation is not known: " (reason) } }
            @if let Err(reason) = path { p.absent { "The path is not known: " (reason) } }
            @if let Some(why) = &evidence.path_is_partial { p.absent { "Actions may be missing in the path: " (why) } }
            @if path.is_ok_and(|path| path.is_empty()) { p.absent { "No action was taken." } }
            @for turn in turns(said, taken) {
                div.turn {
                    div.said { @for one in said.get(turn.lines.clone()).unwrap_or_default() { (line(one)) } }
                    ol.path start=(turn.steps.start + 1) {
                        @for (at, one) in taken.iter().enumerate().take(turn.steps.end).skip(turn.steps.start) {
                            (step(at, one, left == Some(at), drawn))
                        }
                    }
                }
            }
        }
    }
}

fn line(line: &Line) -> Markup {
    let (class, who) = match line.speaker {
        Speaker::Customer => ("customer", "Customer"),
        Speaker::Flow => ("flow", "Flow"),
        Speaker::Bot => ("bot", "Bot"),
    };
    html! {
        div class={ "line by-" (class) } {
            b { (who) }
            p dir="auto" { (cut(&line.text)) }
            @if !line.choices.is_empty() {
                ul.choices aria-label="choices" { @for label in line.labels() { li dir="auto" { (cut(label)) } } }
            }
        }
    }
}

fn step(at: usize, taken: &Taken, left: bool, drawn: &Drawn<'_>) -> Markup {
    let place = drawn.place(taken);
    let missed = drawn.missed(taken);
    let deep = (taken.depth > 0).then(|| format!("deep{}", taken.depth.min(DEEPEST)));
    let class = deep.or_else(|| left.then(String::new)).map(|deep| if left { format!("{deep} left") } else { deep });
    html! {
        li id=[drawn.step(at)] class=[class] {
            div {
                @match drawn.node(taken) {
                    Some(node) => a.act href={ "#" (node) } title=[place] { (cut(&taken.id.name)) },
                    None => bdi.act { (cut(&taken.id.name)) },
                }
                @if let Some(output) = &taken.output { span.way { "→ " bdi { (cut(output)) } } }
                @if !missed.is_empty() {
                    span.missed { "not " @for (at, one) in missed.iter().enumerate() { @if at > 0 { ", " } bdi { (cut(one)) } } }
                }
                span.kind { (cut(&taken.kind)) }
                @if left { strong.here { "left the expected way here" } }
            }
            @if let Some(error) = &taken.error { p.error { "failed: " (cut(error)) } }
            @if let Some(cause) = &taken.cause { (why(cause, drawn)) }
            (data(taken))
        }
    }
}

fn why(cause: &Cause, drawn: &Drawn<'_>) -> Markup {
    let setters = cause.operands.iter().filter_map(|operand| operand.setter.as_ref());
    let mut steps: Vec<usize> = setters.map(|setter| usize::try_from(setter.step).unwrap_or_default()).collect();
    steps.dedup();
    html! {
        p.why {
            "because " (cut(&because(cause)))
            @for at in steps {
                @if let Some(id) = at.checked_sub(1).and_then(|at| drawn.step(at)) { " " a href={ "#" (id) } { "step " (at) } }
            }
        }
    }
}

/// What a step was given and what it wrote.
fn data(taken: &Taken) -> Markup {
    if taken.inputs.is_empty() && taken.assigned.is_empty() && taken.called.is_none() {
        return html! {};
    }
    html! {
        details {
            summary { "values" }
            dl {
                @if let Some(called) = &taken.called { dt { "calls" } dd { (cut(&called.category)) " › " (cut(&called.name)) } }
                @for (name, value) in &taken.inputs { dt { (cut(name)) } dd { (cut(value)) } }
                @for one in &taken.assigned { (assignment(one)) }
            }
        }
    }
}

fn assignment(one: &Assignment) -> Markup {
    html! {
        dt { @if one.attribute { "attribute " } (cut(&one.name)) " :=" }
        dd { @match &one.value { Some(value) => (cut(value)), None => "NOT_SET" } }
    }
}
