//! A flow that cases go through: its graph, and the ways that can be taken.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::step::ActionJson;
use super::words::{Strange, Word, unset, value, word};
use crate::diagnostic::{LineColumn, Place};
use crate::event::{FlowSeen, FlowWay};
use crate::flow::program::ContainerKind;
use crate::flow::show::{Action, Branch, Container, Edge, EdgeKind, End, Flow, Graph};

type Texts = IndexMap<String, String>;

const CONTAINERS: &[(&str, ContainerKind)] = &[
    ("state", ContainerKind::State),
    ("task", ContainerKind::Task),
    ("menu", ContainerKind::Menu),
    ("bot", ContainerKind::Bot),
];

const EDGES: &[(&str, EdgeKind)] = &[("next", EdgeKind::Next), ("call", EdgeKind::Call), ("go", EdgeKind::Go)];

/// A flow with those that it calls. Numbers of containers and actions are positions in the lists of this line, from 0.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(in crate::report::json) struct FlowSeenJson {
    /// What tells it from the other flows of a run.
    pub key: String,
    /// Its name in `flowproof.yaml`, or the path that a scenario gave.
    name: String,
    /// The flows, the one that is named first.
    flows: Vec<FlowJson>,
    /// Their containers, in file order.
    containers: Vec<ContainerJson>,
    /// Their actions, in file order.
    actions: Vec<NodeJson>,
    /// Where control can go.
    edges: Vec<EdgeJson>,
    /// Every way: each output of each action, each action without one.
    ways: Vec<WayJson>,
}

impl FlowSeenJson {
    pub fn of(flow: &FlowSeen) -> Self {
        Self {
            key: flow.key.to_string(),
            name: flow.name.to_string(),
            flows: flow.graph.flows.iter().map(FlowJson::of).collect(),
            containers: flow.graph.containers.iter().map(ContainerJson::of).collect(),
            actions: flow.graph.actions.iter().map(NodeJson::of).collect(),
            edges: flow.graph.edges.iter().map(EdgeJson::of).collect(),
            ways: flow.ways.iter().map(WayJson::of).collect(),
        }
    }

    pub fn read(self) -> Result<FlowSeen, Strange> {
        let graph = Graph {
            flows: self.flows.into_iter().map(FlowJson::read).collect(),
            containers: self.containers.into_iter().map(ContainerJson::read).collect::<Result<_, _>>()?,
            actions: self.actions.into_iter().map(NodeJson::read).collect(),
            edges: self.edges.into_iter().map(EdgeJson::read).collect::<Result<_, _>>()?,
            path: None,
        };
        let ways = self.ways.into_iter().map(WayJson::read).collect();
        Ok(FlowSeen { key: self.key.into(), name: self.name.into(), graph, ways })
    }
}

/// One flow.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct FlowJson {
    /// Its name.
    name: String,
    /// Its type by its Archy root key.
    #[serde(rename = "type")]
    flow_type: String,
    /// Its containers.
    containers: Vec<usize>,
    /// Settings that its file gives and that count for nothing here.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    not_modelled: Texts,
}

impl FlowJson {
    fn of(flow: &Flow) -> Self {
        Self {
            name: flow.name.to_string(),
            flow_type: flow.flow_type.to_string(),
            containers: flow.containers.clone(),
            not_modelled: texts(&flow.unread),
        }
    }

    fn read(self) -> Flow {
        Flow {
            name: self.name.into(),
            flow_type: self.flow_type.into(),
            containers: self.containers,
            unread: pairs(self.not_modelled),
        }
    }
}

fn texts(pairs: &[(Box<str>, Box<str>)]) -> Texts {
    pairs.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

fn pairs(texts: Texts) -> Vec<(Box<str>, Box<str>)> {
    texts.into_iter().map(|(path, text)| (path.into(), text.into())).collect()
}

/// A state, task, menu or bot.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct ContainerJson {
    /// Its name.
    name: String,
    /// `state`, `task`, `menu`, `bot`.
    kind: Word,
    /// Whether its flow starts in it; absent where it does not.
    #[serde(default, skip_serializing_if = "unset")]
    start: bool,
    /// Its actions, without those in branches.
    actions: Vec<usize>,
    /// Whether control can run past its last action; absent where it cannot.
    #[serde(default, skip_serializing_if = "unset")]
    runs_out: bool,
}

impl ContainerJson {
    fn of(one: &Container) -> Self {
        Self {
            name: one.name.to_string(),
            kind: word(CONTAINERS, one.kind),
            start: one.start,
            actions: one.actions.clone(),
            runs_out: one.runs_out,
        }
    }

    fn read(self) -> Result<Container, Strange> {
        Ok(Container {
            name: self.name.into(),
            kind: value(CONTAINERS, &self.kind)?,
            start: self.start,
            actions: self.actions,
            runs_out: self.runs_out,
        })
    }
}

