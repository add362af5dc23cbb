//! The graph as a Mermaid flowchart: one subgraph a container, actions as boxes, decisions as diamonds. Builds text only.

use std::fmt::Write as _;

use super::graph::{Action, EdgeKind, End, Graph};

/// The longest text of a label, in characters: longer ones make boxes that nobody can read.
const LONGEST: usize = 80;

/// The graph as the text of a Mermaid `flowchart TD`; with a path, what it takes has the class `taken`.
pub fn to_mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart TD\n");
    let several = graph.flows.len() > 1;
    for flow in &graph.flows {
        for &at in &flow.containers {
            let Some(container) = graph.containers.get(at) else { continue };
            let title = if several { format!("{}: {}", flow.name, container.title()) } else { container.title() };
            let _ = writeln!(out, "  subgraph c{at}[\"{}\"]", escaped(&title));
            let start = if container.start { "start" } else { container.kind.describe() };
            let _ = writeln!(out, "    s{at}([\"{start}\"])");
            for (index, action) in graph.actions.iter().enumerate().filter(|(_, action)| action.container == at) {
                let _ = writeln!(out, "    a{index}{}", shape(graph, action));
            }
            if graph.edges.iter().any(|edge| edge.to == End::Out(at)) {
                let _ = writeln!(out, "    e{at}([\"{}\"])", container.end_title());
            }
            out.push_str("  end\n");
        }
    }
    for edge in &graph.edges {
        let arrow = match edge.kind {
            EdgeKind::Next => "-->",
            EdgeKind::Call => "-.->",
            EdgeKind::Go => "==>",
        };
        let label = match (edge.outputs.is_empty(), edge.kind) {
            (true, EdgeKind::Call) => "|\"calls\"|".to_owned(),
            (true, _) => String::new(),
            (false, _) => format!("|\"{}\"|", escaped(&edge.outputs.join(", "))),
        };
        let _ = writeln!(out, "  {} {arrow}{label} {}", name(edge.from), name(edge.to));
    }
    if graph.path.is_some() {
        draw_path(graph, &mut out);
    }
    out
}

fn draw_path(graph: &Graph, out: &mut String) {
    out.push_str("  classDef taken fill:#dafbe1,stroke:#1a7f37,stroke-width:2px,color:#1f2328\n");
    let actions = graph.actions.iter().enumerate().filter(|(_, action)| action.taken > 0);
    let taken: Vec<String> = actions.map(|(at, _)| format!("a{at}")).collect();
    if !taken.is_empty() {
        let _ = writeln!(out, "  class {} taken", taken.join(","));
    }
    let edges = graph.edges.iter().enumerate().filter(|(_, edge)| edge.taken > 0);
    let edges: Vec<String> = edges.map(|(at, _)| at.to_string()).collect();
    if !edges.is_empty() {
        let _ = writeln!(out, "  linkStyle {} stroke:#1a7f37,stroke-width:3px", edges.join(","));
    }
}

fn name(end: End) -> String {
    match end {
        End::Start(at) => format!("s{at}"),
        End::Action(at) => format!("a{at}"),
        End::Out(at) => format!("e{at}"),
    }
}

fn shape(graph: &Graph, action: &Action) -> String {
    let mut label = format!("<b>{}</b><br/>{}", escaped(&action.title()), escaped(&action.kind));
    if let Some(detail) = action.detail.clone().or_else(|| graph.target(action).map(|to| format!("→ {to}"))) {
        let _ = write!(label, "<br/>{}", escaped(&detail));
    }
    match &*action.kind {
        "decision" | "switch" => format!("{{\"{label}\"}}"),
        "disconnect" | "transferToAcd" | "exitBotFlow" | "endWorkflow" => format!("([\"{label}\"])"),
        "callTask" | "callBotFlow" | "callDigitalBotFlow" | "callCommonModule" => format!("[[\"{label}\"]]"),
        _ => format!("[\"{label}\"]"),
    }
}

/// A text inside a quoted label: no quote, tag, entity, markdown or line end of its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in shortened(text, LONGEST).chars() {
        match letter {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '#' | '`' | '\\' | '{' | '}' | '|' | '*' | '_' | ';' => {
                let _ = write!(out, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// A text of at most so many characters, an ellipsis among them where it was longer.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some(_) => {
            let head: String = text.chars().take(longest.saturating_sub(1)).collect();
            format!("{}…", head.trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Is it \"Gold\"?", "Is it #quot;Gold#quot;?")]
    #[case("a < b && c > d", "a #lt; b #amp;#amp; c #gt; d")]
    #[case("#1; `x` {y}", "#35;1#59; #96;x#96; #123;y#125;")]
    #[case("two\nlines", "two lines")]
    fn labels_hold_nothing_that_mermaid_reads(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn a_long_text_ends_in_an_ellipsis() {
        assert_eq!(shortened("äbcdef", 4), "äbc…");
        assert_eq!(shortened("äbcd", 4), "äbcd");
    }
}
