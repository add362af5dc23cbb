//! Where everything stands: the size of each action with its branches, then the place of each box and line. Layers go downwards, the
//! branches of an action stand side by side below it and join again. Knows no SVG.

use std::collections::HashMap;

use super::super::graph::{Action, Graph};

/// The width of a box: thirty letters of the font.
pub(super) const BOX: f64 = 216.0;
/// The height of a box: two lines of the name and one of the kind.
pub(super) const TALL: f64 = 58.0;
/// Between an action and the next.
const GAP: f64 = 26.0;
/// From an action to its branches: room for the labels of the outputs.
const FAN: f64 = 46.0;
/// From branches to where they have joined.
const JOIN: f64 = 18.0;
/// Between branches.
const BESIDE: f64 = 22.0;
/// The width of a branch without actions: a label.
const LANE: f64 = 92.0;
/// The height of the pill at the end of a container.
pub(super) const PILL: f64 = 24.0;

/// A container's drawing, from its own left upper corner.
#[derive(Debug, Default)]
pub(super) struct Panel {
    pub width: f64,
    pub height: f64,
    pub boxes: Vec<Boxed>,
    pub lines: Vec<Line>,
    pub labels: Vec<Label>,
    /// Middle and top of the pill at the end, and whether the path reaches it.
    pub end: Option<(f64, f64, bool)>,
}

/// An action's box by its left upper corner.
#[derive(Debug)]
pub(super) struct Boxed {
    pub x: f64,
    pub y: f64,
    pub action: usize,
}

/// A line through these points.
#[derive(Debug)]
pub(super) struct Line {
    pub points: Vec<(f64, f64)>,
    pub taken: bool,
    pub arrow: bool,
}

/// A text around a middle.
#[derive(Debug)]
pub(super) struct Label {
    pub x: f64,
    pub y: f64,
    pub text: String,
    pub taken: bool,
}

/// Lays out the actions of a container.
pub(super) fn panel(graph: &Graph, actions: &[usize], runs_out: bool) -> Panel {
    let mut layout = Layout { graph, sizes: HashMap::new(), panel: Panel::default() };
    let (width, height) = layout.list_size(actions);
    let bottom = layout.list(actions, width / 2.0, 0.0);
    let mut panel = layout.panel;
    (panel.width, panel.height) = (width, height);
    if runs_out {
        let taken = actions.last().is_some_and(|last| graph.went_past(*last));
        let top = if actions.is_empty() { 0.0 } else { bottom + GAP };
        if !actions.is_empty() {
            panel.lines.push(Line { points: vec![(width / 2.0, bottom), (width / 2.0, top)], taken, arrow: true });
        }
        panel.end = Some((width / 2.0, top, taken));
        panel.height = top + PILL;
    }
    panel
}

struct Layout<'g> {
    graph: &'g Graph,
    sizes: HashMap<usize, (f64, f64)>,
    panel: Panel,
}

impl<'g> Layout<'g> {
    fn list_size(&mut self, actions: &[usize]) -> (f64, f64) {
        let mut size: (f64, f64) = (BOX, 0.0);
        for (position, &at) in actions.iter().enumerate() {
            let (width, height) = self.size(at);
            size.0 = size.0.max(width);
            size.1 += height + if position > 0 { GAP } else { 0.0 };
        }
        size
    }

    /// The size of an action with its branches.
    fn size(&mut self, at: usize) -> (f64, f64) {
        if let Some(size) = self.sizes.get(&at) {
            return *size;
        }
        let mut size = (BOX, TALL);
        if let Some(action) = self.graph.actions.get(at).filter(|action| fans(action)) {
            let columns: Vec<(f64, f64)> =
                action.branches.iter().map(|branch| self.column_size(&branch.actions)).collect();
            let width: f64 = columns.iter().map(|column| column.0).sum::<f64>() + beside(columns.len());
            let height = columns.iter().fold(0.0, |tallest: f64, column| tallest.max(column.1));
            size = (width.max(BOX), TALL + FAN + height + JOIN);
        }
        self.sizes.insert(at, size);
        size
    }

    fn column_size(&mut self, actions: &[usize]) -> (f64, f64) {
        if actions.is_empty() { (LANE, 0.0) } else { self.list_size(actions) }
    }

