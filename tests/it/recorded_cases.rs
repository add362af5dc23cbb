//! Recordings of the shipped scenarios: each that may be held as a conversation is held against the fake, which says no more than a real org,
//! and recorded twice: from what its run observed, and from what the org kept. Each recording is green offline, and red when its flow is
//! changed. What cannot be so, and why, is a snapshot.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use flowproof::event::{CaseReport, Verdict};
use flowproof::fake::{Org, OrgOptions, Tenant};
use flowproof::genesys::{Client, ClientOptions, Credentials, Reach, Url, http_client};
use flowproof::project::{self, DiskFiles, Files, ProjectFlow};
use flowproof::record::{Recording, Rules};
use flowproof::runner::held::{fetch, observe, record_case};
use flowproof::runner::{Context, Filter, MockTarget, Plan, RunOptions, SnapshotMode, Target};
use flowproof::scenario::model::{Case, Driver};
use flowproof::trace::Taken;
use jiff::{SignedDuration, Timestamp};

use crate::client_support::Jumping;
use crate::flips::{flow_files, mutate};
use crate::suite::{Overlay, Suite, mock, text};

const TIMEOUT: Duration = Duration::from_secs(10);

/// What was recorded, and how.
struct One {
    name: String,
    path: Utf8PathBuf,
    recording: Recording,
    taken: Vec<Taken>,
}

/// Every case, held in `converse`, with the org that it was held in.
async fn held() -> (Suite, Vec<CaseReport>, BTreeMap<usize, Arc<Tenant>>, Url, reqwest::Client) {
    let org = Org::start(OrgOptions::default()).await.unwrap();
    let api = Url::parse(org.base_url()).unwrap();
    let http = http_client(Duration::from_secs(5), Reach::Loopback).unwrap();
    let tenants: Arc<Mutex<BTreeMap<usize, Arc<Tenant>>>> = Arc::default();
    let kept = Arc::clone(&tenants);
    let target = MockTarget::new(org, http.clone(), TIMEOUT)
        .unwrap()
        .adjusting(|options| options.execution_data.extended = false)
        .showing(move |index, tenant| {
            kept.lock().unwrap().insert(index, Arc::clone(tenant));
        });
    let mut suite = Suite::load(Utf8Path::new(""), Arc::new(Overlay::default())).await;
    suite.with(target, Driver::Converse);
    let (_, reports) = suite.run().await;
    let tenants = std::mem::take(&mut *tenants.lock().unwrap());
    (suite, reports, tenants, api, http)
}

/// From what the run observed, as `run --record` does it.
fn from_run(suite: &Suite, report: &CaseReport, case: &Case) -> Result<Recording, String> {
    let evidence = report.evidence.as_ref().ok_or("nothing was observed")?;
    if evidence.transcript.value().is_none_or(Vec::is_empty) {
        return Err("nothing was said".to_owned());
    }
    let path = Utf8Path::new(report.name.place.source.name());
    record_case(&suite.context.project, &DiskFiles, path, case, evidence).map_err(|wrong| format!("{wrong:?}"))
}

/// From what the org kept, as `record` does it.
async fn from_org(
    client: &Client,
    tenant: &Tenant,
    id: &str,
    flows: &[ProjectFlow],
    suite: &Suite,
    flow: &str,
) -> Result<Recording, String> {
    let mut kept = fetch(client, id, Duration::from_secs(1)).await.map_err(|error| error.to_string())?;
    // The fake's clock stands still while nobody waits; of a real org no two messages have one time.
    let all = tenant.conversations();
    let order: Vec<&str> =
        all.iter().flat_map(|one| &one.messages).filter_map(|message| message.id.as_deref()).collect();
    for message in &mut kept.messages {
        let place = order.iter().position(|one| **one == *message.id).unwrap();
        let at: Timestamp = message.timestamp.parse().unwrap();
        message.timestamp = (at + SignedDuration::from_micros(place as i64)).to_string();
    }
    let flow =
        flows.iter().find(|one| *one.name == *flow).ok_or("its flow is a file that flowproof.yaml does not name")?;
    let held = observe(client, &kept, &flow.program).await;
    if held.moves.is_empty() {
        return Err("nothing was said".to_owned());
    }
    Ok(held.recording(flow, &Rules::default(), &suite.context.project.settings().live))
}

