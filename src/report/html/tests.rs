//! Pages of made-up runs: nothing that a scenario, a flow or an org says becomes markup; ids are unique and links lead somewhere; the policy
//! allows exactly what is there; every case stands there once.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use indexmap::IndexMap;
use regex::Regex;

use super::HtmlReport;
use super::text::policy_hash;
use crate::diagnostic::{Code, Diagnostic, Place, SourceFile};
use crate::event::{
    CaseName, CaseReport, Classification, Event, FailureClass, FlowSeen, LiveSum, RunStarted, Shard, SnapshotOutcome,
    SnapshotState, Summary, Verdict,
};
use crate::evidence::{CallSeen, Evidence, Finding, FindingKind, Origin, Part};
use crate::flow::action::testing::Flow;
use crate::report::Report;
use crate::scenario::model::{Driver, TargetName};
use crate::trace::{Assignment, Called, Cause, Choice, Ending, Line, Operand, Setter, Speaker, Taken};

/// What breaks out of a text, an attribute, a script or a comment where any of them is not escaped; and what a page may not hold.
const HOSTILE: &str =
    "</script><img src=x onerror=alert(1)>\"'><!-- ]]> \u{0}\u{1b}[31m \u{202e}evil\u{2066} &amp; \u{fffe}";

fn started(planned: usize) -> RunStarted {
    RunStarted {
        planned,
        files: 1,
        target: TargetName::Live,
        driver: Some(Driver::Converse),
        jobs: 4,
        began: Some("2026-11-26T05:00:00Z".parse().unwrap()),
        seed: Some(7),
        shard: Some(Shard { number: 2, of: 4 }),
        retries: 1,
        profile: None,
        project: None,
    }
}

fn name(index: usize, scenario: &str, case: Option<&str>, file: &str) -> CaseName {
    let source = SourceFile::new(file, "version: 1\nscenario: x\n");
    CaseName {
        index,
        file: source.name().into(),
        scenario: scenario.into(),
        case: case.map(Into::into),
        place: Place::new(&source, 11..19),
    }
}

/// The page of a run of these cases.
fn page(reports: Vec<CaseReport>, change: impl FnOnce(&mut Summary)) -> String {
    let written = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&written);
    let mut report = HtmlReport::new(move |page: &str| {
        into.lock().unwrap().push(page.to_owned());
        Ok(())
    });
    let mut summary = Summary::planning(reports.len());
    summary.duration = Duration::from_secs(2);
    report.event(&Event::RunStarted(started(reports.len()))).unwrap();
    for one in reports {
        summary.count(one.verdict);
        report.event(&Event::CaseSlow(one.name.clone(), Duration::from_secs(1))).unwrap();
        report.event(&Event::CaseEnded(Box::new(one))).unwrap();
        assert!(written.lock().unwrap().is_empty(), "it is written when the run has ended");
    }
    change(&mut summary);
    report.event(&Event::RunEnded(summary)).unwrap();
    let pages = written.lock().unwrap();
    assert_eq!(pages.len(), 1);
    pages[0].clone()
}

