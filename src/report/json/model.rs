//! The lines as types. A field is never renamed or removed within a version; readers must ignore fields that they do not know.

use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::Serialize;

/// One line of the report.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum LineJson {
    /// The first line.
    RunStarted {
        /// Version of the stream.
        version: u32,
        /// How many cases are planned.
        planned: usize,
        /// In how many files.
        files: usize,
        /// `mock` or `live`.
        target: &'static str,
        /// `simulate`, `converse`, or null where each case takes the richest that it can.
        driver: Option<&'static str>,
        /// How many cases run side by side.
        jobs: usize,
        /// The profile of `flowproof.yaml` that is used.
        #[serde(skip_serializing_if = "Option::is_none")]
        profile: Option<String>,
    },
    /// A case begins.
    CaseStarted {
        /// Which.
        case: NameJson,
    },
    /// A case got its verdict; one such line for each planned case.
    CaseEnded {
        /// Which.
        case: NameJson,
        /// The rest.
        #[serde(flatten)]
        report: Box<ReportJson>,
    },
    /// Cases of a live run wait for their paths, which are fetched together (since version 2).
    WaitingForPaths {
        /// How many cases.
        cases: usize,
    },
    /// The last line.
    RunEnded {
        /// How many cases were planned.
        planned: usize,
        /// How many got each verdict.
        verdicts: IndexMap<&'static str, usize>,
        /// The exit code that this means.
        exit: i32,
        /// Whether the run was interrupted.
        interrupted: bool,
        /// Whether the run's time-out was reached.
        timed_out: bool,
        /// Wall time in milliseconds.
        duration_ms: f64,
        /// What was done in a live org (since version 2).
        #[serde(skip_serializing_if = "Option::is_none")]
        live: Option<LiveJson>,
        /// How old the proof is that the fake does what a live org does (since version 2).
        #[serde(skip_serializing_if = "Option::is_none")]
        proof: Option<Box<ProofJson>>,
    },
}

/// How old the proof is, and how much of it still counts.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProofJson {
    /// How many of the cases were compared with a live org.
    pub cases: usize,
    /// How many cases there are.
    pub of: usize,
    /// Days since the last comparison.
    pub last_days: i64,
    /// The org of the last comparison: its name, else its id.
    pub org: Option<String>,
    /// The flow of the last comparison.
    pub flow: String,
    /// The version of that flow in the org.
    pub flow_version: Option<String>,
    /// Days since the oldest comparison.
    pub oldest_days: i64,
    /// The case of the oldest comparison.
    pub oldest_case: String,
    /// How many are stale because the flow has changed since.
    pub flow_changed: usize,
    /// How many are stale because the scenario has changed since, and the flow has not.
    pub scenario_changed: usize,
    /// How many found a difference.
    pub differed: usize,
}

/// Where a failure in a live org came from.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CauseJson {
    /// `flow logic`, `platform timing or order`, `changed data`, `another version of the flow`, `not known`.
    pub class: &'static str,
    /// Why.
    pub reasons: Vec<String>,
}

/// What a run did in a live org.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LiveJson {
    /// The run, as its marks name it.
    pub run: String,
    /// The org's name.
    pub org: String,
    /// Conversations that were begun.
    pub begun: usize,
    /// Conversations that are known to have ended.
    pub ended: usize,
    /// Requests to the API, by what they were for.
    pub calls: IndexMap<&'static str, usize>,
    /// What could not be ended or removed.
    pub left: Vec<String>,
}

/// Which case.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NameJson {
    /// Position in the plan, from 0.
    pub index: usize,
    /// The scenario's title.
    pub scenario: String,
    /// The row's name.
    pub case: Option<String>,
    /// The scenario's file.
    pub file: String,
    /// Line in it, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// The row's place in a file of cases: `file:line:column`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
}

/// A verdict and what led to it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReportJson {
    /// `passed`, `skipped`, `failed`, `unverifiable`, `unsupported`, `errored`, `unfit`, `interrupted`.
    pub verdict: &'static str,
    /// Tags.
    pub tags: Vec<String>,
    /// Why it was skipped, errored or is unfit.
    pub reason: Option<String>,
    /// What to do about it.
    pub advice: Vec<String>,
    /// What does not hold.
    pub findings: Vec<FindingJson>,
    /// What is doubtful.
    pub warnings: Vec<String>,
    /// Mistakes of the scenario, as printed.
    pub diagnostics: Vec<String>,
    /// Snapshots looked at.
    pub snapshots: Vec<SnapshotJson>,
    /// Where a failure in a live org came from, as far as running the case offline tells (since version 2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<CauseJson>,
    /// What was observed.
    pub evidence: Option<EvidenceJson>,
    /// Wall time in milliseconds.
    pub duration_ms: f64,
}

/// One expectation that does not hold.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FindingJson {
    /// `path`, `transcript`, `arrived`, `attributes`, `calls`, `ending`, `step`, `snapshot`, `unsupported`.
    pub about: &'static str,
    /// What was expected.
    pub expected: String,
    /// What went instead.
    pub went: String,
    /// Where the expectation is written: `file:line:column`.
    pub at: Option<String>,
    /// Index into `evidence.path` of the action at which the run left the expected way.
    pub diverged_at: Option<usize>,
    /// The run could not observe this.
    pub unverifiable: bool,
}

/// One snapshot.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SnapshotJson {
    /// The `.snap` file.
    pub file: String,
    /// `same`, `different`, `missing`, `written`, `failed`.
    pub state: &'static str,
}

/// What was observed. A part that could not be observed is absent.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EvidenceJson {
    /// The conversation.
    pub conversation_id: Option<String>,
    /// The actions taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<ActionJson>>,
    /// Attributes before the flow ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived: Option<IndexMap<String, String>>,
    /// Attributes that the flow wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<IndexMap<String, String>>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Vec<SaidJson>>,
    /// How it ended, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ending: Option<String>,
}

/// One action taken.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ActionJson {
    /// The flow.
    pub flow: String,
    /// The state, task or bot.
    pub container: String,
    /// The action's name.
    pub action: String,
    /// Which of the equal names in that container, from 1.
    pub nth: u32,
    /// Its kind.
    pub kind: String,
    /// How many calls deep.
    pub depth: u16,
    /// The output that it left by.
    pub output: Option<String>,
    /// The run-time error that it ended in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// One message.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SaidJson {
    /// `customer`, `flow` or `bot`.
    pub speaker: String,
    /// The text.
    pub text: String,
}

/// The JSON Schema of one line.
pub fn events_schema() -> serde_json::Value {
    schema_for!(LineJson).to_value()
}
