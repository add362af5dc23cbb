//! The page around everything: its policy, which allows this one style and this one script and nothing else, and the order of its parts.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::known::{Known, Run};
use super::text::{policy_hash, without_controls};
use super::{head, rows, timeline};
use crate::flow::show::SHAPES;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The keys, as the help shows them.
const KEYS: &[(&str, &str)] = &[
    ("/", "filter the cases"),
    ("j k ↓ ↑", "next and previous case"),
    ("Enter", "open the case; on a step or a box of the drawing: go from one to the other"),
    ("Esc", "close what is open, then clear the filter"),
    ("e", "next case that is not green"),
    ("t p d", "transcript, path and drawing of the open case"),
    ("c", "copy the command that runs the open case again"),
    ("?", "this help"),
];

/// The whole page. Cases are put in the order of the table; `flows` is what is shown of the flows that they went through.
pub(super) fn page(run: &Run, cases: &mut [Known], flows: Option<Markup>) -> String {
    cases.sort_by_key(Known::rank);
    let style = format!("{STYLE}{SHAPES}");
    without_controls(document(run, cases, flows, &style).into_string())
}

fn policy(style: &str) -> String {
    let (style, script) = (policy_hash(style), policy_hash(SCRIPT));
    format!("default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'")
}

fn document(run: &Run, cases: &[Known], flows: Option<Markup>, style: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(style));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (head::headline(run)) " – flowproof" }
                style { (PreEscaped(style)) }
            }
            body {
                a.skip href="#cases" { "Skip to the cases" }
                (head::markup(run))
                main {
                    (rows::markup(run, cases))
                    section id="details" aria-label="The cases in full" {
                        h2.unscripted { "The cases in full" }
                        nav.bar.scripted aria-label="Open case" {
                            button id="back" type="button" { "‹ All cases" }
                            span.spring {}
                            button id="prev" type="button" title="Previous case (k)" { "Previous" }
                            button id="next" type="button" title="Next case (j)" { "Next" }
                        }
                        @for case in cases { (PreEscaped(&case.body)) }
                    }
                    (timeline::markup(cases))
                    @if let Some(flows) = flows {
                        section id="flows" aria-labelledby="flows-head" { h2 id="flows-head" { "Flows" } (flows) }
                    }
                }
                footer { span.scripted { "Press " kbd { "?" } " for the keys." } }
                dialog id="help" aria-labelledby="help-head" {
                    h2 id="help-head" { "Keys" }
                    dl { @for (key, does) in KEYS { div { dt { @for one in key.split(' ') { kbd { (one) } } } dd { (does) } } } }
                    button id="close-help" type="button" { "Close" }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}
