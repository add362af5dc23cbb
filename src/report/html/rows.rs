//! The table of all cases, with what it can be filtered by. Everything else stands in the case that a row leads to.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::known::{Known, Run};
use super::text::shortened;
use super::words;

/// The note on a row is one line, in characters.
const NOTE: usize = 160;

/// The filter and the table.
pub(super) fn markup(run: &Run, cases: &[Known]) -> Markup {
    let tags: BTreeSet<&str> = cases.iter().flat_map(|case| case.tags.iter().map(String::as_str)).collect();
    let flows: BTreeSet<&str> = cases.iter().filter_map(|case| case.flow.as_deref()).collect();
    let files: BTreeSet<&str> = cases.iter().map(|case| case.name.place.source.name()).collect();
    html! {
        section id="cases" tabindex="-1" aria-labelledby="cases-head" {
            h2 id="cases-head" { "Cases" }
            div.filters.scripted role="search" {
                input id="text" type="search" placeholder="Filter by any word" aria-label="Filter cases by words" autocomplete="off" spellcheck="false";
                (choice("tag", "Every tag", &tags))
                (choice("flow", "Every flow", &flows))
                (choice("file", "Every file", &files))
                div.chips role="group" aria-label="Verdicts" {
                    @for verdict in words::VERDICTS.iter().filter(|verdict| run.summary.of(**verdict) > 0) {
                        button.chip type="button" data-v=(verdict.word()) aria-pressed="false" {
                            (words::verdict(*verdict)) " " b { (run.summary.of(*verdict)) }
                        }
                    }
                }
                p id="shown" role="status" { (words::plural(cases.len(), "case")) }
            }
            table.cases {
                caption.hidden { "All cases" }
                thead {
                    tr {
                        (head("verdict", "Verdict")) (head("name", "Case")) (head("flow", "Flow")) (head("file", "File")) (head("time", "Time"))
                    }
                }
                tbody id="rows" { @for case in cases { (row(case)) } }
            }
            p.nothing hidden { "No case matches." }
        }
    }
}

fn choice(id: &str, all: &str, choices: &BTreeSet<&str>) -> Markup {
    if choices.len() < 2 && id != "tag" || choices.is_empty() {
        return html! {};
    }
    html! {
        select id=(id) aria-label={ "Filter by " (id) } {
            option value="" { (all) }
            @for one in choices { option value=(one) { (one) } }
        }
    }
}

fn head(key: &str, text: &str) -> Markup {
    html! { th scope="col" class={ "k-" (key) } { button.sort type="button" data-k=(key) { (text) } } }
}

fn row(case: &Known) -> Markup {
    let (at, verdict) = (case.name.place.start(), case.verdict.word());
    let milliseconds = format!("{:.3}", case.duration.as_secs_f64() * 1e3);
    html! {
        tr class={ "r-" (verdict) } id={ "r" (case.number) } data-v=(verdict) data-t=(case.tags.join("\n")) data-l=(at.line) data-d=(milliseconds) {
            td.k-verdict { (words::verdict(case.verdict)) }
            td.k-name {
                a.open href={ "#c" (case.number) } { (words::name(&case.name)) }
                @for tag in &case.tags { " " span.tag { bdi { (tag) } } }
                @if case.slow { " " span.slow { "slow" } }
                @if let Some(note) = &case.note { p.note dir="auto" { (shortened(note, NOTE)) } }
            }
            td.k-flow { @if let Some(flow) = &case.flow { bdi { (flow) } } }
            td.k-file { bdi { (case.name.place.source.name()) } span.soft { ":" (at.line) } }
            td.k-time { (words::duration(case.duration)) }
        }
    }
}
