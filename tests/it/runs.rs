//! Runs in process: the order of the steps, what is judged when, and that every planned case gets exactly one verdict whatever happens.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use flowproof::event::{CaseReport, Event, Exit, Summary, Verdict};
use flowproof::fake::{Org, OrgOptions, TenantOptions};
use flowproof::genesys::{Client, ClientOptions, Credentials, Environment, Reach, http_client};
use flowproof::project::{Entry, Files, MemoryFiles};
use flowproof::runner::{self, Context, HostTarget, Interrupt, Target};
use tokio::sync::mpsc;

use crate::hello::FLOW;
use crate::suite::Suite;

const HEAD: &str = "version: 1
scenario: Hello
flow: hello
widget: { attributes: { tier: { type: string } } }
participant: { attributes: { tier: Gold } }
conversation: [ { say: Hi } ]
expect: { path: [Greet], ending: disconnected }
";

fn files(scenario: &str) -> MemoryFiles {
    MemoryFiles::new([
        ("flowproof.yaml".to_owned(), "version: 1\nflows: { hello: flows/hello.yaml }\n".to_owned()),
        ("flows/hello.yaml".to_owned(), FLOW.to_owned()),
        ("scenarios/a.yaml".to_owned(), scenario.to_owned()),
    ])
}

async fn run(scenario: &str) -> (Summary, Vec<CaseReport>) {
    Suite::load("".into(), Arc::new(files(scenario))).await.run().await
}

#[tokio::test]
async fn the_four_steps_come_in_order_on_a_host_and_what_was_made_is_deleted() {
    let suite = Suite::load("".into(), Arc::new(files(HEAD))).await;
    let org = Org::start(OrgOptions::default()).await.unwrap();
    let (flows, _) = suite.context.project.flows(&*suite.context.files);
    let programs: Vec<_> = flows.iter().map(|flow| Arc::clone(&flow.program)).collect();
    let world = suite.context.project.world_for(&programs);
    let tenant = org.open(TenantOptions { flows: programs.into(), world, ..TenantOptions::default() });
    let client = Client::new(ClientOptions::new(
        Environment::parse(org.base_url()).unwrap().api,
        Credentials::new(tenant.client_id(), tenant.client_secret().to_owned()),
        http_client(Duration::from_secs(5), Reach::Loopback).unwrap(),
    ));
    let host = Target::Host(HostTarget::new(client, None, None));
    let suite = Suite { context: Context { target: Arc::new(host), ..suite.context.clone() }, ..suite };
    let (summary, reports) = suite.run().await;
    assert_eq!(summary.exit(), Exit::Green, "{}", crate::suite::text(&reports[0]));
    let calls: Vec<(String, u16)> = tenant
        .requests()
        .iter()
        .map(|one| {
            (format!("{} {}", one.method, one.path.split('?').next().unwrap_or_default()), one.status.unwrap_or(999))
        })
        .collect();
    let id = |prefix: &str| calls.iter().find_map(|(call, _)| call.strip_prefix(prefix)).unwrap_or_default().to_owned();
    let conversation = id("GET /api/v2/conversations/messaging/conversations/");
    let widget = id("DELETE /api/v2/webchat/widgets/");
    let expected = [
        "POST /oauth/token".to_owned(),
        "POST /api/v2/webchat/widgets".to_owned(),
        "POST /api/v2/conversations/messaging/conversations/participants".to_owned(),
        format!("GET /api/v2/conversations/messaging/conversations/{conversation}"),
        "POST /api/v2/architect/flows/hello/simulate".to_owned(),
        format!("DELETE /api/v2/conversations/messaging/conversations/{conversation}"),
        format!("DELETE /api/v2/webchat/widgets/{widget}"),
    ];
    let made: Vec<&String> = calls.iter().map(|(call, _)| call).collect();
    assert_eq!(made, expected.iter().collect::<Vec<_>>());
    assert!(calls.iter().all(|(_, status)| *status < 300), "{calls:?}");
}

#[tokio::test]
async fn attributes_are_judged_before_the_flow_runs() {
    // The driver `converse` cannot: attributes travel with the message that starts the flow.
    let scenario = HEAD.replace("path: [Greet],", "path: [Greet], attributes: { arrived: { tier: Silver } },");
    let scenario = format!("{scenario}drivers: [simulate]\n");
    let (summary, reports) = run(&scenario).await;
    assert_eq!(summary.of(Verdict::Failed), 1);
    let evidence = reports[0].evidence.as_ref().unwrap();
    assert!(evidence.path.value().is_none(), "the flow ran although the attributes did not arrive");
    assert_eq!(reports[0].findings.len(), 1);
    assert_eq!(reports[0].findings[0].expected, "tier arrived as \"Silver\"");
}

fn table(extra: &str, rows: usize) -> String {
    let mut text = format!("{HEAD}{extra}cases:\n");
    for row in 0..rows {
        text.push_str(&format!("  - {{ case: row {row} }}\n"));
    }
    text
}

