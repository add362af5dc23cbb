//! The workflows of this repository and the example for GitLab keep what docs/live.md promises: what runs when, which job sees a secret, that
//! clean-up always follows, and that nothing is green by accident. Reads the files; runs none of them.

use std::fs;
use std::path::Path;

use flowproof::diagnostic::SourceFile;
use flowproof::project::VARIABLES;
use flowproof::yaml::{Limits, Node, Value, parse};
use regex::Regex;

const CI: &str = ".github/workflows/ci.yml";
const NIGHTLY: &str = ".github/workflows/nightly.yml";
const GITLAB: &str = "docs/examples/gitlab-ci.yml";
const RELEASE: &str = ".github/workflows/release.yml";
const MATRIX: &str = "docs/examples/github-matrix.yml";
const SHARDS: &str = "docs/examples/github-shards.yml";
const ALL: [&str; 6] = [CI, NIGHTLY, GITLAB, RELEASE, MATRIX, SHARDS];

/// The secrets; all else of the environment is no secret.
const SECRETS: [&str; 2] = ["GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET"];

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn read(name: &str) -> Node {
    parse(&SourceFile::new(name, text(name)), Limits::default()).unwrap().root
}

fn at<'n>(node: &'n Node, keys: &[&str]) -> &'n Node {
    node.path(keys).unwrap_or_else(|| panic!("there is no {}", keys.join(".")))
}

fn word(node: &Node, keys: &[&str]) -> String {
    at(node, keys).as_text().unwrap_or_else(|| panic!("{} is no text", keys.join("."))).to_owned()
}

fn keys(node: &Node) -> Vec<&str> {
    node.as_map().unwrap().iter().map(|entry| entry.key.text.as_str()).collect()
}

/// Every text of a file with the keys above it, a number for an item of a list.
fn texts(node: &Node, above: &mut Vec<String>, found: &mut Vec<(String, String)>) {
    match &node.value {
        Value::Scalar(scalar) => found.push((above.join("."), scalar.text.clone())),
        Value::List(items) => {
            for (number, item) in items.iter().enumerate() {
                above.push(number.to_string());
                texts(item, above, found);
                above.pop();
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                above.push(entry.key.text.clone());
                texts(&entry.value, above, found);
                above.pop();
            }
        }
    }
}

fn all_texts(name: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    texts(&read(name), &mut Vec::new(), &mut found);
    found
}

fn steps(workflow: &Node, job: &str) -> Vec<Node> {
    at(workflow, &["jobs", job, "steps"]).as_list().unwrap().to_vec()
}

fn script(step: &Node) -> &str {
    step.get("run").and_then(Node::as_text).unwrap_or_default()
}

fn uses(step: &Node) -> &str {
    step.get("uses").and_then(Node::as_text).unwrap_or_default()
}

/// Where the one step stands of which this holds.
fn the_step(steps: &[Node], what: &str, holds: impl Fn(&Node) -> bool) -> usize {
    let found: Vec<usize> = (0..steps.len()).filter(|at| holds(&steps[*at])).collect();
    let [at] = found[..] else { panic!("{} steps {what}", found.len()) };
    at
}

/// Whether a step asks the org: every `flowproof` but what only reads files.
fn asks_the_org(step: &Node) -> bool {
    let asking = ["doctor", "sweep", "run --target live"];
    let script = script(step);
    asking.iter().any(|what| script.contains(&format!("flowproof {what}"))) && !script.contains("--dry-run")
}

#[test]
fn what_pull_requests_run_needs_no_org_and_sees_no_secret() {
    let workflow = read(CI);
    assert_eq!(keys(at(&workflow, &["on"])), ["pull_request", "push"]);
    assert_eq!(keys(at(&workflow, &["permissions"])), ["contents"]);
    assert_eq!(word(&workflow, &["permissions", "contents"]), "read");
    assert!(keys(at(&workflow, &["jobs", "mock"])).contains(&"timeout-minutes"));
    let text = text(CI);
    for never in ["secrets.", "environment:", "--target", "pull_request_target"] {
        assert!(!text.contains(never), "{never}");
    }
    let run: Vec<String> = steps(&workflow, "mock").iter().map(|step| script(step).to_owned()).collect();
    for wanted in ["cargo fmt --check", "cargo clippy", "cargo test", "-- run --report json="] {
        assert!(run.iter().any(|line| line.contains(wanted)), "{wanted}");
    }
}

