//! The flows of the run: each is drawn once, and what a case or all cases take of it lies over that drawing. Must not know how a case is shown.

use std::collections::HashMap;
use std::sync::Arc;

use maud::{Markup, PreEscaped, html};

use super::text::cut;
use super::words::plural;
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
    /// How many cases took each of `seen.ways`.
    ways: Vec<usize>,
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

    /// Every flow with the ways that no case takes.
    pub fn markup(&self) -> Markup {
        html! { @for met in &self.met { (met.markup()) } (self.overlays.markup()) }
    }
}

impl Met {
    fn new(number: usize, seen: &Arc<FlowSeen>) -> Self {
        let actions = seen.graph.actions.iter().enumerate().map(|(at, action)| (action.id.clone(), at)).collect();
        let (sum, ways) = (seen.graph.clone(), vec![0; seen.ways.len()]);
        Self { number, seen: Arc::clone(seen), actions, sum, ways, cases: 0 }
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
        for (count, way) in self.ways.iter_mut().zip(&self.seen.ways) {
            let Some(action) = drawn.actions.get(way.action) else { continue };
            let by_outputs: u32 = action.branches.iter().map(|branch| branch.taken).sum();
            let taken = match &way.output {
                Some(output) => action.branches.iter().any(|branch| branch.name == *output && branch.taken > 0),
                None => action.taken > by_outputs,
            };
            *count += usize::from(taken);
        }
    }

    /// The name by which scenarios know it.
    pub fn name(&self) -> &str {
        &self.seen.name
    }

    fn markup(&self) -> Markup {
        let drawing = Drawing::of(&self.sum);
        let count = |at: usize| self.sum.actions.get(at).map_or(0, |action| action.taken);
        let mark = |at: usize| Mark { badge: format!("{}×", count(at)), left: false };
        let reachable = self.seen.ways.iter().filter(|way| way.reachable).count();
        let taken = self.ways.iter().filter(|count| **count > 0).count();
        html! {
            details.flow id={ "f" (self.number) } {
                summary {
                    h3 { bdi { (self.name()) } }
                    span.soft { (taken) " of " (plural(reachable, "way")) " taken by " (plural(self.cases, "case")) }
                    meter min="0" max=(reachable) value=(taken) aria-label="ways taken" {}
                }
                p.soft { "Thick lines and frames: taken, with the number of cases. Dashed: taken by no case." }
                div.pan tabindex="0" role="group" aria-label={ "The flow " (self.name()) ", drawn" } {
                    svg.flowproof.fp-drawn width=(px(drawing.width())) height=(px(drawing.height()))
                        viewBox={ "0 0 " (px(drawing.width())) " " (px(drawing.height())) } role="group" aria-label=(self.name()) {
                        g id={ "d" (self.number) } { (PreEscaped(drawing.plan(&format!("d{}", self.number)))) }
                        (PreEscaped(drawing.taken(&mark)))
                    }
                }
                (self.missed())
            }
        }
    }

    /// The ways that no case takes, with their places.
    fn missed(&self) -> Markup {
        let missed: Vec<_> = self.seen.ways.iter().zip(&self.ways).filter(|(_, count)| **count == 0).collect();
        if missed.is_empty() {
            return html! { p { "Every way is taken." } };
        }
        html! {
            div.scroll {
                table.plain {
                    caption { "Ways that no case takes" }
                    thead { tr { th scope="col" { "Action" } th scope="col" { "Way out" } th scope="col" { "In" } th scope="col" { "Place" } th scope="col" { "" } } }
                    tbody {
                        @for (way, _) in missed {
                            @if let Some(action) = self.sum.actions.get(way.action) {
                                tr {
                                    td { a href={ "#d" (self.number) "a" (way.action) } { bdi { (cut(&action.id.name)) } } }
                                    td { @if let Some(output) = &way.output { bdi { (cut(output)) } } @else { "goes on" } }
                                    td { bdi { (cut(&action.id.container)) } }
                                    td.place { (action.place) }
                                    td.soft { @if !way.reachable { "nothing leads there" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A length in whole pixels.
pub(super) fn px(length: f64) -> String {
    format!("{length:.0}")
}
