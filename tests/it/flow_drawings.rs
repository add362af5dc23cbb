//! Every published flow is drawn in every format and linted: nothing panics, every action is in every drawing, and no lint claims a mistake
//! in a flow that Genesys has published.

use std::collections::BTreeMap;

use flowproof::diagnostic::{Severity, SourceFile};
use flowproof::flow::lint::lint;
use flowproof::flow::show::{End, Graph, to_json, to_mermaid, to_svg, to_text};
use flowproof::flow::{FlowSource, load};
use indexmap::IndexMap;

#[test]
fn every_published_flow_is_drawn_and_linted() {
    let Some(folder) = super::shared::flows() else { return };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".tsv"))
        .collect();
    names.sort();
    let (mut drawn, mut counts) = (0, BTreeMap::new());
    for name in &names {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let source = SourceFile::new(name.as_str(), text);
        let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
        let Some(drawing) = loaded.drawing else { continue };
        drawn += 1;
        draw(name, &Graph::of(&drawing));
        let Some(program) = loaded.program else { continue };
        for one in lint(&program) {
            *counts.entry((one.code.as_str(), one.severity)).or_insert(0) += 1;
            assert!(one.place.is_some(), "{name}: {one:?}");
            eprintln!("{} {} {}", one.place.as_ref().unwrap(), one.code, one.message);
            assert_eq!(one.severity, Severity::Warning, "{name}: {one:?}");
        }
    }
    assert_eq!(drawn, 174);
    eprintln!("drawn and linted: {drawn}; found: {counts:?}");
}

fn draw(name: &str, graph: &Graph) {
    let (text, mermaid, svg, json) = (to_text(graph), to_mermaid(graph), to_svg(graph), to_json(graph).to_string());
    assert!(text.lines().filter(|line| line.contains(" [")).count() >= graph.actions.len(), "{name}");
    for (at, action) in graph.actions.iter().enumerate() {
        assert!(svg.contains(&format!("<g id=\"a{at}\" ")), "{name}: {} is not in the SVG", action.id);
        assert!(mermaid.contains(&format!("\n    a{at}")), "{name}: {} is not in the flowchart", action.id);
        assert!(json.contains(&format!("\"id\":\"a{at}\"")), "{name}: {} is not in the JSON", action.id);
    }
    let there = |end: End| match end {
        End::Start(at) | End::Out(at) => at < graph.containers.len(),
        End::Action(at) => at < graph.actions.len(),
    };
    assert!(graph.edges.iter().all(|edge| there(edge.from) && there(edge.to)), "{name}");
    assert!(!svg.contains("NaN") && svg.trim_end().ends_with("</svg>"), "{name}");
}
