//! `flowproof flow show FLOW`: the graph of a flow, with a path on it where one is given.

use std::sync::Arc;

use camino::Utf8Path;
use serde_json::Value as Json;

use super::args::{FlowShowArgs, ShowFormat};
use super::edge::Edge;
use super::flow_json::path_of;
use super::load::{flow_sources, named_flow, names_a_flow};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Exit;
use crate::flow::show::{Graph, to_json, to_mermaid, to_svg, to_text};
use crate::flow::{Program, load};
use crate::trace::Taken;

pub(super) fn run(edge: &Edge, args: &FlowShowArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let graph = graph(edge, args, &mut diagnostics);
    diagnostics.sort();
    edge.report(&diagnostics);
    // A flow with mistakes is drawn all the same where it can be; they have been told.
    let Some(graph) = graph else { return Exit::Usage };
    let drawn = match args.format {
        ShowFormat::Text => to_text(&graph),
        ShowFormat::Mermaid => to_mermaid(&graph),
        ShowFormat::Svg => to_svg(&graph),
        ShowFormat::Json => format!("{:#}\n", to_json(&graph)),
    };
    let Some(file) = &args.output else {
        edge.say(drawn.trim_end());
        return Exit::Green;
    };
    match std::fs::write(file, drawn) {
        Ok(()) => Exit::Green,
        Err(error) => {
            edge.tell(&format!("`{file}` cannot be written: {error}"));
            Exit::Usage
        }
    }
}

fn graph(edge: &Edge, args: &FlowShowArgs, diagnostics: &mut Diagnostics) -> Option<Graph> {
    let mut graph = Graph::of(&*drawing(edge, args, diagnostics)?);
    if let Some(file) = &args.path {
        let path = read_path(edge, file).map_err(|wrong| diagnostics.push(wrong)).ok()?;
        let strange = graph.draw(&path);
        if strange > 0 {
            let message = format!("{strange} of the {} steps in `{file}` are not actions of this flow", path.len());
            diagnostics.push(
                Diagnostic::warning(Code::FLOW_PATH_STRANGE, message)
                    .help("the path is that of another flow, or of another version of this one"),
            );
        }
    }
    Some(graph)
}

/// The flow of a file, or of a name of flowproof.yaml.
fn drawing(edge: &Edge, args: &FlowShowArgs, diagnostics: &mut Diagnostics) -> Option<Arc<Program>> {
    if names_a_flow(edge, &args.file) {
        let options = [("--with", !args.with.is_empty()), ("--substitutions", args.substitutions.is_some())];
        return named_flow(edge, &args.file, &options, diagnostics).map(|flow| flow.program);
    }
    let files = flow_sources(edge, &args.file, &args.with, args.substitutions.as_deref(), diagnostics)?;
    let loaded = load(files);
    diagnostics.append(loaded.diagnostics);
    loaded.drawing
}

/// The path in what `flow run --json` printed.
fn read_path(edge: &Edge, file: &Utf8Path) -> Result<Vec<Taken>, Diagnostic> {
    let source = edge.read(file)?;
    let wrong = |reason: &str| {
        Diagnostic::error(Code::FLOW_PATH_UNREADABLE, format!("`{file}` holds no path: {reason}"))
            .help("give it what `flowproof flow run --json` prints")
    };
    let document: Json = serde_json::from_str(source.text()).map_err(|error| wrong(&error.to_string()))?;
    path_of(&document).map_err(|reason| wrong(&reason))
}
