//! Both drivers on the shipped scenarios: each case runs in each driver that it allows, and where both observe, they observe the same. What is
//! skipped, and why, is a snapshot.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use camino::Utf8Path;
use flowproof::event::{CaseReport, Verdict};
use flowproof::evidence::{Evidence, Part};
use flowproof::fake::TenantOptions;
use flowproof::scenario::model::Driver;
use flowproof::trace::{Ending, Taken};
use indexmap::IndexMap;

use crate::suite::{Overlay, Suite, mock, text};

const TIMEOUT: Duration = Duration::from_secs(10);

async fn reports(driver: Driver, adjust: fn(&mut TenantOptions)) -> Vec<CaseReport> {
    let mut suite = Suite::load(Utf8Path::new(""), Arc::new(Overlay::default())).await;
    suite.with(mock(TIMEOUT).await.adjusting(adjust), driver);
    suite.run().await.1
}

fn nothing(_: &mut TenantOptions) {}

/// The path, with or without why each action went its way, which only our own hosts say.
fn path(evidence: &Evidence, causes: bool) -> Option<Vec<Taken>> {
    let mut path = evidence.path.value().cloned()?;
    if !causes {
        path.iter_mut().for_each(|taken| taken.cause = None);
    }
    Some(path)
}

fn sorted(part: &Part<IndexMap<String, String>>) -> Option<Vec<(&String, &String)>> {
    let mut all: Vec<_> = part.value()?.iter().collect();
    all.sort();
    Some(all)
}

/// What two observations of one case say differently.
fn differences(one: &Evidence, other: &Evidence, causes: bool) -> Vec<String> {
    let pairs = [
        ("path", format!("{:#?}", path(one, causes)), format!("{:#?}", path(other, causes))),
        ("arrived", format!("{:?}", sorted(&one.arrived)), format!("{:?}", sorted(&other.arrived))),
        ("attributes", format!("{:?}", sorted(&one.attributes)), format!("{:?}", sorted(&other.attributes))),
        ("set", format!("{:?}", sorted(&one.set)), format!("{:?}", sorted(&other.set))),
        ("transcript", format!("{:#?}", one.transcript.value()), format!("{:#?}", other.transcript.value())),
        ("ending", format!("{:?}", one.ending.value()), format!("{:?}", other.ending.value())),
        ("calls", format!("{:?}", one.calls.value()), format!("{:?}", other.calls.value())),
    ];
    let different = pairs.into_iter().filter(|(_, left, right)| left != right);
    different.map(|(what, left, right)| format!("{what}\n{}", lines_that_differ(&left, &right))).collect()
}

fn lines_that_differ(left: &str, right: &str) -> String {
    let diff = similar::TextDiff::from_lines(left, right);
    diff.unified_diff().context_radius(3).to_string()
}

fn ran(report: &CaseReport) -> Option<&Evidence> {
    let evidence = report.evidence.as_ref()?;
    (report.verdict != Verdict::Skipped && evidence.failure.is_none()).then_some(evidence)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_is_green_in_each_driver_that_it_allows_and_both_see_the_same() {
    let (converse, simulate) = tokio::join!(reports(Driver::Converse, nothing), reports(Driver::Simulate, nothing));
    let red: Vec<String> = converse.iter().chain(&simulate).filter(|one| !one.verdict.is_green()).map(text).collect();
    assert!(red.is_empty(), "{}", red.join("\n"));
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (one, other) in converse.iter().zip(&simulate) {
        let (Some(left), Some(right)) = (ran(one), ran(other)) else { continue };
        compared += 1;
        wrong.extend(differences(left, right, true).into_iter().map(|text| format!("{}: {text}", one.name.full())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 60, "only {compared} cases ran in both drivers");
    insta::assert_snapshot!("skipped", skipped(&converse, &simulate));
}

/// An org that says nothing but what a real one says leads to the same evidence: what is derived from its words is right.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_real_org_says_is_enough() {
    let plain = |options: &mut TenantOptions| options.execution_data.extended = false;
    let (extended, plain) = tokio::join!(reports(Driver::Converse, nothing), reports(Driver::Converse, plain));
    let mut wrong = Vec::new();
    for (one, other) in extended.iter().zip(&plain) {
        let (Some(left), Some(right)) = (ran(one), ran(other)) else { continue };
        // A bot on its own is no conversation of a real org, which calls none of its own reasons by our name.
        if matches!(left.ending.value(), Some(Ending::Exited { .. })) {
            continue;
        }
        wrong.extend(differences(left, right, false).into_iter().map(|text| format!("{}: {text}", one.name.full())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each case that a driver does not run, with the reason.
fn skipped(converse: &[CaseReport], simulate: &[CaseReport]) -> String {
    let mut out = String::new();
    for (driver, reports) in [("converse", converse), ("simulate", simulate)] {
        for report in reports.iter().filter(|report| report.verdict == Verdict::Skipped) {
            let (name, reason) = (report.name.full(), report.reason.as_deref().unwrap_or_default());
            let _ = writeln!(out, "{driver}: {}: {name}: {reason}", &*report.name.file);
        }
    }
    out
}
