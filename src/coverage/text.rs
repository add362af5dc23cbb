//! Coverage for a person: a table of flow files, then what was missed, by name and place. Builds text only.

use std::fmt::Write as _;

use super::count::Count;
use super::model::{ActionCoverage, Coverage, FlowCoverage, WayCoverage};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// The table, and the first of each list.
    #[default]
    Short,
    /// Everything.
    Full,
}

/// Lines of a list that are shown where not all are asked for: what fits on a screen beside the table.
const LINES_SHOWN: usize = 20;

/// The table, and what was missed, taken by red cases alone, or does not count.
pub fn to_text(coverage: &Coverage, detail: Detail) -> String {
    let mut out = table(coverage);
    for list in LISTS {
        list.write(coverage, detail, &mut out);
    }
    let pathless = pathless(coverage);
    if pathless > 0 {
        let _ = writeln!(out, "\n{} of {} cases showed no path", pathless, coverage.cases.len());
    }
    if let Some(part) = coverage.selection.words() {
        let _ = writeln!(out, "\nthis is coverage by a part of the cases: {part}");
    }
    out
}

impl Coverage {
    /// One line: `coverage 85.4 % (41 of 48 ways, 20 of 21 actions)`.
    pub fn line(&self) -> String {
        let (ways, actions) = (self.count_ways(), self.count_actions());
        let percent =
            ways.percent().map_or_else(|| "of nothing".to_owned(), |percent| format!("{} %", percent.short()));
        format!("coverage {percent} ({} of {} ways, {} of {} actions)", ways.taken, ways.of, actions.taken, actions.of)
    }
}

fn table(coverage: &Coverage) -> String {
    let row = |name: &str, actions: Count, ways: Count| {
        let percent = ways.percent().map_or_else(|| "–".to_owned(), |percent| percent.short());
        [
            name.to_owned(),
            format!("{} of {}", actions.taken, actions.of),
            format!("{} of {}", ways.taken, ways.of),
            percent,
        ]
    };
    let mut rows = vec![["flow file", "actions", "ways", "%"].map(str::to_owned)];
    rows.extend(coverage.flows.iter().map(|flow| row(&flow.file, flow.count_actions(), flow.count_ways())));
    rows.push(row("in all", coverage.count_actions(), coverage.count_ways()));
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (name, actions, ways, percent) = (width(0), width(1), width(2), width(3));
    let mut out = String::new();
    for [flow, taken, left, part] in &rows {
        let _ = writeln!(out, "{flow:name$}  {taken:>actions$}  {left:>ways$}  {part:>percent$}");
    }
    out
}

/// A list of actions, each with some of its ways.
struct List {
    title: &'static str,
    /// Whether a way is in it.
    holds: fn(&WayCoverage) -> bool,
    /// What stands behind the action and its ways.
    note: fn(&ActionCoverage, &WayCoverage) -> String,
}

const LISTS: [List; 3] = [
    List {
        title: "not taken:",
        holds: |way| way.counts() && !way.taken.is_covered() && !way.taken.is_red(),
        note: |action, _| {
            let came = action.taken.is_covered() || action.taken.is_red();
            if came || action.ways.len() < 2 { String::new() } else { " (no case came to it)".to_owned() }
        },
    },
    List {
        title: "taken only by cases that are not green:",
        holds: |way| way.counts() && way.taken.is_red(),
        note: |_, _| String::new(),
    },
    List {
        title: "not counted:",
        holds: |way| !way.counts(),
        note: |_, way| match (&way.excluded, way.apart) {
            (Some(reason), _) => format!(" (excluded: {reason})"),
            (None, Some(apart)) => format!(" ({})", apart.words()),
            (None, None) => String::new(),
        },
    },
];

impl List {
    fn write(&self, coverage: &Coverage, detail: Detail, out: &mut String) {
        let lines: Vec<String> = coverage.flows.iter().flat_map(|flow| self.of(flow)).collect();
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{}", self.title);
        let shown = if detail == Detail::Full { lines.len() } else { LINES_SHOWN };
        for line in lines.iter().take(shown) {
            let _ = writeln!(out, "  {line}");
        }
        let left = lines.len().saturating_sub(shown);
        if left > 0 {
            let _ = writeln!(out, "  and {left} more, which `--coverage=full` shows");
        }
    }

