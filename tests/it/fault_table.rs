//! The table of faults: what goes wrong, where, and the verdict that is right for it. Each row runs as a case of its own, through the
//! runner and over real sockets; none may hang, panic, lose what was seen, or be green without the evidence.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use flowproof::diagnostic::SourceFile;
use flowproof::event::{CaseReport, Verdict};
use flowproof::evidence::Evidence;
use flowproof::fake::{Credentials, TenantOptions};
use flowproof::project::MemoryFiles;
use flowproof::trace::Line;
use flowproof::yaml::{Limits, Node, parse};
use futures_util::stream::{self, StreamExt as _};

use crate::suite::{Suite, text};

const TABLE: &str = include_str!("fault_table.yaml");

/// The client's secret, which nothing may show.
const SECRET: &str = "sentinel-secret";

/// Rows that run side by side: each waits for its own time-outs most of the time.
const SIDE_BY_SIDE: usize = 48;

/// More than a case's own time-out, so that only a case that escapes it is caught here.
const HANGS: Duration = Duration::from_secs(40);

/// No time-out of a test is reached by a machine that is merely busy, except those that a row is about.
const PROJECT: &str = "version: 1
flows: { talk: flows/talk.yaml }
defaults: { timeout: 30s, step_timeout: 1s, request_timeout: 1s }
";

/// Greets, listens, notes what it heard, says two things by actions of the same name, and closes.
const FLOW: &str = r#"inboundShortMessage:
  name: talk
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  variables:
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - getParticipantData: { name: Get tier, attributes: [ { attribute: { name: { lit: tier }, variable: Flow.tier } } ] }
          - sendResponse: { name: Greet, messageBody: { exp: '"Hello, " + Flow.tier' } }
          - waitForInput: { name: Listen }
          - setParticipantData: { name: Note, attributes: [ { attribute: { name: { lit: heard }, value: { lit: "yes" } } } ] }
          - sendResponse: { name: Say, messageBody: { lit: Thank you } }
          - sendResponse: { name: Say, messageBody: { lit: Goodbye } }
          - disconnect: { name: Close }
"#;

const HEAD: &str = "flow: talk\nparticipant: { attributes: { tier: Gold } }\n";