fn each_once(reports: &[CaseReport], planned: usize) {
    let indexes: Vec<usize> = reports.iter().map(|report| report.name.index).collect();
    assert_eq!(indexes, (0..planned).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_case_that_hangs_ends_in_its_time_out_and_says_what_it_waited_for() {
    let (summary, reports) = run(&table("timeout: 3s\nfaults: [ { at: simulate, silent: true } ]\n", 3)).await;
    each_once(&reports, 3);
    assert_eq!(summary.of(Verdict::Errored), 3);
    let reason = reports[0].reason.as_deref().unwrap();
    assert_eq!(reason, "no verdict within 3s: it was waiting for step simulate");
    assert_eq!(summary.exit(), Exit::Red);
}

#[tokio::test]
async fn the_runs_time_out_names_every_case_that_was_not_judged() {
    let mut suite =
        Suite::load("".into(), Arc::new(files(&table("faults: [ { at: simulate, silent: true } ]\n", 20)))).await;
    let mut options = (*suite.context.options).clone();
    options.run_timeout = Some(Duration::from_millis(200));
    suite.context.options = Arc::new(options);
    let (summary, reports) = suite.run().await;
    each_once(&reports, 20);
    assert_eq!((summary.of(Verdict::Interrupted), summary.timed_out), (20, true));
    assert_eq!(summary.exit(), Exit::Red);
}

#[tokio::test]
async fn an_interrupt_before_the_first_case_still_gives_each_a_verdict() {
    let suite = Suite::load("".into(), Arc::new(files(&table("", 10)))).await;
    let (switch, interrupt) = Interrupt::new();
    switch.send_replace(true);
    let (sender, mut events) = mpsc::channel(64);
    let reading = async {
        let mut reports = Vec::new();
        while let Some(event) = events.recv().await {
            if let Event::CaseEnded(report) = event {
                reports.push(*report);
            }
        }
        reports
    };
    let (summary, mut reports) = tokio::join!(runner::run(&suite.plan, &suite.context, sender, interrupt), reading);
    reports.sort_by_key(|report| report.name.index);
    each_once(&reports, 10);
    assert_eq!(summary.exit(), Exit::Interrupted);
}

/// Files of which reading a flow panics once the suite is loaded.
struct Panicking {
    files: MemoryFiles,
    armed: AtomicBool,
}

impl Files for Panicking {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        assert!(!(self.armed.load(Ordering::Relaxed) && path.as_str().contains("flows/")), "the disk is haunted");
        self.files.read(path)
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.files.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.files.exists(path)
    }
}

#[tokio::test]
async fn a_panic_in_a_case_is_that_cases_error() {
    let files = Arc::new(Panicking { files: files(&table("", 3)), armed: AtomicBool::new(false) });
    let suite = Suite::load("".into(), files.clone()).await;
    // A project that has not read its flow yet reads it in the first case.
    let (project, _) = flowproof::project::load(&*files, "".into());
    let context = Context { project: Arc::new(project.unwrap()), ..suite.context.clone() };
    files.armed.store(true, Ordering::Relaxed);
    let (summary, reports) = Suite { context, ..suite }.run().await;
    each_once(&reports, 3);
    assert_eq!(summary.of(Verdict::Errored), 3);
    assert!(reports[0].reason.as_deref().unwrap().contains("the disk is haunted"), "{:?}", reports[0].reason);
}

#[tokio::test]
async fn a_reader_that_goes_away_does_not_stop_the_run() {
    let suite = Suite::load("".into(), Arc::new(files(&table("", 10)))).await;
    let (_switch, interrupt) = Interrupt::new();
    let (sender, events) = mpsc::channel(1);
    drop(events);
    let summary = runner::run(&suite.plan, &suite.context, sender, interrupt).await;
    assert_eq!((summary.of(Verdict::Passed), summary.exit()), (10, Exit::Green));
}

#[tokio::test]
async fn ids_depend_on_the_case_and_not_on_the_order_of_running() {
    let ids = |reports: Vec<CaseReport>| -> Vec<Option<String>> {
        reports.into_iter().map(|report| report.evidence.and_then(|evidence| evidence.conversation_id)).collect()
    };
    let (_, first) = run(&table("", 12)).await;
    let (_, second) = run(&table("", 12)).await;
    let first = ids(first);
    assert!(first.iter().all(Option::is_some));
    assert_eq!(first, ids(second));
    let distinct: std::collections::BTreeSet<_> = first.iter().collect();
    assert_eq!(distinct.len(), 12);
}

#[test]
fn paths_of_snapshots_are_stable() {
    let name = flowproof::evidence::snapshot::file_name("vip", Some("gold"), "path");
    assert_eq!(Utf8PathBuf::from(format!("{name}.snap")), "vip__gold@path.snap");
}

#[tokio::test]
async fn a_stub_that_the_flow_cannot_use_is_never_green() {
    let call = "          - callCommonModule: { name: Call, commonModule: { Greeter: { ver_latestPublished: { inputs: {}, outputs: {} } } } }\n          - disconnect";
    let files = |output: &str| {
        let stubs = format!("stubs: {{ modules: {{ Greeter: {{ output: {output} }} }} }}\n");
        MemoryFiles::new([
            ("flowproof.yaml".to_owned(), "version: 1\nflows: { hello: flows/hello.yaml }\n".to_owned()),
            ("flows/hello.yaml".to_owned(), FLOW.replace("          - disconnect", call)),
            ("scenarios/a.yaml".to_owned(), format!("{HEAD}{stubs}")),
        ])
    };
    let run = |output| async move { Suite::load("".into(), Arc::new(files(output))).await.run().await };
    let (summary, reports) = run("default").await;
    assert_eq!(summary.exit(), Exit::Green, "{}", crate::suite::text(&reports[0]));
    let (summary, reports) = run("Lat").await;
    assert_eq!((summary.exit(), reports[0].verdict), (Exit::Red, Verdict::Errored));
    let text = crate::suite::text(&reports[0]);
    assert!(text.contains("Call: the call of common module `Greeter` has no output `Lat`"), "{text}");
}
