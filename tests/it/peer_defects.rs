//! What other testers of web messaging were seen to do wrong when the org misbehaves: report green, hang, lose scenarios, print raw frames.
//! Each is held against ours.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use flowproof::event::{CaseReport, Exit, Summary, Verdict};
use flowproof::genesys::{Url, guest_tls};
use flowproof::project::MemoryFiles;
use flowproof::runner::{MockTarget, Settle};
use rstest::rstest;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::client_guest_support::{Peer, event, frame, listener};
use crate::hello::FLOW;
use crate::suite::{Suite, text};

const PROJECT: &str = "version: 1\nflows: { hello: flows/hello.yaml }\ndefaults: { step_timeout: 1s, timeout: 20s }\n";

const SAYS_HELLO: &str = "{ say: Hi }, { receive: Hello }";

fn scenario(name: &str, steps: &str, more: &str) -> String {
    format!("version: 1\nscenario: {name}\nflow: hello\nconversation: [ {steps} ]\n{more}")
}

fn healthy() -> String {
    scenario("Healthy", SAYS_HELLO, "expect: { ending: disconnected }\n")
}

fn files(scenarios: &[String]) -> Vec<(String, String)> {
    let mut files =
        vec![("flowproof.yaml".to_owned(), PROJECT.to_owned()), ("flows/hello.yaml".to_owned(), FLOW.to_owned())];
    files.extend(scenarios.iter().enumerate().map(|(at, text)| (format!("scenarios/{at}.yaml"), text.clone())));
    files
}

