//! The answers as a part of the page on fidelity. Must not know how they were found.

use std::fmt::Write as _;

use crate::live::Profile;

/// A heading, who was asked and when, and a table.
pub fn markdown(profile: &Profile) -> String {
    let mut out = format!("## Measured: {}\n\n", cell(&profile.org_name));
    let _ = writeln!(
        out,
        "`flowproof doctor --probe` asked this org on {} with flow `{}`.\n",
        profile.measured.strftime("%-d %B %Y"),
        cell(&profile.flow)
    );
    out.push_str("| question | answer |\n| --- | --- |\n");
    for one in &profile.answers {
        let open = if one.measured { "" } else { "not measured: " };
        let _ = writeln!(out, "| {} | {open}{} |", one.question.asks(), cell(&one.says));
    }
    out
}

/// A text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
