//! One case in full: what was wrong first, then conversation and path, the drawing, attributes, calls, snapshots, earlier attempts.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::flows::{Met, Overlays};
use super::{attempt, calls, conversation, values, words, wrong};
use crate::event::CaseReport;
use crate::evidence::{Evidence, describe_ending};
use crate::report::rerun;
use crate::scenario::model::Driver;

/// The case; open where it is not green.
pub(super) fn markup(number: usize, report: &CaseReport, flow: Option<(&Met, &mut Overlays)>, options: &str) -> Markup {
    let (flow, overlays) = flow.unzip();
    let drawn = Drawn::of(Some(number), report, flow);
    let step = |at: usize| drawn.step(at);
    let left = report.findings.iter().find_map(|finding| finding.diverged_at);
    let path = report.evidence.as_ref().and_then(|evidence| evidence.path.value());
    let figure = path.zip(overlays).map(|(path, overlays)| drawn.figure(path, left, overlays));
    html! {
        details.case id={ "c" (number) } open[!report.verdict.is_green()] {
            summary { (words::verdict(report.verdict)) h3 { (words::name(&report.name)) } }
            (facts(report))
            (again(report, options))
            div.wrong { (wrong::markup(report, &step)) }
            div.sides {
                (conversation::markup(report, &drawn))
                @if let Some(figure) = figure { (figure) }
            }
            @if let Some(evidence) = &report.evidence {
                (ending(evidence))
                (values::markup(evidence, &step))
                (calls::markup(evidence))
            }
            (wrong::snapshots(&report.snapshots))
            (attempt::markup(report, flow))
        }
    }
}

fn facts(report: &CaseReport) -> Markup {
    let evidence = report.evidence.as_ref();
    let driver = report.driver.map(|driver| match driver {
        Driver::Simulate => "simulate",
        Driver::Converse => "converse",
    });
    html! {
        ul.facts {
            li.place { (report.name.place) }
            li { (words::duration(report.duration)) }
            @if let Some(flow) = &report.flow {
                li {
                    "flow " bdi { (flow.name) }
                    @if let Some(version) = evidence.and_then(|evidence| evidence.flow_version.as_ref()) { " version " (version) }
                }
            }
            @if let Some(driver) = driver { li { "driver " (driver) } }
            @for tag in &report.tags { li.tag { bdi { (tag) } } }
            @if let Some(id) = evidence.and_then(|evidence| evidence.conversation_id.as_ref()) { li { "conversation " code { (id) } } }
        }
    }
}

/// The command that runs this case again.
fn again(report: &CaseReport, options: &str) -> Markup {
    html! {
        div.again { span.soft { "Run it again" } code { (rerun::command(&report.name, options)) } button.copy.scripted type="button" { "Copy" } }
    }
}

fn ending(evidence: &Evidence) -> Markup {
    html! {
        p.ending dir="auto" {
            b { "Ending " }
            @match evidence.ending.as_result() {
                Ok(ending) => (describe_ending(ending)),
                Err(reason) => span.absent { "not known: " (reason) },
            }
        }
    }
}
