//! A page is followed from top to bottom, as a reader would: its files are written, its changes made, its commands run; what a `console` block
//! shows is what is printed.

use regex::Regex;

use super::page::{Page, pages, root};
use super::session::Session;

/// What a command of a session begins with.
const PROMPT: &str = "$ ";

/// Where a page is followed.
#[derive(Clone, Copy)]
enum Place {
    /// In a copy of the repository.
    Repository,
    /// In an empty folder.
    Empty,
    /// In the project that `flowproof init` writes.
    Project,
}

/// The pages with sessions, and where each is followed.
const PLACES: &[(&str, Place)] = &[
    ("README.md", Place::Repository),
    ("docs/authoring.md", Place::Repository),
    ("docs/ci.md", Place::Project),
    ("docs/coverage.md", Place::Repository),
    ("docs/errors.md", Place::Repository),
    ("docs/flow_diff.md", Place::Repository),
    ("docs/guides/bots.md", Place::Repository),
    ("docs/guides/clock.md", Place::Project),
    ("docs/guides/debugging.md", Place::Project),
    ("docs/guides/stubs.md", Place::Project),
    ("docs/install.md", Place::Empty),
    ("docs/reports.md", Place::Project),
    ("docs/suggest.md", Place::Project),
    ("docs/tutorial.md", Place::Empty),
];

/// Pages with sessions that another test follows.
const ELSEWHERE: &[(&str, &str)] =
    &[("docs/live.md", "it speaks with an org: live_guide.rs sets one up as the page tells")];

#[test]
fn pages_show_what_is_printed() {
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let follow = |&(name, place): &(&str, Place)| {
        let page = Page::read(name);
        let (text, fresh) = (page.text(), followed(&page, place));
        if update {
            std::fs::write(root().join(name), &fresh).unwrap();
        }
        let difference =
            similar::TextDiff::from_lines(&text, &fresh).unified_diff().header(name, "printed").to_string();
        (text != fresh && !update).then(|| format!("{name}:\n{difference}"))
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let following: Vec<_> = PLACES.iter().map(|one| scope.spawn(move || follow(one))).collect();
        following.into_iter().filter_map(|one| one.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "`make docs` writes what is printed:\n{}", wrong.join("\n"));
}

/// The page as it should be.
fn followed(page: &Page, place: Place) -> String {
    let mut session = match place {
        Place::Repository => Session::repository(),
        Place::Empty => Session::empty(),
        Place::Project => Session::project(),
    };
    let mut lines = page.lines.clone();
    let mut sessions = 0;
    // From the top, since each step may need the one before; what a session shows takes the place of its lines at the end.
    let mut shown = Vec::new();
    for block in &page.blocks {
        match block.info.as_str() {
            "console" => {
                sessions += 1;
                shown.push((block.start, block.body.len(), session_of(&block.body, &mut session)));
            }
            "diff" => session.change(&block.body),
            "csv" => session.write(&page.table(block).expect("the example above names the table"), &block.text()),
            _ => {
                if let Some(file) = block.file() {
                    session.write(file, &block.text());
                }
            }
        }
    }
    assert!(sessions > 0, "{} shows no session", page.name);
    for (start, length, fresh) in shown.into_iter().rev() {
        lines.splice(start..start + length, fresh.lines().map(str::to_owned));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The session with what is printed.
fn session_of(body: &[String], session: &mut Session) -> String {
    let mut fresh = String::new();
    let mut lines = body.iter().peekable();
    while let Some(first) = lines.next() {
        let Some(start) = first.strip_prefix(PROMPT) else { continue };
        let mut command = start.to_owned();
        fresh.push_str(&format!("{first}\n"));
        while command.ends_with('\\') {
            let more = lines.next().unwrap_or_else(|| panic!("`{command}` does not end"));
            fresh.push_str(&format!("{more}\n"));
            command = format!("{}{}", command.trim_end_matches('\\'), more.trim_start());
        }
        while lines.peek().is_some_and(|next| !next.starts_with(PROMPT)) {
            lines.next();
        }
        let printed = session.run(&command).1;
        fresh.push_str(&if command.contains("--jobs 1") { printed } else { in_order(&printed) });
    }
    fresh
}

/// What a run prints, its cases in the order of their places: side by side, each ends when it does.
fn in_order(printed: &str) -> String {
    let head = Regex::new(r"^(?:passed|skipped|[A-Z]{5,}) .*  (\S+):(\d+):\d+(?:  |$)").unwrap();
    let (mut before, mut cases, mut after) = (String::new(), Vec::<((String, u32), String)>::new(), String::new());
    for line in printed.lines() {
        let in_a_case = line.is_empty() || line.starts_with("  ");
        if let Some(place) = head.captures(line) {
            cases.push(((place[1].to_owned(), place[2].parse().unwrap()), String::new()));
        } else if cases.is_empty() {
            before.push_str(&format!("{line}\n"));
            continue;
        } else if !in_a_case || !after.is_empty() {
            after.push_str(&format!("{line}\n"));
            continue;
        }
        if let Some((_, text)) = cases.last_mut() {
            text.push_str(&format!("{line}\n"));
        }
    }
    cases.sort_by(|one, other| one.0.cmp(&other.0));
    cases.into_iter().fold(before, |all, (_, text)| all + &text) + &after
}

#[test]
fn cases_stand_in_the_order_of_their_places() {
    let printed = "running\npassed  B  b.yaml:2:1\nFAILED  C  b.yaml:10:1\n  went x\n\npassed  A  a.yaml:3:1\nsum\n";
    let wanted = "running\npassed  A  a.yaml:3:1\npassed  B  b.yaml:2:1\nFAILED  C  b.yaml:10:1\n  went x\n\nsum\n";
    assert_eq!(in_order(printed), wanted);
    assert_eq!(in_order("one\n  two\n"), "one\n  two\n");
}

#[test]
fn every_session_is_followed() {
    for page in pages() {
        let known = PLACES.iter().map(|(name, _)| *name).chain(ELSEWHERE.iter().map(|(name, _)| *name));
        let is_known = known.into_iter().any(|name| name == page.name);
        let sessions = page.blocks.iter().filter(|block| block.info == "console");
        assert!(is_known || sessions.count() == 0, "{}: nobody follows its sessions", page.name);
        for block in page.blocks.iter().filter(|block| block.info == "console") {
            assert!(block.first().starts_with(PROMPT), "{}: `{}` is no command", page.name, block.first());
        }
    }
}

/// The scenario that the README tells to copy, in a file of its own, runs green.
#[test]
fn the_scenario_to_copy_passes() {
    let page = Page::read("README.md");
    let block = page.blocks.iter().find(|block| block.info == "yaml").unwrap();
    let mut session = Session::repository();
    session.write("scenarios/copied.yaml", &block.text());
    let (code, printed) = session.run("flowproof run scenarios/copied.yaml");
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("2 passed of 2 cases"), "{printed}");
}
