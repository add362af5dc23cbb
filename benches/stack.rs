//! Figures of the whole stack: overhead over a bare client, start-up, memory. Everything is on loopback and bounded in
//! count and time. Run with `make bench`; figures are medians, pairs are run in turn.

use std::error::Error;
use std::fs;
use std::io::{Read, Write, stdout};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use camino::Utf8Path;
use flowproof::event::Event;
use flowproof::fake::{Org, OrgOptions, TenantOptions};
use flowproof::genesys::{Reach, http_client};
use flowproof::project::{self, DiskFiles, Files, Project, ProjectFlow};
use flowproof::runner::{self, Context, Filter, Interrupt, MockTarget, Plan, RunOptions, SnapshotMode, Target};
use flowproof::scenario::model::Driver;
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Cases of the table, and cases in flight, as the bare loop has them too.
const CASES: usize = 1_000;
const IN_FLIGHT: usize = 32;
/// Pairs that are counted, after one that is not.
const PAIRS: usize = 9;

fn main() -> Outcome {
    // `cargo test --benches` calls this with `--test`; measuring a debug build would say nothing.
    if std::env::args().any(|argument| argument == "--test") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let root = Utf8Path::from_path(folder.path()).ok_or("the temporary folder has no UTF-8 name")?;
    write_project(root, 1)?;
    overhead(root)?;
    start_up(root)?;
    memory()?;
    Ok(())
}

/// A project with one flow of our own and `files` scenario files of a thousand cases each.
fn write_project(root: &Utf8Path, files: usize) -> Outcome {
    fs::create_dir_all(root.join("flows"))?;
    fs::create_dir_all(root.join("scenarios"))?;
    fs::write(root.join("flows/bench.yaml"), FLOW)?;
    fs::write(root.join("flowproof.yaml"), PROJECT)?;
    for file in 0..files {
        let mut text = SCENARIO.replace("TITLE", &format!("Table {file}"));
        for case in 0..CASES {
            let (tier, queue, answer) =
                if case % 2 == 0 { ("Gold", "VIP Support", "yes") } else { ("Silver", "Support", "no") };
            text.push_str(&format!(
                "  - {{ case: row {case}, with: {{ tier: {tier}, queue: {queue}, answer: \"{answer}\" }} }}\n"
            ));
        }
        fs::write(root.join(format!("scenarios/table{file:03}.yaml")), text)?;
    }
    Ok(())
}

const PROJECT: &str = "\
version: 1
flows: { bench: flows/bench.yaml }
world: { queues: [Support, VIP Support] }
";

const SCENARIO: &str = "\
version: 1
scenario: TITLE
flow: bench
widget:
  attributes:
    customer_tier: { type: string }
    region: { type: string }
