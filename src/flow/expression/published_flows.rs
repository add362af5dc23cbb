//! Every expression of the published flows in YAML reads without a mistake, and its canonical text reads back as the same tree. (Those of
//! exports are compared with the vendor's own trees, in `ast`.) The flows lie outside the package; the test skips visibly without them.

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser};

use super::parse;

#[test]
fn expressions_of_published_flows_are_read() {
    let Some(folder) = crate::flow::shared::shared("flows") else { return };
    let mut expressions = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            // Placeholders of templates become names, which keeps the YAML whole.
            yaml_expressions(&text.replace("{{", "placeholder_").replace("}}", "_"), &mut expressions);
        }
    }
    assert!(expressions.len() > 150, "only {} expressions were found", expressions.len());
    let failures: Vec<String> = expressions.iter().filter_map(|text| failure(text)).collect();
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), expressions.len(), failures.join("\n"));
}

fn failure(text: &str) -> Option<String> {
    let expression = match parse(text) {
        Ok(expression) => expression,
        Err(errors) => return Some(format!("{text}\n  {}", errors[0])),
    };
    let canonical = expression.canonical_text();
    let again = parse(&canonical).ok().map(|again| again.syntax_tree(&|_| None));
    (again != Some(expression.syntax_tree(&|_| None))).then(|| format!("{text}\n  reads otherwise as {canonical}"))
}

/// The scalars behind the key `exp`; a file that is no YAML counts up to that place.
fn yaml_expressions(text: &str, expressions: &mut BTreeSet<String>) {
    let mut behind_key = false;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::Scalar(scalar, ..), _)) => {
                if behind_key {
                    expressions.insert(scalar.to_string());
                }
                behind_key = !behind_key && scalar == "exp";
            }
            Ok(_) => behind_key = false,
            Err(_) => return,
        }
    }
}