/// Runs the binary on scenarios in a folder of their own.
fn flowproof(scenarios: &[String]) -> (Output, Vec<Json>, Duration) {
    let folder = folder(scenarios);
    let begun = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof"))
        .current_dir(folder.path())
        .args(["run", "--report", "json=out.jsonl"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let elapsed = begun.elapsed();
    let report = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    (output, report.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), elapsed)
}

fn folder(scenarios: &[String]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files(scenarios) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The verdicts of a report that is whole: as many as were planned, and a last line.
fn verdicts(report: &[Json]) -> Vec<String> {
    let of = |word: &str| report.iter().filter(|line| line["event"] == word).collect::<Vec<_>>();
    let ended: Vec<String> = of("case_ended").iter().map(|line| line["verdict"].as_str().unwrap().to_owned()).collect();
    assert_eq!(of("run_started")[0]["planned"], ended.len(), "a case is not accounted for");
    assert_eq!(report.last().unwrap()["event"], "run_ended");
    let mut ended = ended;
    ended.sort();
    ended
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn run(scenarios: &[String], change: impl FnOnce(MockTarget) -> MockTarget) -> (Summary, Vec<CaseReport>) {
    let suite = Suite::load("".into(), Arc::new(MemoryFiles::new(files(scenarios)))).await.on(change).await;
    let ended = tokio::time::timeout(Duration::from_secs(60), suite.run()).await;
    let (summary, reports) = ended.unwrap_or_else(|_| panic!("it hangs"));
    assert_eq!(summary.total(), summary.planned, "a case is not accounted for");
    (summary, reports)
}

#[rstest]
#[case::as_the_session_is_opened("configure")]
#[case::as_the_first_message_is_sent("message")]
fn a_socket_that_closes_with_1011_is_never_green(#[case] at: &str) {
    let faults =
        format!("faults: [ {{ at: {at}, close: 1011 }} ]\ncases: [ {{ case: a }}, {{ case: b }}, {{ case: c }} ]\n");
    let (output, report, _) = flowproof(&[scenario("Closed", SAYS_HELLO, &faults), healthy()]);
    let out = out(&output);
    assert_eq!(output.status.code(), Some(1), "{out}");
    assert_eq!(verdicts(&report), ["errored", "errored", "errored", "passed"]);
    assert!(out.contains("closed with 1011") && out.contains("of 4 cases"), "{out}");
}

#[test]
fn a_session_that_is_never_answered_ends_in_time_and_says_what_was_awaited() {
    let silent = scenario("Silent", SAYS_HELLO, "faults: [ { at: configure, silent: true } ]\n");
    let (output, report, elapsed) = flowproof(&[silent]);
    assert_eq!((output.status.code(), verdicts(&report)), (Some(1), vec!["errored".to_owned()]));
    assert!(elapsed < Duration::from_secs(20), "{elapsed:?}");
    let out = out(&output);
    assert!(out.contains("no answer within 1s; awaited the session's answer, last seen: nothing"), "{out}");
}

#[test]
fn a_session_that_is_refused_fails_its_own_case_and_no_other() {
    let faults = "faults: [ { at: configure, error: 4004, says: deploymentId is missing } ]\n";
    let (output, report, _) = flowproof(&[scenario("Refused", SAYS_HELLO, faults), healthy()]);
    assert_eq!((output.status.code(), verdicts(&report)), (Some(1), vec!["errored".to_owned(), "passed".to_owned()]));
    assert!(out(&output).contains("opening the guest session failed with 4004: deploymentId is missing"));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[derive(Debug, Clone, Copy)]
enum Unreachable {
    Closed,
    NotSecure,
    NoSuchName,
}

impl Unreachable {
    /// The address, and what keeps it so.
    async fn url(self) -> (Url, Option<TcpListener>) {
        let host = listener().await;
        let port = host.local_addr().unwrap().port();
        match self {
            // The listener is gone, so nobody listens there.
            Self::Closed => (Url::parse(&format!("ws://127.0.0.1:{port}/v1")).unwrap(), None),
            Self::NotSecure => (Url::parse(&format!("wss://127.0.0.1:{port}/v1")).unwrap(), Some(host)),
            Self::NoSuchName => (Url::parse("ws://name.invalid:1/v1").unwrap(), None),
        }
    }
}

#[rstest]
#[case::refused(Unreachable::Closed, "connecting the guest failed: connection refused")]
#[case::no_tls(Unreachable::NotSecure, "connecting the guest failed: no secure connection")]
#[case::no_dns(Unreachable::NoSuchName, "connecting the guest failed")]
#[tokio::test]
async fn a_host_that_cannot_be_reached_is_unfit_and_every_case_says_so(#[case] how: Unreachable, #[case] says: &str) {
    let (url, host) = how.url().await;
    // Whoever connects is hung up on at once, which is no TLS.
    let hang_up = async {
        if let Some(host) = host {
            loop {
                drop(host.accept().await);
            }
        }
        std::future::pending::<()>().await;
    };
    let three = "cases: [ { case: a }, { case: b }, { case: c } ]\n";
    let tls = guest_tls(None).unwrap();
    let scenarios = [scenario("Unreachable", SAYS_HELLO, three)];
    let running = run(&scenarios, |target| target.guests_at(url, Some(tls)));
    let (summary, reports) = tokio::select! { ended = running => ended, () = hang_up => unreachable!() };
    assert_eq!((summary.exit(), summary.of(Verdict::Unfit)), (Exit::Unfit, 3));
    for (report, case) in reports.iter().zip(["a", "b", "c"]) {
        let text = text(report);
        assert_eq!(report.name.case.as_deref(), Some(case));
        assert_eq!(text.matches(says).count(), 1, "{text}");
        assert!(text.contains("step connect failed"), "{text}");
    }
}

#[tokio::test]
async fn a_message_that_nobody_expects_fails_the_case_though_the_right_one_follows() {
    let error = "          - sendResponse: { name: Oops, messageBody: { lit: \"!!! INTERNAL ERROR\" } }\n          - sendResponse: { name: Greet";
    let mut files = files(&[healthy()]);
    files[1].1 = FLOW.replace("          - sendResponse: { name: Greet", error);
    let suite = Suite::load("".into(), Arc::new(MemoryFiles::new(files))).await;
    let (summary, reports) = suite.run().await;
    assert_eq!((summary.exit(), reports[0].verdict), (Exit::Red, Verdict::Failed));
    assert!(text(&reports[0]).contains("\"!!! INTERNAL ERROR\""));
}

#[test]
fn frames_of_an_unknown_class_are_a_warning_and_never_printed() {
    let faults = "expect: { ending: disconnected }\nfaults: [ { at: message, unknown_class: true } ]\n";
    let (output, report, _) = flowproof(&[scenario("Unknown", SAYS_HELLO, faults)]);
    let out = out(&output);
    assert_eq!((output.status.code(), verdicts(&report)), (Some(0), vec!["passed".to_owned()]), "{out}");
    assert_eq!(out.matches("SomethingNewEvent").count(), 1, "{out}");
    assert!(!out.contains("\"class\"") && !out.contains("{\""), "{out}");
}

#[test]
fn a_scenario_that_fails_before_it_says_anything_does_not_disappear() {
    let scenarios = [
        scenario("No token", SAYS_HELLO, "faults: [ { credentials: wrong } ]\n"),
        scenario("No connection", SAYS_HELLO, "faults: [ { at: connect, refused: 503 } ]\n"),
        scenario("No session", SAYS_HELLO, "faults: [ { at: configure, malformed: true } ]\n"),
        healthy(),
    ];
    let (output, report, _) = flowproof(&scenarios);
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(verdicts(&report), ["errored", "passed", "unfit", "unfit"]);
    let out = out(&output);
    assert!(["No token", "No connection", "No session", "Healthy"].iter().all(|name| out.contains(name)), "{out}");
}

#[tokio::test]
async fn a_wait_for_what_never_comes_ends_with_its_step() {
    let steps = "{ say: Hi }, { receive: Hello }, { receive: More, timeout: 300ms }";
    let scenarios = [scenario("Waits", steps, "")];
    let begun = Instant::now();
    let (_, reports) = run(&scenarios, |target| target.settling(Settle::Quiet(Duration::from_millis(50)))).await;
    assert_eq!(reports[0].verdict, Verdict::Failed);
    assert!(text(&reports[0]).contains("no message came"), "{}", text(&reports[0]));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_connection_that_is_lost_while_nobody_asks_is_told_with_its_code() {
    let host = listener().await;
    let url = Url::parse(&format!("ws://{}/v1", host.local_addr().unwrap())).unwrap();
    let script = async {
        let mut peer = open_and_take(&host).await;
        peer.close(1_011, "internal").await;
    };
    let quiet = |target: MockTarget| target.guests_at(url, None).settling(Settle::Quiet(Duration::from_millis(500)));
    let scenarios = [scenario("Lost", SAYS_HELLO, "")];
    let ((), (_, reports)) = tokio::join!(script, run(&scenarios, quiet));
    let text = text(&reports[0]);
    assert_eq!(reports[0].verdict, Verdict::Errored, "{text}");
    assert!(
        text.contains(
            "step message failed: waiting for a message failed: the connection was closed with 1011: internal"
        ),
        "{text}"
    );
}

/// A host's side up to the guest's first message.
async fn open_and_take(host: &TcpListener) -> Peer {
    let mut peer = Peer::accept(host).await;
    let heard = peer.hear().await;
    let session = json!({ "connected": true, "newSession": true });
    peer.tell(&frame("response", "SessionResponse", 200, &session, &heard["tracingId"])).await;
    peer.take("m-1").await;
    peer
}

#[tokio::test]
async fn a_structured_message_without_a_text_is_a_line_with_its_choices() {
    let host = listener().await;
    let url = Url::parse(&format!("ws://{}/v1", host.local_addr().unwrap())).unwrap();
    let script = async {
        let mut peer = open_and_take(&host).await;
        let reply = json!({ "contentType": "QuickReply", "quickReply": { "text": "Yes", "payload": "yes" } });
        let message = json!({ "id": "m-2", "type": "Structured", "direction": "Outbound", "content": [reply] });
        peer.tell(&event("StructuredMessage", message)).await;
        peer.hear_out().await;
    };
    let quiet = |target: MockTarget| target.guests_at(url, None).settling(Settle::Quiet(Duration::from_millis(100)));
    let scenarios = [scenario("Buttons", "{ say: Hi }, { receive: { is: \"\", quick_replies: [\"Yes\"] } }", "")];
    let ((), (_, reports)) = tokio::join!(script, run(&scenarios, quiet));
    // The fake's REST side knows nothing of a conversation that another host held.
    assert_eq!(reports[0].verdict, Verdict::Errored, "{}", text(&reports[0]));
    let lines = reports[0].evidence.as_ref().unwrap().transcript.value().cloned().unwrap();
    assert_eq!((&*lines[1].text, lines[1].labels().collect::<Vec<_>>()), ("", vec!["Yes"]));
}

#[rstest]
#[case::who_goes_on_talking(
    "{ say: Hi }, { receive: Hello }, { say: More }, { receive: Hello }",
    "",
    "the other side had ended it"
)]
#[case::who_thinks_that_it_is_open(SAYS_HELLO, "expect: { ending: waiting }\n", "disconnected by the flow")]
#[tokio::test]
async fn an_end_that_nobody_waits_for_is_told(#[case] steps: &str, #[case] more: &str, #[case] says: &str) {
    let (_, reports) = run(&[scenario("Ended", steps, more)], |target| target).await;
    let text = text(&reports[0]);
    assert_eq!(reports[0].verdict, Verdict::Failed, "{text}");
    assert!(text.contains(says), "{text}");
}
