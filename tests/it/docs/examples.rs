//! Every block of code of every page is of a kind that something reads: a session, a file, command lines, an example in YAML or JSON. What
//! nothing reads stands in a list, with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use flowproof::diagnostic::{Code, Diagnostic, Diagnostics, RenderStyle, SourceFile, render_all};
use flowproof::project::{MemoryFiles, load};
use flowproof::scenario::{Blocks, Surroundings, read_blocks_file, read_in};
use flowproof::yaml::{Limits, Node, Value, parse};
use regex::Regex;

use super::page::{Block, Page, pages, root};

/// Blocks that no test reads: page, first line, reason.
const NOT_READ: &[(&str, &str, &str)] = &[
    (
        "CONTRIBUTING.md",
        "//! `sayHello`: greets the customer by name.",
        "a kind of action that there is not; the real ones have this form",
    ),
    ("docs/design/house.md", "yaml      -> diagnostic", "house.rs reads the imports; the table there is what holds"),
    (
        "docs/parity.md",
        "action kind   seen  agreed  path  inputs  outputs  variables  after it  not compared",
        "parity_command.rs holds the printed form",
    ),
    ("docs/parity.md", "date: 2026-11-23", "a file that a live run writes: parity_live.rs"),
    (
        "docs/parity.md",
        "proof: last parity 3 days ago (org Sandbox, flow orders v12.0); 12 of 14 cases, oldest 34 days ago (Gold customers); 2 stale: the flow has changed since",
        "a line after days have gone by: parity_live.rs",
    ),
    (
        "docs/parity.md",
        "  cause      changed data, because offline it is green as written, and fails in the same way with the live conversation's data; Are we open?: output was \"inactive\", as written \"active\"",
        "a failure in a live org: parity.rs",
    ),
    (
        "docs/editor.md",
        "vim.lsp.config(\"yamlls\", { cmd = { \"yaml-language-server\", \"--stdio\" }, filetypes = { \"yaml\" } })",
        "settings of Neovim; `make compat` holds the server that they start to the schemas",
    ),
];

/// Examples that are wrong on purpose: page, first line. A session below each shows what is said of it.
const WRONG: &[(&str, &str)] = &[("docs/tutorial.md", "# scenarios/unknown.yaml")];

/// A scenario whose parts an example replaces.
const WHOLE: [(&str, &str); 4] =
    [("version", "1"), ("scenario", "An example"), ("flow", "support"), ("conversation", "[ { say: Hello } ]")];

/// A file of blocks, where an example names one.
const A_BLOCK: &str = "version: 1\nblocks: { hello: [ { say: Hello } ] }\n";

/// What the first keys of an example say that it is.
enum Kind {
    Scenario,
    Project,
    Org,
    Flow,
    Workflow,
    /// Values that a page gives a command by a file: walk.rs does.
    Values,
}

fn kind(keys: &[&str]) -> Kind {
    let has = |names: &[&str]| names.iter().any(|name| keys.contains(name));
    if has(&["jobs"]) {
        Kind::Workflow
    } else if has(&["inboundShortMessage", "digitalBot", "bot"]) {
        Kind::Flow
    } else if has(&["flows", "variables", "profiles", "coverage"]) {
        Kind::Project
    } else if has(&["conversation", "scenario", "stubs", "widget", "participant", "expect", "cases", "faults"]) {
        Kind::Scenario
    } else if has(&["live", "defaults", "simulate"]) {
        Kind::Project
    } else if has(&["name", "guest", "lags", "short_name"]) {
        Kind::Org
    } else {
        Kind::Scenario
    }
}

#[test]
fn every_block_is_read_by_something() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut excused = Vec::new();
    for page in pages() {
        for block in &page.blocks {
            *counts.entry(block.info.clone()).or_default() += 1;
            let excuse = NOT_READ.iter().find(|(name, first, _)| *name == page.name && *first == block.first());
            if let Some(excuse) = excuse {
                excused.push(excuse);
                continue;
            }
            let problem = match block.info.as_str() {
                // walk.rs follows these, lines.rs runs those.
                "console" | "diff" => None,
                "sh" | "indented" => problem_of_lines(block),
                "yaml" => problem_of_yaml(block, &page),
                "csv" => problem_of_table(block, &page),
                "json" => problem_of_json(block),
                // Each is run by expressions.rs, from the table that the page is made of.
                "text" if page.name == "docs/expressions.md" => None,
                // Sessions with a flow: try_flow.rs holds them.
                "text" if page.name == "docs/try.md" => None,
                // Diagnostics that a fixture gives: diagnostics.rs.
                "text" if page.name == "docs/diagnostics.md" => None,
                info => Some(format!("nothing reads a block of kind `{info}`")),
            };
            if block.info == "yaml" && WRONG.contains(&(page.name.as_str(), block.first())) {
                assert!(problem.is_some(), "{}: `{}` is not wrong any more", page.name, block.first());
                continue;
            }
            wrong.extend(problem.map(|why| format!("{}:{}: {why}", page.name, block.start + 1)));
        }
    }
    assert!(wrong.is_empty(), "{counts:?}\n{}", wrong.join("\n"));
    assert_eq!(excused.len(), NOT_READ.len(), "a reason is given for what is not there: {excused:?}");
    assert!(counts["yaml"] > 15 && counts["console"] > 10, "{counts:?}");
}

