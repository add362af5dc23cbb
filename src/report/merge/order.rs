//! The cases of several runs as those of one, in the order of the plan.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::told::{Key, Told};
use super::{sum, together};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::{CaseReport, Event, Summary, Verdict};

/// The whole.
#[derive(Debug)]
pub struct Merged {
    /// Its events, as one run would have told them.
    pub events: Vec<Event>,
    /// Its sum, also the last of the events. Where reports do not belong together, a file is wrong.
    pub summary: Summary,
}

/// A case of the whole.
struct Slot {
    /// Which run's order it follows (shards follow one), and its position there.
    order: (usize, usize),
    begun: bool,
    slow: Vec<std::time::Duration>,
    file: String,
    report: CaseReport,
}

/// One whole of these runs; none where there is no run. With `rerun`, what is told later of a case replaces what was told before, which
/// stays among its earlier attempts; else a case that is told twice is an error. What speaks against it goes to `wrong`, and
/// what there is is merged all the same.
pub fn merge(mut runs: Vec<Told>, rerun: bool, wrong: &mut Diagnostics) -> Option<Merged> {
    together::check(&runs, rerun, wrong);
    let first = sum::first(&runs);
    let mut slots: IndexMap<Key, Slot> = IndexMap::new();
    for (number, run) in runs.iter_mut().enumerate() {
        let later = run.after(first);
        let group = if run.started.shard.is_some() { 0 } else { number + 1 };
        told(run, wrong);
        let mut twice = Twice::default();
        for (key, case) in std::mem::take(&mut run.cases) {
            let (begun, slow, order) = (case.begun, case.slow.clone(), (group, case.name.index));
            let slot = Slot { order, begun, slow, file: run.file.clone(), report: case.judged(later) };
            match slots.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(slot);
                }
                Entry::Occupied(mut taken) if rerun => taken.get_mut().again(slot),
                Entry::Occupied(taken) => twice.add(&slot, taken.get()),
            }
        }
        twice.tell(run, wrong);
    }
    let unknown: usize = runs.iter().map(|run| run.unknown).sum();
    let mut slots: Vec<Slot> = slots.into_values().collect();
    slots.sort_by_key(|slot| slot.order);
    let one_order = slots.windows(2).all(|pair| matches!(pair, [a, b] if a.order.0 == b.order.0));
    if !one_order {
        for (index, slot) in slots.iter_mut().enumerate() {
            slot.report.name.index = index;
        }
    }
    whole(&runs, slots, unknown, rerun, wrong.has_errors())
}

fn whole(runs: &[Told], slots: Vec<Slot>, unknown: usize, rerun: bool, wrong: bool) -> Option<Merged> {
    let (told, cases): (Vec<_>, Vec<CaseReport>) =
        slots.into_iter().map(|slot| ((slot.begun, slot.slow), slot.report)).unzip();
    let planned = cases.len() + unknown;
    let settled = rerun && unknown == 0 && !cases.iter().any(sum::is_open);
    let mut summary = sum::ended(runs, planned, &cases, settled);
    summary.files_wrong |= wrong;
    let mut events = vec![Event::RunStarted(sum::started(runs, planned, &cases)?)];
    for ((begun, slow), report) in told.into_iter().zip(cases) {
        let name = report.name.clone();
        events.extend(begun.then(|| Event::CaseStarted(name.clone())));
        events.extend(slow.into_iter().map(|after| Event::CaseSlow(name.clone(), after)));
        events.push(Event::CaseEnded(Box::new(report)));
    }
    events.push(Event::RunEnded(summary.clone()));
    Some(Merged { events, summary })
}

/// The cases of a run that were judged before it.
#[derive(Default)]
struct Twice {
    /// The first of them, and the file that judged it before.
    first: Option<(String, String)>,
    others: usize,
}

impl Twice {
    fn add(&mut self, slot: &Slot, before: &Slot) {
        match self.first {
            None => self.first = Some((slot.report.name.full(), before.file.clone())),
            Some(_) => self.others += 1,
        }
    }

