//! One self-contained SVG: the plan, the path over it where there is one, and the style, which follows the reader's light or dark mode.

use super::super::graph::Graph;
use super::drawing::Drawing;
use super::taken::Mark;
use super::write::{escaped, number};

/// The colours of an SVG that stands alone.
const COLOURS: &str = "\
.flowproof{--bg:#ffffff;--fg:#1f2328;--soft:#59636e;--line:#818b98;--box:#f6f8fa;--hit:#1a7f37;--hit-soft:#1a7f371f;--on-hit:#ffffff;--odd:#9a6700;--bad:#cf222e;--dash:none}
@media(prefers-color-scheme:dark){.flowproof{--bg:#0d1117;--fg:#e6edf3;--soft:#9198a1;--line:#6e7681;--box:#151b23;--hit:#3fb950;--hit-soft:#3fb95026;--on-hit:#0d1117;--odd:#d29922;--bad:#f85149}}
.flowproof{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:13px}
.flowproof.fp-drawn{--dash:5 4}
.fp-ground{fill:var(--bg)}
";

/// How everything looks, in the colours `--bg`, `--fg`, `--soft`, `--line`, `--box`, `--hit`, `--hit-soft`, `--on-hit`, `--odd`, `--bad` of
/// whoever shows it; `--dash` is the stroke of what is not taken. A rule names one class only, since `<use>` knows no ancestors; what has the
/// focus is never repeated.
pub const SHAPES: &str = "\
.fp-panel{fill:none;stroke:var(--line);stroke-opacity:.5}
.fp-box{fill:var(--box);stroke:var(--line)}
.fp-odd{stroke:var(--odd);stroke-width:2;stroke-dasharray:2 3}
.fp-line{fill:none;stroke:var(--line);stroke-width:1.25;stroke-dasharray:var(--dash)}
.fp-tip{fill:var(--line)}
.fp-name{fill:var(--fg);text-anchor:middle}
.fp-kind{fill:var(--soft);font-size:11px;text-anchor:middle}
.fp-out{fill:var(--soft);font-size:11px;text-anchor:middle;paint-order:stroke;stroke:var(--bg);stroke-width:4px}
.fp-title{fill:var(--fg);font-size:14px;font-weight:600}
.fp-way{fill:none;stroke:var(--hit);stroke-width:3.5;stroke-linejoin:round}
.fp-end{fill:var(--hit);stroke:var(--hit);stroke-width:2}
.fp-by{fill:var(--hit);font-size:11.5px;font-weight:700;text-anchor:middle;paint-order:stroke;stroke:var(--bg);stroke-width:5px}
.fp-frame{fill:var(--hit-soft);stroke:var(--hit);stroke-width:2.5}
.fp-badge{fill:var(--hit)}
.fp-count{fill:var(--on-hit);font-size:11px;font-weight:700;text-anchor:middle}
.fp-off{stroke:var(--bad);stroke-width:4;fill:none}
.fp-off-badge{fill:var(--bad)}
.fp-way,.fp-end,.fp-by,.fp-frame,.fp-badge,.fp-count{pointer-events:none}
.fp-node,.fp-hit{outline:none}
.fp-node:focus-visible .fp-box,.fp-hit:focus-visible path{stroke:var(--fg);stroke-width:4;stroke-dasharray:none}
a.fp-node .fp-kind{text-decoration:underline}
";

/// The graph as the text of one SVG. What the path takes, where there is one, is drawn over the rest, each action with how often it is taken
/// where that is more than once.
pub fn to_svg(graph: &Graph) -> String {
    let drawing = Drawing::of(graph);
    let count = |at: usize| graph.actions.get(at).map_or(0, |action| action.taken);
    let badge = |at: usize| if count(at) > 1 { format!("×{}", count(at)) } else { String::new() };
    let mark = |at: usize| Mark { badge: badge(at), left: false };
    let (plan, taken) = (drawing.plan(""), drawing.taken(&mark));
    let (width, height) = (number(drawing.width()), number(drawing.height()));
    let name = graph.flows.first().map(|flow| escaped(&flow.name)).unwrap_or_default();
    let drawn = if graph.path.is_some() { " fp-drawn" } else { "" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flowproof{drawn}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{name}\">\n\
         <style>\n{COLOURS}{SHAPES}</style>\n<rect class=\"fp-ground\" width=\"100%\" height=\"100%\"/>\n{plan}{taken}</svg>\n"
    )
}
