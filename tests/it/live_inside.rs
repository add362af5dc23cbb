//! Runs in a sandbox org, in process: what only a defect or a full disk does, and what then stays open.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use camino::Utf8Path;
use flowproof::event::{CaseReport, Event, Summary, Verdict};
use flowproof::fake::{Org, Tenant};
use flowproof::live::ledger::{Head, Journal, Ledger, Record};
use flowproof::live::{Changes, Mark, Wanted, guard};
use flowproof::project::{Entry, Files, MemoryFiles};
use flowproof::runner::{self, Interrupt, LiveTarget, RunOptions, SnapshotMode, Target};
use flowproof::scenario::model::Driver;
use jiff::Timestamp;
use rstest::rstest;
use tokio::sync::mpsc;

use crate::doctor_support::{Reached, fit, spanned};
use crate::guest_client::TALK;
use crate::suite::Suite;

/// Files, of which one cannot even be tried to be read.
struct Broken(MemoryFiles);

impl Files for Broken {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        self.0.read(path)
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        panic!("nobody reads {path}");
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.0.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.0.exists(path)
    }
}

/// A ledger that keeps so many lines, and then its disk is full.
#[derive(Clone)]
struct Disk {
    room: Arc<AtomicUsize>,
    text: Arc<Mutex<String>>,
}

impl Disk {
    fn of(room: usize) -> Self {
        Self { room: Arc::new(AtomicUsize::new(room)), text: Arc::default() }
    }
}

impl Journal for Disk {
    fn append(&self, line: &str) -> io::Result<()> {
        let left = self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(1));
        left.map_err(|_| io::Error::from(io::ErrorKind::StorageFull))?;
        self.text.lock().unwrap().push_str(&format!("{line}\n"));
        Ok(())
    }

    fn place(&self) -> &str {
        "disk"
    }

    fn discard(&self) {}
}

/// One case in an org that it may touch; the org is there as long as the value.
async fn ready(steps: &str, disk: &Disk) -> (Suite, Tenant, Org) {
    let mut setup = fit();
    setup.settings.habits.quiet = Some(Duration::from_millis(100));
    setup.settings.habits.messages_a_second = Some(5);
    let Reached { sandbox, tenant, subject, org } = setup.reach().await;
    let deployment = subject.deployment_id.unwrap();
    let scenario =
        format!("version: 1\nscenario: One\nflow: talk\nconversation: [ {steps} ]\nexpect: {{ path: [Greet] }}\n");
    let files = MemoryFiles::new([
        ("flowproof.yaml".to_owned(), "version: 1\nflows: { talk: flows/talk.yaml }\n".to_owned()),
        ("flows/talk.yaml".to_owned(), TALK.to_owned()),
        ("scenarios/a.yaml".to_owned(), scenario),
        ("scenarios/photo.png".to_owned(), "a photo".to_owned()),
    ]);
    let mut suite = Suite::load("".into(), Arc::new(Broken(files))).await;
    let wanted =
        Wanted { key: "talk".to_owned(), name: "Talk".to_owned(), flow_id: None, deployment_id: spanned(&deployment) };
    let guarded = guard(&sandbox, &[wanted]).await.unwrap();
    let mark = Mark::new("flowproof".to_owned(), Timestamp::now(), Duration::from_secs(60), 7);
    let head = Head {
        run: mark.run.to_string(),
        org: guarded.organization.id.clone(),
        api: sandbox.environment.api.to_string(),
        marker: mark.name.clone(),
        until: mark.until,
    };
    let ledger = Ledger::begin(Box::new(disk.clone()), head).unwrap();
    let target = LiveTarget::new(sandbox, guarded, Changes::new(Arc::new(ledger)), mark, 1);
    suite.context.target = Arc::new(Target::Live(target));
    suite.context.options = Arc::new(RunOptions {
        driver: Some(Driver::Converse),
        jobs: 1,
        run_timeout: Some(Duration::from_secs(30)),
        snapshots: SnapshotMode::Leave,
        ..RunOptions::default()
    });
    (suite, tenant, org)
}

async fn run(steps: &str, disk: &Disk) -> (Summary, Vec<CaseReport>, Tenant) {
    let (suite, tenant, _org) = ready(steps, disk).await;
    let (summary, reports) = suite.run().await;
    (summary, reports, tenant)
}

#[tokio::test]
async fn a_panic_in_a_case_leaves_no_conversation_open() {
    let disk = Disk::of(100);
    let (summary, reports, tenant) = run("say: Hi, attach: photo.png", &disk).await;
    assert_eq!(reports[0].verdict, Verdict::Errored);
    assert!(reports[0].reason.as_ref().unwrap().contains("this case panicked"), "{:?}", reports[0].reason);
    let conversations = tenant.conversations();
    assert_eq!(conversations.len(), 1);
    assert!(!conversations[0].open, "a conversation is open");
    let live = summary.live.unwrap();
    assert_eq!((live.begun, live.ended, live.left), (1, 1, Vec::new()));
    assert_eq!(Record::read(&disk.text.lock().unwrap()).unwrap().open, []);
}

#[rstest]
#[case::before_the_conversation(1, 0)]
#[case::within_it(2, 1)]
#[case::just_before_its_end(4, 1)]
#[tokio::test]
async fn what_cannot_be_noted_is_not_begun_and_what_was_begun_is_ended(#[case] room: usize, #[case] begun: usize) {
    let disk = Disk::of(room);
    let (summary, reports, tenant) = run("say: Hi", &disk).await;
    assert_eq!(tenant.conversations().len(), begun);
    assert!(tenant.conversations().iter().all(|one| !one.open), "a conversation is open");
    let live = summary.live.unwrap();
    assert_eq!((live.begun, live.ended), (begun, begun));
    if begun == 0 {
        assert_ne!(reports[0].verdict, Verdict::Passed);
        let said = format!("{:?}", reports[0]);
        assert!(said.contains("the ledger `disk` cannot be written"), "{said}");
    }
}

#[tokio::test]
async fn a_reader_that_takes_nothing_holds_up_neither_a_signal_nor_the_clean_up() {
    let disk = Disk::of(100);
    let (suite, tenant, _org) = ready("say: Hi, wait: 25s", &disk).await;
    let (switch, interrupt) = Interrupt::new();
    let (sender, mut events) = mpsc::channel(1);
    let run = runner::run(&suite.plan, &suite.context, sender, interrupt);
    let stop = async {
        let open = |count: usize| tenant.conversations().iter().filter(|one| one.open).count() == count;
        while tenant.conversations().is_empty() || !open(1) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        switch.send_replace(true);
        while !open(0) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Only now somebody reads.
        let mut verdicts = Vec::new();
        while let Some(event) = events.recv().await {
            if let Event::CaseEnded(report) = event {
                verdicts.push(report.verdict);
            }
        }
        verdicts
    };
    let both = async { tokio::join!(run, stop) };
    let (summary, verdicts) =
        tokio::time::timeout(Duration::from_secs(20), both).await.expect("nobody waits for a reader");
    assert!(summary.interrupted);
    assert_eq!(verdicts, [Verdict::Interrupted]);
}