#[test]
fn nights_begin_by_the_clock_or_by_hand_and_never_for_a_pull_request() {
    let workflow = read(NIGHTLY);
    assert_eq!(keys(at(&workflow, &["on"])), ["schedule", "workflow_dispatch"]);
    let [one] = at(&workflow, &["on", "schedule"]).as_list().unwrap() else { panic!("one time a day") };
    let cron = word(one, &["cron"]);
    let fields: Vec<&str> = cron.split(' ').collect();
    assert_eq!(fields[2..], ["*", "*", "*"], "every night");
    assert!(fields[..2].iter().all(|field| field.parse::<u8>().is_ok()), "once a night: {cron}");
    let condition = word(&workflow, &["jobs", "build", "if"]);
    assert!(condition.contains("refs/heads/main") && condition.contains("!github.event.repository.fork"));
    // The other job runs only after it.
    assert_eq!(keys(at(&workflow, &["jobs"])), ["build", "live"]);
    assert_eq!(word(&workflow, &["jobs", "live", "needs"]), "build");
    assert_eq!(word(&workflow, &["jobs", "live", "environment"]), "sandbox");
    assert!(
        at(&workflow, &["jobs", "live"]).get("if").is_none(),
        "its own condition would replace the success of `build`"
    );
}

#[test]
fn two_nights_never_overlap_and_none_is_cancelled() {
    let workflow = read(NIGHTLY);
    assert!(!word(&workflow, &["concurrency", "group"]).contains("${{"), "one group for all runs");
    assert_eq!(word(&workflow, &["concurrency", "cancel-in-progress"]), "false");
    let gitlab = read(GITLAB);
    for job in ["live", "clean"] {
        assert_eq!(word(&gitlab, &[job, "resource_group"]), "sandbox");
        assert_eq!(word(&gitlab, &[job, "interruptible"]), "false");
    }
}

#[test]
fn nobody_may_do_more_than_read_and_every_job_has_an_end() {
    let workflow = read(NIGHTLY);
    assert_eq!(keys(at(&workflow, &["permissions"])), ["contents"]);
    assert_eq!(word(&workflow, &["permissions", "contents"]), "read");
    for job in keys(at(&workflow, &["jobs"])) {
        assert!(at(&workflow, &["jobs", job]).get("permissions").is_none(), "{job}");
        let all: i64 = at(&workflow, &["jobs", job, "timeout-minutes"]).as_scalar().unwrap().as_integer().unwrap();
        let minutes =
            |step: &Node| step.get("timeout-minutes").and_then(Node::as_scalar).and_then(|it| it.as_integer());
        let steps: i64 = steps(&workflow, job).iter().filter_map(minutes).sum();
        assert!(steps < all, "{job}: the clean-up is not sure of its time");
    }
    for step in steps(&workflow, "live").iter().filter(|step| asks_the_org(step)) {
        assert!(step.get("timeout-minutes").is_some(), "{} has no end", script(step));
    }
    let gitlab = read(GITLAB);
    for job in ["mock", "build", "live", "clean"] {
        at(&gitlab, &[job, "timeout"]);
    }
    let minutes = |keys: &[&str]| word(&gitlab, keys).trim_end_matches('m').parse::<u32>().unwrap();
    let parts = minutes(&["live", "variables", "RUNNER_SCRIPT_TIMEOUT"])
        + minutes(&["live", "variables", "RUNNER_AFTER_SCRIPT_TIMEOUT"]);
    assert!(parts < minutes(&["live", "timeout"]));
}