/// What only execution data tell: a path with one of two actions of a name, and what the flow wrote.
const TO_THE_END: &str = "expect:
  path: [ Get tier, Greet, Note, { action: Say, nth: 2 }, Close ]
  attributes: { arrived: { tier: Gold }, set: { heard: \"yes\" }, nothing_else: true }
  ending: disconnected
";

const HALF_WAY: &str = "expect:
  path: { in_order: [ Get tier, Greet ], never: [ Note ] }
  attributes: { arrived: { tier: Gold }, nothing_else: true }
";

const FIRST: &str = "{ say: Hi }, { receive: \"Hello, Gold\" }";
const LAST: &str = "{ receive: Thank you }, { receive: Goodbye }";

/// A scenario of the table by its word, without its faults.
fn scenario(word: &str) -> String {
    let whole = |steps: &str| format!("{HEAD}conversation: [ {steps} ]\n{TO_THE_END}");
    match word {
        "talk" => whole(&format!("{FIRST}, {{ say: More }}, {LAST}")),
        // Its time-out is over before an answer's, and before the client gives up a request that is never answered.
        "short" => {
            let steps = FIRST.replace("Hi }", "Hi, timeout: 10s }");
            format!("timeout: 3s\n{}", whole(&format!("{steps}, {{ say: More, timeout: 10s }}, {LAST}")))
        }
        "patient" => whole(&format!("{}, {{ say: More }}, {LAST}", FIRST.replace("Hi }", "Hi, timeout: 10s }"))),
        "open" => format!("{HEAD}conversation: [ {FIRST} ]\n{HALF_WAY}  ending: waiting\n"),
        "end" => format!("{HEAD}conversation: [ {FIRST}, end ]\n{HALF_WAY}  ending: customer_left\n"),
        "resume" => whole(&format!("{FIRST}, leave, resume, {{ say: More }}, {LAST}")),
        "attach" => whole(&format!("{FIRST}, {{ attach: note.txt }}, {LAST}")),
        "join" => {
            format!("start: join\n{}", whole(&format!("{{ receive: \"Hello, Gold\" }}, {{ say: More }}, {LAST}")))
        }
        "midway" => {
            whole(&format!("{FIRST}, {{ attributes: {{ arrived: {{ tier: Gold }} }} }}, {{ say: More }}, {LAST}"))
        }
        "expects" => format!("{}  error: {{ step: message, code: \"4011\" }}\n", scenario("talk")),
        other => panic!("no scenario `{other}`"),
    }
}

/// A row: `[scenario, faults, verdict, words of the reason…]`.
struct Row {
    scenario: String,
    faults: String,
    verdict: Verdict,
    words: Vec<String>,
}

impl Row {
    fn read(node: &Node) -> Self {
        let texts: Vec<&str> = node.as_list().unwrap().iter().map(|one| one.as_text().unwrap()).collect();
        let [scenario, faults, verdict, words @ ..] = &texts[..] else { panic!("{texts:?}") };
        let verdict = Verdict::ALL.iter().find(|one| one.word() == *verdict);
        Self {
            scenario: (*scenario).to_owned(),
            faults: (*faults).to_owned(),
            verdict: *verdict.unwrap_or_else(|| panic!("{texts:?}")),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    fn file(&self, number: usize) -> String {
        let faults = if self.faults.is_empty() { String::new() } else { format!("faults: [ {} ]\n", self.faults) };
        format!("version: 1\nscenario: Row {number}\n{}{faults}", scenario(&self.scenario))
    }

    /// How many lines of the transcript must be there whatever went wrong: those that came before it.
    fn kept(&self, whole: usize) -> usize {
        let struck = |words: &[&str]| words.iter().any(|word| self.faults.contains(word));
        let failed = |step: &str| self.words.iter().any(|word| word.contains(step));
        let told = matches!(self.verdict, Verdict::Passed | Verdict::Unverifiable);
        let read_at_the_end = failed("step read") && matches!(self.scenario.as_str(), "talk" | "short");
        if self.scenario == "expects" {
            0
        } else if told || failed("step look_up") || failed("step execution") || read_at_the_end {
            whole
        } else if failed("step read")
            || struck(&["at: end", "at: leave", "at: attach", "/uploads/", "PATCH ", "after: 1"])
        {
            2
        } else {
            0
        }
    }

    /// What is wrong with the report.
    fn wrong(&self, report: &CaseReport, right: &CaseReport) -> Vec<String> {
        let mut wrong = Vec::new();
        if report.verdict != self.verdict {
            wrong.push(format!("{} instead of {}", report.verdict.word(), self.verdict.word()));
        }
        let text = crate::suite::text(report);
        wrong.extend(
            self.words.iter().filter(|word| !text.contains(*word)).map(|word| format!("it does not say `{word}`")),
        );
        let lines = lines(report);
        let expected = lines_of(right);
        if !lines.starts_with(&expected[..self.kept(expected.len()).min(expected.len())]) {
            wrong.push(format!("what was seen is lost: {lines:?}"));
        }
        if report.verdict == Verdict::Passed && self.scenario != "expects" && ways(report) != ways(right) {
            wrong.push("green without the evidence".to_owned());
        }
        if text.contains("did not strike") {
            wrong.push("green since nothing went wrong".to_owned());
        }
        if !wrong.is_empty() {
            wrong.push(text);
        }
        wrong
    }
}

fn evidence(report: &CaseReport) -> Evidence {
    report.evidence.clone().unwrap_or_default()
}

fn lines(report: &CaseReport) -> Vec<Line> {
    evidence(report).transcript.value().cloned().unwrap_or_default()
}

fn lines_of(right: &CaseReport) -> Vec<Line> {
    assert_eq!(right.verdict, Verdict::Passed, "{}", crate::suite::text(right));
    lines(right)
}

/// The path, the ending and what was written, as a scenario could ask for them.
fn ways(report: &CaseReport) -> (Vec<String>, String, String) {
    let evidence = evidence(report);
    let path = evidence.path.value().map(|path| path.iter().map(|taken| taken.id.to_string()).collect());
    (
        path.unwrap_or_default(),
        format!("{:?}", evidence.ending),
        format!("{:?} {:?}", evidence.set, evidence.attributes),
    )
}

fn files(rows: &[Row]) -> MemoryFiles {
    let mut files = MemoryFiles::new([
        ("flowproof.yaml", PROJECT.to_owned()),
        ("flows/talk.yaml", FLOW.to_owned()),
        ("scenarios/note.txt", "a note".to_owned()),
    ]);
    for (number, row) in rows.iter().enumerate() {
        files.insert(format!("scenarios/{number:04}.yaml"), row.file(number));
    }
    files
}

/// Every row's report, by its number; a panic or a hang is a text.
async fn run(rows: &[Row]) -> BTreeMap<usize, Result<CaseReport, String>> {
    let suite = Suite::load("".into(), Arc::new(files(rows))).await;
    let own = |options: &mut TenantOptions| {
        let client_id = format!("client-{}", options.seed).into();
        options.credentials.get_or_insert(Credentials { client_id, client_secret: SECRET.into() });
    };
    let suite = suite.on(|target| target.adjusting(own)).await;
    let runs = suite.plan.singles(&suite.context).into_iter().map(|single| {
        let context = suite.context.clone();
        async move {
            let name = single.name.file.to_string();
            let number = name.trim_start_matches("scenarios/").trim_end_matches(".yaml").parse().unwrap();
            let run = tokio::spawn(async move { single.run(&context).await });
            let report = match tokio::time::timeout(HANGS, run).await {
                Ok(Ok(report)) => Ok(report),
                Ok(Err(panic)) => Err(panic.to_string()),
                Err(_) => Err("it hangs".to_owned()),
            };
            (number, report)
        }
    });
    stream::iter(runs).buffer_unordered(SIDE_BY_SIDE).collect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_has_its_verdict_in_time_and_says_where_it_struck() {
    let table = parse(&SourceFile::new("fault_table.yaml", TABLE), Limits::default()).unwrap();
    let rows: Vec<Row> = table.root.as_list().unwrap().iter().map(Row::read).collect();
    assert!(rows.len() > 400, "only {} rows", rows.len());
    let begun = std::time::Instant::now();
    let reports = run(&rows).await;
    eprintln!("fault table: {} rows in {:.1} s", rows.len(), begun.elapsed().as_secs_f64());
    assert_eq!(reports.len(), rows.len(), "a row is not accounted for");
    let right: BTreeMap<&str, &CaseReport> = rows
        .iter()
        .zip(reports.values())
        .filter(|(row, _)| row.faults.is_empty())
        .map(|(row, report)| (row.scenario.as_str(), report.as_ref().unwrap()))
        .collect();
    let mut wrong = Vec::new();
    for (row, report) in rows.iter().zip(reports.values()) {
        let found = match report {
            Ok(report) if format!("{report:?}{}", text(report)).contains(SECRET) => {
                vec!["it shows the secret".to_owned()]
            }
            Ok(report) => row.wrong(report, right.get(row.scenario.as_str()).unwrap_or(&right["talk"])),
            Err(why) => vec![why.clone()],
        };
        if !found.is_empty() {
            wrong.push(format!("{} {}: {}", row.scenario, row.faults, found.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} rows are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
