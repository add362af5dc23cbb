//! Reading what was printed gives the same tree: tried on generated trees of every form. For tests only.

use proptest::prelude::*;

use super::{SyntaxTree, TypeCode};
use crate::flow::expression::{function_table, operator_table, parse};

/// Numbers as an author may write them; a minus before them is part of them.
const NUMBERS: &[&str] = &["0", "007", "12", "999999999999999", "1.5", "1.", ".5", "-1", "-2.50", "-.5"];

/// Names of every scope, in several letter cases, with parts that need quotes.
const NAMES: &[&str] = &[
    "x",
    "$x_1",
    "größe",
    "Flow.tier",
    "flow.TIER",
    "State.x",
    "Flow.\"a b\"",
    "Flow.\"1\"",
    "Flow.\"a\\\"b\\\\c\"",
    "Call.Ani",
    "Message.Message",
    "PromptSystem.try_again",
];

/// Properties: words, among them the language's own, and what is none.
const PROPERTIES: &[&str] =
    &["id", "e164", "and", "true", "NOT_SET", "a b", "", "1", "größe", "a.b", "a\"b", "back\\slash", "two\nlines"];

fn is_word(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_alphabetic() || letter == '$')
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '$' | '_'))
}

fn in_quotes(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    format!("\"{}\"", escaped.replace('\t', "\\t"))
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(NUMBERS).prop_map(str::to_owned),
        prop::sample::select(vec!["true", "false", "NOT_SET"]).prop_map(str::to_owned),
        prop::sample::select(NAMES).prop_map(str::to_owned),
        prop::sample::select(vec!["Message.Message.body", "Format.Date.shortYear", "Format.String.playChars"])
            .prop_map(str::to_owned),
        prop::collection::vec(any::<char>(), 0..6)
            .prop_map(|letters| in_quotes(&letters.into_iter().collect::<String>())),
        "[a \n\t\\\\\"']{0,5}".prop_map(|text| in_quotes(&text)),
    ]
}

/// White space and brackets that change nothing.
fn around(inner: &str, form: u8) -> String {
    match form % 4 {
        0 => format!("({inner})"),
        1 => format!("( {inner}\n)"),
        2 => format!("(({inner}))"),
        _ => format!("\t({inner})"),
    }
}

/// A text that the language reads, with every operand in brackets, so that it says which tree it means.
fn expression() -> impl Strategy<Value = String> {
    let infix: Vec<&str> = operator_table()
        .map(|operator| operator.symbol)
        .filter(|symbol| !matches!(*symbol, "!" | "~"))
        .chain(["AND", "And", "OR", "oR"])
        .collect();
    let functions: Vec<(&str, usize)> = function_table()
        .flat_map(|function| {
            (0..5).filter_map(move |count| {
                let arguments = vec!["1"; count].join(", ");
                parse(&format!("{}({arguments})", function.name)).is_ok().then_some((function.name, count))
            })
        })
        .collect();
    leaf().prop_recursive(6, 80, 4, move |inner| {
        let function =
            (prop::sample::select(functions.clone()), prop::collection::vec(inner.clone(), 4), any::<bool>());
        prop_oneof![
            (inner.clone(), prop::sample::select(infix.clone()), inner.clone(), any::<u8>())
                .prop_map(|(a, operator, b, form)| format!("{}{operator} {}", around(&a, form), around(&b, form / 4))),
            (prop::collection::vec(prop::sample::select(vec!["!", "~", "-", "- "]), 1..4), inner.clone(), any::<u8>())
                .prop_map(|(prefixes, a, form)| format!("{}{}", prefixes.concat(), around(&a, form))),
            (prop::collection::vec(prop::sample::select(vec!["!", "~", "-"]), 1..4), leaf())
                .prop_map(|(prefixes, a)| format!("{}{a}", prefixes.concat())),
            (inner.clone(), inner.clone(), inner.clone(), any::<u8>())
                .prop_map(|(a, b, c, form)| format!("{} ? ({b}) : ({c})", around(&a, form))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}]")),
            (inner.clone(), prop::sample::select(PROPERTIES), any::<bool>()).prop_map(|(a, property, quoted)| {
                let property = if quoted || !is_word(property) { in_quotes(property) } else { property.to_owned() };
                format!("({a}).{property}")
            }),
            function.prop_map(|((name, count), arguments, shout)| {
                let name = if shout { name.to_uppercase() } else { name.to_owned() };
                format!("{name}({})", arguments.get(..count).unwrap().join(" , "))
            }),
        ]
    })
}

fn tree(text: &str) -> SyntaxTree {
    let names = |name: &str| name.eq_ignore_ascii_case("flow.tier").then_some(TypeCode::STRING);
    parse(text).unwrap_or_else(|errors| panic!("{text}: {}", errors[0])).syntax_tree(&names)
}

proptest! {
    #[test]
    fn printed_trees_are_read_back(text in expression()) {
        let read = tree(&text);
        let printed = read.text();
        prop_assert_eq!(tree(&printed), read, "{}", printed);
    }

    #[test]
    fn printing_what_was_printed_changes_nothing(text in expression()) {
        let printed = tree(&text).text();
        prop_assert_eq!(tree(&printed).text(), printed);
    }
}

/// The generator reaches what it is for.
#[test]
fn every_function_can_be_generated() {
    let callable = function_table().filter(|function| {
        (0..12).any(|count| parse(&format!("{}({})", function.name, vec!["1"; count].join(", "))).is_ok())
    });
    assert_eq!(callable.count(), function_table().count());
}