#[test]
fn secrets_stand_by_name_in_the_steps_that_ask_the_org_and_nowhere_else() {
    let workflow = read(NIGHTLY);
    for step in steps(&workflow, "live") {
        let env = step.get("env");
        let given: Vec<&str> =
            SECRETS.into_iter().filter(|name| env.is_some_and(|env| env.get(name).is_some())).collect();
        assert_eq!(given, if asks_the_org(&step) { SECRETS.to_vec() } else { Vec::new() }, "{}", script(&step));
        for name in given {
            assert_eq!(word(&step, &["env", name]), format!("${{{{ secrets.{name} }}}}"));
        }
    }
    let secret = Regex::new(r"secrets\.|secrets\[").unwrap();
    for (place, value) in all_texts(NIGHTLY).iter().filter(|(_, value)| secret.is_match(value)) {
        assert!(place.starts_with("jobs.live.steps.") && place.contains(".env."), "{place}: {value}");
    }
    // What is read is what is given.
    for name in SECRETS.into_iter().chain(["GENESYS_ENVIRONMENT"]) {
        assert!(VARIABLES.iter().any(|(known, _)| *known == name), "{name}");
    }
    assert_eq!(word(&workflow, &["jobs", "live", "env", "GENESYS_ENVIRONMENT"]), "${{ vars.GENESYS_ENVIRONMENT }}");
    // GitLab gives them to jobs of the environment; the file names none.
    for (place, value) in all_texts(GITLAB) {
        assert!(SECRETS.iter().all(|name| !value.contains(name)), "{place}: {value}");
    }
    let gitlab = read(GITLAB);
    for job in ["mock", "build"] {
        assert!(at(&gitlab, &[job]).get("environment").is_none(), "{job}");
    }
}

#[test]
fn whatever_happens_is_kept_then_cleaned_up_then_proven_clean() {
    let workflow = read(NIGHTLY);
    let steps = steps(&workflow, "live");
    let runs = |what: &'static str| move |step: &Node| script(step).trim_start_matches("exec ") == what;
    let doctor = the_step(&steps, "doctor", runs("./flowproof doctor"));
    let run = the_step(&steps, "run", |step| script(step).contains("flowproof run") && asks_the_org(step));
    let kept = the_step(&steps, "upload", |step| uses(step).starts_with("actions/upload-artifact@"));
    let cleaned = the_step(&steps, "clean up", runs("./flowproof sweep --delete"));
    let proven = the_step(&steps, "prove it", runs("./flowproof sweep"));
    let ledger = the_step(&steps, "save the ledger", |step| uses(step).starts_with("actions/cache/save@"));
    let order = [doctor, run, kept, cleaned, proven, ledger];
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(ledger, steps.len() - 1);
    for step in &steps[kept..] {
        assert_eq!(word(step, &["if"]), "always()");
    }
    for step in &steps[..kept] {
        assert!(step.get("if").is_none(), "{}", script(step));
    }
    let paths = word(&steps[kept], &["with", "path"]);
    assert_eq!(paths.lines().collect::<Vec<_>>(), ["report.jsonl", "junit.xml", "**/*.snap.new", ".flowproof/ledger"]);
    // Without it a folder that begins with a dot is left out.
    assert_eq!(word(&steps[kept], &["with", "include-hidden-files"]), "true");
    let restored = the_step(&steps, "restore", |step| uses(step).starts_with("actions/cache/restore@"));
    assert!(restored < doctor);
    assert_eq!(word(&steps[restored], &["with", "key"]), word(&steps[ledger], &["with", "key"]));
    let prefix = word(&steps[restored], &["with", "restore-keys"]);
    assert!(word(&steps[ledger], &["with", "key"]).starts_with(&prefix), "the next night finds it");
    // `--dry-run` does not ask; the run's own limit is below the step's, so that it is flowproof that stops.
    assert!(
        script(&steps[run]).contains("--timeout 40m")
            && script(&steps[run]).contains("--report json=report.jsonl --report junit=junit.xml --report github")
    );
    assert_eq!(word(&steps[run], &["timeout-minutes"]), "45");
    assert_eq!(word(&steps[run], &["env", "INSTA_UPDATE"]), "new");

    let gitlab = read(GITLAB);
    assert_eq!(word(&gitlab, &["live", "artifacts", "when"]), "always");
    assert_eq!(lines(&gitlab, &["live", "after_script"]), ["./flowproof sweep --delete"]);
    assert_eq!(lines(&gitlab, &["clean", "script"]), ["./flowproof sweep --delete", "./flowproof sweep"]);
    let [rule] = at(&gitlab, &["clean", "rules"]).as_list().unwrap() else { panic!("one rule") };
    assert_eq!(word(rule, &["when"]), "always");
}

