//! For a page such as the one on fidelity.

use std::fmt::Write as _;

use super::grid::{Grid, kinds, parts, subject, sum, unseen, value};
use crate::parity::Table;

/// The tables, the differences that stand by themselves, and what could not be compared.
pub fn markdown(table: &Table) -> String {
    let [a, b] = &table.sides;
    let mut out = format!("{} against {}: {}.\n", cell(a), cell(b), sum(table));
    for grid in [kinds(table), parts(table)] {
        if grid.len() > 1 {
            out.push('\n');
            rows(&grid, &mut out);
        }
    }
    let mut differences = vec![["case", "what", a, b, "at", "after it"].map(str::to_owned).to_vec()];
    for (name, found) in table.compared() {
        for (at, one) in found.list.iter().enumerate().filter(|(_, one)| one.after.is_none()) {
            let after = found.list.iter().filter(|other| other.after == Some(at)).count();
            let place = one.place.as_ref().map(ToString::to_string).unwrap_or_default();
            differences.push(vec![
                name.full(),
                subject(one),
                value(one.a.as_deref()),
                value(one.b.as_deref()),
                place,
                after.to_string(),
            ]);
        }
    }
    if differences.len() > 1 {
        out.push('\n');
        rows(&differences, &mut out);
    }
    if !table.not_compared.is_empty() {
        out.push_str("\nNot compared:\n\n");
        for one in &table.not_compared {
            let _ = writeln!(out, "- {}", cell(&unseen(one, table)));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn rows(grid: &Grid, out: &mut String) {
    for (at, row) in grid.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if at == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(row.len()));
        }
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
