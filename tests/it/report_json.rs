//! The JSON report: what is written comes back, for the whole shipped suite and for all that it does not show; each line is of the schema.

use std::sync::Arc;
use std::time::Duration;

use camino::Utf8Path;
use flowproof::diagnostic::{Code, Diagnostic, Place, SourceFile};
use flowproof::event::{
    CaseName, CaseReport, Classification, Compared, Event, FailureClass, LiveSum, Proof, RunStarted, Shard,
    SnapshotOutcome, SnapshotState, Summary, Verdict,
};
use flowproof::evidence::{Evidence, Finding, FindingKind, StepFailure};
use flowproof::project::DiskFiles;
use flowproof::report::{JsonReport, Report, events_schema, read_events};
use flowproof::runner::{self, Interrupt, RunOptions};
use flowproof::scenario::model::{Driver, RunStep, TargetName};
use serde_json::Value as Json;
use tokio::sync::mpsc;

use crate::suite::Suite;

/// The lines of these events.
pub fn lines(events: &[Event]) -> String {
    let mut out = Vec::new();
    let mut report = JsonReport::new(&mut out);
    for event in events {
        report.event(event).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// The events of these lines, all of which are good.
pub fn events(lines: &str) -> Vec<Event> {
    let (events, wrong) = read_events(&SourceFile::new("report.jsonl", lines));
    assert!(wrong.is_empty(), "{wrong:?}");
    events
}

/// All events of a run of the shipped suite, flows among them.
pub async fn suite_events() -> Vec<Event> {
    let mut suite = Suite::load(Utf8Path::new(""), Arc::new(DiskFiles)).await;
    let options = RunOptions { flows: Some(Arc::default()), ..(*suite.context.options).clone() };
    suite.context.options = Arc::new(options);
    let (_switch, interrupt) = Interrupt::new();
    let (sender, mut receiver) = mpsc::channel(64);
    let reading = async {
        let mut events = Vec::new();
        while let Some(event) = receiver.recv().await {
            events.push(event);
        }
        events
    };
    tokio::join!(runner::run(&suite.plan, &suite.context, sender, interrupt), reading).1
}

/// A case that shows what the shipped suite, which is green, does not.
pub fn awkward() -> Vec<Event> {
    let source = SourceFile::new("scenarios/a.yaml", "version: 1\nscenario: A\ncases:\n  - case: b\n");
    let name = |index| CaseName {
        index,
        file: "scenarios/a.yaml".into(),
        scenario: "A".into(),
        case: Some(format!("b{index}").into()),
        place: Place::new(&source, 31..32),
    };
    let failed = |index| {
        let mut report = CaseReport::bare(name(index), Verdict::Failed, None);
        report
            .findings
            .push(Finding::new(FindingKind::Path, Some(&report.name.place), "Yes", "No").diverged_at(Some(2)));
        report.findings.push(Finding::unverifiable(FindingKind::Calls, None, "a call", "nobody saw"));
        report.advice.push("look\nagain".to_owned());
        report.warnings.push("\u{1b}[31mred\u{0}".to_owned());
        report.tags.push("smoke".to_owned());
        report.snapshots = vec![
            SnapshotOutcome { file: "a.snap".to_owned(), state: SnapshotState::Different("-a\n+b".to_owned()) },
            SnapshotOutcome { file: "b.snap".to_owned(), state: SnapshotState::Failed("no space".to_owned()) },
        ];
        report.cause = Some(Classification::new(FailureClass::ChangedData, "it is"));
        report.driver = Some(Driver::Converse);
        report.evidence = Some(Evidence {
            failure: Some(StepFailure {
                step: RunStep::Token,
                status: Some(401),
                code: Some("bad".to_owned()),
                message: "refused".to_owned(),
                advice: vec!["ask".to_owned()],
                environment: true,
            }),
            path_is_partial: Some("no data".to_owned()),
            flow_version: Some("12.0".to_owned()),
            ..Evidence::default()
        });
        report.duration = Duration::from_micros(1_234_567);
        report.began = Duration::from_micros(42);
        report
    };
    let mut wrong = CaseReport::bare(name(2), Verdict::Errored, Some("the scenario is wrong".to_owned()));
    wrong
        .diagnostics
        .push(Diagnostic::error(Code::UNKNOWN_KEY, "unknown key").at(Place::new(&source, 11..19)).help("x"));
    let mut flaky = CaseReport::bare(name(1), Verdict::Flaky, None);
    flaky.earlier = vec![failed(1), failed(1)];
    let mut summary = Summary::planning(3);
    for verdict in [Verdict::Failed, Verdict::Flaky, Verdict::Errored] {
        summary.count(verdict);
    }
    summary.flaky_fails = true;
    summary.live = Some(LiveSum {
        run: "r1".to_owned(),
        org: "Sandbox".to_owned(),
        begun: 3,
        ended: 2,
        calls: vec![("token".into(), 1)],
        left: vec!["one".to_owned()],
    });
    let last = Compared { days: 3, org: Some("S".to_owned()), flow: "f".to_owned(), flow_version: None };
    let oldest = (9, "A: b".to_owned());
    summary.proof =
        Some(Box::new(Proof { cases: 1, of: 3, last, oldest, flow_changed: 1, scenario_changed: 0, differed: 1 }));
    vec![
        Event::RunStarted(RunStarted {
            planned: 3,
            files: 1,
            target: TargetName::Live,
            driver: Some(Driver::Converse),
            jobs: 2,
            began: Some("2026-11-26T03:00:00Z".parse().unwrap()),
            seed: Some(7),
            shard: Some(Shard { number: 2, of: 4 }),
            retries: 2,
            profile: None,
            project: Some("shop".into()),
        }),
        Event::CaseStarted(name(0)),
        Event::CaseSlow(name(0), Duration::from_secs(2)),
        Event::WaitingForPaths(2),
        Event::CaseEnded(Box::new(failed(0))),
        Event::CaseEnded(Box::new(flaky)),
        Event::CaseEnded(Box::new(wrong)),
        Event::RunEnded(summary),
    ]
}

#[tokio::test]
async fn the_shipped_suite_comes_back_from_its_lines() {
    let written = lines(&suite_events().await);
    let back = events(&written);
    assert!(written == lines(&back), "{}", difference(&written, &lines(&back)));
    let flows: Vec<&str> = written.lines().filter(|line| line.starts_with("{\"event\":\"flow_seen\"")).collect();
    assert!(flows.len() > 5, "{} flows", flows.len());
    for event in &back {
        if let Event::CaseEnded(report) = event {
            assert_eq!(report.flow.is_some(), report.driver.is_some(), "{}", report.name.full());
        }
    }
    assert!(!written.contains(":null"), "what is empty is left out");
}

#[test]
fn what_the_suite_does_not_show_comes_back_too() {
    let written = lines(&awkward());
    let back = events(&written);
    assert_eq!(lines(&back), written);
    let (Event::CaseEnded(wrong), Event::RunEnded(summary)) = (&back[6], &back[7]) else { panic!("{back:?}") };
    assert_eq!(wrong.diagnostics[0].place.as_ref().unwrap().to_string(), "scenarios/a.yaml:2:1");
    assert_eq!(
        summary,
        &match awkward().pop() {
            Some(Event::RunEnded(summary)) => summary,
            _ => unreachable!(),
        }
    );
}

#[tokio::test]
async fn every_line_is_of_the_schema() {
    let schema = jsonschema::validator_for(&events_schema()).unwrap();
    for line in (lines(&suite_events().await) + &lines(&awkward())).lines() {
        let line: Json = serde_json::from_str(line).unwrap();
        let wrong: Vec<String> = schema.iter_errors(&line).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{line:#}");
    }
}

fn difference(a: &str, b: &str) -> String {
    a.lines().zip(b.lines()).filter(|(a, b)| a != b).map(|(a, b)| format!("{a}\n{b}\n")).take(2).collect()
}
