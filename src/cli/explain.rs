//! `flowproof explain CODE`: what a diagnostic code means and how to mend it, with the example that docs/diagnostics.md shows.

use super::args::ExplainArgs;
use super::edge::Edge;
use crate::diagnostic::{CODES, entry, list_of};
use crate::event::Exit;

/// The page whose examples are printed. Its words are those of the table of codes; a test holds them together.
const PAGE: &str = include_str!("../../docs/diagnostics.md");

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
            if let Some(example) = example(row.text) {
                edge.say(&format!("\nFor example:\n\n{example}"));
            }
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

/// The example that the page gives of a code, if any.
fn example(code: &str) -> Option<&'static str> {
    let (_, after) = PAGE.split_once(&format!("\n### {code}\n"))?;
    let section = after.split("\n### ").next()?;
    let (_, block) = section.split_once("```text\n")?;
    block.split("\n```").next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_a_code_is_its_own() {
        let one = example("FP0104").unwrap();
        assert!(one.starts_with("error[FP0104]: unknown key") && !one.contains("```"), "{one}");
        // The page gives the reason why there is none.
        assert_eq!(example("FP0801"), None);
        assert_eq!(example("FP9999"), None);
    }
}