fn lines(node: &Node, keys: &[&str]) -> Vec<String> {
    at(node, keys).as_list().unwrap().iter().map(|line| line.as_text().unwrap().to_owned()).collect()
}

#[test]
fn gitlab_asks_the_same_of_the_org_as_github() {
    let workflow = read(NIGHTLY);
    let commands: Vec<String> = steps(&workflow, "live")
        .iter()
        .map(|step| {
            script(step).trim_start_matches("exec ").split_whitespace().collect::<Vec<_>>().join(" ").replace("\\ ", "")
        })
        .filter(|line| line.starts_with("./flowproof") || line.starts_with("jq"))
        // What GitLab shows beside a change it reads from the JUnit XML.
        .map(|line| line.replace(" --report github", ""))
        .collect();
    let gitlab = read(GITLAB);
    let mut others = lines(&gitlab, &["live", "script"]);
    others.extend(lines(&gitlab, &["clean", "script"]));
    let others: Vec<String> = others.iter().map(|line| line.trim().to_owned()).collect();
    assert_eq!(commands, others);
}

#[test]
fn gitlab_runs_live_by_schedule_on_a_protected_branch_only() {
    let gitlab = read(GITLAB);
    for job in ["build", "live", "clean"] {
        let [rule] = at(&gitlab, &[job, "rules"]).as_list().unwrap() else { panic!("{job}: one rule") };
        let condition = "$CI_PIPELINE_SOURCE == \"schedule\" && $CI_COMMIT_REF_PROTECTED == \"true\"";
        assert_eq!(word(rule, &["if"]), condition, "{job}");
    }
    for job in ["live", "clean"] {
        assert_eq!(word(&gitlab, &[job, "environment"]), "sandbox");
    }
    for rule in at(&gitlab, &["mock", "rules"]).as_list().unwrap() {
        assert!(!word(rule, &["if"]).contains("schedule"));
    }
}

/// What forgives a failure, as a key or in a script.
#[test]
fn nothing_is_forgiven() {
    let forgiving = Regex::new(r"\|\||;\s*true|set \+e|--keep-going|\bexit 0\b").unwrap();
    for name in ALL {
        for (place, value) in all_texts(name) {
            for key in ["continue-on-error", "allow_failure", "retry"] {
                assert!(!place.split('.').any(|part| part == key), "{name}: {place}");
            }
            let is_script = place.ends_with(".run") || place.contains("script");
            assert!(!is_script || !forgiving.is_match(&value), "{name}: {place}: {value}");
        }
    }
    for name in [NIGHTLY, GITLAB] {
        let counted = all_texts(name).into_iter().any(|(_, value)| {
            value.contains("--argjson least \"$LIVE_CASES\"") && value.contains(".verdicts.passed >= $least")
        });
        assert!(counted, "{name}: a night in which nearly all was skipped would be green");
    }
}

#[test]
fn actions_are_held_to_a_version_and_leave_no_token_behind() {
    let held = Regex::new(r"^actions/[a-z/-]+@(v\d+(\.\d+)*|[0-9a-f]{40})$").unwrap();
    for name in [CI, NIGHTLY, RELEASE, MATRIX, SHARDS] {
        let workflow = read(name);
        for job in keys(at(&workflow, &["jobs"])) {
            for step in steps(&workflow, job).iter().filter(|step| step.get("uses").is_some()) {
                assert!(held.is_match(uses(step)), "{name}: {}", uses(step));
                if uses(step).starts_with("actions/checkout@") {
                    assert_eq!(word(step, &["with", "persist-credentials"]), "false");
                }
            }
        }
    }
}

/// The scripts of a job, one after the other.
fn scripts(workflow: &Node, job: &str) -> String {
    steps(workflow, job).iter().map(|step| format!("{}\n", script(step))).collect()
}

