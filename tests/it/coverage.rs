//! Coverage of the shipped flows by the shipped scenarios: what the table says, what each scenario alone adds, that shards add up, and that
//! a reader of LCOV finds the same numbers.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;

use flowproof::coverage::{Collector, Coverage, Detail, from_json, to_json, to_lcov, to_text};
use flowproof::event::{CaseReport, Event, RunStarted, Verdict};
use flowproof::project::DiskFiles;
use flowproof::runner::RunOptions;
use flowproof::scenario::model::TargetName;
use tokio::sync::OnceCell;

use crate::suite::{Overlay, Suite};

/// Every case of the shipped scenarios, run once for all tests here.
async fn reports() -> &'static [CaseReport] {
    static REPORTS: OnceCell<Vec<CaseReport>> = OnceCell::const_new();
    REPORTS
        .get_or_init(|| async {
            let mut suite = Suite::load("".into(), Arc::new(DiskFiles)).await;
            let options = RunOptions { flows: Some(Arc::default()), ..(*suite.context.options).clone() };
            suite.context.options = Arc::new(options);
            suite.run().await.1
        })
        .await
}

fn collected<'r>(reports: impl IntoIterator<Item = &'r CaseReport>) -> Coverage {
    let mut collector = Collector::new(false);
    collector.event(&Event::RunStarted(RunStarted::of(0, 0, TargetName::Mock)));
    for report in reports {
        collector.event(&Event::CaseEnded(Box::new(report.clone())));
    }
    collector.coverage().unwrap()
}

/// A way as a scenario's author would point at it: file, line, action, output.
type Pointed = (String, usize, String, Option<String>);

/// The ways that a coverage says were taken by green cases.
fn taken(coverage: &Coverage) -> BTreeSet<Pointed> {
    let green = coverage.ways().filter(|one| one.way.taken.is_covered());
    green
        .map(|one| {
            let output = one.way.output.as_ref().map(ToString::to_string);
            (one.flow.file.to_string(), one.action.line, one.action.name.to_string(), output)
        })
        .collect()
}

/// The same straight from the observed paths, with nothing of the code under test: where the actions of the graph stand, and what they were
/// left by.
fn walked<'r>(reports: impl IntoIterator<Item = &'r CaseReport>) -> BTreeSet<Pointed> {
    let mut ways = BTreeSet::new();
    for report in reports.into_iter().filter(|report| matches!(report.verdict, Verdict::Passed | Verdict::Flaky)) {
        let (Some(flow), Some(evidence)) = (&report.flow, &report.evidence) else { continue };
        for step in evidence.path.value().into_iter().flatten().filter(|step| step.error.is_none()) {
            let at = flow.graph.actions.iter().position(|action| action.id == step.id).unwrap();
            if flow.ways.iter().any(|way| way.action == at && way.output == step.output) {
                let place = &flow.graph.actions[at].place;
                let output = step.output.as_ref().map(ToString::to_string);
                ways.insert((place.source.name().to_owned(), place.start().line, step.id.name.to_string(), output));
            }
        }
    }
    ways
}

#[tokio::test]
async fn the_table_of_the_shipped_scenarios() {
    insta::assert_snapshot!(to_text(&collected(reports().await), Detail::Full));
}

#[tokio::test]
async fn what_is_taken_is_what_the_paths_show() {
    let reports = reports().await;
    assert!(reports.len() > 100, "the scenarios were not found");
    assert_eq!(taken(&collected(reports)), walked(reports));
}

#[tokio::test]
async fn a_scenario_that_is_removed_lowers_coverage_by_exactly_what_it_alone_took() {
    let reports = reports().await;
    let all = taken(&collected(reports));
    let files: BTreeSet<&str> = reports.iter().map(|report| report.name.place.source.name()).collect();
    let mut lowered = 0;
    for file in &files {
        let is_of = |report: &&CaseReport| report.name.place.source.name() == *file;
        let (own, others): (Vec<_>, Vec<_>) = reports.iter().partition(is_of);
        let alone: BTreeSet<Pointed> = walked(own).difference(&walked(others.iter().copied())).cloned().collect();
        let without = taken(&collected(others));
        assert!(without.is_subset(&all), "{file}");
        assert_eq!(all.difference(&without).cloned().collect::<BTreeSet<_>>(), alone, "{file}");
        lowered += usize::from(!alone.is_empty());
    }
    assert!(lowered >= 10, "only {lowered} of {} files take something alone", files.len());
}

#[tokio::test]
async fn parts_that_are_merged_equal_the_whole_in_any_order() {
    let reports = reports().await;
    let whole = collected(reports);
    let parts: Vec<Coverage> = (0..4)
        .map(|part| collected(reports.iter().filter(|report| report.name.index % 4 == part)))
        .map(|part| from_json(&to_json(&part)).unwrap())
        .collect();
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
        let merged = order.iter().fold(Coverage::default(), |sum, part| sum.merged(&parts[*part]).unwrap());
        assert!(merged == whole, "{}\n{}", to_text(&merged, Detail::Full), to_text(&whole, Detail::Full));
    }
    assert_ne!(parts[0].count_ways(), whole.count_ways());
}

/// What docs/coverage.md says to write into flowproof.yaml fits the project that it is about.
#[test]
fn the_settings_of_the_guide_are_good() {
    let guide = std::fs::read_to_string("docs/coverage.md").unwrap();
    let block = guide.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let text = std::fs::read_to_string("flowproof.yaml").unwrap() + "\n" + block;
    let files = Overlay { replaced: vec![("flowproof.yaml".into(), text)] };
    let (project, mut found) = flowproof::project::load(&files, "".into());
    let project = project.unwrap();
    found.append(project.check_coverage(&files));
    assert!(found.is_empty(), "{found:?}");
    let settings = &project.settings().coverage;
    assert_eq!((settings.fail_under, settings.exclude.len()), (Some(8_000), 2));
}

#[tokio::test]
async fn a_reader_of_lcov_finds_the_same() {
    let coverage = collected(reports().await);
    let text = to_lcov(&coverage, str::to_owned);
    let report = lcov::Report::from_reader(lcov::Reader::new(Cursor::new(text))).unwrap();
    assert_eq!(report.sections.len(), coverage.flows.len());
    for (key, section) in &report.sections {
        let flow = coverage.flow(&key.source_file.to_string_lossy()).unwrap();
        let hit = section.lines.values().filter(|line| line.count > 0).count();
        let actions = flow.count_actions();
        assert_eq!((section.lines.len(), hit), (actions.of, actions.taken), "{}", flow.file);
        // Actions that are left without an output are lines only.
        let with_outputs: Vec<_> =
            flow.actions.iter().filter(|one| one.ways.iter().any(|way| way.output.is_some())).collect();
        let branches: usize = with_outputs.iter().map(|one| one.count_ways().of).sum();
        let left: usize = with_outputs.iter().map(|one| one.count_ways().taken).sum();
        let hit = section.branches.values().filter(|branch| branch.taken.is_some_and(|count| count > 0)).count();
        assert_eq!((section.branches.len(), hit), (branches, left), "{}", flow.file);
    }
}
