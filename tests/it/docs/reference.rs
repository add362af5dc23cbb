//! docs/commands.md names every command with every option: its last part is made from the arguments themselves. What other pages say of options
//! is held to them. `make docs` writes the part anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::{Arg, Command};
use flowproof::cli::command;
use regex::Regex;

use super::page::{Page, pages, root};

const PAGE: &str = "docs/commands.md";

/// What is made stands between these.
pub const BEGIN: &str = "<!-- made from the code by `make docs` -->";
pub const END: &str = "<!-- end -->";

/// The page with this between its two marks.
pub fn with_part(text: &str, part: &str) -> String {
    let (before, rest) = text.split_once(BEGIN).expect("the page has a place for what is made");
    let (_, after) = rest.split_once(END).expect("the place has an end");
    format!("{before}{BEGIN}\n{part}{END}{after}")
}

/// Holds a page to what it should be, or writes it.
pub fn hold(name: &str, fresh: &str) {
    let path = root().join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    let difference =
        similar::TextDiff::from_lines(text.as_str(), fresh).unified_diff().header(name, "code").to_string();
    assert!(text == fresh, "{name} is stale; `make docs` writes it:\n{difference}");
}

#[test]
fn every_command_and_option_is_listed() {
    let page = Page::read(PAGE).text();
    hold(PAGE, &with_part(&page, &reference()));
}

fn reference() -> String {
    let mut root = command().disable_help_subcommand(true);
    root.build();
    let mut out = String::new();
    for one in leaves(&root) {
        section(&one, &mut out);
    }
    out
}

/// Every command that does something, in the order of `--help`.
fn leaves(command: &Command) -> Vec<Command> {
    let below: Vec<&Command> = command.get_subcommands().collect();
    if below.is_empty() {
        return vec![command.clone()];
    }
    below.into_iter().flat_map(leaves).collect()
}

fn name(command: &Command) -> String {
    command.get_bin_name().unwrap_or_else(|| command.get_name()).trim_start_matches("flowproof ").to_owned()
}

fn section(command: &Command, out: &mut String) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(out, "### `{}`\n\n{about}.\n", name(command));
    let mut rows: Vec<&Arg> = command.get_arguments().filter(|arg| !is_everywhere(arg) && !arg.is_hide_set()).collect();
    rows.sort_by_key(|arg| !arg.is_positional());
    if rows.is_empty() {
        return;
    }
    out.push_str("| argument | meaning |\n| --- | --- |\n");
    for arg in rows {
        let _ = writeln!(out, "| {} | {} |", form(arg), meaning(arg));
    }
    out.push('\n');
}

/// Options of every command: told once, above.
fn is_everywhere(arg: &Arg) -> bool {
    arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version")
}

/// `-o`, `--output FILE`.
fn form(arg: &Arg) -> String {
    let values: Vec<String> = arg.get_value_names().unwrap_or_default().iter().map(|name| name.to_string()).collect();
    let takes = arg.get_action().takes_values();
    let several = if matches!(arg.get_action(), clap::ArgAction::Append) { "…" } else { "" };
    let value = if takes && !values.is_empty() { format!(" {}", values.join(" ")) } else { String::new() };
    if arg.is_positional() {
        let required = arg.is_required_set();
        let value = format!("{}{several}", value.trim());
        return if required { format!("`{value}`") } else { format!("`[{value}]`") };
    }
    let short = arg.get_short().map(|short| format!("`-{short}`, ")).unwrap_or_default();
    format!("{short}`--{}{value}`", arg.get_long().unwrap_or_default())
}

fn meaning(arg: &Arg) -> String {
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| match value.get_help() {
            Some(help) => format!("`{}` ({help})", value.get_name()),
            None => format!("`{}`", value.get_name()),
        })
        .collect();
    if arg.get_action().takes_values() && !values.is_empty() {
        let _ = write!(text, ": {}", values.join(", "));
    }
    let default: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if arg.get_action().takes_values() && !default.is_empty() {
        let _ = write!(text, "; `{}` without it", default.join(" "));
    }
    // A bar would end the cell.
    text.replace('|', "\\|")
}

/// The options of a command, its own and those of every command.
fn options(command: &Command) -> BTreeSet<String> {
    let arguments = command.get_arguments();
    arguments.flat_map(|arg| arg.get_long().map(|long| format!("--{long}"))).collect()
}

#[test]
fn every_option_that_a_page_names_exists() {
    let mut root = command();
    root.build();
    let mut known: BTreeSet<String> = leaves(&root).iter().flat_map(options).collect();
    known.extend(OF_OTHERS.iter().map(|option| (*option).to_owned()));
    let option = Regex::new(r"(?:^|\s)(--[a-z][a-z-]+)").unwrap();
    let mut checked = 0;
    let mut wrong = Vec::new();
    for page in pages() {
        for span in &page.spans {
            for found in option.captures_iter(span) {
                checked += 1;
                if !known.contains(&found[1]) {
                    wrong.push(format!("{}: `{span}`", page.name));
                }
            }
        }
    }
    assert!(checked > 50, "only {checked} options were found");
    assert!(wrong.is_empty(), "no command has these:\n{}", wrong.join("\n"));
}

/// Options that every program has, and those of other programs: cargo, nextest, genhtml, npm.
const OF_OTHERS: [&str; 9] = [
    "--help",
    "--version",
    "--locked",
    "--path",
    "--partition",
    "--test",
    "--branch-coverage",
    "--output-directory",
    "--global",
];

#[test]
fn every_command_stands_in_the_table_of_the_page() {
    let page = Page::read(PAGE).text();
    let mut root = command().disable_help_subcommand(true);
    root.build();
    for one in leaves(&root) {
        let row = Regex::new(&format!(r"(?m)^\| `{}[ `]", regex::escape(&name(&one)))).unwrap();
        assert!(row.is_match(&page), "the table of {PAGE} has no row for `{}`", name(&one));
    }
}
