//! Whether a scenario that is about to be written is green, and takes the ways that it is for: it is read, checked and run as if it stood in
//! its file. Must not know how it was found.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::covered;
use crate::event::{CaseReport, Verdict};
use crate::flow::Program;
use crate::project::{Entry, Files};
use crate::runner::{Context, Filter, Plan};
use crate::suggest::{ATTACHMENT, Suggestion};

/// What a file holds that a suggested scenario sends.
pub(super) const CONTENT: &str = "sent by a suggested scenario\n";

/// The disk with files that are not written yet.
struct Draft {
    disk: Arc<dyn Files>,
    texts: BTreeMap<Utf8PathBuf, String>,
}

impl Files for Draft {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        self.texts.get(path).map_or_else(|| self.disk.read(path), |text| Ok(text.clone()))
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.texts.get(path).map_or_else(|| self.disk.read_bytes(path), |text| Ok(text.clone().into_bytes()))
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.disk.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.texts.contains_key(path) || self.disk.exists(path)
    }
}

/// Why a scenario may not be written; none where it is green and takes its ways.
pub(super) async fn objection(
    context: &Context,
    program: &Program,
    path: &Utf8Path,
    suggestion: &Suggestion,
) -> Option<String> {
    let mut texts = BTreeMap::from([(path.to_owned(), suggestion.text.clone())]);
    if suggestion.sends_a_file {
        texts.insert(path.with_file_name(ATTACHMENT), CONTENT.to_owned());
    }
    let files: Arc<dyn Files> = Arc::new(Draft { disk: Arc::clone(&context.files), texts });
    let context = Context { files: Arc::clone(&files), ..context.clone() };
    let (scenario, mut wrong) = context.project.read_scenario(&*files, path);
    let mut plan = Plan::default();
    if let Some(scenario) = scenario {
        wrong.append(context.project.check(&*files, path, &scenario));
        plan.add(path.to_owned(), scenario, &Filter::default());
    }
    if let Some(first) = wrong.iter().find(|one| one.severity == crate::diagnostic::Severity::Error) {
        return Some(format!("a check refuses it: {}", first.message));
    }
    let single = plan.singles(&context).into_iter().next()?;
    let report = single.run(&context).await;
    if report.verdict != Verdict::Passed {
        return Some(format!("run, it is not green: {}", reason(&report)));
    }
    let took = covered::of_program(program, &covered::taken(program, &report));
    let astray = suggestion.ways.iter().any(|way| !took.contains(way));
    astray.then(|| "run, it takes another way".to_owned())
}

fn reason(report: &CaseReport) -> String {
    let finding = report.findings.first().map(|finding| format!("expected {}, {}", finding.expected, finding.went));
    let found =
        finding.or_else(|| report.reason.clone()).or_else(|| report.diagnostics.first().map(|one| one.message.clone()));
    found.unwrap_or_else(|| format!("{:?}", report.verdict).to_lowercase())
}