/// Command lines are of programs that a reader of that page has; files that a page writes are files.
fn problem_of_lines(block: &Block) -> Option<String> {
    if block.file().is_some() {
        return None;
    }
    const PROGRAMS: [&str; 12] =
        ["flowproof", "make", "cargo", "cd", "export", "echo", "mkdir", "man", "tar", "sha256sum", "source", "printf"];
    let text = block.text().replace("\\\n", " ");
    let program = |line: &str| line.split_whitespace().next().map(str::to_owned);
    let mut programs = text.lines().filter_map(program);
    programs
        .find(|name| !PROGRAMS.contains(&name.as_str()))
        .map(|name| format!("`{name}` is no program that readers have"))
}

fn problem_of_json(block: &Block) -> Option<String> {
    // What is left out is no JSON.
    let text = block.text().replace("{ … }", "{}");
    serde_json::from_str::<serde_json::Value>(&text).err().map(|error| error.to_string())
}

fn problem_of_yaml(block: &Block, page: &Page) -> Option<String> {
    let name = block.file().unwrap_or("example.yaml");
    let text = block.text();
    let source = SourceFile::new(name, text.clone());
    let tree = match parse(&source, Limits::default()) {
        Ok(tree) => tree.root,
        Err(found) => return Some(told(&found)),
    };
    let keys = keys(&tree);
    match if name == "names.yaml" { Kind::Values } else { kind(&keys) } {
        Kind::Workflow | Kind::Values => None,
        Kind::Scenario => problem_of(of_the_page(&SourceFile::new(name, whole(&text, &keys)), block, page)),
        Kind::Project => {
            let mut files = MemoryFiles::default();
            for path in Regex::new(r"[\w/]+\.yaml").unwrap().find_iter(&text) {
                let holds = if path.as_str().starts_with("blocks/") { A_BLOCK } else { "" };
                files.insert(path.as_str(), holds);
            }
            // The file itself, which its own example may name.
            files.insert("flowproof.yaml", project(&text, &keys));
            problem_of(load(&files, "".into()).1)
        }
        Kind::Flow => {
            let source = flowproof::flow::FlowSource { source, substitutions: Default::default() };
            problem_of(flowproof::flow::load(vec![source]).diagnostics)
        }
        Kind::Org => problem_of_org(&text),
    }
}

fn keys(tree: &Node) -> Vec<&str> {
    match &tree.value {
        Value::Map(entries) => entries.iter().map(|entry| entry.key.text.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Reads an example among those of its page: it may use the blocks of the page, and a table that it names is the next one below it.
fn of_the_page(source: &Arc<SourceFile>, block: &Block, page: &Page) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut blocks = Blocks::default();
    let others = page.blocks.iter().filter(|one| one.start != block.start && one.info == "yaml");
    for one in others.filter(|one| one.body.iter().any(|line| line == "blocks:")) {
        let (more, wrong) = read_blocks_file(&SourceFile::new("blocks.yaml", one.text()));
        found.extend(wrong);
        blocks.merge(more, &mut found);
    }
    let open = |path: &str| match page.blocks.iter().find(|one| one.info == "csv" && one.start > block.start) {
        Some(table) => Ok(SourceFile::new(path, table.text())),
        None => Err(Diagnostic::error(Code::FILE_UNREADABLE, format!("the page does not show `{path}`"))),
    };
    found.extend(read_in(source, &Surroundings { blocks: blocks.into(), variables: Arc::default(), open: &open }).1);
    found
}

/// A table is read with the example above that names it.
fn problem_of_table(table: &Block, page: &Page) -> Option<String> {
    page.table(table).is_none().then(|| "the example above names no table".to_owned())
}

/// A part with what makes a scenario of it.
fn whole(text: &str, keys: &[&str]) -> String {
    let added: String =
        WHOLE.iter().filter(|(key, _)| !keys.contains(key)).map(|(key, value)| format!("{key}: {value}\n")).collect();
    added + text
}

fn project(text: &str, keys: &[&str]) -> String {
    if keys.contains(&"version") { text.to_owned() } else { format!("version: 1\n{text}") }
}

fn problem_of(found: Diagnostics) -> Option<String> {
    found.has_errors().then(|| told(&found))
}

fn told(found: &Diagnostics) -> String {
    render_all(found, RenderStyle::Plain)
}

/// The org is served: only `serve` reads such a file.
fn problem_of_org(text: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("org.yaml");
    fs::write(&file, text).unwrap();
    let mut org = Command::new(env!("CARGO_BIN_EXE_flowproof"))
        .args(["serve", "--org", file.to_str().unwrap(), "--flow", "fixtures/flows/returns.yaml"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(org.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let _ = org.kill();
    let output = org.wait_with_output().unwrap();
    ready.is_empty().then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}
