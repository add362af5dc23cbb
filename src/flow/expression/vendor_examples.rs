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

/// All of them; none, visibly, where the file is not there.
fn examples() -> Option<Vec<Example>> {
    let path = crate::flow::shared::shared("facts/expression-examples.json")?;
    let text = std::fs::read_to_string(path).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// The functions that they call, in order of names.
pub(super) fn functions_of_the_examples() -> Option<Vec<&'static str>> {
    let examples = examples()?;
    let expressions = examples.iter().map(|example| parse(&example.expression).unwrap());
    let called = expressions
        .flat_map(|one| one.tree.calls.iter().map(|(function, _)| function.definition.name).collect::<Vec<_>>());
    let mut called: Vec<&'static str> = called.collect();
    called.sort_unstable();
    called.dedup();
    Some(called)
}

#[test]
fn the_vendors_examples_hold() {
    let Some(examples) = examples() else { return };
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

#[test]
fn no_example_of_the_vendor_is_called_a_mistake() {
    for example in examples().unwrap_or_default() {
        let checked = parse(&example.expression).unwrap().check(&|_| None);
        assert_eq!(checked.mistakes, [], "{}", example.expression);
    }
}
