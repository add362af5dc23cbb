//! `flowproof explain CODE`: what a diagnostic code means and how to mend it.

use super::args::ExplainArgs;
use super::edge::Edge;
use crate::diagnostic::{CODES, entry, list_of};
use crate::event::Exit;

pub(super) fn run(edge: &Edge, args: &ExplainArgs) -> Exit {
    let Some(code) = &args.code else {
        for row in CODES {
            edge.say(&format!("{}  {}", row.text, row.title));
        }
        return Exit::Green;
    };
    match entry(code) {
        Some(row) => {
            edge.say(&format!("{}: {}\n\n{}", row.text, row.title, row.explanation));
            Exit::Green
        }
        None => {
            edge.tell(&format!("`{code}` is not a diagnostic code"));
            if let Some(help) = list_of("codes", &code.to_uppercase(), CODES.iter().map(|row| row.text)) {
                edge.tell(&help);
            }
            Exit::Usage
        }
    }
}
