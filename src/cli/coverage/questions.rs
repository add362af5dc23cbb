//! Answers about single ways and cases, in words. Builds text only.

use std::fmt::Write as _;

use crate::coverage::{Coverage, Found};

/// Which cases take the ways that a text names; none where it names no way.
pub(super) fn who(coverage: &Coverage, text: &str) -> Option<String> {
    let found = coverage.ways_like(text);
    let mut out = String::new();
    for one in &found {
        let _ = writeln!(out, "{}", line(one));
        let takers = &one.way.taken;
        for case in coverage.named(&takers.green) {
            let _ = writeln!(out, "    {}  {}", case.file, case.name);
        }
        for case in
            coverage.named(&takers.red).filter(|case| !coverage.named(&takers.green).any(|green| green == *case))
        {
            let _ = writeln!(out, "    {}  {} (not green)", case.file, case.name);
        }
        if takers.green.is_empty() && takers.red.is_empty() {
            let _ = writeln!(out, "    no case");
        }
    }
    (!found.is_empty()).then_some(out)
}

/// What each case that a text names takes alone; none where it names no case.
pub(super) fn alone(coverage: &Coverage, text: &str) -> Option<String> {
    let found = coverage.alone(text);
    let mut out = String::new();
    for one in &found {
        let _ = writeln!(out, "{}  {}", one.case.file, one.case.name);
        for way in &one.ways {
            let _ = writeln!(out, "    {}", line(way));
        }
        if one.ways.is_empty() {
            let _ = writeln!(out, "    nothing that no other case takes");
        }
    }
    (!found.is_empty()).then_some(out)
}

fn line(found: &Found<'_>) -> String {
    format!("{}:{}  {}", found.flow.file, found.action.line, found.title()).replace(['\n', '\r'], " ")
}
