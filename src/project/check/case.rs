//! The checks of a case, in the order of its file. Must not know what any one of them looks for.

use std::sync::Arc;

use camino::Utf8Path;

use super::{Subject, attachments, attributes, calls, ending, faults, limits, nothing, path, runnable, stubs, world};
use crate::diagnostic::Diagnostics;
use crate::project::resolve::undeclared_of;
use crate::project::{Files, Needs, Project};
use crate::scenario::ScenarioFile;
use crate::scenario::model::Case;

impl Project {
    /// Cross-checks all cases of a scenario file: what a base that several cases share gets wrong is told once, and what only some rows of its
    /// table get wrong names the first of them.
    pub fn check(&self, files: &dyn Files, path: &Utf8Path, scenario: &ScenarioFile) -> Diagnostics {
        let found = (0..scenario.case_count()).filter_map(|at| {
            let case = scenario.draft(at)?;
            Some((at, self.check_case(files, path, &case)))
        });
        let mut out = scenario.told_of_cases(found);
        out.sort();
        out
    }

    /// Cross-checks one case; its flow's own diagnostics are among the result.
    pub fn check_case(&self, files: &dyn Files, path: &Utf8Path, case: &Case) -> Diagnostics {
        let mut out = Diagnostics::new();
        attributes::check_sent(case, &mut out);
        faults::check(case, &mut out);
        nothing::check(case, &mut out);
        attachments::check(case, |file| self.attached(files, path, file), &mut out);
        match self.flow(files, path, &case.flow) {
            Err(diagnostic) => out.push(diagnostic),
            Ok(flow) => {
                out.append(flow.diagnostics.clone());
                let needs = Needs::of(case, &self.settings.defaults, undeclared_of(case), &Arc::default());
                runnable::check(case, &needs, &mut out);
                limits::check(case, &needs, &mut out);
                if flow.program.is_some() {
                    let world = self.world_of_case(&flow, case);
                    let mut subject = Subject { case, flow: &flow, world: &world, out };
                    world::check(&mut subject);
                    stubs::check(&mut subject);
                    path::check(&mut subject);
                    attributes::check_expected(&mut subject);
                    calls::check(&mut subject);
                    ending::check(&mut subject);
                    out = subject.out;
                }
            }
        }
        out
    }

    /// The path of an attachment from the scenario's folder, as it is shown, where nothing is there.
    fn attached(&self, files: &dyn Files, scenario: &Utf8Path, file: &str) -> Option<String> {
        let file = scenario.parent().unwrap_or(Utf8Path::new("")).join(file);
        (!files.exists(&file)).then(|| self.display(&file).to_string())
    }
}
