//! The command `doctor` against a served org over TLS: exit codes, both forms of its output, the files of the probe, and that no secret is
//! in any of it.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::guest_client::TALK;
use crate::serve_support::Served;

const SECRET: &str = "sentinel-secret";

const ORG: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

/// The hosts of the org.
const HOSTS: [&str; 3] = ["api.sandbox.localhost", "login.sandbox.localhost", "webmessaging.sandbox.localhost"];

/// A real org's strictness.
const ORG_FILE: &str = r#"
id: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9
name: Acme Sandbox
rate_limit: 300
guest: { attribute_keys: context, limits: strict }
execution_data: { enabled: true, names: true, values: true, extended: false }
credentials: { client_id: flowproof, client_secret: sentinel-secret }
"#;

/// A served org, and a project that names it.
struct Bench {
    served: Served,
    folder: TempDir,
    secret: &'static str,
    /// Asks the served org.
    runtime: tokio::runtime::Runtime,
}

impl Bench {
    fn start(org: &str, live: &str) -> Self {
        let names = HOSTS.iter().flat_map(|host| ["--tls-name", host]);
        let arguments: Vec<&str> = ["--tls", "tls", "--org", "org.yaml"].into_iter().chain(names).collect();
        let served = Served::start(&[("org.yaml", org)], &arguments);
        let folder = tempfile::tempdir().unwrap();
        let (flow, deployment) = (&served.ready["flows"][0]["id"], &served.ready["deployments"][0]["id"]);
        let (port, ca) = (served.port(), fs::canonicalize(served.text("ca")).unwrap());
        let project = format!(
            "version: 1\nflows:\n  talk: {{ file: talk.yaml, live: {{ flow_id: {flow}, deployment_id: {deployment} }} }}\n\
             live: {{ hosts: [\"sandbox.localhost:{port}\"], ca: \"{}\", quiet: 100ms, {live} }}\n",
            ca.display()
        );
        fs::write(folder.path().join("flowproof.yaml"), project).unwrap();
        fs::write(folder.path().join("talk.yaml"), TALK).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { served, folder, secret: SECRET, runtime }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.flowproof();
        command.arg("doctor").args(arguments);
        command
    }

    /// The binary, in the project's folder, with the org's environment.
    fn flowproof(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
        command
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .env("GENESYS_ENVIRONMENT", format!("https://api.sandbox.localhost:{}", self.served.port()))
            .env("GENESYS_CLIENT_ID", "flowproof")
            .env("GENESYS_CLIENT_SECRET", self.secret);
        command
    }
}

impl Bench {
    /// Of each conversation in the org, whether it is open.
    fn conversations(&self) -> Vec<bool> {
        let all = self.runtime.block_on(self.served.get("conversations"));
        let all = all["conversations"].as_array().unwrap_or_else(|| panic!("{all}"));
        all.iter().map(|one| one["open"].as_bool().unwrap()).collect()
    }
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

fn allowed() -> String {
    format!("allowed_orgs: [{ORG}]")
}

/// Whether any file below holds the text.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() { holds(&path, text) } else { fs::read_to_string(&path).is_ok_and(|all| all.contains(text)) }
    })
}

