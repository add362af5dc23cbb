//! What becomes of a coverage: what does not count is left out, it is shown and written as asked, and held to what it must reach. Must not
//! know where it came from.

use camino::{Utf8Path, Utf8PathBuf};

use super::args::{CoverageArg, CoverageKind, FailUnder};
use crate::cli::edge::Edge;
use crate::cli::write_whole::write_whole;
use crate::coverage::{Coverage, Detail, Exclusion, Least, Of, Percent, to_json, to_lcov, to_text};
use crate::diagnostic::list_of;
use crate::event::Exit;
use crate::project::{Project, normal};

/// What is shown, and which files are written.
pub(super) struct Wishes {
    /// What is shown; one line where only files are asked for.
    shown: Option<Detail>,
    files: Vec<(CoverageKind, Utf8PathBuf)>,
}

impl Wishes {
    /// What the options ask for.
    pub(super) fn of(args: &[CoverageArg]) -> Self {
        let mut wishes = Self { shown: None, files: Vec::new() };
        for arg in args {
            match arg {
                CoverageArg::Table => wishes.shown = wishes.shown.or(Some(Detail::Short)),
                CoverageArg::Full => wishes.shown = Some(Detail::Full),
                CoverageArg::File(kind, file) => wishes.files.push((*kind, file.clone())),
            }
        }
        wishes
    }
}

/// A coverage, and what is wanted of it.
pub(super) struct Outcome {
    /// All that is known.
    pub coverage: Coverage,
    /// What does not count.
    pub exclusions: Vec<Exclusion>,
    /// What must be reached.
    pub least: Vec<Least>,
    /// What is shown and written.
    pub wishes: Wishes,
}

impl Outcome {
    /// Shows, writes and judges it.
    pub(super) fn finish(mut self, edge: &Edge) -> Exit {
        for exclusion in &self.exclusions {
            self.coverage.exclude(exclusion);
        }
        match self.wishes.shown {
            Some(detail) => edge.say(&format!("\n{}", to_text(&self.coverage, detail).trim_end())),
            None => edge.say(&self.coverage.line()),
        }
        let mut exit = Exit::Green;
        for (kind, file) in &self.wishes.files {
            match write_whole(file, &self.text(edge, *kind)) {
                Ok(()) => edge.say(&format!("wrote {file}")),
                Err(error) => {
                    edge.tell(&format!("`{file}` cannot be written: {error}"));
                    exit = Exit::Red;
                }
            }
        }
        for lack in self.coverage.lacks(&self.least) {
            edge.tell(&lack);
            exit = Exit::Red;
        }
        exit
    }

    fn text(&self, edge: &Edge, kind: CoverageKind) -> String {
        match kind {
            CoverageKind::Json => to_json(&self.coverage) + "\n",
            CoverageKind::Lcov => to_lcov(&self.coverage, |file| from_here(&edge.root, file)),
            CoverageKind::Text => to_text(&self.coverage, Detail::Full),
        }
    }
}

/// The path of a flow file from the folder that the command runs in, where readers of LCOV begin.
fn from_here(root: &Utf8Path, file: &str) -> String {
    normal(root).join(file).into_string()
}

/// What flowproof.yaml leaves out.
pub(super) fn exclusions(project: &Project) -> Vec<Exclusion> {
    let specs = project.settings().coverage.exclude.iter();
    let exclusion = |spec: &crate::project::ExcludeSpec| {
        Some(Exclusion {
            file: project.shown_flow_file(&spec.flow.value)?.into(),
            action: spec.action.as_ref().map(|action| action.value.as_str().into()),
            output: spec.output.as_ref().map(|output| output.value.as_str().into()),
            reason: spec.reason.as_str().into(),
        })
    };
    specs.filter_map(exclusion).collect()
}

/// What flowproof.yaml wants to be reached.
pub(super) fn settings_least(project: &Project) -> Vec<Least> {
    let settings = &project.settings().coverage;
    let all = settings.fail_under.and_then(Percent::from_hundredths).map(|percent| Least { of: Of::All, percent });
    let flows = settings.fail_under_flow.iter().filter_map(|(flow, hundredths)| {
        let file = project.shown_flow_file(&flow.value)?;
        Some(Least { of: Of::Flow(file.into()), percent: Percent::from_hundredths(*hundredths)? })
    });
    all.into_iter().chain(flows).collect()
}

/// What the command line wants to be reached. A flow is named as in flowproof.yaml, or by its file.
///
/// # Errors
/// No such flow is known, which has been told.
pub(super) fn least(edge: &Edge, asked: &[FailUnder], project: &Project, known: &Coverage) -> Result<Vec<Least>, Exit> {
    let mut found = Vec::new();
    for one in asked {
        let of = match &one.flow {
            None => Of::All,
            Some(name) => {
                match project.shown_flow_file(name).or_else(|| known.flow(name).map(|flow| flow.file.to_string())) {
                    Some(file) => Of::Flow(file.into()),
                    None => {
                        let names = project.flow_names().chain(known.flows.iter().map(|flow| &*flow.file));
                        let help = list_of("flows", name, names).map(|list| format!("; {list}")).unwrap_or_default();
                        edge.tell(&format!("`--fail-under {name}={}`: no flow is named `{name}`{help}", one.percent));
                        return Err(Exit::Usage);
                    }
                }
            }
        };
        found.push(Least { of, percent: one.percent });
    }
    Ok(found)
}
