//! What one run takes of its flow: the ids of its steps and of their places in the drawing, and the drawing itself, which repeats what other
//! cases share. Must not know what all cases take.

use std::collections::HashMap;

use maud::{Markup, PreEscaped, html};

use super::flows::{Met, Overlays, px};
use crate::event::CaseReport;
use crate::flow::show::{Drawing, Graph, Mark, Spot};
use crate::trace::Taken;

/// The number of steps that a badge names; further ones are counted.
const NAMED_STEPS: usize = 4;

/// What one run takes of a flow, with the ids of its steps.
pub(super) struct Drawn<'f> {
    /// The number of the case; none for an attempt that is not drawn.
    case: Option<usize>,
    flow: Option<(&'f Met, Graph)>,
}

impl<'f> Drawn<'f> {
    /// A report's path on the flow of its case.
    pub fn of(case: Option<usize>, report: &CaseReport, met: Option<&'f Met>) -> Self {
        let path = report.evidence.as_ref().and_then(|evidence| evidence.path.value());
        let flow = met.zip(path).map(|(met, path)| {
            let mut graph = met.seen.graph.clone();
            graph.draw(path);
            (met, graph)
        });
        Self { case, flow }
    }

    /// The id of a step, by its position in the path.
    pub fn step(&self, at: usize) -> Option<String> {
        self.case.map(|case| format!("s{case}-{}", at + 1))
    }

    /// The id of a step's place in the drawing.
    pub fn node(&self, taken: &Taken) -> Option<String> {
        let (met, _) = self.flow.as_ref()?;
        Some(format!("n{}-{}", self.case?, met.actions.get(&taken.id)?))
    }

    /// Where a step's action is written: `file:line`.
    pub fn place(&self, taken: &Taken) -> Option<String> {
        let (met, graph) = self.flow.as_ref()?;
        let place = &graph.actions.get(*met.actions.get(&taken.id)?)?.place;
        Some(format!("{}:{}", place.source.name(), place.start().line))
    }

    /// The outputs of a step's action by which this run never left it.
    pub fn missed(&self, taken: &Taken) -> Vec<&str> {
        let Some((met, graph)) = &self.flow else { return Vec::new() };
        let action = met.actions.get(&taken.id).and_then(|at| graph.actions.get(*at));
        let branches = action.map_or(&[][..], |action| &action.branches);
        branches.iter().filter(|branch| branch.taken == 0).map(|branch| &*branch.name).collect()
    }

    /// The drawing: the flow, and over it what this path takes.
    pub fn figure(&self, path: &[Taken], left: Option<usize>, overlays: &mut Overlays) -> Markup {
        let (Some((met, graph)), Some(case)) = (&self.flow, self.case) else { return html! {} };
        let mut steps: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, taken) in path.iter().enumerate() {
            if let Some(action) = met.actions.get(&taken.id) {
                steps.entry(*action).or_default().push(at + 1);
            }
        }
        let left = left.and_then(|at| met.actions.get(&path.get(at)?.id)).copied();
        let of = |action: usize| steps.get(&action).map_or(&[][..], Vec::as_slice);
        let mark = |action: usize| Mark { badge: numbers(of(action)), left: left == Some(action) };
        let spot = |action: usize| {
            let (id, words) = (format!("n{case}-{action}"), format!("step {}", numbers(of(action))));
            of(action).first().map(|step| Spot { id, to: format!("s{case}-{step}"), words })
        };
        let drawing = Drawing::of(graph);
        let overlay = overlays.id(drawing.taken(&mark));
        let (width, height) = (px(drawing.width()), px(drawing.height()));
        html! {
            figure.drawing {
                figcaption {
                    h4 { "The flow " bdi { (met.name()) } }
                    span.soft { "Thick: taken, with the numbers of the steps. Dashed: not taken. " a href={ "#f" (met.number) } { "All cases of this flow" } }
                }
                div.pan tabindex="0" role="group" aria-label={ "The flow " (met.name()) " with the path of this case" } {
                    svg.flowproof.fp-drawn width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="group" aria-label=(met.name()) {
                        use href={ "#d" (met.number) } aria-hidden="true" {}
                        use href={ "#" (overlay) } aria-hidden="true" {}
                        (PreEscaped(drawing.spots(&spot)))
                    }
                }
            }
        }
    }
}

/// `3`, `3, 7`, `3, 7, 11, 15 +5`.
fn numbers(steps: &[usize]) -> String {
    let named: Vec<String> = steps.iter().take(NAMED_STEPS).map(ToString::to_string).collect();
    let more = steps.len().saturating_sub(NAMED_STEPS);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    format!("{}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_names_the_first_steps_and_counts_the_rest() {
        assert_eq!(numbers(&[3]), "3");
        assert_eq!(numbers(&[1, 2, 3, 4]), "1, 2, 3, 4");
        assert_eq!(numbers(&[1, 2, 3, 4, 5, 6]), "1, 2, 3, 4 +2");
    }
}
