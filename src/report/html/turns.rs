//! Which actions of the path belong to which part of the conversation. An action that says a line stands beside it, and so does what came before
//! it; where nothing tells, the path stays together. Pure; must not know how it is shown.

use std::ops::Range;

use crate::trace::{Line, Speaker, Taken};

/// What the customer said and what was said to that, beside the actions taken meanwhile: both as ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    pub lines: Range<usize>,
    pub steps: Range<usize>,
}

/// The turns of a conversation; one at least.
pub(super) fn turns(lines: &[Line], path: &[Taken]) -> Vec<Turn> {
    let mut starts: Vec<usize> = vec![0];
    let customer = |line: &Line| line.speaker == Speaker::Customer;
    starts.extend(lines.iter().enumerate().skip(1).filter(|(_, line)| customer(line)).map(|(at, _)| at));
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let (mut found, mut step): (Vec<Turn>, usize) = (Vec::new(), 0);
    for (start, end) in starts.iter().copied().zip(ends) {
        let first = step;
        for line in lines.get(start..end).unwrap_or_default().iter().filter(|line| !customer(line)) {
            let rest = path.get(step..).unwrap_or_default();
            step = rest.iter().position(|taken| says(taken, line)).map_or(step, |at| step + at + 1);
        }
        found.push(Turn { lines: start..end, steps: first..step });
    }
    // What nothing follows belongs to the last answer.
    if let Some(last) = found.last_mut() {
        last.steps.end = path.len();
    }
    found
}

fn says(taken: &Taken, line: &Line) -> bool {
    taken.inputs.iter().any(|(_, value)| same(value, &line.text))
}

/// The same but for white space.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::ActionId;

    fn line(speaker: Speaker, text: &str) -> Line {
        Line { speaker, text: text.into(), choices: Vec::new() }
    }

    fn step(text: Option<&str>) -> Taken {
        Taken {
            id: ActionId { flow: "F".into(), container: "S".into(), name: "A".into(), ordinal: 0 },
            kind: "sendResponse".into(),
            depth: 0,
            output: None,
            called: None,
            inputs: text.map(|text| ("text".into(), text.to_owned())).into_iter().collect(),
            assigned: Vec::new(),
            cause: None,
            error: None,
        }
    }

    fn shape(lines: &[Line], path: &[Taken]) -> Vec<(Range<usize>, Range<usize>)> {
        turns(lines, path).into_iter().map(|turn| (turn.lines, turn.steps)).collect()
    }

    #[test]
    fn an_action_stands_beside_what_it_says_and_the_rest_behind_the_last() {
        use Speaker::{Customer, Flow};
        let lines = [line(Customer, "hi"), line(Flow, "Which  one?"), line(Customer, "1"), line(Flow, "Bye")];
        let path = [step(None), step(Some("Which one?")), step(None), step(Some("Bye")), step(None)];
        assert_eq!(shape(&lines, &path), [(0..2, 0..2), (2..4, 2..5)]);
    }

    #[test]
    fn where_nothing_tells_the_path_stays_together() {
        use Speaker::{Customer, Flow};
        let lines = [line(Flow, "Welcome"), line(Customer, "hi"), line(Customer, "you there?")];
        let path = [step(None), step(None)];
        assert_eq!(shape(&lines, &path), [(0..1, 0..0), (1..2, 0..0), (2..3, 0..2)]);
        assert_eq!(shape(&[], &path), [(0..0, 0..2)]);
        assert_eq!(shape(&lines[..1], &[]), [(0..1, 0..0)]);
    }
}
