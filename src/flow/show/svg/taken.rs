//! What a path takes of a flow, as SVG that lies over the plan: thick lines, the outputs in bold, boxes with a frame and a badge; none of it
//! rests on colour alone. Every element is styled by its own class, so that `<use>` can repeat it. Links lie apart. Must not know how the plan is drawn.

use std::fmt::Write as _;

use super::drawing::{Drawing, Placed, words};
use super::layout::{BOX, PILL, TALL};
use super::plan::{shortened, tip, way};
use super::write::{escaped, number};

/// How an action that is taken is marked.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    /// What stands in the corner of its box: the numbers of its steps, or how often it is taken; nothing where it is empty.
    pub badge: String,
    /// Whether the way that was expected was left here.
    pub left: bool,
}

/// A link over the box of an action that is taken.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The id of the link itself.
    pub id: String,
    /// The id of what it leads to.
    pub to: String,
    /// Words before those of the action, for a tooltip and a screen reader.
    pub words: String,
}

/// The width of a letter of a badge, and of its two margins.
const BADGE_LETTER: f64 = 6.6;
const BADGE_MARGINS: f64 = 10.0;
const BADGE_TALL: f64 = 18.0;

impl Drawing<'_> {
    /// All that is taken, each action marked as `mark` says.
    pub fn taken(&self, mark: &dyn Fn(usize) -> Mark) -> String {
        let mut out = String::new();
        for placed in &self.panels {
            self.panel(placed, mark, &mut out);
        }
        out
    }

    /// A link over each box that is taken and for which `spot` has one.
    pub fn spots(&self, spot: &dyn Fn(usize) -> Option<Spot>) -> String {
        let mut out = String::new();
        for placed in &self.panels {
            let (left, top) = placed.inside();
            for one in &placed.panel.boxes {
                let Some(action) = self.graph.actions.get(one.action).filter(|action| action.taken > 0) else {
                    continue;
                };
                let Some(spot) = spot(one.action) else { continue };
                let words = format!("{}: {}", spot.words, words(self.graph, action));
                let _ = writeln!(
                    out,
                    "<a id=\"{}\" class=\"fp-hit\" href=\"#{}\"><title>{}</title><path d=\"M{} {}h{BOX}v{TALL}h-{BOX}z\"/></a>",
                    escaped(&spot.id),
                    escaped(&spot.to),
                    escaped(&words),
                    number(left + one.x),
                    number(top + one.y)
                );
            }
        }
        match out.is_empty() {
            true => out,
            // Attributes, not style: without them the links would hide the boxes where a page's style is refused.
            false => format!("<g fill=\"none\" pointer-events=\"all\">\n{out}</g>"),
        }
    }

    fn panel(&self, placed: &Placed, mark: &dyn Fn(usize) -> Mark, out: &mut String) {
        let Placed { panel, .. } = placed;
        let lines: String = panel.lines.iter().filter(|line| line.taken).map(way).collect();
        let tips: String = panel.lines.iter().filter(|line| line.taken).filter_map(tip).collect();
        let mut inside = String::new();
        if !lines.is_empty() {
            let _ = write!(inside, "<path class=\"fp-way\" d=\"{lines}\"/><path class=\"fp-end\" d=\"{tips}\"/>");
        }
        for label in panel.labels.iter().filter(|label| label.taken) {
            let (x, y) = (number(label.x), number(label.y));
            let _ = write!(inside, "<text class=\"fp-by\" x=\"{x}\" y=\"{y}\">{}</text>", shortened(&label.text));
        }
        for one in &panel.boxes {
            if self.graph.actions.get(one.action).is_some_and(|action| action.taken > 0) {
                frame(&mark(one.action), (one.x, one.y), &mut inside);
            }
        }
        if let Some((middle, top, true)) = panel.end {
            let (x, y, tall) = (number(middle - 60.0), number(top), number(PILL));
            let _ = write!(
                inside,
                "<rect class=\"fp-frame\" x=\"{x}\" y=\"{y}\" width=\"120\" height=\"{tall}\" rx=\"12\"/>"
            );
        }
        if !inside.is_empty() {
            let (x, y) = placed.inside();
            let _ = writeln!(out, "<g transform=\"translate({} {})\">{inside}</g>", number(x), number(y));
        }
    }
}

fn frame(mark: &Mark, (x, y): (f64, f64), out: &mut String) {
    let class = if mark.left { "fp-frame fp-off" } else { "fp-frame" };
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{BOX}\" height=\"{TALL}\" rx=\"6\"/>",
        number(x),
        number(y)
    );
    if mark.badge.is_empty() {
        return;
    }
    let letters = u32::try_from(mark.badge.chars().count()).map_or(0.0, f64::from);
    let wide = (letters * BADGE_LETTER + BADGE_MARGINS).max(BADGE_TALL);
    let (left, top) = (x - 8.0, y - BADGE_TALL / 2.0);
    let class = if mark.left { "fp-badge fp-off-badge" } else { "fp-badge" };
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"9\"/><text class=\"fp-count\" x=\"{}\" y=\"{}\">{}</text>",
        number(left),
        number(top),
        number(wide),
        number(BADGE_TALL),
        number(left + wide / 2.0),
        number(top + 13.0),
        escaped(&mark.badge)
    );
}