    /// A line for each action and note: `flows/support.yaml:41  Get Customer: failure, timeout`.
    fn of(&self, flow: &FlowCoverage) -> Vec<String> {
        let mut lines = Vec::new();
        for action in &flow.actions {
            let mut notes: Vec<(String, Vec<&str>)> = Vec::new();
            for way in action.ways.iter().filter(|way| (self.holds)(way)) {
                let note = (self.note)(action, way);
                match notes.iter_mut().find(|(known, _)| *known == note) {
                    Some((_, ways)) => ways.push(way.words()),
                    None => notes.push((note, vec![way.words()])),
                }
            }
            let only = matches!(action.ways.as_slice(), [way] if way.output.is_none());
            for (note, ways) in notes {
                let ways = if only { String::new() } else { format!(": {}", ways.join(", ")) };
                let line = format!("{}:{}  {}{ways}{note}", flow.file, action.line, action.title());
                lines.push(line.replace(['\n', '\r'], " "));
            }
        }
        lines
    }
}

/// How many cases came to no action.
fn pathless(coverage: &Coverage) -> usize {
    let mut seen = vec![false; coverage.cases.len()];
    for action in coverage.flows.iter().flat_map(|flow| &flow.actions) {
        for case in action.taken.green.iter().chain(&action.taken.red) {
            if let Some(seen) = usize::try_from(*case).ok().and_then(|at| seen.get_mut(at)) {
                *seen = true;
            }
        }
    }
    seen.iter().filter(|seen| !**seen).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::model::{Apart, Takers};
    use crate::coverage::selection::{Part, Selection};
    use crate::coverage::testing::{action, coverage, flow, green, red, way};

    #[test]
    fn the_table_and_each_list() {
        let nobody = Takers::default;
        let call = action(
            3,
            "Call",
            vec![way("success", green(&[0])), way("failure", nobody()), way("timeout", red(&[1])), way("", nobody())],
        );
        let never = action(12, "Never", vec![way("yes", nobody()), way("no", nobody())]);
        let mut dead = action(20, "Dead", vec![way("", nobody())]);
        dead.ways[0].apart = Some(Apart::Unreachable);
        let mut old = action(30, "Old", vec![way("a", nobody()), way("b", nobody())]);
        old.ways[1].excluded = Some("retired in May".into());
        old.ordinal = 1;
        let empty = flow("flows/none.yaml", Vec::new());
        let mut coverage = coverage("abc", vec![flow("flows/f.yaml", vec![call, never, dead, old]), empty]);
        coverage.selection = Selection::of(Part::Chosen);
        assert_eq!(
            to_text(&coverage, Detail::Short),
            "\
flow file        actions    ways     %
flows/f.yaml      1 of 3  1 of 7  14.2
flows/none.yaml   0 of 0  0 of 0     –
in all            1 of 3  1 of 7  14.2

not taken:
  flows/f.yaml:3  Call: failure, goes on
  flows/f.yaml:12  Never: yes, no (no case came to it)
  flows/f.yaml:30  Old #2: a (no case came to it)

taken only by cases that are not green:
  flows/f.yaml:3  Call: timeout

not counted:
  flows/f.yaml:20  Dead (nothing leads to it)
  flows/f.yaml:30  Old #2: b (excluded: retired in May)

1 of 3 cases showed no path

this is coverage by a part of the cases: cases that were chosen
"
        );
    }

    #[test]
    fn a_long_list_is_cut_unless_all_is_asked_for() {
        let actions = (1..=LINES_SHOWN + 3).map(|line| action(line, "A", vec![way("", Takers::default())])).collect();
        let coverage = coverage("", vec![flow("f.yaml", actions)]);
        let text = to_text(&coverage, Detail::Short);
        assert!(text.ends_with("  f.yaml:20  A\n  and 3 more, which `--coverage=full` shows\n"), "{text}");
        assert!(to_text(&coverage, Detail::Full).ends_with("  f.yaml:23  A\n"));
    }
}
