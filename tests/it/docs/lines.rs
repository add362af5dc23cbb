//! Command lines in the pages, outside of sessions: each is one that the argument parser takes, and each that needs no org is run. One that is
//! not run stands in a list with the reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use flowproof::cli::command;

use super::page::{Page, pages, root};
use super::session::Session;
use crate::guide_org::{Shop, printed};

/// Lines that are not run anywhere, with the reason. They are parsed all the same.
const NOT_RUN: &[(&str, &str)] = &[
    ("flowproof doctor --probe", "it measures for half a minute: doctor_probe.rs"),
    ("flowproof doctor --probe --flow support", "it measures for half a minute: doctor_probe.rs"),
    ("flowproof flow pull support", "an org that serves a flow from YAML has no configuration of it: flow_pull.rs"),
    ("flowproof flow diff flows/support.yaml org:support", "likewise: flow_diff.rs"),
    ("flowproof review", "it asks: cli.rs answers it"),
    ("flowproof run --watch", "it goes on until somebody leaves: watch.rs saves files and leaves"),
];

/// A scenario that runs on both targets, as docs/parity.md speaks of one.
const ON_BOTH: &str = "version: 1
scenario: A customer whose tier is gold
targets: [mock, live]
flow: support
participant: { attributes: { customer_tier: Gold } }
stubs: { data_actions: { CRM: { Get Customer: [ { success: { first_name: Ada } } ] } } }
conversation:
  - say: Hello
  - receive: Welcome, Ada
";

/// A line and where it stands.
type Lines = BTreeMap<String, BTreeSet<String>>;

/// Every command line of a page, but those of its sessions.
fn lines_of(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter().filter(|block| matches!(block.info.as_str(), "sh" | "indented"));
    let joined = blocks.flat_map(|block| {
        let text = block.text().replace("\\\n", " ");
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    });
    joined.chain(page.spans.iter().cloned()).map(|line| without_remark(&line)).collect()
}

/// A line without the remark behind it.
fn without_remark(line: &str) -> String {
    line.split(" # ").next().unwrap_or(line).trim().to_owned()
}

fn lines_that_begin_with(program: &str) -> Lines {
    let mut found = Lines::new();
    for page in pages() {
        for line in lines_of(&page) {
            if line.split(' ').next() == Some(program) && line != program {
                found.entry(line).or_default().insert(page.name.clone());
            }
        }
    }
    found
}

/// Words of a command line; quotes hold one together.
fn words(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quote = None;
    for one in line.chars() {
        match quote {
            Some(mark) if mark == one => quote = None,
            None if one == '\'' || one == '"' => quote = Some(one),
            None if one == ' ' => found.push(String::new()),
            _ => found.last_mut().unwrap().push(one),
        }
    }
    found.retain(|word| !word.is_empty());
    found
}

/// Whether a line is a form to fill in: a word of it is a name in capitals, or says that more may come.
fn is_form(line: &str) -> bool {
    let capitals = |word: &str| word.chars().all(|one| one.is_ascii_uppercase() || one == '_');
    words(line).iter().skip(1).any(|word| capitals(word) || word.contains('…') || word.contains('<'))
}

/// Why the parser does not take a line.
fn refused(line: &str) -> Option<String> {
    let words: Vec<String> =
        words(line).into_iter().take_while(|word| !matches!(word.as_str(), ">" | "|" | "&")).collect();
    match command().try_get_matches_from(&words) {
        Ok(_) => None,
        Err(error) if !error.use_stderr() => None,
        // A command that is named without what it must be given.
        Err(error) if error.kind() == clap::error::ErrorKind::MissingRequiredArgument => None,
        Err(error) if error.kind() == clap::error::ErrorKind::MissingSubcommand => None,
        // A form has a name where a value belongs.
        Err(error) if is_form(line) && error.kind() == clap::error::ErrorKind::InvalidValue => None,
        Err(error) => Some(format!("`{line}`: {error}")),
    }
}

