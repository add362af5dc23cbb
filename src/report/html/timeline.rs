//! When each case ran: a bar a case, in as many rows as ran side by side, with its name where there is room for it.

use std::collections::HashMap;
use std::time::Duration;

use maud::{Markup, html};

use super::known::Known;
use super::text::line;
use super::words;

/// The height of a row; the least width of a bar in hundredths of the whole, and the gap between a bar and what stands beside it.
const ROW: f64 = 16.0;
const LEAST: f64 = 0.15;
const GAP: f64 = 0.4;

/// The width of a character in hundredths of the whole, on a page that is not narrow.
const LETTER: f64 = 0.75;

/// Characters of a name beside a bar.
const NAME: usize = 48;

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
    let scale = 100.0 / end.as_secs_f64();
    html! {
        section.timeline id="time" aria-labelledby="time-head" {
            h2 id="time-head" { "When each case ran" }
            div.bars-frame {
                svg.bars width="100%" height=(height(count)) role="group" aria-label={ (words::plural(ran.len(), "case")) " in " (words::plural(count, "row")) ", each a bar from its beginning to its end" } {
                    @for ((case, row), next) in ran.iter().zip(&rows).zip(followers(&spans, &rows)) {
                        (bar(case, *row, next.unwrap_or(end), scale))
                    }
                }
            }
            div.axis aria-hidden="true" { span { "0" } span { (words::duration(end)) } }
        }
    }
}

/// A bar, which a screen reader reads by its title; `next` is when the next one of its row begins.
fn bar(case: &Known, row: usize, next: Duration, scale: f64) -> Markup {
    let at = |time: Duration| time.as_secs_f64() * scale;
    let (left, width) = (at(case.began), at(case.duration).max(LEAST));
    let name = case.name.full();
    let shown = line(&name, NAME);
    let needed = u32::try_from(shown.chars().count()).map_or(100.0, f64::from) * LETTER + 2.0 * GAP;
    let beside = left + width + GAP;
    let text = if width >= needed {
        Some((left + GAP, "in"))
    } else if at(next) - beside >= needed {
        Some((beside, "by"))
    } else {
        None
    };
    html! {
        a href={ "#c" (case.number) } tabindex="-1" {
            title { (name) ", " (case.verdict.word()) ", " (words::duration(case.duration)) }
            rect class={ "b-" (case.verdict.word()) } x=(percent(left)) y=(height(row)) width=(percent(width)) height=(ROW - 2.0) {}
            @if let Some((x, class)) = text {
                text class=(class) x=(percent(x)) y=(height(row) + ROW - 5.0) aria-hidden="true" { (shown) }
            }
        }
    }
}

/// For each span when the next of its row begins; none for the last of a row.
fn followers(spans: &[(Duration, Duration)], rows: &[usize]) -> Vec<Option<Duration>> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(spans.get(*at)));
    let (mut next, mut found) = (HashMap::new(), vec![None; spans.len()]);
    for at in order {
        let (Some((from, _)), Some(row), Some(follower)) = (spans.get(at), rows.get(at), found.get_mut(at)) else {
            continue;
        };
        *follower = next.insert(*row, *from);
    }
    found
}

fn height(rows: usize) -> f64 {
    u32::try_from(rows).map_or(0.0, f64::from) * ROW
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
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

    #[test]
    fn a_bar_ends_its_room_where_the_next_of_its_row_begins() {
        let span = |from, to| (Duration::from_millis(from), Duration::from_millis(to));
        let spans = [span(5, 9), span(0, 4), span(1, 6)];
        let five = Some(Duration::from_millis(5));
        assert_eq!(followers(&spans, &rows(&spans)), [None, five, None]);
    }
}