/// A case whose every field holds the text.
fn filled(index: usize, verdict: Verdict, text: &str) -> CaseReport {
    let flow = Flow::new().actions(
        "
- decision: { name: First?, condition: { exp: 'Message.Message.body == \"x\"' } }
- sendResponse: { name: Say, messageBody: { lit: hello } }
- disconnect: { name: Bye }",
    );
    let (program, mut path) = (flow.program(), flow.run().0.trace.taken);
    let mut seen = FlowSeen::of(&"flow".into(), &program);
    seen.name = text.into();
    for action in &mut seen.graph.actions {
        action.id.name = text.into();
        action.detail = Some(text.to_owned());
        action.branches.iter_mut().for_each(|branch| branch.name = text.into());
        action.place = Place::new(&SourceFile::new(text, text), 0..0);
    }
    for container in &mut seen.graph.containers {
        container.name = text.into();
    }
    for flow in &mut seen.graph.flows {
        flow.name = text.into();
    }
    for way in &mut seen.ways {
        way.output = way.output.as_ref().map(|_| text.into());
    }
    for taken in &mut path {
        fill(taken, text);
    }
    let map = || IndexMap::from([(text.to_owned(), text.to_owned())]);
    let line = |speaker| Line { speaker, text: text.into(), choices: vec![Choice::quick_reply(text)] };
    let mut finding = Finding::new(FindingKind::Path, None, text, text).diverged_at(Some(1));
    finding.place = Some(Place::new(&SourceFile::new(text, text), 0..0));
    let mut report = CaseReport::bare(name(index, text, Some(text), text), verdict, Some(text.to_owned()));
    report.tags = vec![text.to_owned()];
    report.advice = vec![text.to_owned()];
    report.findings = vec![finding];
    report.warnings = vec![text.to_owned()];
    report.diagnostics = vec![Diagnostic::error(Code::UNKNOWN_KEY, text).help(text)];
    report.cause = Some(Classification::new(FailureClass::ChangedData, text));
    report.snapshots = vec![
        SnapshotOutcome { file: text.to_owned(), state: SnapshotState::Different(format!("- {text}\n+ {text}")) },
        SnapshotOutcome { file: text.to_owned(), state: SnapshotState::Failed(text.to_owned()) },
    ];
    let (own, output) = (|| text.to_owned(), Some(text.to_owned()));
    let call = CallSeen { category: own(), name: own(), inputs: map(), output };
    report.evidence = Some(Evidence {
        path: Part::seen(path, Origin::ExecutionData),
        arrived: Part::seen(map(), Origin::Conversation),
        attributes: Part::Unverifiable(text.to_owned()),
        set: Part::seen(map(), Origin::Conversation),
        transcript: Part::seen(vec![line(Speaker::Customer), line(Speaker::Bot)], Origin::Guest),
        ending: Part::seen(Ending::Exited { reason: text.into() }, Origin::Derived),
        calls: Part::seen(vec![call], Origin::ExecutionData),
        conversation_id: Some(text.to_owned()),
        path_is_partial: Some(text.to_owned()),
        flow_version: Some(text.to_owned()),
        ..Evidence::default()
    });
    report.duration = Duration::from_millis(5);
    report.driver = Some(Driver::Converse);
    report.flow = Some(Arc::new(seen));
    report
}

fn fill(taken: &mut Taken, text: &str) {
    taken.id.name = text.into();
    let setter = Setter { action: taken.id.clone(), step: 1, attribute: Some(text.into()) };
    taken.kind = text.into();
    taken.output = taken.output.as_ref().map(|_| text.into());
    taken.called = Some(Called { category: text.into(), name: text.into() });
    taken.inputs = vec![(text.into(), text.to_owned())];
    taken.assigned = vec![Assignment { name: text.into(), attribute: true, value: Some(text.to_owned()) }];
    taken.cause = Some(Box::new(Cause {
        expression: text.to_owned(),
        result: text.to_owned(),
        decisive: Some("other".to_owned()),
        operands: vec![Operand { text: text.to_owned(), value: text.to_owned(), setter: Some(setter) }],
    }));
    taken.error = Some(text.to_owned());
}

/// A page as a strict reader sees it.
struct Read {
    elements: Vec<String>,
    ids: Vec<String>,
    links: Vec<String>,
}

