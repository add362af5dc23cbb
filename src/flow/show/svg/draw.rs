//! Panels, boxes and lines as the text of an SVG. Colours follow the reader's light or dark mode; names in full are tooltips; a box that
//! leads to another container links to its panel. Must not know how places are found.

use std::fmt::Write as _;

use super::super::graph::{Action, Graph};
use super::layout::{BOX, Line, PILL, Panel, TALL, panel};
use super::write::{escaped, lines, number};

/// Around everything and inside a panel.
const MARGIN: f64 = 24.0;
/// The height of a heading.
const HEADING: f64 = 34.0;
/// How many letters of the name fit on a line, and of the smaller kind.
const NAME_LETTERS: usize = 28;
const KIND_LETTERS: usize = 36;

const STYLE: &str = "\
.flowproof{--bg:#ffffff;--fg:#1f2328;--soft:#59636e;--line:#8c959f;--box:#f6f8fa;--hit:#1a7f37;--hitbox:#dafbe1;--odd:#9a6700}
@media(prefers-color-scheme:dark){.flowproof{--bg:#0d1117;--fg:#e6edf3;--soft:#9198a1;--line:#6e7681;--box:#151b23;--hit:#3fb950;--hitbox:#12361f;--odd:#d29922}}
.flowproof{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:13px}
.flowproof .bg{fill:var(--bg)}
.flowproof .panel{fill:none;stroke:var(--line);stroke-dasharray:4 4}
.flowproof .box{fill:var(--box);stroke:var(--line)}
.flowproof .line{fill:none;stroke:var(--line);stroke-width:1.5}
.flowproof .tip{fill:var(--line)}
.flowproof text{fill:var(--fg);text-anchor:middle}
.flowproof .kind,.flowproof .out{fill:var(--soft);font-size:11px}
.flowproof .out{paint-order:stroke;stroke:var(--bg);stroke-width:4px}
.flowproof .title{font-size:15px;font-weight:600;text-anchor:start}
.flowproof .odd .box{stroke:var(--odd);stroke-dasharray:6 3}
.flowproof .taken .box{fill:var(--hitbox);stroke:var(--hit);stroke-width:2}
.flowproof .line.taken{stroke:var(--hit);stroke-width:3}
.flowproof .tip.taken,.flowproof .out.taken{fill:var(--hit)}
.flowproof a{cursor:pointer}
.flowproof a .kind{text-decoration:underline}
";

/// The graph as the text of one SVG; with a path, what it takes is drawn green and thicker.
pub fn to_svg(graph: &Graph) -> String {
    let mut body = String::new();
    let (mut y, mut width): (f64, f64) = (MARGIN, BOX);
    for flow in &graph.flows {
        y += HEADING / 2.0;
        let heading = format!("{} ({})", flow.name, flow.flow_type);
        let _ = writeln!(
            body,
            "<text class=\"title\" x=\"{}\" y=\"{}\">{}</text>",
            number(MARGIN),
            number(y),
            escaped(&heading)
        );
        y += MARGIN / 2.0;
        for &at in &flow.containers {
            let Some(container) = graph.containers.get(at) else { continue };
            let inside = panel(graph, &container.actions, container.runs_out);
            let start = if container.start { " (start)" } else { "" };
            let title = format!("{}{start}", container.title());
            let (wide, tall) = (inside.width + 2.0 * MARGIN, inside.height + HEADING + 2.0 * MARGIN);
            let _ = writeln!(
                body,
                "<g id=\"c{at}\" transform=\"translate({} {})\"><rect class=\"panel\" width=\"{}\" height=\"{}\" rx=\"10\"/>\
                 <text class=\"title\" x=\"{}\" y=\"{}\">{}</text>\n<g transform=\"translate({} {})\">",
                number(MARGIN),
                number(y),
                number(wide),
                number(tall),
                number(MARGIN),
                number(MARGIN + 4.0),
                escaped(&title),
                number(MARGIN),
                number(HEADING + MARGIN)
            );
            draw_panel(graph, &inside, &container.end_title(), &mut body);
            body.push_str("</g></g>\n");
            width = width.max(wide);
            y += tall + MARGIN;
        }
    }
    let (width, height) = (number(width + 2.0 * MARGIN), number(y));
    let name = graph.flows.first().map(|flow| escaped(&flow.name)).unwrap_or_default();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flowproof\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{name}</title>\n<style>\n{STYLE}</style>\n<rect class=\"bg\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

fn draw_panel(graph: &Graph, panel: &Panel, end: &str, out: &mut String) {
    // What is taken lies over what is not.
    for taken in [false, true] {
        for line in panel.lines.iter().filter(|line| line.taken == taken) {
            draw_line(line, out);
        }
    }
    for label in &panel.labels {
        let class = if label.taken { "out taken" } else { "out" };
        let (full, short) = (escaped(&label.text), lines(&label.text, 1, NAME_LETTERS / 2).concat());
        let _ = writeln!(
            out,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"><title>{full}</title>{}</text>",
            number(label.x),
            number(label.y),
            escaped(&short)
        );
    }
    for one in &panel.boxes {
        if let Some(action) = graph.actions.get(one.action) {
            draw_box(graph, one.action, action, (one.x, one.y), out);
        }
    }
    if let Some((middle, top, taken)) = panel.end {
        let class = if taken { "taken" } else { "end" };
        let _ = writeln!(
            out,
            "<g class=\"{class}\"><rect class=\"box\" x=\"{}\" y=\"{}\" width=\"120\" height=\"{}\" rx=\"12\"/><text class=\"kind\" x=\"{}\" y=\"{}\">{end}</text></g>",
            number(middle - 60.0),
            number(top),
            number(PILL),
            number(middle),
            number(top + PILL / 2.0 + 4.0)
        );
    }
}

fn draw_line(line: &Line, out: &mut String) {
    let points: Vec<String> = line.points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    let taken = if line.taken { " taken" } else { "" };
    let _ = writeln!(out, "<polyline class=\"line{taken}\" points=\"{}\"/>", points.join(" "));
    if let Some((x, y)) = line.points.last().filter(|_| line.arrow) {
        let (x, y) = (*x, *y);
        let tip = [(x - 4.0, y - 7.0), (x + 4.0, y - 7.0), (x, y)].map(|(x, y)| format!("{},{}", number(x), number(y)));
        let _ = writeln!(out, "<polygon class=\"tip{taken}\" points=\"{}\"/>", tip.join(" "));
    }
}

fn draw_box(graph: &Graph, at: usize, action: &Action, (x, y): (f64, f64), out: &mut String) {
    let class = match (action.taken > 0, action.executable) {
        (true, _) => "action taken",
        (false, true) => "action",
        (false, false) => "action odd",
    };
    let to = graph.target(action);
    let second = to.as_ref().map_or_else(|| action.kind.to_string(), |to| format!("{} → {to}", action.kind));
    let mut full = format!("{} [{}]", action.title(), action.kind);
    for more in action.detail.iter().map(String::as_str).chain(to.as_deref()) {
        let _ = write!(full, " {more}");
    }
    let link = action.to.map(|to| format!("<a href=\"#c{to}\">")).unwrap_or_default();
    let _ = write!(
        out,
        "<g id=\"a{at}\" class=\"{class}\">{link}<title>{}</title><rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
        escaped(&full),
        number(x),
        number(y),
        number(BOX),
        number(TALL)
    );
    let middle = number(x + BOX / 2.0);
    let name = lines(&action.title(), 2, NAME_LETTERS);
    let mut base = y + if name.len() > 1 { 18.0 } else { 25.0 };
    for line in name {
        let _ = write!(out, "<text x=\"{middle}\" y=\"{}\">{}</text>", number(base), escaped(&line));
        base += 15.0;
    }
    let second = lines(&second, 1, KIND_LETTERS).concat();
    let _ = write!(out, "<text class=\"kind\" x=\"{middle}\" y=\"{}\">{}</text>", number(base + 2.0), escaped(&second));
    out.push_str(if link.is_empty() { "</g>\n" } else { "</a></g>\n" });
}