/// The recordings as files over those on disk.
fn overlay(all: &[One]) -> Overlay {
    let mut replaced: Vec<(Utf8PathBuf, String)> =
        all.iter().map(|one| (one.path.clone(), one.recording.text.clone())).collect();
    for one in all {
        let folder = one.path.parent().unwrap();
        replaced.extend(one.recording.files.iter().map(|file| (folder.join(file), "content".to_owned())));
    }
    Overlay { replaced }
}

/// The same project with a plan of these recordings, on the embedded fake.
fn suite_of(overlay: Overlay, target: &Arc<Target>, all: &[&One]) -> Suite {
    let files: Arc<dyn Files> = Arc::new(overlay);
    let project = Arc::new(project::load(&*files, "".into()).0.unwrap());
    let mut plan = Plan::default();
    for one in all {
        let (scenario, wrong) = project.read_scenario(&*files, &one.path);
        assert!(!wrong.has_errors(), "{wrong:?}\n{}", one.recording.text);
        plan.add(one.path.clone(), scenario.unwrap(), &Filter::default());
    }
    let options = Arc::new(RunOptions {
        driver: None,
        jobs: 8,
        run_timeout: None,
        snapshots: SnapshotMode::Leave,
        ..RunOptions::default()
    });
    Suite { plan, context: Context { project, files, target: Arc::clone(target), options } }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_recorded_is_green_offline_and_red_when_its_flow_is_changed() {
    let (suite, reports, tenants, api, http) = held().await;
    let (flows, _) = suite.context.project.flows(&DiskFiles);
    let singles = suite.plan.singles(&suite.context);
    let (mut all, mut left) = (Vec::new(), String::new());
    for report in &reports {
        let (file, name) = (report.name.place.source.name(), report.name.full());
        if report.verdict == Verdict::Skipped {
            let _ = writeln!(left, "not held: {file}: {name}: {}", report.reason.as_deref().unwrap_or_default());
            continue;
        }
        let taken = report.evidence.as_ref().and_then(|one| one.path.value()).cloned().unwrap_or_default();
        let mut add = |how: &str, recording: Result<Recording, String>| match recording {
            Ok(recording) => {
                let path = format!("scenarios/recorded/{}_{how}.yaml", report.name.index).into();
                all.push(One { name: format!("{how}: {file}: {name}"), path, recording, taken: taken.clone() });
            }
            Err(why) => drop(writeln!(left, "{how}: {file}: {name}: {why}")),
        };
        let case = singles[report.name.index].case(&suite.context).unwrap();
        add("run", from_run(&suite, report, &case));
        let tenant = &tenants[&report.name.index];
        let credentials = Credentials::new(tenant.client_id(), tenant.client_secret().to_owned());
        // On a clock that jumps, since the org is asked for data until it has them.
        let options =
            ClientOptions { clock: Jumping::new(), ..ClientOptions::new(api.clone(), credentials, http.clone()) };
        let client = Client::new(options).with_token(tenant.issue_token());
        let id = report.evidence.as_ref().and_then(|one| one.conversation_id.clone());
        let recording = match id {
            Some(id) => from_org(&client, tenant, &id, &flows, &suite, &case.flow.value).await,
            None => Err("no conversation was found".to_owned()),
        };
        add("org", recording);
    }
    let target = Arc::new(Target::Mock(mock(TIMEOUT).await));
    let green = are_green(&all, &target, &mut left).await;
    turn_red(&flow_files(&suite), &all, &green, &target).await;
    insta::assert_snapshot!("recorded", left);
}

/// Checks and runs every recording; the places of those that hold and say all that the flow did. The others go into `left`.
async fn are_green(all: &[One], target: &Arc<Target>, left: &mut String) -> Vec<usize> {
    let offline = suite_of(overlay(all), target, &all.iter().collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for one in all {
        let (scenario, _) = offline.context.project.read_scenario(&*offline.context.files, &one.path);
        let found = offline.context.project.check(&*offline.context.files, &one.path, &scenario.unwrap());
        if found.has_errors() {
            wrong.push(format!("{}: {found:?}\n{}", one.name, one.recording.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let (_, reports) = offline.run().await;
    let mut green = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let one = &all[at];
        assert_eq!(report.name.place.source.name(), one.path.as_str());
        if report.verdict != Verdict::Passed {
            eprintln!("{}\n{}\n{}", one.name, one.recording.text, text(report));
        }
        let why = one.recording.unknown.join("; ");
        match (report.verdict, one.recording.is_whole) {
            (Verdict::Passed, true) => green.push(at),
            (Verdict::Passed, false) => drop(writeln!(left, "partial: {}: {why}", one.name)),
            (verdict, _) => drop(writeln!(left, "{}: {}: {why}", verdict.word(), one.name)),
        }
    }
    assert!(green.len() > 200, "only {} recordings are green", green.len());
    green
}

/// A flow's file with one action changed.
type Changed = (Utf8PathBuf, String);

/// The flow with one action of the path changed, another one for each recording in turn: an output that was taken leads elsewhere, or where
/// the path has none that can, an action has another name.
fn changed<'c>(
    one: &One,
    turn: usize,
    by_flow: &BTreeMap<String, Utf8PathBuf>,
    known: &'c mut BTreeMap<String, Option<Changed>>,
) -> (String, &'c Changed) {
    let in_file =
        |taken: &Taken| by_flow.get(&*taken.id.flow).map(|file| (file.clone(), DiskFiles.read(file).unwrap()));
    let flip = |taken: &Taken| {
        let (file, text) = in_file(taken)?;
        Some((file, mutate(&text, &taken.id, taken.output.as_deref()?)?))
    };
    let rename = |taken: &Taken| {
        let (file, text) = in_file(taken)?;
        let name = format!("name: {}\n", taken.id.name);
        text.contains(&name).then(|| (file, text.replace(&name, "name: Renamed\n")))
    };
    let start = turn % one.taken.len();
    let in_turn = || one.taken[start..].iter().chain(&one.taken[..start]);
    for taken in in_turn().filter(|taken| taken.output.is_some()) {
        let what = format!("{} without output {:?}", taken.id, taken.output);
        if known.entry(what.clone()).or_insert_with(|| flip(taken)).is_some() {
            return (what.clone(), known[&what].as_ref().unwrap());
        }
    }
    for taken in in_turn() {
        let what = format!("{} renamed", taken.id);
        if known.entry(what.clone()).or_insert_with(|| rename(taken)).is_some() {
            return (what.clone(), known[&what].as_ref().unwrap());
        }
    }
    panic!("nothing on the path of {} can be changed", one.name);
}

/// Each recording, held against a flow of which one action on its path is changed.
async fn turn_red(by_flow: &BTreeMap<String, Utf8PathBuf>, all: &[One], green: &[usize], target: &Arc<Target>) {
    let mut known = BTreeMap::new();
    let mut mutations: BTreeMap<String, (Changed, Vec<&One>)> = BTreeMap::new();
    for at in green {
        let (what, changed) = changed(&all[*at], *at, by_flow, &mut known);
        mutations.entry(what).or_insert_with(|| (changed.clone(), Vec::new())).1.push(&all[*at]);
    }
    let mut still = Vec::new();
    for (what, (changed, ones)) in mutations {
        let mut files = overlay(all);
        files.replaced.insert(0, changed);
        let (_, reports) = suite_of(files, target, &ones).run().await;
        assert_eq!(reports.len(), ones.len());
        let held = reports.iter().zip(&ones).filter(|(report, _)| report.verdict.is_green());
        still.extend(held.map(|(_, one)| format!("{} with {what}", one.name)));
    }
    assert!(still.is_empty(), "still green:\n{}", still.join("\n"));
}