/// Reads a page that closes what it opens; fails on anything else.
fn read(page: &str) -> Read {
    let tag = Regex::new(r#"(?s)^<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*/?>"#).unwrap();
    let attribute = Regex::new(r#"([a-zA-Z-]+)="([^"]*)""#).unwrap();
    let void = ["meta", "input"];
    let mut found = Read { elements: Vec::new(), ids: Vec::new(), links: Vec::new() };
    let (mut open, mut at): (Vec<String>, usize) = (Vec::new(), page.find("<html").unwrap());
    while let Some(next) = rest(page, at).find('<') {
        at += next;
        let here = || rest(page, at).chars().take(120).collect::<String>();
        let one = tag.captures(rest(page, at)).unwrap_or_else(|| panic!("no tag: {}", here()));
        let (closes, name) = (&one[1] == "/", one[2].to_owned());
        if closes {
            assert_eq!(open.pop().as_deref(), Some(&*name), "{}", here());
            at += one[0].len();
            continue;
        }
        for pair in attribute.captures_iter(&one[3]) {
            assert!(!pair[1].starts_with("on") && &pair[1] != "style", "{}", here());
            match &pair[1] {
                "id" => found.ids.push(pair[2].to_owned()),
                "href" => found.links.push(pair[2].to_owned()),
                _ => {}
            }
        }
        at += one[0].len();
        if ["script", "style"].contains(&&*name) {
            at += rest(page, at).find(&format!("</{name}>")).unwrap();
        }
        if !one[0].ends_with("/>") && !void.contains(&&*name) {
            open.push(name.clone());
        }
        found.elements.push(name);
    }
    assert!(open.is_empty(), "{open:?}");
    found
}

fn rest(page: &str, at: usize) -> &str {
    page.get(at..).unwrap()
}

fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    page.split_once(from).unwrap().1.split_once(to).unwrap().0
}

#[test]
fn nothing_that_anyone_says_becomes_markup() {
    let plain = page(vec![filled(0, Verdict::Failed, "plain")], |summary| {
        summary.live = Some(LiveSum { left: vec!["one".into()], ..LiveSum::default() });
    });
    let hostile = page(vec![filled(0, Verdict::Failed, HOSTILE)], |summary| {
        let (run, org, left) = (HOSTILE.into(), HOSTILE.into(), vec![HOSTILE.into()]);
        summary.live = Some(LiveSum { run, org, left, ..LiveSum::default() });
    });
    let allowed: BTreeSet<String> = read(&plain).elements.into_iter().collect();
    let found = read(&hostile).elements;
    assert_eq!(found.iter().filter(|name| *name == "script").count(), 1);
    assert!(found.iter().all(|name| allowed.contains(name)), "{found:?}");
    let bad = |letter: char| letter.is_control() && letter != '\n';
    assert!(!hostile.contains(bad) && !hostile.contains('\u{fffe}'));
    assert!(hostile.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;'&gt;&lt;!-- ]]&gt; ␀␛[31m"));
    assert!(!hostile.contains("<img") && !hostile.contains("<!--"));
}

#[test]
fn the_policy_allows_the_style_and_the_script_that_are_there() {
    let page = page(vec![filled(0, Verdict::Passed, "plain")], |_| {});
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    let (style, script) = (between(&page, "<style>", "</style>"), between(&page, "<script>", "</script>"));
    let wanted = format!("style-src '{}'; script-src '{}';", policy_hash(style), policy_hash(script));
    assert!(policy.starts_with("default-src 'none'; ") && policy.contains(&wanted), "{policy}");
    assert!(!policy.contains("unsafe") && page.matches("<style").count() == 1);
    for outside in ["http:", "https:", "url(", "@import", "src=\""] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn every_case_stands_there_once_and_every_link_leads_somewhere() {
    let mut flaky = filled(1, Verdict::Flaky, "a");
    flaky.earlier = vec![filled(1, Verdict::Failed, "a")];
    let bare = |index, verdict| CaseReport::bare(name(index, "bare", None, "b.yaml"), verdict, Some("why".into()));
    let reports = vec![
        filled(0, Verdict::Passed, "a"),
        flaky,
        filled(2, Verdict::Failed, "a"),
        bare(3, Verdict::Skipped),
        bare(4, Verdict::Errored),
        bare(5, Verdict::Interrupted),
    ];
    let page = page(reports, |summary| summary.interrupted = true);
    let found = read(&page);
    let ids: BTreeSet<&str> = found.ids.iter().map(String::as_str).collect();
    assert_eq!(ids.len(), found.ids.len(), "ids are unique");
    for link in &found.links {
        assert!(link.strip_prefix('#').is_some_and(|id| ids.contains(id)), "{link}");
    }
    for number in 0..6 {
        assert!(ids.contains(&*format!("c{number}")) && ids.contains(&*format!("r{number}")));
    }
    assert_eq!(page.matches("<details class=\"case\"").count(), 6);
    assert_eq!(page.matches("<g id=\"o").count(), 1, "the same way through the same flow is drawn once");
    assert!(page.contains("<h1>Interrupted: 5 of 6 cases judged</h1>"));
    assert!(page.contains("<summary>Try 1 "));
    let rows = Regex::new(r#"<tr class="[^"]*" id="r(\d)""#).unwrap();
    let order: Vec<usize> = rows.captures_iter(&page).map(|one| one[1].parse().unwrap()).collect();
    assert_eq!(order, [2, 4, 5, 1, 0, 3], "what is red comes first, what was left out last");
}

#[test]
fn a_long_text_is_cut_and_the_page_says_how_much() {
    let long = "x".repeat(100_000);
    let page = page(vec![filled(0, Verdict::Failed, &long)], |_| {});
    assert!(page.contains("… (96000 more characters)"));
    // What stands in full: names by which cases are filtered and run again, and names of files.
    assert!(page.len() < 40 * long.len(), "{}", page.len());
}

#[test]
fn a_run_in_which_nothing_ran_has_a_page_too() {
    let page = page(Vec::new(), |summary| summary.unfit = true);
    read(&page);
    assert!(page.contains("<h1>The environment is unfit</h1>"));
}
