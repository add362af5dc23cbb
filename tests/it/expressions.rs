//! The page on the expression language is made from its tables. `UPDATE_DOCS=1 cargo test expressions` writes it anew: read it before
//! committing.

use std::fmt::Write as _;
use std::path::Path;

use flowproof::flow::basis::Basis;
use flowproof::flow::expression::{FunctionInfo, OperatorInfo, function_table, operator_table};

/// The page, below the root of the package.
const PAGE: &str = "docs/expressions.md";

const HEAD: &str = "# The expression language

This page is made from the tables of the language and executed by its tests; `UPDATE_DOCS=1 cargo test expressions` writes it.
What no source settles stands under *the expression language* in [fidelity.md](fidelity.md). `flowproof expr '…'` computes an expression.

Names of functions and variables, `and` and `or` have no letter case; `true`, `false` and `NOT_SET` are written so. Texts stand in double quotes.
In signatures `?` allows NOT_SET, which every other parameter refuses with a run-time error, and `...` lets a parameter repeat.
`Any` is a value that is no list, `Anything` is either; `Same` and `Item` are of the type that the other arguments, or the items of the list, have.
An Integer goes where a Decimal is wanted, and a JSON value where the plain value that it holds is.

Each function says on what it rests: *exact by vendor example* where the vendor's published examples call it, *by documentation* where the
vendor's signatures or pages describe it, *decision of ours* where its signature is inferred from published flows or from its like.
";

#[test]
fn expressions_page_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let fresh = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
        return;
    }
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = similar::TextDiff::from_lines(&text, &fresh).unified_diff().header(PAGE, "made").to_string();
    assert!(text == fresh, "{PAGE} is stale:\n{difference}");
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## Operators\n\nFrom those that bind least to those that bind most. `c ? a : b` binds less than all; `^` groups to the right, all others to the left.\n");
    let mut operators: Vec<OperatorInfo> = operator_table().collect();
    operators.sort_by_key(|operator| operator.strength);
    page.push_str("\n| operator | strength | example |\n| --- | --- | --- |\n");
    for operator in &operators {
        let (call, value) = operator.examples[0];
        let cell = |text: &str| text.replace('|', "\\|");
        let (symbol, strength) = (cell(operator.symbol), operator.strength);
        writeln!(page, "| `{symbol}` | {strength} | `{}` is `{}` |", cell(call), cell(value)).unwrap();
    }
    page.push_str("\n```text\n");
    for operator in &operators {
        list(&mut page, operator.symbol, operator.signatures);
    }
    page.push_str("```\n");
    let mut family = "";
    for function in function_table() {
        if function.family != family {
            family = function.family;
            writeln!(page, "\n## Functions: {family}").unwrap();
        }
        describe(&mut page, &function);
    }
    page
}

fn describe(page: &mut String, function: &FunctionInfo) {
    let basis = match function.basis {
        Basis::Decision => "decision of ours".to_owned(),
        basis => basis.to_string(),
    };
    writeln!(page, "\n### `{}`\n\n{}; *{basis}*.\n", function.name, function.summary).unwrap();
    page.push_str("```text\n");
    list(page, function.name, function.signatures);
    page.push_str("```\n");
    let (call, value) = function.examples[0];
    writeln!(page, "\n`{call}` is `{value}`.").unwrap();
}

fn list(page: &mut String, name: &str, signatures: &[&str]) {
    for signature in signatures {
        writeln!(page, "{name}{signature}").unwrap();
    }
}
