//! Laws of the language, tried on generated texts and trees.

use proptest::prelude::*;

use super::functions::tests_scope::Everyone;
use super::{Value, function_table, operator_table, parse};

/// Pieces of expressions, so that generated texts get past the first token.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "?",
    ":",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "&",
    "|",
    "!",
    "~",
    "==",
    "!=",
    "<=",
    ">",
    "and",
    "OR",
    "true",
    "NOT_SET",
    "Flow.x",
    "Message.Message.body",
    "1",
    "2.5",
    ".5",
    "1.",
    "\"a\"",
    "\"",
    "\\",
    "If(",
    "Append(",
    "ToString(",
    "MakeList(",
    "Nope(",
    "é",
    "😀",
    "'",
    "=",
    "&&",
    "\n",
    " ",
    "999999999999999",
    "99999999999999999999",
];

/// A well-formed expression over integers, booleans and texts, with every bracket written.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0_i64..1000).prop_map(|number| number.to_string()),
        (0_i64..1000).prop_map(|number| format!("{number}.5")),
        any::<bool>().prop_map(|flag| flag.to_string()),
        Just("NOT_SET".to_owned()),
        "[a-z \\\\\"\n]{0,6}".prop_map(|text| Value::from(text.as_str()).quoted()),
    ];
    leaf.prop_recursive(5, 60, 4, |inner| {
        let operators: Vec<&str> =
            operator_table().map(|one| one.symbol).filter(|one| !matches!(*one, "!" | "~")).collect();
        prop_oneof![
            (inner.clone(), prop::sample::select(operators), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (prop::sample::select(vec!["!", "~", "-"]), inner.clone()).prop_map(|(op, a)| format!("({op} {a})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}[{b}]")),
            (
                prop::sample::select(function_table().map(|one| one.name).collect::<Vec<_>>()),
                prop::collection::vec(inner, 0..4)
            )
                .prop_map(|(name, arguments)| format!("{name}({})", arguments.join(", "))),
        ]
    })
}

proptest! {
    #[test]
    fn reading_never_panics_on_any_text(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn reading_and_computing_never_panic_on_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        match parse(&text) {
            Ok(expression) => drop(expression.evaluate(&Everyone)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(text.get(error.span.clone()).is_some(), "{:?} is no part of {text:?}", error.span);
                }
            }
        }
    }

    #[test]
    fn computing_never_panics_and_is_the_same_each_time(text in expression()) {
        if let Ok(expression) = parse(&text) {
            let (first, second) = (expression.evaluate(&Everyone), expression.evaluate(&Everyone));
            prop_assert_eq!(first.map(|v| v.quoted()).map_err(|e| e.message), second.map(|v| v.quoted()).map_err(|e| e.message));
        }
    }

    #[test]
    fn printed_texts_are_read_back(characters in prop::collection::vec(any::<char>(), 0..30)) {
        let text: String = characters.into_iter().collect();
        let printed = Value::from(text.as_str()).quoted();
        prop_assert_eq!(parse(&printed).unwrap().evaluate(&Everyone).unwrap(), Value::from(text.as_str()));
    }

    #[test]
    fn integers_add_as_numbers_do(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000) {
        let value = parse(&format!("({a}) + ({b})")).unwrap().evaluate(&Everyone).unwrap();
        prop_assert_eq!(value, Value::Integer(a + b));
    }
}

#[rstest::rstest]
#[case("(", ")")]
#[case("!", "")]
#[case("-", "")]
#[case("If(true, ", ", 1)")]
#[case("true ? ", " : 1")]
#[case("1 + ", "")]
#[case("1 ^ ", "")]
fn deep_texts_are_refused_not_followed(#[case] opening: &str, #[case] closing: &str) {
    let text = format!("{}1{}", opening.repeat(50_000), closing.repeat(50_000));
    let errors = parse(&text).unwrap_err();
    assert!(
        errors.iter().any(|error| error.message == "the expression is nested deeper than 250 levels"),
        "{errors:?}"
    );
}