    /// Places a list around a middle and gives its bottom.
    fn list(&mut self, actions: &[usize], middle: f64, top: f64) -> f64 {
        let mut y = top;
        let mut before: Option<usize> = None;
        for &at in actions {
            let Some(action) = self.graph.actions.get(at) else { continue };
            if let Some(before) = before {
                if self.graph.actions.get(before).is_some_and(|before| before.past) {
                    let taken = self.graph.went_past(before) && action.taken > 0;
                    self.line(vec![(middle, y), (middle, y + GAP)], taken, true);
                }
                y += GAP;
            }
            y = self.action(at, action, middle, y);
            before = Some(at);
        }
        y
    }

    /// Places an action and its branches and gives the bottom of all.
    fn action(&mut self, at: usize, action: &Action, middle: f64, top: f64) -> f64 {
        self.panel.boxes.push(Boxed { x: middle - BOX / 2.0, y: top, action: at });
        if !fans(action) {
            return top + TALL;
        }
        let (_, height) = self.size(at);
        let bottom = top + height;
        let columns: Vec<(f64, f64)> = action.branches.iter().map(|branch| self.column_size(&branch.actions)).collect();
        let width: f64 = columns.iter().map(|column| column.0).sum::<f64>() + beside(columns.len());
        let mut left = middle - width / 2.0;
        let (bus, start) = (top + TALL + FAN / 3.0, top + TALL + FAN);
        for (branch, (wide, _)) in action.branches.iter().zip(&columns) {
            let x = left + wide / 2.0;
            let taken = branch.taken > 0;
            let points = vec![(middle, top + TALL), (middle, bus), (x, bus), (x, start)];
            self.line(points, taken, !branch.actions.is_empty() || branch.to.is_some());
            let text = branch.to.and_then(|to| self.graph.containers.get(to)).map(|to| format!(" → {}", to.name));
            let text = format!("{}{}", branch.name, text.unwrap_or_default());
            self.panel.labels.push(Label { x, y: top + TALL + FAN * 0.7, text, taken });
            let end = self.list(&branch.actions, x, start);
            let last = branch.actions.last();
            let joins =
                branch.to.is_none() && last.and_then(|last| self.graph.actions.get(*last)).is_none_or(|last| last.past);
            if joins {
                let taken = taken && last.is_none_or(|last| self.graph.went_past(*last));
                let join = bottom - JOIN / 2.0;
                self.line(vec![(x, end), (x, join), (middle, join), (middle, bottom)], taken, false);
            }
            left += wide + BESIDE;
        }
        bottom
    }

    fn line(&mut self, points: Vec<(f64, f64)>, taken: bool, arrow: bool) {
        self.panel.lines.push(Line { points, taken, arrow });
    }
}

/// Whether an action's outputs are drawn as branches: one without anything behind any of them is just followed by the next action.
fn fans(action: &Action) -> bool {
    action.branches.iter().any(|branch| !branch.actions.is_empty() || branch.to.is_some())
}

fn beside(columns: usize) -> f64 {
    BESIDE * u32::try_from(columns.saturating_sub(1)).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    const DEEP: &str = "
- decision:
    name: A
    condition: { exp: 'Message.Message.body == \"x\"' }
    outputs:
      \"yes\":
        actions:
          - switch:
              name: B
              evaluate:
                firstTrue:
                  cases:
                    - case: { value: { exp: 'Message.Message.body == \"y\"' }, actions: [ { disconnect: { name: C } } ] }
                    - case: { value: { exp: 'Message.Message.body == \"z\"' }, actions: [ { wait: { name: D, duration: { lit: { minutes: 1 } } } }, { disconnect: { name: E } } ] }
      \"no\": { actions: [ { sendResponse: { name: F, messageBody: { lit: f } } } ] }
- disconnect: { name: G }";

    #[test]
    fn boxes_stand_inside_the_panel_and_apart() {
        let graph = Graph::of(&Flow::new().actions(DEEP).program());
        let panel = panel(&graph, &graph.containers[0].actions, graph.containers[0].runs_out);
        assert_eq!(panel.boxes.len(), graph.actions.len());
        for (at, one) in panel.boxes.iter().enumerate() {
            assert!(one.x >= 0.0 && one.x + BOX <= panel.width && one.y + TALL <= panel.height, "{one:?}");
            for other in panel.boxes.iter().skip(at + 1) {
                let apart = (one.x - other.x).abs() >= BOX || (one.y - other.y).abs() >= TALL;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        assert!(
            panel.lines.iter().all(|line| line.points.iter().all(|(x, y)| *x <= panel.width && *y <= panel.height))
        );
        assert!(panel.end.is_none());
    }
}
