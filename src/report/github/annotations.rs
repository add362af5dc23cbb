//! Annotations, as the workflow commands `error` and `warning` make them. Escaped as GitHub's toolkit does (`packages/core/src/command.ts` of
//! `actions/toolkit`).

use std::io::{self, Write};

use crate::diagnostic::Place;
use crate::event::{CaseReport, Verdict};
use crate::report::headline::headline;

/// GitHub shows so many errors, and so many warnings, of one step, and drops the others.
const SHOWN: usize = 10;

/// Where paths of the run lie in the repository that GitHub shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repository {
    /// The folder in which the run's paths begin, with a slash at its end; empty for the repository's own.
    pub prefix: String,
}

/// Writes one annotation for each case that is not green, and for each that is flaky; where there are more than are shown, the last says how many.
pub(super) fn write(out: &mut impl Write, cases: &[CaseReport], repository: &Repository) -> io::Result<()> {
    let red: Vec<&CaseReport> = cases.iter().filter(|case| !case.verdict.is_green()).collect();
    let flaky: Vec<&CaseReport> = cases.iter().filter(|case| case.verdict == Verdict::Flaky).collect();
    write_some(out, "error", &red, repository)?;
    write_some(out, "warning", &flaky, repository)
}

fn write_some(out: &mut impl Write, command: &str, cases: &[&CaseReport], repository: &Repository) -> io::Result<()> {
    let alone = if cases.len() > SHOWN { SHOWN - 1 } else { cases.len() };
    for case in cases.iter().take(alone) {
        let place = case.findings.iter().find_map(|finding| finding.place.as_ref()).unwrap_or(&case.name.place);
        let title = format!("{}: {}", case.name.full(), case.verdict.word());
        writeln!(out, "{}", annotation(command, place, repository, &title, &headline(case)))?;
    }
    if cases.len() > alone {
        let message = format!("{} more cases, which the job summary lists", cases.len() - alone);
        writeln!(out, "::{command} title=flowproof::{}", data(&message))?;
    }
    Ok(())
}

fn annotation(command: &str, place: &Place, repository: &Repository, title: &str, message: &str) -> String {
    let at = place.start();
    let file = format!("{}{}", repository.prefix, place.source.name().trim_start_matches("./"));
    format!(
        "::{command} file={},line={},col={},title={}::{}",
        property(&file),
        at.line,
        at.column,
        property(title),
        data(message)
    )
}

/// A message: what would end the line is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: what would end it is escaped as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::LineColumn;
    use crate::event::CaseName;

    fn report(index: usize, verdict: Verdict) -> CaseReport {
        let place = Place::remembered("./scenarios/a,b.yaml", LineColumn { line: 3, column: 5 });
        let name = CaseName { index, file: "a.yaml".into(), scenario: "A: 100%".into(), case: None, place };
        CaseReport::bare(name, verdict, Some("one\ntwo".to_owned()))
    }

    #[test]
    fn an_annotation_is_one_line_with_its_place() {
        let mut out = Vec::new();
        let repository = Repository { prefix: "suite/".to_owned() };
        write(&mut out, &[report(0, Verdict::Failed), report(1, Verdict::Passed)], &repository).unwrap();
        let expected = "::error file=suite/scenarios/a%2Cb.yaml,line=3,col=5,title=A%3A 100%25%3A failed::one two\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn more_than_are_shown_are_counted() {
        for (count, lines) in [(10, 10), (11, 10), (40, 10)] {
            let mut out = Vec::new();
            let cases: Vec<CaseReport> = (0..count).map(|index| report(index, Verdict::Errored)).collect();
            write(&mut out, &cases, &Repository::default()).unwrap();
            let out = String::from_utf8(out).unwrap();
            assert_eq!(out.lines().count(), lines);
            let more = format!("::error title=flowproof::{} more cases", count - 9);
            assert_eq!(out.contains(&more), count > 10, "{out}");
        }
    }
}
