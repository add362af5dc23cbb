//! What a flow is, as SVG without a frame: nothing of it is shown as taken. Every element is styled by a class of its own, never by what it
//! stands in, so that `<use>` can repeat the whole. Must not know a path.

use std::fmt::Write as _;

use super::super::graph::{Action, Graph};
use super::drawing::{Drawing, MARGIN, Placed, words};
use super::layout::{BOX, Line, PILL, TALL};
use super::write::{escaped, lines, number};

/// How many letters of the name fit on a line, and of the smaller kind.
pub(super) const NAME_LETTERS: usize = 28;
const KIND_LETTERS: usize = 36;
/// How many letters of an output fit beside those of its neighbours.
const OUT_LETTERS: usize = NAME_LETTERS / 2;

impl Drawing<'_> {
    /// All boxes and lines. The ids of actions and containers begin with `prefix`: `a7`, `c0`.
    pub fn plan(&self, prefix: &str) -> String {
        let mut out = String::new();
        for heading in &self.headings {
            let (x, y) = (number(MARGIN), number(heading.y));
            let _ = writeln!(out, "<text class=\"fp-title\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(&heading.text));
        }
        for placed in &self.panels {
            draw_panel(self.graph, placed, prefix, &mut out);
        }
        out
    }
}

fn draw_panel(graph: &Graph, placed: &Placed, prefix: &str, out: &mut String) {
    let Some(container) = graph.containers.get(placed.container) else { return };
    let start = if container.start { " (start)" } else { "" };
    let ((wide, tall), (x, y)) = (placed.frame(), placed.inside());
    let (left, top) = (number(MARGIN), number(placed.y));
    let _ = writeln!(
        out,
        "<g id=\"{prefix}c{}\"><rect class=\"fp-panel\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"10\"/>\
         <text class=\"fp-title\" x=\"{}\" y=\"{}\">{}{start}</text></g>\n<g transform=\"translate({} {})\">",
        placed.container,
        number(wide),
        number(tall),
        number(2.0 * MARGIN),
        number(placed.y + MARGIN + 4.0),
        escaped(&container.title()),
        number(x),
        number(y)
    );
    for line in &placed.panel.lines {
        draw_line(line, out);
    }
    for label in &placed.panel.labels {
        let (full, short) = (escaped(&label.text), shortened(&label.text));
        let (x, y) = (number(label.x), number(label.y));
        let _ = writeln!(out, "<text class=\"fp-out\" x=\"{x}\" y=\"{y}\"><title>{full}</title>{short}</text>");
    }
    for one in &placed.panel.boxes {
        if let Some(action) = graph.actions.get(one.action) {
            draw_box(graph, one.action, action, (one.x, one.y), prefix, out);
        }
    }
    if let Some((middle, top, _)) = placed.panel.end {
        let (x, y, tall) = (number(middle - 60.0), number(top), number(PILL));
        let (text_x, text_y) = (number(middle), number(top + PILL / 2.0 + 4.0));
        let _ = writeln!(
            out,
            "<rect class=\"fp-box\" x=\"{x}\" y=\"{y}\" width=\"120\" height=\"{tall}\" rx=\"12\"/><text class=\"fp-kind\" x=\"{text_x}\" y=\"{text_y}\">{}</text>",
            container.end_title()
        );
    }
    out.push_str("</g>\n");
}

/// The name of an output as it fits, escaped.
pub(super) fn shortened(output: &str) -> String {
    escaped(&lines(output, 1, OUT_LETTERS).concat())
}

/// The points of a line as the data of a path.
pub(super) fn way(line: &Line) -> String {
    let mut data = String::new();
    let mut before: Option<(f64, f64)> = None;
    for (x, y) in &line.points {
        let (x_text, y_text) = (number(*x), number(*y));
        let _ = match before.map(|(x, y)| (number(x), number(y))) {
            None => write!(data, "M{x_text} {y_text}"),
            Some((x, y)) if x == x_text && y == y_text => Ok(()),
            Some((x, _)) if x == x_text => write!(data, "V{y_text}"),
            Some((_, y)) if y == y_text => write!(data, "H{x_text}"),
            Some(_) => write!(data, "L{x_text} {y_text}"),
        };
        before = Some((*x, *y));
    }
    data
}

/// The arrow head at the end of a line, where it has one, as the data of a path.
pub(super) fn tip(line: &Line) -> Option<String> {
    let (x, y) = line.points.last().filter(|_| line.arrow)?;
    Some(format!("M{} {}h8l-4 7z", number(x - 4.0), number(y - 7.0)))
}

fn draw_line(line: &Line, out: &mut String) {
    let _ = writeln!(out, "<path class=\"fp-line\" d=\"{}\"/>", way(line));
    if let Some(tip) = tip(line) {
        let _ = writeln!(out, "<path class=\"fp-tip\" d=\"{tip}\"/>");
    }
}

fn draw_box(graph: &Graph, at: usize, action: &Action, (x, y): (f64, f64), prefix: &str, out: &mut String) {
    let to = graph.target(action);
    let second = to.as_ref().map_or_else(|| action.kind.to_string(), |to| format!("{} → {to}", action.kind));
    // A box that leads elsewhere is a link and takes the focus by itself.
    let (open, close) = match action.to {
        Some(to) => (
            format!("<g id=\"{prefix}a{at}\" class=\"fp-at\"><a class=\"fp-node\" href=\"#{prefix}c{to}\">"),
            "</a></g>",
        ),
        None => (format!("<g id=\"{prefix}a{at}\" class=\"fp-node\" tabindex=\"0\" role=\"img\">"), "</g>"),
    };
    let class = if action.executable { "fp-box" } else { "fp-box fp-odd" };
    let _ = write!(
        out,
        "{open}<title>{}</title><rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
        escaped(&words(graph, action)),
        number(x),
        number(y),
        number(BOX),
        number(TALL)
    );
    let middle = number(x + BOX / 2.0);
    let name = lines(&action.title(), 2, NAME_LETTERS);
    let mut base = y + if name.len() > 1 { 18.0 } else { 25.0 };
    for line in name {
        let _ = write!(out, "<text class=\"fp-name\" x=\"{middle}\" y=\"{}\">{}</text>", number(base), escaped(&line));
        base += 15.0;
    }
    let second = escaped(&lines(&second, 1, KIND_LETTERS).concat());
    let _ = writeln!(out, "<text class=\"fp-kind\" x=\"{middle}\" y=\"{}\">{second}</text>{close}", number(base + 2.0));
}
