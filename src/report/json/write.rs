//! Events to lines, each written as it comes: a run that is killed leaves what was judged.

use std::io::{self, Write};

use super::model::{
    ActionJson, CauseJson, EvidenceJson, FindingJson, LineJson, LiveJson, NameJson, ProofJson, ReportJson, SaidJson,
    SnapshotJson,
};
use crate::diagnostic::{RenderStyle, render};
use crate::event::{CaseName, CaseReport, EVENT_VERSION, Event, LiveSum, Proof, SnapshotState, Summary, Verdict};
use crate::evidence::{Evidence, Finding, describe_ending};
use crate::report::Report;
use crate::scenario::model::{Driver, TargetName};
use crate::trace::{Line, Speaker, Taken};

/// Writes one JSON object a line.
pub struct JsonReport<W> {
    out: W,
}

impl<W: Write + Send> JsonReport<W> {
    /// A report that writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write + Send> Report for JsonReport<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let line = match event {
            Event::RunStarted(started) => LineJson::RunStarted {
                version: EVENT_VERSION,
                planned: started.planned,
                files: started.files,
                target: word(TargetName::WORDS, started.target),
                driver: started.driver.map(|driver| word(Driver::WORDS, driver)),
                jobs: started.jobs,
            },
            Event::CaseStarted(name) => LineJson::CaseStarted { case: name_json(name) },
            Event::CaseEnded(report) => {
                LineJson::CaseEnded { case: name_json(&report.name), report: Box::new(report_json(report)) }
            }
            Event::CaseSlow(..) => return Ok(()),
            Event::WaitingForPaths(cases) => LineJson::WaitingForPaths { cases: *cases },
            Event::RunEnded(summary) => ended(summary),
        };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")?;
        // A verdict reaches the file as it falls: a run that is killed leaves what was judged.
        if matches!(event, Event::CaseStarted(_)) { Ok(()) } else { self.out.flush() }
    }
}

fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, one)| *one == value).map_or("", |(word, _)| word)
}

fn ended(summary: &Summary) -> LineJson {
    LineJson::RunEnded {
        planned: summary.planned,
        verdicts: Verdict::ALL.iter().map(|verdict| (verdict.word(), summary.of(*verdict))).collect(),
        exit: summary.exit() as i32,
        interrupted: summary.interrupted,
        timed_out: summary.timed_out,
        duration_ms: summary.duration.as_secs_f64() * 1e3,
        live: summary.live.as_ref().map(live),
        proof: summary.proof.as_deref().map(|one| Box::new(proof(one))),
    }
}

fn proof(proof: &Proof) -> ProofJson {
    let (oldest_days, oldest_case) = proof.oldest.clone();
    ProofJson {
        cases: proof.cases,
        of: proof.of,
        last_days: proof.last.days,
        org: proof.last.org.clone(),
        flow: proof.last.flow.clone(),
        flow_version: proof.last.flow_version.clone(),
        oldest_days,
        oldest_case,
        flow_changed: proof.flow_changed,
        scenario_changed: proof.scenario_changed,
        differed: proof.differed,
    }
}

fn live(sum: &LiveSum) -> LiveJson {
    LiveJson {
        run: sum.run.clone(),
        org: sum.org.clone(),
        begun: sum.begun,
        ended: sum.ended,
        calls: sum.calls.iter().copied().collect(),
        left: sum.left.clone(),
    }
}

fn name_json(name: &CaseName) -> NameJson {
    let at = name.place.start();
    NameJson {
        index: name.index,
        scenario: name.scenario.to_string(),
        case: name.case.as_deref().map(str::to_owned),
        file: name.place.source.name().to_owned(),
        line: at.line,
        column: at.column,
    }
}

fn report_json(report: &CaseReport) -> ReportJson {
    ReportJson {
        verdict: report.verdict.word(),
        tags: report.tags.clone(),
        reason: report.reason.clone(),
        advice: report.advice.clone(),
        findings: report.findings.iter().map(finding_json).collect(),
        warnings: report.warnings.clone(),
        diagnostics: report.diagnostics.iter().map(|one| render(one, RenderStyle::Plain)).collect(),
        snapshots: report
            .snapshots
            .iter()
            .map(|snapshot| SnapshotJson { file: snapshot.file.clone(), state: state(&snapshot.state) })
            .collect(),
        cause: report
            .cause
            .as_ref()
            .map(|cause| CauseJson { class: cause.class.words(), reasons: cause.reasons.clone() }),
        evidence: report.evidence.as_ref().map(evidence_json),
        duration_ms: report.duration.as_secs_f64() * 1e3,
    }
}

fn state(state: &SnapshotState) -> &'static str {
    match state {
        SnapshotState::Same => "same",
        SnapshotState::Different(_) => "different",
        SnapshotState::Missing => "missing",
        SnapshotState::Written => "written",
        SnapshotState::Failed(_) => "failed",
    }
}

fn finding_json(finding: &Finding) -> FindingJson {
    FindingJson {
        about: finding.kind.word(),
        expected: finding.expected.clone(),
        went: finding.went.clone(),
        at: finding.place.as_ref().map(ToString::to_string),
        diverged_at: finding.diverged_at,
        unverifiable: finding.unverifiable,
    }
}

fn evidence_json(evidence: &Evidence) -> EvidenceJson {
    EvidenceJson {
        conversation_id: evidence.conversation_id.clone(),
        path: evidence.path.value().map(|path| path.iter().map(action).collect()),
        arrived: evidence.arrived.value().cloned(),
        set: evidence.set.value().cloned(),
        transcript: evidence.transcript.value().map(|lines| lines.iter().map(said).collect()),
        ending: evidence.ending.value().map(describe_ending),
    }
}

fn action(taken: &Taken) -> ActionJson {
    ActionJson {
        flow: taken.id.flow.to_string(),
        container: taken.id.container.to_string(),
        action: taken.id.name.to_string(),
        nth: taken.id.ordinal + 1,
        kind: taken.kind.to_string(),
        depth: taken.depth,
        output: taken.output.as_deref().map(str::to_owned),
        error: taken.error.clone(),
    }
}

fn said(line: &Line) -> SaidJson {
    let speaker = match line.speaker {
        Speaker::Customer => "customer",
        Speaker::Flow => "flow",
        Speaker::Bot => "bot",
    };
    SaidJson { speaker: speaker.to_owned(), text: line.text.to_string() }
}