#[test]
fn a_fit_org_is_probed_and_its_profile_is_then_known() {
    let bench = Bench::start(ORG_FILE, &allowed());
    let before = bench.run(&[]);
    let shown = text(&before);
    assert_eq!(before.status.code(), Some(0), "{shown}");
    assert!(shown.contains("the org is fit for `run --target live`"), "{shown}");
    assert!(shown.contains("this org was never measured"), "{shown}");

    let probed = bench.run(&["--probe", "--json"]);
    let shown = text(&probed);
    assert_eq!(probed.status.code(), Some(0), "{shown}");
    let document: Json = serde_json::from_slice(&probed.stdout).unwrap();
    assert_eq!(document["fit"], true);
    let answers = document["probe"]["answers"].as_array().unwrap();
    assert_eq!((answers.len(), answers.iter().filter(|one| one["measured"] == true).count()), (10, 10), "{shown}");
    assert_eq!(document["probe"]["left_open"], serde_json::json!([]));

    let profile = fs::read_to_string(bench.folder.path().join("flowproof.profile.yaml")).unwrap();
    assert!(profile.contains("attribute_keys: context"), "{profile}");
    let report = fs::read_to_string(bench.folder.path().join("flowproof.profile.md")).unwrap();
    assert!(report.starts_with("## Measured: Acme Sandbox\n"), "{report}");
    assert_eq!(report.lines().filter(|line| line.starts_with("| ")).count(), 12);
    let left: Vec<_> = fs::read_dir(bench.folder.path().join(".flowproof/ledger")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");

    let after = bench.run(&["--json"]);
    let document: Json = serde_json::from_slice(&after.stdout).unwrap();
    let findings = document["findings"].as_array().unwrap();
    let measured = findings.iter().find(|one| one["check"] == "profile").unwrap();
    assert_eq!(measured["state"], "ok");
    assert_eq!(document["probe"], Json::Null);
    for output in [&before, &probed, &after] {
        assert!(!text(output).contains(SECRET));
    }
    assert!(!holds(bench.folder.path(), SECRET));
}

#[test]
fn an_org_that_is_not_fit_is_not_probed() {
    let org = ORG_FILE.replace("enabled: true", "enabled: false");
    let bench = Bench::start(&org, &allowed());
    let output = bench.run(&["--probe"]);
    let shown = text(&output);
    assert_eq!(output.status.code(), Some(4), "{shown}");
    assert!(shown.contains("the org keeps no execution data") && shown.contains("nothing was probed"), "{shown}");
    assert!(!bench.folder.path().join("flowproof.profile.yaml").exists());
    assert!(!bench.folder.path().join(".flowproof").exists());
}

#[test]
fn a_wrong_secret_is_exit_4_and_is_not_repeated() {
    let mut bench = Bench::start(ORG_FILE, &allowed());
    bench.secret = "another-sentinel";
    for arguments in [&[][..], &["--json"], &["--probe"]] {
        let output = bench.run(arguments);
        let shown = text(&output);
        assert_eq!(output.status.code(), Some(4), "{shown}");
        assert!(shown.contains("GENESYS_CLIENT_SECRET"), "{shown}");
        assert!(!shown.contains(SECRET) && !shown.contains(bench.secret));
    }
}

#[rstest]
#[case::no_org("", &[], 4, "flowproof.yaml allows no org to be touched")]
#[case::other_org("allowed_orgs: [11111111-2222-4333-8444-555555555555]", &[], 4, "which is not one that may be touched")]
#[case::unknown_flow("allowed_orgs: [0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9]", &["--flow", "tolk"], 2, "did you mean `talk`")]
#[case::wrong_file("allowed_org: [x]", &[], 2, "unknown key `allowed_org`")]
#[case::budget("allowed_orgs: [0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9], budget: { messages: 5 }", &["--probe"], 2, "allows fewer")]
#[case::broken_profile("allowed_orgs: [0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9], profile: talk.yaml", &[], 2, "unknown key `inboundShortMessage`")]
fn what_is_wrong_before_the_org_is_reached(
    #[case] live: &str,
    #[case] arguments: &[&str],
    #[case] exit: i32,
    #[case] says: &str,
) {
    let bench = Bench::start(ORG_FILE, live);
    let output = bench.run(arguments);
    let shown = text(&output);
    assert_eq!((output.status.code(), shown.contains(says)), (Some(exit), true), "{shown}");
    assert!(!shown.contains(SECRET));
}

#[test]
fn without_a_ledger_nothing_is_begun() {
    let bench = Bench::start(ORG_FILE, &format!("{}, ledger: talk.yaml/ledger", allowed()));
    let output = bench.run(&["--probe"]);
    let shown = text(&output);
    assert_eq!(output.status.code(), Some(4), "{shown}");
    assert!(shown.contains("FP0811"), "{shown}");
    assert_eq!(bench.conversations(), Vec::<bool>::new());
}

#[test]
fn a_profile_that_cannot_be_written_loses_no_answer() {
    let bench = Bench::start(ORG_FILE, &format!("{}, profile: talk.yaml/p.yaml", allowed()));
    let output = bench.run(&["--probe"]);
    let shown = text(&output);
    assert_eq!(output.status.code(), Some(4), "{shown}");
    assert!(shown.contains("FP0822") && shown.contains("10 of 10 measured"), "{shown}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_probe_ends_what_it_began() {
    let bench = Bench::start(ORG_FILE, &allowed());
    let mut child = bench.command(&["--probe"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while bench.conversations().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20), "no conversation began");
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let mut shown = String::new();
    child.stderr.take().unwrap().read_to_string(&mut shown).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{shown}");
    assert!(shown.contains("no profile was written"), "{shown}");
    assert!(bench.conversations().iter().all(|open| !open));
    assert!(!bench.folder.path().join("flowproof.profile.yaml").exists());
}

/// The flow reads `tier`, and the org keeps it behind `context.`: only who knows that sees it arrive.
const SCENARIO: &str = r#"
version: 1
scenario: A gold customer says hello
flow: talk
participant: { attributes: { tier: gold } }
conversation:
  - say: Hi
  - receive: Hello, stranger
expect: { attributes: { arrived: { tier: gold } } }
"#;

#[test]
fn a_run_takes_from_the_profile_what_it_could_not_know() {
    let bench = Bench::start(ORG_FILE, &format!("{}, waits: {{ attributes: 500ms }}", allowed()));
    fs::create_dir(bench.folder.path().join("scenarios")).unwrap();
    fs::write(bench.folder.path().join("scenarios/hello.yaml"), SCENARIO).unwrap();
    let run = || bench.flowproof().args(["run", "--target", "live", "--driver", "converse"]).output().unwrap();
    let before = run();
    assert_eq!(before.status.code(), Some(1), "{}", text(&before));
    assert_eq!(bench.run(&["--probe"]).status.code(), Some(0));
    let after = run();
    assert_eq!(after.status.code(), Some(0), "{}", text(&after));
    let file = bench.folder.path().join("flowproof.profile.yaml");
    let profile = fs::read_to_string(&file).unwrap();
    fs::write(&file, profile.replace(ORG, "11111111-2222-4333-8444-555555555555")).unwrap();
    let strange = run();
    let shown = text(&strange);
    assert_eq!(strange.status.code(), Some(1), "{shown}");
    assert!(shown.contains("FP0821"), "{shown}");
    fs::write(&file, "version: 1\n").unwrap();
    let broken = run();
    assert_eq!(broken.status.code(), Some(4), "{}", text(&broken));
}

#[test]
fn a_profile_of_another_org_is_told_and_not_used() {
    let bench = Bench::start(ORG_FILE, &allowed());
    let profile = "version: 1\norg: { id: 11111111-2222-4333-8444-555555555555, name: Other }\nmeasured: 2026-11-01T00:00:00Z\nflow: talk\n";
    fs::write(bench.folder.path().join("flowproof.profile.yaml"), profile).unwrap();
    let output = bench.run(&[]);
    let shown = text(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("measured in org `Other`"), "{shown}");
}
