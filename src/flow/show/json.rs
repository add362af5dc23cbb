//! The graph as JSON for other tools: the tree, nested as the flow is, and the edges beside it. Builds values only.
//!
//! `{version, path?, flows: [{name, type, containers: [{id, kind, name, start, runsOut, actions: […]}]}], edges: […]}`. An action is
//! `{id, name, nth, kind, executable, file, line, column, detail?, notModelled?: {path: text}, to?, outputs: [{name, detail?, to?, taken?, actions}], taken?}`; an edge
//! `{from, to, kind: next|call|go, outputs, taken?}`. Ids: `s3` and `e3` are start and end of container `c3`, `a7` is an action; they are
//! positions in the file, stable while it is not edited. `taken` counts how often the path took it and is there only with a path.

use serde_json::{Map, Value as Json, json};

use super::graph::{Branch, Edge, EdgeKind, End, Graph};

/// The version of the form; a change that breaks readers raises it.
const VERSION: u32 = 1;

/// The graph as one document.
pub fn to_json(graph: &Graph) -> Json {
    let writer = Writer { graph };
    let flows: Vec<Json> = graph
        .flows
        .iter()
        .map(|flow| {
            let containers: Vec<Json> = flow.containers.iter().map(|at| writer.container(*at)).collect();
            let mut found = Map::new();
            found.insert("name".to_owned(), json!(flow.name));
            found.insert("type".to_owned(), json!(flow.flow_type));
            if !flow.unread.is_empty() {
                found.insert("notModelled".to_owned(), parts(&flow.unread));
            }
            found.insert("containers".to_owned(), containers.into());
            Json::Object(found)
        })
        .collect();
    let mut document = Map::new();
    document.insert("version".to_owned(), json!(VERSION));
    if let Some(steps) = graph.path {
        document.insert("path".to_owned(), json!({ "steps": steps }));
    }
    document.insert("flows".to_owned(), flows.into());
    document.insert("edges".to_owned(), graph.edges.iter().map(|edge| writer.edge(edge)).collect::<Vec<_>>().into());
    document.into()
}

struct Writer<'g> {
    graph: &'g Graph,
}

impl Writer<'_> {
    fn container(&self, at: usize) -> Json {
        let Some(container) = self.graph.containers.get(at) else { return Json::Null };
        json!({
            "id": format!("c{at}"),
            "kind": container.kind.describe(),
            "name": container.name,
            "start": container.start,
            "runsOut": container.runs_out,
            "actions": self.actions(&container.actions),
        })
    }

    fn actions(&self, actions: &[usize]) -> Vec<Json> {
        actions.iter().map(|at| self.action(*at)).collect()
    }

    fn action(&self, at: usize) -> Json {
        let Some(action) = self.graph.actions.get(at) else { return Json::Null };
        let place = action.place.start();
        let mut found = Map::new();
        let mut put = |key: &str, value: Json| found.insert(key.to_owned(), value);
        put("id", json!(format!("a{at}")));
        put("name", json!(action.id.name));
        put("nth", json!(action.id.ordinal + 1));
        put("kind", json!(action.kind));
        put("executable", json!(action.executable));
        put("file", json!(action.place.source.name()));
        put("line", json!(place.line));
        put("column", json!(place.column));
        if let Some(detail) = &action.detail {
            put("detail", json!(detail));
        }
        if !action.unread.is_empty() {
            put("notModelled", parts(&action.unread));
        }
        if let Some(to) = action.to {
            put("to", json!(format!("c{to}")));
        }
        put("outputs", action.branches.iter().map(|branch| self.branch(branch)).collect::<Vec<_>>().into());
        self.taken(&mut found, action.taken);
        found.into()
    }

    fn branch(&self, branch: &Branch) -> Json {
        let mut found = Map::new();
        found.insert("name".to_owned(), json!(branch.name));
        if let Some(detail) = &branch.detail {
            found.insert("detail".to_owned(), json!(detail));
        }
        if let Some(to) = branch.to {
            found.insert("to".to_owned(), json!(format!("c{to}")));
        }
        found.insert("actions".to_owned(), self.actions(&branch.actions).into());
        self.taken(&mut found, branch.taken);
        found.into()
    }

    fn edge(&self, edge: &Edge) -> Json {
        let kind = match edge.kind {
            EdgeKind::Next => "next",
            EdgeKind::Call => "call",
            EdgeKind::Go => "go",
        };
        let mut found = Map::new();
        found.insert("from".to_owned(), json!(id(edge.from)));
        found.insert("to".to_owned(), json!(id(edge.to)));
        found.insert("kind".to_owned(), json!(kind));
        found.insert("outputs".to_owned(), json!(edge.outputs));
        self.taken(&mut found, edge.taken);
        found.into()
    }

    fn taken(&self, found: &mut Map<String, Json>, count: u32) {
        if self.graph.path.is_some() {
            found.insert("taken".to_owned(), json!(count));
        }
    }
}

/// What counts for nothing here: path → text.
fn parts(unread: &[(Box<str>, Box<str>)]) -> Json {
    unread.iter().map(|(path, text)| (path.to_string(), json!(text))).collect::<Map<_, _>>().into()
}

fn id(end: End) -> String {
    match end {
        End::Start(at) => format!("s{at}"),
        End::Action(at) => format!("a{at}"),
        End::Out(at) => format!("e{at}"),
    }
}
