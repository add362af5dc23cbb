//! Small coverages for tests.

use std::sync::Arc;

use super::model::{ActionCoverage, CaseRef, Coverage, FlowCoverage, Takers, WayCoverage};
use super::selection::{Part, Selection};

pub(super) fn green(cases: &[u32]) -> Takers {
    Takers { green: cases.to_vec(), red: Vec::new() }
}

pub(super) fn red(cases: &[u32]) -> Takers {
    Takers { green: Vec::new(), red: cases.to_vec() }
}

/// A way; an empty name is that of a way without output.
pub(super) fn way(output: &str, taken: Takers) -> WayCoverage {
    let output = (!output.is_empty()).then(|| Arc::from(output));
    WayCoverage { output, taken, apart: None, excluded: None }
}

/// An action that was taken by whoever took its ways.
pub(super) fn action(line: usize, name: &str, ways: Vec<WayCoverage>) -> ActionCoverage {
    let all = |cases: fn(&Takers) -> &Vec<u32>| {
        let found: std::collections::BTreeSet<u32> = ways.iter().flat_map(|way| cases(&way.taken)).copied().collect();
        found.into_iter().collect()
    };
    ActionCoverage {
        line,
        column: 9,
        container: "Start".into(),
        name: name.into(),
        ordinal: 0,
        kind: "decision".into(),
        taken: Takers { green: all(|one| &one.green), red: all(|one| &one.red) },
        ways,
    }
}

pub(super) fn flow(file: &str, actions: Vec<ActionCoverage>) -> FlowCoverage {
    FlowCoverage { file: file.into(), version: "v1".into(), names: [Arc::from("Desk")].into(), actions }
}

/// Coverage by all cases, named by letters: `a`, `b`, `c`.
pub(super) fn coverage(cases: &str, flows: Vec<FlowCoverage>) -> Coverage {
    let case = |name: char| CaseRef { file: format!("scenarios/{name}.yaml").into(), name: name.to_string().into() };
    Coverage { selection: Selection::of(Part::All), cases: cases.chars().map(case).collect(), flows }
}
