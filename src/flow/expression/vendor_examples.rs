//! The vendor's published examples, expression and value, against this language. The file of examples lies outside the package; the
//! test skips visibly without it.

use super::functions::tests_scope::Everyone;
use super::{Value, parse};

/// Examples that do not hold yet, by expression, with the reason. Empty: all hold.
const OPEN: &[(&str, &str)] = &[];

#[derive(serde::Deserialize)]
struct Example {
    expression: String,
    value: String,
}

#[test]
fn the_vendors_examples_hold() {
    let shared = std::env::var("FLOWPROOF_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let path = std::path::Path::new(&shared).join("facts/expression-examples.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let examples: Vec<Example> = serde_json::from_str(&text).unwrap();
    assert!(examples.len() > 300, "the file of examples is incomplete");
    let failures: Vec<String> = examples
        .iter()
        .filter_map(|example| {
            let open = OPEN.iter().any(|(expression, _)| *expression == example.expression);
            match (check(example), open) {
                (Ok(()), false) | (Err(_), true) => None,
                (Ok(()), true) => Some(format!("{} holds now; take it off the list", example.expression)),
                (Err(failure), false) => Some(failure),
            }
        })
        .collect();
    assert!(failures.is_empty(), "{} of {} differ:\n{}", failures.len(), examples.len(), failures.join("\n"));
}

/// Equal in value and in type; a published value that is no expression (`|`) is the text itself.
fn check(example: &Example) -> Result<(), String> {
    let differs = |found: &str| format!("{} gives {found}, published is {}", example.expression, example.value);
    let found = parse(&example.expression).map_err(|errors| differs(&format!("{errors:?}")))?;
    let found = found.evaluate(&Everyone).map_err(|error| differs(&error.message))?;
    let expected = match parse(&example.value) {
        Ok(literal) => literal.evaluate(&Everyone).map_err(|error| differs(&error.message))?,
        Err(_) => Value::from(example.value.as_str()),
    };
    let same = found == expected && found.type_of() == expected.type_of() && found.display() == expected.display();
    if same { Ok(()) } else { Err(differs(&format!("{} ({})", found.quoted(), found.type_of()))) }
}
