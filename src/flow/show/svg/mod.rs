//! The graph as SVG: boxes from top to bottom, branches side by side, one panel a container. Sizes and places are computed here, without a
//! browser. What a flow is and what a path takes of it are drawn apart, so that many paths can lie over one drawing; must not know a program.

mod drawing;
mod layout;
mod plan;
mod standalone;
mod taken;
mod write;

pub use drawing::Drawing;
pub use standalone::{SHAPES, to_svg};
pub use taken::{Mark, Spot};