#[test]
fn the_parser_takes_every_line() {
    let lines = lines_that_begin_with("flowproof");
    assert!(lines.len() > 50, "only {} command lines were found", lines.len());
    let wrong: Vec<String> =
        lines.iter().filter_map(|(line, pages)| refused(line).map(|why| format!("{pages:?}: {why}"))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_line_that_is_wrong_is_found() {
    assert!(refused("flowproof runn").is_some());
    assert!(refused("flowproof run --dryrun").is_some());
    assert!(refused("flowproof run --jobs many").is_some());
    assert_eq!(refused("flowproof run \"a b.yaml\" -q"), None);
    assert_eq!(words("flowproof run 'a b' \"c d\""), ["flowproof", "run", "a b", "c d"]);
}

/// Whether a line goes on until it is stopped.
fn serves(line: &str) -> bool {
    words(line).get(1).is_some_and(|word| word == "serve")
}

/// Whether a line asks an org.
fn needs_an_org(line: &str) -> bool {
    let words = words(line);
    let first = words.get(1).map_or("", String::as_str);
    let second = words.get(2).map_or("", String::as_str);
    matches!(first, "doctor" | "sweep" | "record")
        || (first == "parity" && !line.contains("--right mock"))
        || (first == "flow" && second == "pull")
        || line.contains("org:")
        || line.contains("--target live")
}

/// Every line that is as one would type it.
fn to_run() -> Vec<String> {
    let needs_more = |line: &str| {
        let words = words(line);
        command().try_get_matches_from(&words).is_err_and(|error| error.use_stderr())
    };
    let lines = lines_that_begin_with("flowproof").into_keys();
    lines.filter(|line| !is_form(line) && !needs_more(line)).collect()
}

#[test]
fn every_reason_is_still_needed() {
    let lines = to_run();
    for (line, _) in NOT_RUN {
        assert!(lines.iter().any(|one| one == line), "no page has `{line}`");
    }
}

#[test]
fn lines_without_an_org_run() {
    let lines = to_run();
    let lines: Vec<String> = lines
        .into_iter()
        .filter(|line| !needs_an_org(line) && !serves(line) && !NOT_RUN.iter().any(|(one, _)| one == line))
        .collect();
    assert!(lines.len() > 15, "{lines:?}");
    let wrong: Vec<String> = lines.iter().filter_map(|line| wrong_end(line)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with a line both in the project that `init` writes, or an empty folder for what makes one, and in a copy of the repository.
fn wrong_end(line: &str) -> Option<String> {
    let makes_a_project = words(line).get(1).is_some_and(|word| word == "init");
    let first = if makes_a_project { Session::empty() } else { Session::project() };
    let mut said = String::new();
    for mut session in [first, Session::repository()] {
        if line.contains("mock:other") {
            session.run("mkdir other && cp -r flowproof.yaml flows scenarios other");
        }
        let (code, printed) = session.run(line);
        if code == Some(0) {
            return None;
        }
        said.push_str(&format!("\n`{line}` ended with {code:?}:\n{printed}"));
    }
    Some(said)
}

#[test]
fn lines_with_an_org_run() {
    let lines = to_run();
    let lines: Vec<&String> =
        lines.iter().filter(|line| needs_an_org(line) && !NOT_RUN.iter().any(|(one, _)| one == line)).collect();
    assert!(lines.len() > 8, "{lines:?}");
    let page = fs::read_to_string(root().join("docs/live.md")).unwrap();
    let shop = Shop::quick(&page);
    shop.write("scenarios/orders.yaml", ON_BOTH);
    let mut wrong = Vec::new();
    for line in lines {
        let words = words(line);
        let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let output = shop.command(&arguments);
        if output.status.code() != Some(0) {
            wrong.push(format!("`{line}` ended with {:?}:\n{}", output.status.code(), printed(&output)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn lines_that_serve_say_that_they_are_ready() {
    let page = Page::read("docs/live.md");
    let mut served = 0;
    for line in to_run().iter().filter(|line| serves(line)) {
        let mut session = Session::project();
        for block in page.blocks.iter().filter(|block| matches!(block.file(), Some("org.yaml" | "stubs.yaml"))) {
            session.write(block.file().unwrap(), &block.text());
        }
        // Any port will do: another test may have that of the page.
        let line = line.replace("--port 8443", "--port 0");
        let until_ready = format!("{{ {line} & echo $! > pid; }} | head -n 1; kill $(cat pid)");
        let (_, said) = session.run(&until_ready);
        assert!(said.contains("\"deployments\":[{"), "`{line}`: {said}");
        served += 1;
    }
    assert!(served > 1, "{served}");
}

#[test]
fn every_target_of_make_exists() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let lines = lines_that_begin_with("make");
    assert!(lines.len() > 5, "{lines:?}");
    for (line, pages) in lines {
        let target = line.split(' ').nth(1).unwrap();
        assert!(makefile.contains(&format!("\n{target}:")), "{pages:?}: `{line}`");
    }
}