    /// Says of all of them at once: files that were given by mistake hold the same cases by the hundred.
    fn tell(self, run: &Told, wrong: &mut Diagnostics) {
        let Some((name, before)) = self.first else { return };
        let message = match self.others {
            0 => format!("`{name}` is judged in `{before}` too"),
            1 => format!("`{name}` and one other case are judged in earlier files too, the first in `{before}`"),
            others => {
                format!("`{name}` and {others} other cases are judged in earlier files too, the first in `{before}`")
            }
        };
        let twice = Diagnostic::error(Code::REPORTS_APART, message).at(run.place());
        wrong.push(twice.help("with `--rerun`, what is given later replaces what was before"));
    }
}

/// Says of a run that was killed what is not known of it.
fn told(run: &Told, wrong: &mut Diagnostics) {
    if run.ended.is_some() {
        return;
    }
    let message = match run.unknown {
        0 => "the run has no end: it was killed".to_owned(),
        unknown => format!(
            "the run has no end: it was killed, and nothing is known of {unknown} of its {} cases",
            run.started.planned
        ),
    };
    wrong.push(Diagnostic::warning(Code::REPORT_UNREADABLE, message).at(run.place()));
}

impl Slot {
    /// The same case, run again. An attempt that was cut short says nothing, be it this one or the one before.
    fn again(&mut self, later: Slot) {
        if sum::is_open(&later.report) {
            return;
        }
        let mut before = std::mem::replace(&mut self.report, later.report);
        self.file = later.file;
        self.begun |= later.begun;
        self.slow = later.slow;
        self.report.name = before.name.clone();
        let mut earlier = std::mem::take(&mut before.earlier);
        if !before.verdict.is_green() && !sum::is_open(&before) {
            earlier.push(before);
        }
        earlier.append(&mut self.report.earlier);
        self.report.earlier = earlier;
        if self.report.verdict == Verdict::Passed && !self.report.earlier.is_empty() {
            self.report.verdict = Verdict::Flaky;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{LineColumn, Place};
    use crate::event::{CaseName, RunStarted, Shard};
    use crate::scenario::model::TargetName;
    use rstest::rstest;

    fn name(index: usize) -> CaseName {
        let at = LineColumn { line: index + 1, column: 1 };
        let case = Some(format!("case {index}").into());
        CaseName { index, file: "a.yaml".into(), scenario: "S".into(), case, place: Place::remembered("a.yaml", at) }
    }

    /// A run of these cases; killed where it has no end.
    fn run(file: &str, shard: Option<(u32, u32)>, verdicts: &[(usize, Option<Verdict>)], ends: bool) -> Told {
        let shard = shard.map(|(number, of)| Shard { number, of });
        let planned = verdicts.len();
        let started = RunStarted { shard, ..RunStarted::of(planned, 1, TargetName::Mock) };
        let mut summary = Summary::planning(planned);
        let mut events = vec![Event::RunStarted(started)];
        for (index, verdict) in verdicts {
            events.push(Event::CaseStarted(name(*index)));
            if let Some(verdict) = verdict {
                summary.count(*verdict);
                events.push(Event::CaseEnded(Box::new(CaseReport::bare(name(*index), *verdict, None))));
            }
        }
        events.extend(ends.then_some(Event::RunEnded(summary)));
        Told::of(file, events).pop().unwrap()
    }

    const PASSED: Option<Verdict> = Some(Verdict::Passed);
    const FAILED: Option<Verdict> = Some(Verdict::Failed);

    fn cases(merged: &Merged) -> Vec<(usize, Verdict, usize)> {
        let ended = merged.events.iter().filter_map(|event| match event {
            Event::CaseEnded(report) => Some((report.name.index, report.verdict, report.earlier.len())),
            _ => None,
        });
        ended.collect()
    }

    fn told(wrong: &Diagnostics) -> Vec<String> {
        wrong.iter().map(|one| format!("{:?} {}", one.place, one.message)).collect()
    }

    #[test]
    fn shards_become_one_run_in_the_order_of_the_plan() {
        let runs = vec![
            run("2.jsonl", Some((2, 2)), &[(1, PASSED), (3, FAILED)], true),
            run("1.jsonl", Some((1, 2)), &[(0, PASSED), (2, PASSED)], true),
        ];
        let mut wrong = Diagnostics::new();
        let merged = merge(runs, false, &mut wrong).unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
        let expected =
            [(0, Verdict::Passed, 0), (1, Verdict::Passed, 0), (2, Verdict::Passed, 0), (3, Verdict::Failed, 0)];
        assert_eq!(cases(&merged), expected);
        assert_eq!((merged.summary.planned, merged.summary.exit()), (4, crate::event::Exit::Red));
    }

    #[rstest]
    #[case(&[(1, 4), (3, 4)], &["shard 2/4 is missing", "shard 4/4 is missing"])]
    #[case(&[(1, 2), (1, 2), (2, 2)], &["shard 1/2 is given twice: `0` is it too"])]
    #[case(&[(1, 2), (2, 2), (3, 3)], &["shard 3/3 is not of the same whole as `0`, which has 2 shards"])]
    fn shards_that_are_not_one_whole_are_told(#[case] shards: &[(u32, u32)], #[case] expected: &[&str]) {
        let one = |(at, shard): (usize, &(u32, u32))| run(&at.to_string(), Some(*shard), &[(at, PASSED)], true);
        let mut wrong = Diagnostics::new();
        let merged = merge(shards.iter().enumerate().map(one).collect(), false, &mut wrong).unwrap();
        let messages: Vec<&str> = wrong.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, expected);
        assert_eq!(merged.summary.exit(), crate::event::Exit::Usage, "a whole with a hole is never green");
        assert_eq!(cases(&merged).len(), shards.len(), "what there is is shown");
    }

    #[test]
    fn a_case_is_judged_once_unless_it_was_run_again() {
        let runs = || vec![run("a", None, &[(0, FAILED), (1, FAILED)], true), run("b", None, &[(0, PASSED)], true)];
        let mut wrong = Diagnostics::new();
        merge(runs(), false, &mut wrong).unwrap();
        assert_eq!(told(&wrong), ["Some(b:1:1) `S: case 0` is judged in `a` too"]);
        let many = [(0, PASSED), (1, PASSED), (2, PASSED)];
        let mut wrong = Diagnostics::new();
        merge(vec![run("a", None, &many, true), run("b", None, &many, true)], false, &mut wrong).unwrap();
        let expected =
            "Some(b:1:1) `S: case 0` and 2 other cases are judged in earlier files too, the first in `a`".to_owned();
        assert_eq!(told(&wrong), [expected]);
        let mut wrong = Diagnostics::new();
        let merged = merge(runs(), true, &mut wrong).unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(cases(&merged), [(0, Verdict::Flaky, 1), (1, Verdict::Failed, 0)]);
    }

    #[test]
    fn a_run_that_was_killed_is_interrupted_until_its_cases_are_run_again() {
        let mut killed = run("a", None, &[(0, PASSED), (1, None)], false);
        killed.unknown += 1;
        let mut wrong = Diagnostics::new();
        let merged = merge(vec![killed], false, &mut wrong).unwrap();
        assert_eq!(
            told(&wrong),
            ["Some(a:1:1) the run has no end: it was killed, and nothing is known of 1 of its 2 cases"]
        );
        assert_eq!(cases(&merged), [(0, Verdict::Passed, 0), (1, Verdict::Interrupted, 0)]);
        assert_eq!((merged.summary.planned, merged.summary.exit()), (3, crate::event::Exit::Interrupted));

        let runs = vec![run("a", None, &[(0, PASSED), (1, None)], false), run("b", None, &[(1, PASSED)], true)];
        let merged = merge(runs, true, &mut Diagnostics::new()).unwrap();
        assert_eq!(cases(&merged), [(0, Verdict::Passed, 0), (1, Verdict::Passed, 0)]);
        assert_eq!(merged.summary.exit(), crate::event::Exit::Green);
    }
}
