//! For a terminal.

use std::fmt::Write as _;

use super::grid::{Grid, kinds, parts, subject, sum, unseen, value};
use crate::parity::{Compared, Differences, Table};

/// The table, every difference below it, what could not be compared, which cases took no part, and the sum.
pub fn text(table: &Table) -> String {
    let mut out = String::new();
    for grid in [kinds(table), parts(table)] {
        if grid.len() > 1 {
            columns(&grid, &mut out);
            out.push('\n');
        }
    }
    for (name, differences) in table.compared().filter(|(_, differences)| !differences.is_empty()) {
        let _ = writeln!(out, "{}  {}", name.full(), name.place);
        list(differences, table, &mut out);
        out.push('\n');
    }
    for one in &table.not_compared {
        let _ = writeln!(out, "not compared  {}", unseen(one, table));
    }
    for case in &table.cases {
        let (word, reason) = match &case.compared {
            Compared::Sides(_) => continue,
            Compared::LeftOut(reason) => ("left out", reason),
            Compared::Failed(reason) => ("FAILED", reason),
        };
        let _ = writeln!(out, "{word:<12}  {}  {}: {reason}", case.name.full(), case.name.place);
    }
    out.push_str(&sum(table));
    out
}

/// Every cause, with what follows from it behind it.
fn list(differences: &Differences, table: &Table, out: &mut String) {
    let [a, b] = &table.sides;
    let width = a.chars().count().max(b.chars().count()).max("at".len());
    for (at, cause) in differences.list.iter().enumerate().filter(|(_, one)| one.after.is_none()) {
        let _ = writeln!(out, "  {}", subject(cause));
        let _ = writeln!(out, "    {a:<width$}  {}", value(cause.a.as_deref()));
        let _ = writeln!(out, "    {b:<width$}  {}", value(cause.b.as_deref()));
        if let Some(place) = &cause.place {
            let _ = writeln!(out, "    {:<width$}  {place}", "at");
        }
        for one in differences.list.iter().filter(|one| one.after == Some(at)) {
            let (left, right) = (value(one.a.as_deref()), value(one.b.as_deref()));
            let place = one.place.as_ref().map(|place| format!("  {place}")).unwrap_or_default();
            let _ = writeln!(out, "    after it: {}: {left} / {right}{place}", subject(one));
        }
    }
}

/// The first column to the left, numbers to the right.
fn columns(grid: &Grid, out: &mut String) {
    let count = grid.first().map_or(0, Vec::len);
    let width = |column: usize| grid.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..count).filter_map(width).collect();
    for row in grid {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, width))| if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") });
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
