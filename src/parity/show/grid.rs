//! The two tables of numbers as rows of cells, and the words that every form shares.

use crate::parity::difference::{NotCompared, Row, Side};
use crate::parity::{Compared, Difference, Subject, Table};

/// Rows of cells; the first is the head.
pub type Grid = Vec<Vec<String>>;

/// Kinds of action.
pub fn kinds(table: &Table) -> Grid {
    let head = ["action kind", "seen", "agreed", "path", "inputs", "outputs", "variables", "after it", "not compared"];
    let rows = table.kinds.iter().map(|(kind, count)| {
        let numbers = [
            count.seen,
            count.agreed,
            count.path,
            count.inputs,
            count.outputs,
            count.variables,
            count.after,
            count.not_compared,
        ];
        row(kind, &numbers)
    });
    std::iter::once(head.map(str::to_owned).to_vec()).chain(rows).collect()
}

/// The other parts.
pub fn parts(table: &Table) -> Grid {
    let head = ["part", "seen", "agreed", "differed", "after it", "not compared"];
    let rows = table.parts.iter().map(|(part, count)| {
        row(part.words(), &[count.seen, count.agreed, count.differed, count.after, count.not_compared])
    });
    std::iter::once(head.map(str::to_owned).to_vec()).chain(rows).collect()
}

fn row(name: &str, numbers: &[usize]) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(numbers.iter().map(usize::to_string)).collect()
}

/// `Support/Initial State/Transfer to ACD (transferToAcd): input queue`.
pub fn subject(one: &Difference) -> String {
    match &one.subject {
        Subject::Action { id, kind } => format!("{id} ({kind}): {}", one.what()),
        Subject::Part(part) => {
            let what = one.what();
            // An ending has no name of its own: its value is all there is to it.
            if one.name.is_empty() && what == "value" {
                part.words().to_owned()
            } else {
                format!("{}: {what}", part.words())
            }
        }
    }
}

/// A value as a line shows it.
pub fn value(value: Option<&str>) -> String {
    match value {
        Some(text) => format!("\"{}\"", text.replace('\n', "\\n")),
        None => "nothing".to_owned(),
    }
}

/// `decision, live, 3: the reason`.
pub fn unseen(one: &NotCompared, table: &Table) -> String {
    let what = match &one.what {
        Row::Kind(kind) => kind.to_string(),
        Row::Part(part) => part.words().to_owned(),
    };
    let [a, b] = &table.sides;
    let side = match one.side {
        Some(Side::A) => format!("{a}: "),
        Some(Side::B) => format!("{b}: "),
        None => String::new(),
    };
    format!("{what}, {}: {side}{}", one.count, one.reason)
}

/// What came of all cases, in one line.
pub fn sum(table: &Table) -> String {
    let count = |wanted: fn(&Compared) -> bool| table.cases.iter().filter(|case| wanted(&case.compared)).count();
    let compared = count(|one| matches!(one, Compared::Sides(_)));
    let mut parts = vec![
        format!("{} compared", plural(compared, "case")),
        format!("{} agreed", plural(table.agreed(), "thing")),
        plural(table.differed(), "difference"),
    ];
    let after: usize =
        table.compared().map(|(_, differences)| differences.list.len() - differences.causes().count()).sum();
    let unseen: usize = table.not_compared.iter().map(|one| one.count).sum();
    let failed = count(|one| matches!(one, Compared::Failed(_)));
    let left_out = count(|one| matches!(one, Compared::LeftOut(_)));
    let more = [
        (after, format!("{after} after these")),
        (unseen, format!("{unseen} not compared")),
        (failed, format!("{} with nothing to compare", plural(failed, "case"))),
        (left_out, format!("{} left out", plural(left_out, "case"))),
    ];
    parts.extend(more.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words));
    parts.join(", ")
}

/// `1 case`, `2 cases`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