/// An action.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct NodeJson {
    /// Which.
    id: ActionJson,
    /// Its kind by its Archy name.
    kind: String,
    /// Whether it can be executed here.
    executable: bool,
    /// The file.
    file: String,
    /// Line, from 1.
    line: usize,
    /// Column, from 1.
    column: usize,
    /// Its container.
    container: usize,
    /// What it decides on or calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What its file gives and that counts for nothing here.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    not_modelled: Texts,
    /// The container that it calls or goes on in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<usize>,
    /// Its ways out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outputs: Vec<OutputJson>,
    /// Whether control can go on behind it; absent where it cannot.
    #[serde(default, skip_serializing_if = "unset")]
    past: bool,
}

impl NodeJson {
    fn of(action: &Action) -> Self {
        let at = action.place.start();
        Self {
            id: ActionJson::of(&action.id),
            kind: action.kind.to_string(),
            executable: action.executable,
            file: action.place.source.name().to_owned(),
            line: at.line,
            column: at.column,
            container: action.container,
            detail: action.detail.clone(),
            not_modelled: texts(&action.unread),
            to: action.to,
            outputs: action.branches.iter().map(OutputJson::of).collect(),
            past: action.past,
        }
    }

    fn read(self) -> Action {
        Action {
            id: self.id.read(),
            kind: self.kind.into(),
            executable: self.executable,
            place: Place::remembered(&self.file, LineColumn { line: self.line, column: self.column }),
            container: self.container,
            detail: self.detail,
            unread: pairs(self.not_modelled),
            to: self.to,
            branches: self.outputs.into_iter().map(OutputJson::read).collect(),
            past: self.past,
            taken: 0,
        }
    }
}

/// A way out of an action.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct OutputJson {
    /// Its name.
    name: String,
    /// Its condition, for the case of a switch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The actions behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actions: Vec<usize>,
    /// The container behind it, for a choice of a menu.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<usize>,
}

impl OutputJson {
    fn of(branch: &Branch) -> Self {
        Self {
            name: branch.name.to_string(),
            detail: branch.detail.clone(),
            actions: branch.actions.clone(),
            to: branch.to,
        }
    }

    fn read(self) -> Branch {
        Branch { name: self.name.into(), detail: self.detail, actions: self.actions, to: self.to, taken: 0 }
    }
}

/// Control can go from one place to another.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct EdgeJson {
    /// `s3` is the start of container 3, `e3` its end, `a7` is action 7.
    from: String,
    /// The same.
    to: String,
    /// `next`, `call` (comes back), `go` (does not).
    kind: Word,
    /// The outputs that lead along it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outputs: Vec<String>,
}

impl EdgeJson {
    fn of(edge: &Edge) -> Self {
        Self {
            from: end(edge.from),
            to: end(edge.to),
            kind: word(EDGES, edge.kind),
            outputs: edge.outputs.iter().map(ToString::to_string).collect(),
        }
    }

    fn read(self) -> Result<Edge, Strange> {
        Ok(Edge {
            from: read_end(&self.from)?,
            to: read_end(&self.to)?,
            kind: value(EDGES, &self.kind)?,
            outputs: self.outputs.into_iter().map(Into::into).collect(),
            taken: 0,
        })
    }
}

fn end(end: End) -> String {
    match end {
        End::Start(at) => format!("s{at}"),
        End::Action(at) => format!("a{at}"),
        End::Out(at) => format!("e{at}"),
    }
}

fn read_end(text: &str) -> Result<End, Strange> {
    let number = |kind: char| text.strip_prefix(kind).and_then(|number| number.parse().ok());
    let ends = [number('s').map(End::Start), number('a').map(End::Action), number('e').map(End::Out)];
    ends.into_iter().flatten().next().ok_or_else(|| format!("`{text}` is no end of an edge"))
}

/// An action and how it is left.
#[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct WayJson {
    /// The action.
    action: usize,
    /// The output; absent where it is left without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    /// Whether anything leads to the action at all, whatever the values are.
    reachable: bool,
}

impl WayJson {
    fn of(way: &FlowWay) -> Self {
        Self { action: way.action, output: way.output.as_deref().map(str::to_owned), reachable: way.reachable }
    }

    fn read(self) -> FlowWay {
        let output: Option<Arc<str>> = self.output.map(Into::into);
        FlowWay { action: self.action, output, reachable: self.reachable }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_edge_comes_back_and_another_text_is_told() {
        for one in [End::Start(3), End::Action(7), End::Out(0)] {
            assert_eq!(read_end(&end(one)), Ok(one));
        }
        assert_eq!(read_end("x1"), Err("`x1` is no end of an edge".to_owned()));
    }
}
