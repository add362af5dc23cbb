//! Why a case is not green, in one line.

use crate::event::CaseReport;

/// A longer line is cut: what shows it shows the whole elsewhere.
const LONGEST: usize = 300;

/// One line that says why a case got its verdict; empty for one that passed.
pub(super) fn headline(report: &CaseReport) -> String {
    let finding = report.findings.first().map(|one| format!("expected {}, went: {}", one.expected, one.went));
    let diagnostic = || report.diagnostics.first().map(|one| format!("{}: {}", one.code, one.message));
    let reason = || report.reason.clone();
    let attempts = || match report.earlier.len() {
        0 => None,
        earlier => Some(format!("passed at attempt {}", earlier + 1)),
    };
    let line = finding.or_else(diagnostic).or_else(reason).or_else(attempts).unwrap_or_default();
    let mut line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(cut);
        line.push('…');
    }
    match report.findings.len() {
        0 | 1 => line,
        more => format!("{line} (and {} more)", more - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{LineColumn, Place};
    use crate::event::{CaseName, Verdict};
    use crate::evidence::{Finding, FindingKind};

    #[test]
    fn it_is_one_line_and_says_how_much_more_there_is() {
        let place = Place::remembered("a.yaml", LineColumn { line: 1, column: 1 });
        let name = CaseName { index: 0, file: "a.yaml".into(), scenario: "S".into(), case: None, place };
        let mut report = CaseReport::bare(name, Verdict::Failed, None);
        assert_eq!(headline(&report), "");
        report.findings.push(Finding::new(FindingKind::Snapshot, None, "snapshot a", "it differs\n-a\n+b"));
        assert_eq!(headline(&report), "expected snapshot a, went: it differs -a +b");
        report.findings.push(Finding::new(FindingKind::Path, None, "b", "c".repeat(999)));
        assert_eq!(headline(&report), "expected snapshot a, went: it differs -a +b (and 1 more)");
        report.findings.swap(0, 1);
        assert_eq!(headline(&report).chars().count(), LONGEST + 1 + " (and 1 more)".len());
    }
}
