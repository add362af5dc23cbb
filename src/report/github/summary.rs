//! The summary of a job, in Markdown: what is not green with its reason, what was flaky, what was slow, what was skipped, and the details folded.

use std::fmt::Write as _;
use std::time::Duration;

use crate::event::{CaseReport, Exit, Summary, Verdict};
use crate::report::headline::headline;
use crate::report::terminal::plain_block;
use crate::scenario::show_duration;

/// GitHub takes 1 MiB of one step and shows nothing of a longer summary; other tools may write into the same.
const LARGEST: usize = 900 * 1024;

/// So many of the slowest cases are named.
const SLOWEST: usize = 5;

/// Rows of one table; details say the rest, as far as there is room.
const MOST_ROWS: usize = 200;

/// The summary; `options` are those of a rerun.
pub(super) fn markdown(summary: &Summary, cases: &[CaseReport], options: &str) -> String {
    let mut text = head(summary);
    let of = |wanted: &dyn Fn(Verdict) -> bool| -> Vec<&CaseReport> {
        cases.iter().filter(|case| wanted(case.verdict)).collect()
    };
    let red = of(&|verdict| !verdict.is_green());
    table(&mut text, "Not green", &red, &|case| format!("{}: {}", case.verdict.word(), headline(case)));
    table(&mut text, "Flaky", &of(&|verdict| verdict == Verdict::Flaky), &|case| {
        let first = case.earlier.first().map(headline).unwrap_or_default();
        format!("{}; at first: {first}", headline(case))
    });
    let mut slowest = of(&|verdict| verdict != Verdict::Skipped);
    slowest.sort_by_key(|case| std::cmp::Reverse(case.duration));
    slowest.truncate(SLOWEST);
    table(&mut text, "Slowest", &slowest, &|case| show(case.duration));
    table(&mut text, "Skipped", &of(&|verdict| verdict == Verdict::Skipped), &|case| {
        case.reason.clone().unwrap_or_default()
    });
    details(&mut text, &red, options);
    text
}

fn head(summary: &Summary) -> String {
    let word = match summary.exit() {
        Exit::Green => "✅ green",
        Exit::Nothing => "⚠️ nothing was judged",
        Exit::Interrupted => "⚠️ interrupted",
        Exit::Unfit => "❌ the environment is unfit",
        Exit::Red | Exit::Usage => "❌ red",
    };
    let counts = Verdict::ALL.iter().filter(|verdict| summary.of(**verdict) > 0);
    let counts: Vec<String> = counts.map(|verdict| format!("{} {}", summary.of(*verdict), verdict.word())).collect();
    let counts = if counts.is_empty() { "no verdict".to_owned() } else { counts.join(", ") };
    let mut text = format!("## flowproof: {word}\n\n{counts} of {} in {}\n", summary.planned, show(summary.duration));
    if let Some(live) = &summary.live {
        let _ =
            write!(text, "\nIn org {}, run {}: {} API calls.\n", cell(&live.org), cell(&live.run), live.total_calls());
        for left in &live.left {
            let _ = write!(text, "\nLeft in the org: {}\n", cell(left));
        }
    }
    text
}

fn show(time: Duration) -> String {
    show_duration(Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)))
}

fn table(text: &mut String, title: &str, cases: &[&CaseReport], what: &dyn Fn(&CaseReport) -> String) {
    if cases.is_empty() {
        return;
    }
    let _ = write!(text, "\n### {title}\n\n| case | where | |\n| --- | --- | --- |\n");
    for case in cases.iter().take(MOST_ROWS) {
        let place = case.name.place.to_string();
        let _ = writeln!(text, "| {} | {} | {} |", cell(&case.name.full()), cell(&place), cell(&what(case)));
    }
    if cases.len() > MOST_ROWS {
        let _ = writeln!(text, "\n{} more.", cases.len() - MOST_ROWS);
    }
}

/// Text within a table: neither HTML nor a bar nor a line break may end it, and what means something to Markdown means nothing.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            '\n' => cell.push_str("<br>"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '@' | '~' => {
                cell.push('\\');
                cell.push(c);
            }
            c if c.is_control() => cell.push(' '),
            c => cell.push(c),
        }
    }
    cell
}

/// What the terminal shows of each case, folded, as long as there is room.
fn details(text: &mut String, cases: &[&CaseReport], options: &str) {
    for (told, case) in cases.iter().enumerate() {
        let block = plain_block(case, options);
        // A fence that is longer than any run of backticks in the block.
        let fence = "`".repeat(longest_run(&block).max(2) + 1);
        let title = html(&case.name.full());
        let part = format!("\n<details><summary>{title}</summary>\n\n{fence}text\n{block}{fence}\n\n</details>\n");
        if text.len() + part.len() > LARGEST {
            let _ = write!(text, "\nThe details of {} more do not fit here.\n", cases.len() - told);
            return;
        }
        text.push_str(&part);
    }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{LineColumn, Place};
    use crate::event::CaseName;

    fn report(verdict: Verdict, reason: &str) -> CaseReport {
        let place = Place::remembered("a.yaml", LineColumn { line: 3, column: 5 });
        CaseReport::bare(
            CaseName { index: 0, file: "a.yaml".into(), scenario: "A".into(), case: None, place },
            verdict,
            Some(reason.to_owned()),
        )
    }

    fn text(cases: &[CaseReport]) -> String {
        let mut summary = Summary::planning(cases.len());
        cases.iter().for_each(|case| summary.count(case.verdict));
        markdown(&summary, cases, "")
    }

    #[test]
    fn text_of_a_case_stays_in_its_cell_and_its_fence() {
        let text = text(&[report(Verdict::Failed, "a | b\n<script> ```` *x*")]);
        assert!(text.contains("| A | a.yaml:3:5 | failed: a \\| b &lt;script&gt; \\`\\`\\`\\` \\*x\\* |\n"), "{text}");
        assert!(text.contains("\n`````text\n"), "{text}");
        assert!(text.starts_with("## flowproof: ❌ red\n\n1 failed of 1 in "), "{text}");
    }

    #[test]
    fn what_is_skipped_or_flaky_is_told_with_its_reason() {
        let mut flaky = report(Verdict::Flaky, "");
        flaky.reason = None;
        flaky.earlier.push(report(Verdict::Failed, "lost"));
        let text = text(&[report(Verdict::Skipped, "needs a bot"), flaky]);
        assert!(
            text.contains("### Skipped\n\n| case | where | |\n| --- | --- | --- |\n| A | a.yaml:3:5 | needs a bot |"),
            "{text}"
        );
        assert!(text.contains("| A | a.yaml:3:5 | passed at attempt 2; at first: lost |"), "{text}");
        assert!(!text.contains("<details>"), "{text}");
    }

    #[test]
    fn it_is_never_larger_than_github_takes() {
        let long = "x".repeat(10_000);
        let cases: Vec<CaseReport> = (0..500).map(|_| report(Verdict::Failed, &long)).collect();
        let text = text(&cases);
        assert!(text.len() < 1 << 20, "{}", text.len());
        assert!(text.contains("300 more.\n") && text.contains(" more do not fit here.\n"));
    }
}
