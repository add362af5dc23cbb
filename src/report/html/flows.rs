//! The flows of the run: each is drawn once, and what a case or all cases take of it lies over that drawing. Must not know how a case is shown.

use std::collections::HashMap;
use std::sync::Arc;

use maud::{Markup, PreEscaped, html};

use super::text::cut;
use super::words::plural;
use crate::coverage::{ActionCoverage, Coverage, OtherVersion, WayCoverage};
use crate::event::{CaseReport, FlowSeen};
use crate::flow::show::{Drawing, Graph, Mark};
use crate::trace::ActionId;

/// All flows that cases went through, in the order in which they were met.
#[derive(Default)]
pub(super) struct Flows {
    met: Vec<Met>,
    by_key: HashMap<Arc<str>, usize>,
    overlays: Overlays,
}

/// A flow, and what all its cases took of it.
pub(super) struct Met {
    /// Its number on the page.
    pub number: usize,
    pub seen: Arc<FlowSeen>,
    /// The positions of its actions.
    pub actions: HashMap<ActionId, usize>,
    /// The flow with how many cases took each action, output and edge.
    sum: Graph,
    cases: usize,
}

/// What cases take of flows, drawn, each with its number: many cases share one.
#[derive(Default)]
pub(super) struct Overlays(HashMap<String, usize>);

impl Overlays {
    /// The id of a drawing, which is kept once.
    pub fn id(&mut self, drawn: String) -> String {
        let next = self.0.len();
        format!("o{}", self.0.entry(drawn).or_insert(next))
    }

    /// All of them, to be repeated elsewhere; shown nowhere by itself.
    fn markup(&self) -> Markup {
        let mut all: Vec<(&str, usize)> = self.0.iter().map(|(drawn, number)| (&**drawn, *number)).collect();
        all.sort_by_key(|(_, number)| *number);
        html! {
            svg width="0" height="0" aria-hidden="true" {
                defs { @for (drawn, number) in all { g id={ "o" (number) } { (PreEscaped(drawn)) } } }
            }
        }
    }
}

impl Flows {
    /// The flow of a case, after its path is counted, and where what it takes is drawn.
    pub fn meet(&mut self, report: &CaseReport) -> Option<(&Met, &mut Overlays)> {
        let seen = report.flow.as_ref()?;
        let next = self.met.len();
        let at = *self.by_key.entry(seen.key.clone()).or_insert(next);
        if at == next {
            self.met.push(Met::new(at, seen));
        }
        let met = self.met.get_mut(at)?;
        met.count(report);
        Some((met, &mut self.overlays))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Every flow, drawn, with the ways that are not covered.
    pub fn markup(&self, coverage: &Result<Coverage, OtherVersion>) -> Markup {
        html! { @for met in &self.met { (met.markup(coverage)) } (self.overlays.markup()) }
    }
}

impl Met {
    fn new(number: usize, seen: &Arc<FlowSeen>) -> Self {
        let actions = seen.graph.actions.iter().enumerate().map(|(at, action)| (action.id.clone(), at)).collect();
        Self { number, seen: Arc::clone(seen), actions, sum: seen.graph.clone(), cases: 0 }
    }

    /// Counts a case with all its attempts, once.
    fn count(&mut self, report: &CaseReport) {
        let mut drawn = self.seen.graph.clone();
        for attempt in report.earlier.iter().chain([report]) {
            if let Some(path) = attempt.evidence.as_ref().and_then(|evidence| evidence.path.value()) {
                drawn.draw(path);
            }
        }
        if drawn.path.is_none() {
            return;
        }
        self.cases += 1;
        self.sum.path = Some(self.cases);
        for (sum, one) in self.sum.actions.iter_mut().zip(&drawn.actions) {
            sum.taken += u32::from(one.taken > 0);
            for (sum, one) in sum.branches.iter_mut().zip(&one.branches) {
                sum.taken += u32::from(one.taken > 0);
            }
        }
        for (sum, one) in self.sum.edges.iter_mut().zip(&drawn.edges) {
            sum.taken += u32::from(one.taken > 0);
        }
    }

