//! LCOV, for genhtml, editors and services that show it: an action is a line (`DA`), an output a branch (`BRDA`). Counts are of green cases.
//! What does not count is left out, and so are exports, whose lines are not those of the file. Builds text only.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::model::{ActionCoverage, Coverage, FlowCoverage};

/// The coverage as LCOV; `path` gives the path that a reader finds a flow file by.
pub fn to_lcov(coverage: &Coverage, path: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for flow in coverage.flows.iter().filter(|flow| has_lines(&flow.file)) {
        record(flow, &path(&flow.file), &mut out);
    }
    out
}

/// An `.i3…` export is encoded: it has no line of an action.
fn has_lines(file: &str) -> bool {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    !ending.starts_with("i3")
}

fn record(flow: &FlowCoverage, path: &str, out: &mut String) {
    let mut lines: BTreeMap<usize, Vec<&ActionCoverage>> = BTreeMap::new();
    for action in flow.actions.iter().filter(|action| action.counts()) {
        lines.entry(action.line).or_default().push(action);
    }
    let _ = writeln!(out, "TN:\nSF:{path}");
    branches(&lines, out);
    let taken = |actions: &[&ActionCoverage]| actions.iter().map(|one| one.taken.green.len()).max().unwrap_or(0);
    for (line, actions) in &lines {
        let _ = writeln!(out, "DA:{line},{}", taken(actions));
    }
    let hit = lines.values().filter(|actions| taken(actions) > 0).count();
    let _ = writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len());
}

/// Each action with outputs is a block of its line. A branch of an action that nobody came to is `-`, which is another thing than 0.
fn branches(lines: &BTreeMap<usize, Vec<&ActionCoverage>>, out: &mut String) {
    let (mut found, mut hit) = (0, 0);
    for (line, actions) in lines {
        for (block, action) in actions.iter().enumerate() {
            let ways = action.ways.iter().filter(|way| way.counts() && (way.output.is_some() || action.ways.len() > 1));
            for (branch, way) in ways.enumerate() {
                let count = way.taken.green.len();
                let taken = if action.taken.is_covered() { count.to_string() } else { "-".to_owned() };
                let _ = writeln!(out, "BRDA:{line},{block},{branch},{taken}");
                found += 1;
                hit += usize::from(count > 0);
            }
        }
    }
    let _ = writeln!(out, "BRF:{found}\nBRH:{hit}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::model::{Apart, Takers};
    use crate::coverage::testing::{action, coverage, flow, green, way};

    #[test]
    fn actions_are_lines_and_outputs_are_branches() {
        let call = action(3, "Call", vec![way("success", green(&[0, 1])), way("failure", Takers::default())]);
        let twin = action(3, "On the same line", vec![way("yes", Takers::default()), way("no", Takers::default())]);
        let mut dead = action(5, "Dead", vec![way("", Takers::default())]);
        dead.ways[0].apart = Some(Apart::Unreachable);
        let bye = action(7, "Bye", vec![way("", green(&[1]))]);
        let end = action(9, "End", vec![way("", Takers::default())]);
        let export = flow("flows/g.i3InboundMessage", vec![action(1, "A", vec![way("", Takers::default())])]);
        let coverage = coverage("ab", vec![flow("flows/f.yaml", vec![call, twin, dead, bye, end]), export]);
        assert_eq!(
            to_lcov(&coverage, |file| format!("desk/{file}")),
            "TN:\nSF:desk/flows/f.yaml\nBRDA:3,0,0,2\nBRDA:3,0,1,0\nBRDA:3,1,0,-\nBRDA:3,1,1,-\nBRF:4\nBRH:1\nDA:3,2\nDA:7,1\nDA:9,0\nLF:3\nLH:2\nend_of_record\n"
        );
    }
}
