//! When each case ran: a bar a case, in as many rows as ran side by side.

use std::time::Duration;

use maud::{Markup, html};

use super::known::Known;
use super::words;

/// The width of the whole in its own units, the height of a row, and the least width of a bar.
const WIDE: f64 = 1_000.0;
const ROW: f64 = 14.0;
const LEAST: f64 = 1.5;

/// The bars; nothing where fewer than two cases ran.
pub(super) fn markup(cases: &[Known]) -> Markup {
    let ran: Vec<&Known> = cases.iter().filter(|case| case.duration > Duration::ZERO).collect();
    let end = ran.iter().map(|case| case.began + case.duration).max().unwrap_or_default();
    if ran.len() < 2 || end.is_zero() {
        return html! {};
    }
    let spans: Vec<(Duration, Duration)> = ran.iter().map(|case| (case.began, case.began + case.duration)).collect();
    let rows = rows(&spans);
    let count = rows.iter().max().map_or(1, |last| last + 1);
    let scale = WIDE / end.as_secs_f64();
    let tall = height(count);
    html! {
        section.timeline id="time" aria-labelledby="time-head" {
            h2 id="time-head" { "When each case ran" }
            svg.bars viewBox={ "0 0 " (WIDE) " " (tall) } preserveAspectRatio="none" height=(tall) role="img" aria-label={ (words::plural(ran.len(), "case")) " in " (words::plural(count, "row")) ", each a bar from its beginning to its end" } {
                @for (case, row) in ran.iter().zip(&rows) {
                    a href={ "#c" (case.number) } tabindex="-1" {
                        title { (case.name.full()) ", " (case.verdict.word()) ", " (words::duration(case.duration)) }
                        rect class={ "b-" (case.verdict.word()) } x=(tenth(case.began.as_secs_f64() * scale)) y=(height(*row))
                            width=(tenth((case.duration.as_secs_f64() * scale).max(LEAST))) height=(ROW - 2.0) {}
                    }
                }
            }
            div.axis aria-hidden="true" { span { "0" } span { (words::duration(end)) } }
        }
    }
}

fn height(rows: usize) -> f64 {
    u32::try_from(rows).map_or(0.0, f64::from) * ROW
}

fn tenth(value: f64) -> String {
    format!("{value:.1}")
}

/// A row for each span, so that no two of a row overlap.
fn rows(spans: &[(Duration, Duration)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|at| spans.get(*at));
    let (mut free, mut rows): (Vec<Duration>, Vec<usize>) = (Vec::new(), vec![0; spans.len()]);
    for at in order {
        let (Some((from, to)), Some(row)) = (spans.get(at), rows.get_mut(at)) else { continue };
        *row = free.iter().position(|until| until <= from).unwrap_or(free.len());
        match free.get_mut(*row) {
            Some(until) => *until = *to,
            None => free.push(*to),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_that_ran_side_by_side_stand_in_different_rows() {
        let span = |from, to| (Duration::from_millis(from), Duration::from_millis(to));
        assert_eq!(rows(&[span(5, 9), span(0, 4), span(1, 6), span(4, 5)]), [0, 0, 1, 0]);
    }
}