    /// The name by which scenarios know it.
    pub fn name(&self) -> &str {
        &self.seen.name
    }

    fn markup(&self, coverage: &Result<Coverage, OtherVersion>) -> Markup {
        let drawing = Drawing::of(&self.sum);
        let count = |at: usize| self.sum.actions.get(at).map_or(0, |action| action.taken);
        let mark = |at: usize| Mark { badge: format!("{}×", count(at)), left: false };
        html! {
            details.flow id={ "f" (self.number) } {
                summary {
                    h3 { bdi { (self.name()) } }
                    @match coverage {
                        Ok(coverage) => { (self.covered(coverage)) }
                        Err(_) => { span.soft { (plural(self.cases, "case")) } }
                    }
                }
                p.soft { "Thick lines and frames: taken, with the number of cases. Dashed: taken by no case." }
                div.pan tabindex="0" role="group" aria-label={ "The flow " (self.name()) ", drawn" } {
                    svg.flowproof.fp-drawn width=(px(drawing.width())) height=(px(drawing.height()))
                        viewBox={ "0 0 " (px(drawing.width())) " " (px(drawing.height())) } role="group" aria-label=(self.name()) {
                        g id={ "d" (self.number) } { (PreEscaped(drawing.plan(&format!("d{}", self.number)))) }
                        (PreEscaped(drawing.taken(&mark)))
                    }
                }
                @match coverage {
                    Ok(coverage) => { (self.missed(coverage)) }
                    Err(other) => { p { "What is covered cannot be told: " (other) "." } }
                }
            }
        }
    }

    /// How much of it is covered, as `run --coverage` counts it.
    fn covered(&self, coverage: &Coverage) -> Markup {
        let ways = coverage.on(&self.seen.graph).into_iter().flatten().map(ActionCoverage::count_ways);
        let (taken, of) = ways.fold((0, 0), |(taken, of), count| (taken + count.taken, of + count.of));
        html! {
            span.soft { (taken) " of " (plural(of, "way")) " covered; " (plural(self.cases, "case")) " went through it" }
            meter min="0" max=(of) value=(taken) aria-label="ways covered" {}
        }
    }

    /// The ways that no green case takes, with their places.
    fn missed(&self, coverage: &Coverage) -> Markup {
        let actions = self.seen.graph.actions.iter().zip(coverage.on(&self.seen.graph)).enumerate();
        let ways = actions.flat_map(|(at, (action, covered))| {
            covered.into_iter().flat_map(|one| &one.ways).map(move |way| (at, action, way))
        });
        let missed: Vec<_> = ways.filter(|(.., way)| !way.taken.is_covered()).collect();
        if missed.is_empty() {
            return html! { p { "Every way is covered." } };
        }
        html! {
            div.scroll {
                table.plain {
                    caption { "Ways that no green case takes" }
                    thead { tr { th scope="col" { "Action" } th scope="col" { "Way out" } th scope="col" { "In" } th scope="col" { "Place" } th scope="col" { "" } } }
                    tbody {
                        @for (at, action, way) in missed {
                            tr {
                                td { a href={ "#d" (self.number) "a" (at) } { bdi { (cut(&action.id.name)) } } }
                                td { bdi { (cut(way.words())) } }
                                td { bdi { (cut(&action.id.container)) } }
                                td.place { (action.place) }
                                td.soft { (note(way)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Why a way that is not covered need not be, or who took it all the same.
fn note(way: &WayCoverage) -> &'static str {
    match way.apart {
        Some(apart) => apart.words(),
        None if way.taken.is_red() => "only cases that are not green take it",
        None => "",
    }
}

/// A length in whole pixels.
pub(super) fn px(length: f64) -> String {
    format!("{length:.0}")
}
