//! A graph with its places: the panels of all containers below each other, each flow under its name. Must not know how they are drawn.

use super::super::graph::{Action, Graph};
use super::super::mermaid::shortened;
use super::layout::{BOX, Panel, panel};

/// Around everything and inside a panel.
pub(super) const MARGIN: f64 = 24.0;
/// The height of a heading.
pub(super) const HEADING: f64 = 34.0;

/// The words of an action are no longer, in letters, before its place.
const WORDS: usize = 400;

/// A graph laid out. The same flow has the same places, whatever path is drawn on it.
#[derive(Debug)]
pub struct Drawing<'g> {
    pub(super) graph: &'g Graph,
    pub(super) headings: Vec<Heading>,
    pub(super) panels: Vec<Placed>,
    width: f64,
    height: f64,
}

/// The name of a flow, over its panels.
#[derive(Debug)]
pub(super) struct Heading {
    pub y: f64,
    pub text: String,
}

/// A container's panel and where its upper edge is.
#[derive(Debug)]
pub(super) struct Placed {
    pub container: usize,
    pub y: f64,
    pub panel: Panel,
}

impl Placed {
    /// Where the panel's own left upper corner lies, inside its frame.
    pub fn inside(&self) -> (f64, f64) {
        (2.0 * MARGIN, self.y + HEADING + MARGIN)
    }

    /// Width and height of the frame.
    pub fn frame(&self) -> (f64, f64) {
        (self.panel.width + 2.0 * MARGIN, self.panel.height + HEADING + 2.0 * MARGIN)
    }
}

impl<'g> Drawing<'g> {
    /// Lays a graph out.
    pub fn of(graph: &'g Graph) -> Self {
        let mut drawing = Self { graph, headings: Vec::new(), panels: Vec::new(), width: BOX, height: MARGIN };
        for flow in &graph.flows {
            drawing.height += HEADING / 2.0;
            let text = format!("{} ({})", flow.name, flow.flow_type);
            drawing.headings.push(Heading { y: drawing.height, text });
            drawing.height += MARGIN / 2.0;
            for &at in &flow.containers {
                drawing.place(at);
            }
        }
        drawing.width += 2.0 * MARGIN;
        drawing
    }

    fn place(&mut self, at: usize) {
        let Some(container) = self.graph.containers.get(at) else { return };
        let inside = panel(self.graph, &container.actions, container.runs_out);
        let placed = Placed { container: at, y: self.height, panel: inside };
        let (wide, tall) = placed.frame();
        self.width = self.width.max(wide);
        self.height += tall + MARGIN;
        self.panels.push(placed);
    }

    /// Width in pixels.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> f64 {
        self.height
    }
}

/// All that is known of an action, on one line: what a tooltip says, and a screen reader.
pub(super) fn words(graph: &Graph, action: &Action) -> String {
    let mut words = format!("{} [{}]", action.title(), action.kind);
    let target = graph.target(action);
    for more in [action.detail.as_deref(), target.as_deref()].into_iter().flatten() {
        words.push(' ');
        words.push_str(more);
    }
    if !action.executable {
        words.push_str(", cannot be executed here");
    }
    let at = action.place.start();
    format!("{}, {}:{}", shortened(&words, WORDS), action.place.source.name(), at.line)
}