#[test]
fn a_release_is_tested_packed_and_published_by_a_job_that_runs_none_of_it() {
    let workflow = read(RELEASE);
    assert_eq!(keys(at(&workflow, &["on"])), ["push"]);
    assert_eq!(keys(at(&workflow, &["on", "push"])), ["tags"]);
    assert_eq!(word(&workflow, &["permissions", "contents"]), "read");
    assert_eq!(keys(at(&workflow, &["jobs"])), ["build", "publish"]);
    assert!(at(&workflow, &["jobs", "build"]).get("permissions").is_none());
    assert_eq!(word(&workflow, &["jobs", "publish", "permissions", "contents"]), "write");
    assert_eq!(word(&workflow, &["jobs", "publish", "needs"]), "build");
    let build = scripts(&workflow, "build");
    for wanted in ["cargo test --locked", "make dist", "sha256sum --check", "x86_64-unknown-linux-musl", "musl-tools"] {
        assert!(build.contains(wanted), "{wanted}");
    }
    let publish = scripts(&workflow, "publish");
    assert!(publish.contains("gh release create") && !publish.contains("flowproof "), "{publish}");
    assert!(steps(&workflow, "publish").iter().all(|step| !uses(step).starts_with("actions/checkout@")));
    for job in ["build", "publish"] {
        at(&workflow, &["jobs", job, "timeout-minutes"]);
    }
}

/// What the release runs, the Makefile has; what it packs, `make dist` makes.
#[test]
fn a_release_is_made_as_the_makefile_makes_it() {
    let makefile = text("Makefile");
    for wanted in ["\ndist: release-musl", "completions $$shell", "man dist/", "sha256sum", "--profile dist"] {
        assert!(makefile.contains(wanted), "{wanted}");
    }
    assert!(scripts(&read(RELEASE), "build").contains("x86_64-unknown-linux-musl/dist/flowproof"));
    let manifest = text("Cargo.toml");
    let (_, profile) = manifest.split_once("\n[profile.dist]\n").unwrap();
    assert!(profile.lines().any(|line| line == "panic = \"unwind\""), "a panic in a case is that case's error");
}

#[test]
fn the_parts_of_the_matrix_are_all_parts() {
    let workflow = read(MATRIX);
    let parts = lines_of_numbers(at(&workflow, &["jobs", "part", "strategy", "matrix", "part"]));
    assert_eq!(parts, (1..=parts.len() as i64).collect::<Vec<_>>());
    let run = scripts(&workflow, "part");
    assert!(run.contains(&format!("--partition hash:${{{{ matrix.part }}}}/{}", parts.len())), "{run}");
    assert_eq!(word(&workflow, &["jobs", "part", "strategy", "fail-fast"]), "false");
    assert!(!text(MATRIX).contains("secrets."));
}

#[test]
fn the_shards_are_all_shards_and_each_has_its_report_in_the_whole() {
    let workflow = read(SHARDS);
    let parts = lines_of_numbers(at(&workflow, &["jobs", "part", "strategy", "matrix", "part"]));
    assert_eq!(parts, (1..=parts.len() as i64).collect::<Vec<_>>());
    let part = scripts(&workflow, "part");
    assert!(part.contains(&format!("--shard ${{{{ matrix.part }}}}/{}", parts.len())), "{part}");
    assert!(part.contains("--report json=part-${{ matrix.part }}.jsonl"), "{part}");
    assert_eq!(word(&workflow, &["jobs", "part", "strategy", "fail-fast"]), "false");
    // A red part's report is kept, and the whole is made of it too.
    let kept = steps(&workflow, "part").iter().find(|step| uses(step).contains("upload-artifact")).cloned().unwrap();
    assert_eq!(word(&kept, &["if"]), "always()");
    assert_eq!(word(&kept, &["with", "path"]), "part-${{ matrix.part }}.jsonl");
    assert!(word(&workflow, &["jobs", "whole", "if"]).starts_with("always()"));
    assert!(scripts(&workflow, "whole").contains("report merge part-*.jsonl"));
    assert!(!text(SHARDS).contains("secrets."));
}

fn lines_of_numbers(node: &Node) -> Vec<i64> {
    node.as_list().unwrap().iter().map(|one| one.as_scalar().unwrap().as_integer().unwrap()).collect()
}