participant:
  name: Test User
  email: test.user@example.com
  attributes: { customer_tier: \"${tier}\", region: North America }
conversation:
  - say: Hello, I need help with my account.
  - receive: \"Connecting you to ${queue}\"
expect:
  path:
    - Get customer tier
    - \"Is it a Gold customer?: ${answer}\"
    - Write the queue
    - Transfer
  attributes:
    set: { routed_to: \"${queue}\" }
  ending: { transferred: { queue: \"${queue}\" } }
cases:
";

const FLOW: &str = r#"inboundShortMessage:
  name: bench
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  variables:
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true }, isOutput: false }
    - stringVariable: { name: Flow.queue, initialValue: { lit: Support }, isOutput: false }
    - integerVariable: { name: Flow.count, initialValue: { lit: 0 }, isOutput: false }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - getParticipantData:
              name: Get customer tier
              attributes:
                - attribute: { name: { lit: customer_tier }, variable: Flow.tier }
          - decision:
              name: Is it a Gold customer?
              condition: { exp: Flow.tier == "Gold" }
              outputs:
                "yes":
                  actions:
                    - updateData:
                        name: Choose VIP
                        statements: [ { string: { variable: Flow.queue, value: { lit: VIP Support } } } ]
          - setParticipantData:
              name: Write the queue
              attributes: [ { attribute: { name: { lit: routed_to }, value: { exp: Flow.queue } } } ]
          - sendResponse:
              name: Tell the customer
              messageBody: { exp: "Append(\"Connecting you to \", Flow.queue)" }
          - transferToAcd:
              name: Transfer
              targetQueue: { exp: FindQueue(Flow.queue) }
              priority: { lit: 0 }
              preferredAgents: { noValue: true }
              languageSkill: { noValue: true }
              directAgent: { noValue: true }
          - disconnect: { name: Goodbye }
"#;

/// The whole stack on a table of cases, beside a bare loop that sends the same requests to the same server.
fn overhead(root: &Utf8Path) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let begun = Instant::now();
    let (project, plan) = loaded(root)?;
    let loading = begun.elapsed();
    let project = Arc::new(project);
    let org = runtime.block_on(Org::start(OrgOptions::default()))?;
    let http = http_client(Duration::from_secs(5), Reach::Loopback)?;
    let target = MockTarget::new(org.clone(), http.clone(), Duration::from_secs(10))?;
    let options = RunOptions {
        driver: Some(Driver::Simulate),
        jobs: IN_FLIGHT,
        run_timeout: None,
        snapshots: SnapshotMode::Compare,
        ..RunOptions::default()
    };
    let context = Context {
        project: Arc::clone(&project),
        files: Arc::new(DiskFiles),
        target: Arc::new(Target::Mock(target)),
        options: Arc::new(options),
    };
    let (mut stack, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (plan, flow) = (Arc::new(plan), project.flows(&DiskFiles).0.into_iter().next().ok_or("no flow")?);
    for pair in 0..=PAIRS {
        // Both sides run on the runtime's workers, as a program's own tasks do.
        let ours = runtime.block_on(runtime.spawn(whole_stack(Arc::clone(&plan), context.clone())))??;
        let theirs = runtime.block_on(runtime.spawn(bare_loop(org.clone(), http.clone(), flow.clone())))??;
        if pair > 0 {
            stack.push(ours.as_secs_f64() * 1e3);
            bare.push(theirs.as_secs_f64() * 1e3);
            ratios.push(ours.as_secs_f64() / theirs.as_secs_f64());
        }
    }
    let mut out = stdout().lock();
    writeln!(out, "overhead: {CASES} cases, {IN_FLIGHT} in flight, {PAIRS} pairs in turn")?;
    writeln!(out, "  loading and checking      {:8.1} ms", loading.as_secs_f64() * 1e3)?;
    writeln!(out, "  flowproof                 {}", spread(&mut stack, "ms"))?;
    writeln!(out, "  bare client, same calls   {}", spread(&mut bare, "ms"))?;
    writeln!(out, "  ratio                     {}", spread(&mut ratios, ""))?;
    Ok(())
}

fn loaded(root: &Utf8Path) -> Outcome<(Project, Plan)> {
    let files: &dyn Files = &DiskFiles;
    let (project, _) = project::load(files, root);
    let project = project.ok_or("the project cannot be loaded")?;
    let mut plan = Plan::default();
    for path in project.discover(files, &[]).map_err(|wrong| format!("{wrong:?}"))? {
        let (scenario, mut wrong) = project.read_scenario(files, &path);
        let scenario = scenario.ok_or_else(|| format!("{wrong:?}"))?;
        wrong.append(project.check(files, &path, &scenario));
        if wrong.has_errors() {
            return Err(format!("{wrong:?}").into());
        }
        plan.add(path, scenario, &Filter::default());
    }
    Ok((project, plan))
}

async fn whole_stack(plan: Arc<Plan>, context: Context) -> Result<Duration, String> {
    let (_switch, interrupt) = Interrupt::new();
    let (sender, mut events) = mpsc::channel(256);
    let begun = Instant::now();
    let reading = tokio::spawn(async move {
        let mut passed = 0;
        while let Some(event) = events.recv().await {
            if let Event::CaseEnded(report) = event {
                passed += usize::from(report.verdict.is_green());
            }
        }
        passed
    });
    runner::run(&plan, &context, sender, interrupt).await;
    let passed = reading.await.map_err(|error| error.to_string())?;
    let took = begun.elapsed();
    if passed == CASES { Ok(took) } else { Err(format!("only {passed} of {CASES} cases passed")) }
}

/// What a careful person would write by hand: the four calls of each case, the id carried along, nothing judged.
async fn bare_loop(org: Org, http: reqwest::Client, flow: ProjectFlow) -> Result<Duration, String> {
    let tenant = org.open(TenantOptions {
        flows: Arc::from([Arc::clone(&flow.program)]),
        world: Arc::clone(&flow.world),
        log: false,
        ..TenantOptions::default()
    });
    let token = tenant.issue_token().access_token;
    let queue = tenant.queue_id("Support").ok_or("no queue")?;
    let http = &http;
    let base = org.base_url();
    let next = AtomicUsize::new(0);
    let round = tenant.org_now().as_nanosecond();
    let begun = Instant::now();
    let lane = || async {
        loop {
            let case = next.fetch_add(1, Ordering::Relaxed);
            if case >= CASES {
                return Ok::<(), reqwest::Error>(());
            }
            let tier = if case.is_multiple_of(2) { "Gold" } else { "Silver" };
            let widget = json!({"name": format!("bench {round} {case}"), "customAttributes": [
                {"name": "customer_tier", "type": "string"}, {"name": "region", "type": "string"}]});
            let widget: Json = post(http, &token, format!("{base}/api/v2/webchat/widgets"), &widget).await?;
            let attributes = json!({"customer_tier": tier, "region": "North America"});
            let participant = json!({"attributes": attributes, "name": "Test User",
                "email": "test.user@example.com", "widgetId": widget.get("id")});
            let url = format!("{base}/api/v2/conversations/messaging/conversations/participants?queueId={queue}");
            let started: Json = post(http, &token, url, &participant).await?;
            let id = started.get("id").and_then(Json::as_str).unwrap_or_default();
            let url = format!("{base}/api/v2/conversations/messaging/conversations/{id}");
            http.get(url).bearer_auth(&token).send().await?.error_for_status()?.bytes().await?;
            let simulate = json!({"input": {"eventType": "message", "data": {
                "participant": {"attributes": attributes}, "message": {"text": "Hello, I need help with my account."}}},
                "conversationId": id, "level": "explain"});
            let url = format!("{base}/api/v2/architect/flows/bench/simulate");
            let request = http.post(url).bearer_auth(&token).json(&simulate);
            request.send().await?.error_for_status()?.bytes().await?;
        }
    };
    let lanes: Vec<_> = (0..IN_FLIGHT).map(|_| lane()).collect();
    futures_util::future::try_join_all(lanes).await.map_err(|error| error.to_string())?;
    Ok(begun.elapsed())
}

async fn post(http: &reqwest::Client, token: &str, url: String, body: &Json) -> reqwest::Result<Json> {
    http.post(url).bearer_auth(token).json(body).send().await?.error_for_status()?.json().await
}

/// From starting the process to its first request, as the server sees it.
fn start_up(root: &Utf8Path) -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let small = tempfile::tempdir()?;
    let folder = Utf8Path::from_path(small.path()).ok_or("the temporary folder has no UTF-8 name")?;
    write_project(folder, 0)?;
    let table = fs::read_to_string(root.join("scenarios/table000.yaml"))?;
    let one_case: Vec<&str> = table.lines().take_while(|line| !line.contains("row 1,")).collect();
    fs::write(folder.join("scenarios/one.yaml"), one_case.join("\n"))?;
    let mut times = Vec::new();
    for _ in 0..15 {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_flowproof"))
            .args(["--project", folder.as_str(), "run", "--target", "live", "--quiet"])
            .env("GENESYS_ENVIRONMENT", format!("http://{address}"))
            .env("GENESYS_CLIENT_ID", "bench")
            .env("GENESYS_CLIENT_SECRET", "bench")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let (mut connection, _) = listener.accept()?;
        let mut first = [0];
        connection.read_exact(&mut first)?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        child.kill()?;
        child.wait()?;
    }
    let mut out = stdout().lock();
    writeln!(out, "start-up: process start to first request")?;
    writeln!(out, "  time                      {}", spread(&mut times, "ms"))?;
    Ok(())
}

/// Peak memory of a process with a thousand cases and with a hundred thousand.
fn memory() -> Outcome {
    let mut out = stdout().lock();
    writeln!(out, "memory: peak of the whole process")?;
    for files in [1, 100] {
        let folder = tempfile::tempdir()?;
        let root = Utf8Path::from_path(folder.path()).ok_or("the temporary folder has no UTF-8 name")?;
        write_project(root, files)?;
        let begun = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_flowproof"))
            .args(["--project", root.as_str(), "run", "--quiet"])
            .stdout(Stdio::null())
            .spawn()?;
        let peak = peak_memory(child)?;
        let took = begun.elapsed().as_secs_f64();
        writeln!(out, "  {:>7} cases             {peak:8.1} MiB in {took:.1} s", files * CASES)?;
    }
    Ok(())
}

/// The high-water mark that the kernel kept, read while the process lives; a run that is not green is an error.
fn peak_memory(mut child: Child) -> Outcome<f64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        if let Some(kib) = fs::read_to_string(Path::new(&status)).ok().and_then(|text| high_water(&text)) {
            peak = peak.max(kib / 1024.0);
        }
        if let Some(code) = child.try_wait()? {
            return if code.success() { Ok(peak) } else { Err(format!("the run ended with {code}").into()) };
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn high_water(status: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Median with minimum and maximum.
fn spread(values: &mut [f64], unit: &str) -> String {
    values.sort_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or_default();
    let last = values.len().saturating_sub(1);
    format!("{:8.2} {unit} (min {:.2}, max {:.2})", at(last / 2), at(0), at(last))
}
