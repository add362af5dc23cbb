//! The graph of a program as text, Mermaid, SVG and JSON, with the path of an execution drawn on it where one is given. One file a
//! format over one neutral model; and why a path went its way, in words. Must not know how a program came to be or how it runs.

mod build;
mod edges;
mod explain;
mod graph;
mod json;
mod mermaid;
mod path;
mod svg;
#[cfg(test)]
mod tests;
mod text;

pub use explain::{because, to_explanation, to_reason};
pub use graph::{Action, Branch, Container, Edge, EdgeKind, End, Flow, Graph};
pub use json::to_json;
pub use mermaid::to_mermaid;
pub use svg::{Drawing, Mark, SHAPES, Spot, to_svg};
pub use text::to_text;
