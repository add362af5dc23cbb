//! The graph as one self-contained SVG: boxes from top to bottom, branches side by side, one panel a container. Sizes and places are
//! computed here, without a browser; must not know a program.

mod draw;
mod layout;
mod write;

pub use draw::to_svg;
