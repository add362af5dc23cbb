//! Reads the events of a run and notes which ways each case took. Must not know what is made of it.
//!
//! What counts as taken: every action that the observed path names, also where the path is partial or the case was stopped half-way, for
//! what was seen was done. An action that ended in a run-time error was taken and left by no way. A case that passed, be it at a second
//! attempt, is green; what failed attempts and all other cases took is kept apart.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::inventory;
use super::merge::OtherVersion;
use super::model::{CaseRef, Coverage, Takers};
use super::selection::{Part, Selection};
use crate::event::{CaseReport, Event, FlowSeen, Summary, Verdict};
use crate::trace::{ActionId, Taken};

/// Notes what cases take. An action that is taken costs a look-up and no allocation.
#[derive(Debug, Default)]
pub struct Collector {
    flows: HashMap<Arc<str>, Watched>,
    cases: Vec<CaseRef>,
    part: Option<Part>,
    begun: bool,
    stopped: bool,
}

/// A flow, and who took which of its actions and ways.
#[derive(Debug)]
struct Watched {
    flow: Arc<FlowSeen>,
    positions: HashMap<ActionId, usize>,
    actions: Vec<Watch>,
    ways: Vec<Notes>,
}

/// An action: its ways, by position, and who came to it.
#[derive(Debug, Default)]
struct Watch {
    ways: Range<usize>,
    taken: Notes,
}

/// Cases in the order in which they ended.
#[derive(Debug, Default)]
struct Notes {
    green: Vec<u32>,
    red: Vec<u32>,
}

impl Collector {
    /// A collector for a run of all cases, of a shard, or of those that were `chosen`.
    pub fn new(chosen: bool) -> Self {
        Self { part: chosen.then_some(Part::Chosen), ..Self::default() }
    }

    /// Whether a run has begun.
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// Takes one event, in order.
    pub fn event(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => {
                self.begun = true;
                let shard = run.shard.map(Part::from);
                self.part = self.part.or(shard).or(Some(Part::All));
            }
            Event::CaseEnded(report) => self.case(report),
            Event::RunEnded(summary) => self.stopped = unfinished(summary),
            Event::CaseStarted(_) | Event::CaseSlow(..) | Event::WaitingForPaths(_) => {}
        }
    }

    fn case(&mut self, report: &CaseReport) {
        let Some(flow) = &report.flow else { return };
        let Ok(case) = u32::try_from(self.cases.len()) else { return };
        self.cases.push(CaseRef { file: report.name.place.source.name().into(), name: report.name.full().into() });
        let watched = self.flows.entry(flow.key.clone()).or_insert_with(|| Watched::new(Arc::clone(flow)));
        for attempt in &report.earlier {
            watched.path(attempt, case, false);
        }
        watched.path(report, case, matches!(report.verdict, Verdict::Passed | Verdict::Flaky));
    }

    /// What all cases took.
    ///
    /// # Errors
    /// A flow file changed while the cases ran.
    pub fn coverage(&self) -> Result<Coverage, OtherVersion> {
        let mut cases = self.cases.clone();
        cases.sort();
        cases.dedup();
        let at =
            |case: &CaseRef| cases.binary_search(case).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        let moves: Vec<u32> = self.cases.iter().map(at).collect();
        let mut selection = self.part.map(Selection::of).unwrap_or_default();
        if self.stopped {
            selection = Selection::of(Part::Stopped);
        }
        let mut whole = Coverage { selection: selection.clone(), cases: cases.clone(), flows: Vec::new() };
        for watched in self.flows.values() {
            let actions = |at: usize| watched.actions.get(at).map(|one| one.taken.takers(&moves)).unwrap_or_default();
            let ways = |at: usize| watched.ways.get(at).map(|one| one.takers(&moves)).unwrap_or_default();
            let flows = inventory::flows(&watched.flow, &inventory::Taken { actions: &actions, ways: &ways });
            whole = whole.merged(&Coverage { selection: selection.clone(), cases: cases.clone(), flows })?;
        }
        Ok(whole)
    }
}

/// Whether cases that were planned were not judged.
fn unfinished(summary: &Summary) -> bool {
    summary.interrupted
        || summary.timed_out
        || summary.stopped
        || summary.of(Verdict::Interrupted) > 0
        || summary.of(Verdict::Unfit) > 0
        || summary.total() < summary.planned
}

impl Watched {
    fn new(flow: Arc<FlowSeen>) -> Self {
        let mut actions: Vec<Watch> = Vec::new();
        actions.resize_with(flow.graph.actions.len(), Watch::default);
        for (position, way) in flow.ways.iter().enumerate() {
            if let Some(action) = actions.get_mut(way.action) {
                let begin = if action.ways.is_empty() { position } else { action.ways.start };
                action.ways = begin..position + 1;
            }
        }
        let mut ways = Vec::new();
        ways.resize_with(flow.ways.len(), Notes::default);
        let positions = flow.graph.actions.iter().enumerate().map(|(at, action)| (action.id.clone(), at)).collect();
        Self { flow, positions, actions, ways }
    }

    fn path(&mut self, report: &CaseReport, case: u32, green: bool) {
        let path = report.evidence.as_ref().and_then(|evidence| evidence.path.value());
        for taken in path.into_iter().flatten() {
            self.take(taken, case, green);
        }
    }

    fn take(&mut self, taken: &Taken, case: u32, green: bool) {
        let Some(action) = self.positions.get(&taken.id).and_then(|at| self.actions.get_mut(*at)) else { return };
        action.taken.note(case, green);
        if taken.error.is_some() {
            return;
        }
        let own = self.flow.ways.get(action.ways.clone()).unwrap_or_default();
        let way = own.iter().position(|way| way.output.as_deref() == taken.output.as_deref());
        if let Some(notes) = way.and_then(|way| self.ways.get_mut(action.ways.start + way)) {
            notes.note(case, green);
        }
    }
}

impl Notes {
    /// A case is noted once: cases end one after the other.
    fn note(&mut self, case: u32, green: bool) {
        let cases = if green { &mut self.green } else { &mut self.red };
        if cases.last() != Some(&case) {
            cases.push(case);
        }
    }

    fn takers(&self, moves: &[u32]) -> Takers {
        let moved = |cases: &[u32]| {
            let at = |case: &u32| usize::try_from(*case).ok().and_then(|case| moves.get(case).copied());
            let found: HashSet<u32> = cases.iter().filter_map(at).collect();
            let mut found: Vec<u32> = found.into_iter().collect();
            found.sort_unstable();
            found
        };
        Takers { green: moved(&self.green), red: moved(&self.red) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{LineColumn, Place};
    use crate::event::{CaseName, RunStarted, Shard};
    use crate::evidence::{Evidence, Origin, Part as Seen};
    use crate::flow::action::testing::Flow;
    use crate::scenario::model::TargetName;

    const ACTIONS: &str = "
- decision: { name: Gold, condition: { exp: 'Flow.tier == \"Gold\"' }, outputs: { \"yes\": { actions: [ { disconnect: { name: Early } } ] } } }
- callData: { name: Call, category: { CRM: { dataAction: { Get: {} } } } }
- disconnect: { name: Bye }
- disconnect: { name: Dead }";

    fn seen() -> Arc<FlowSeen> {
        let program = Flow::new().flow_variable("string", "Flow.tier", "{ lit: Gold }").actions(ACTIONS).program();
        Arc::new(FlowSeen::of(&"desk".into(), &program))
    }

    fn report(flow: &Arc<FlowSeen>, name: &str, verdict: Verdict, path: &[(&str, Option<&str>)]) -> CaseReport {
        let place = Place::remembered(&format!("scenarios/{name}.yaml"), LineColumn { line: 1, column: 1 });
        let name = CaseName { index: 0, file: "s.yaml".into(), scenario: name.into(), case: None, place };
        let taken = |(action, output): &(&str, Option<&str>)| {
            let known = flow.graph.actions.iter().find(|one| &*one.id.name == *action).unwrap();
            Taken {
                id: known.id.clone(),
                kind: known.kind.clone(),
                depth: 0,
                output: output.map(Into::into),
                called: None,
                inputs: Vec::new(),
                assigned: Vec::new(),
                cause: None,
                error: None,
            }
        };
        let path = Seen::seen(path.iter().map(taken).collect(), Origin::SimulateAnswer);
        let mut report = CaseReport::bare(name, verdict, None);
        report.evidence = Some(Evidence { path, ..Evidence::default() });
        report.flow = Some(Arc::clone(flow));
        report
    }

    fn started(shard: Option<Shard>) -> Event {
        Event::RunStarted(RunStarted { shard, ..RunStarted::of(1, 1, TargetName::Mock) })
    }

    /// What the cases took, a line for each action: `Gold[ab|c]: yes[a|] no[b|c]`, green cases before the bar.
    fn drawn(cases: Vec<CaseReport>) -> Vec<String> {
        let mut collector = Collector::new(false);
        collector.event(&started(None));
        for case in cases {
            collector.event(&Event::CaseEnded(Box::new(case)));
        }
        let coverage = collector.coverage().unwrap();
        let names = |cases: &[u32]| cases.iter().map(|at| &*coverage.cases[*at as usize].name).collect::<String>();
        let takers = |one: &Takers| format!("[{}|{}]", names(&one.green), names(&one.red));
        let line = |one: &crate::coverage::ActionCoverage| {
            let ways: Vec<String> = one
                .ways
                .iter()
                .map(|way| format!("{}{}", way.output.as_deref().unwrap_or("-"), takers(&way.taken)))
                .collect();
            format!("{}{}: {}", one.name, takers(&one.taken), ways.join(" "))
        };
        coverage.flows.iter().flat_map(|flow| &flow.actions).map(line).collect()
    }

    #[test]
    fn green_and_red_cases_are_told_apart_and_repetition_counts_once() {
        let flow = seen();
        let found = drawn(vec![
            report(
                &flow,
                "b",
                Verdict::Passed,
                &[("Gold", Some("no")), ("Gold", Some("no")), ("Call", Some("timeout"))],
            ),
            report(&flow, "a", Verdict::Passed, &[("Gold", Some("yes")), ("Early", None)]),
            report(&flow, "c", Verdict::Failed, &[("Gold", Some("no")), ("Call", Some("failure")), ("Bye", None)]),
        ]);
        assert_eq!(
            found,
            [
                "Gold[ab|c]: yes[a|] no[b|c]",
                "Early[a|]: -[a|]",
                "Call[b|c]: success[|] failure[|c] timeout[b|]",
                "Bye[|c]: -[|c]",
                "Dead[|]: -[|]",
            ]
        );
    }

    #[test]
    fn an_error_leaves_by_no_way_and_a_flaky_case_is_green_in_its_last_attempt() {
        let flow = seen();
        let mut broken = report(&flow, "a", Verdict::Flaky, &[("Gold", Some("no")), ("Bye", None)]);
        broken.earlier = vec![report(&flow, "a", Verdict::Failed, &[("Gold", Some("yes"))])];
        let Some(Seen::Observed(path)) = broken.evidence.as_mut().map(|one| &mut one.path) else { panic!() };
        path.value[1].error = Some("no such value".to_owned());
        let found = drawn(vec![broken]);
        assert_eq!((found[0].as_str(), found[3].as_str()), ("Gold[a|a]: yes[|a] no[a|]", "Bye[a|]: -[|]"));
    }

    #[test]
    fn what_was_not_asked_or_not_judged_makes_it_a_part() {
        let words = |chosen: bool, shard: Option<Shard>, planned: usize| {
            let mut collector = Collector::new(chosen);
            collector.event(&started(shard));
            collector.event(&Event::RunEnded(Summary::planning(planned)));
            collector.coverage().unwrap().selection.words()
        };
        let shard = Some(Shard { number: 2, of: 3 });
        assert_eq!(words(false, None, 0), None);
        assert_eq!(words(false, shard, 0).as_deref(), Some("shard 2 of 3"));
        assert_eq!(words(true, shard, 0).as_deref(), Some("cases that were chosen"));
        assert_eq!(words(false, None, 1).as_deref(), Some("a run that was stopped"));
    }

    #[test]
    fn an_action_that_nothing_leads_to_is_apart() {
        let coverage = Coverage::untaken(&seen());
        let dead = coverage.flows[0].actions.last().unwrap();
        assert_eq!((&*dead.name, dead.ways[0].apart), ("Dead", Some(crate::coverage::Apart::Unreachable)));
        // Gold has two ways, Call three, Early and Bye one each; Dead does not count.
        assert_eq!(coverage.count_ways(), crate::coverage::Count { taken: 0, of: 7 });
        assert_eq!(coverage.count_actions(), crate::coverage::Count { taken: 0, of: 4 });
    }

    #[test]
    fn it_lies_on_the_graph_that_is_drawn() {
        let flow = seen();
        let coverage = Coverage::untaken(&flow);
        let names: Vec<&str> = coverage.on(&flow.graph).into_iter().map(|one| &*one.unwrap().name).collect();
        assert_eq!(names, ["Gold", "Early", "Call", "Bye", "Dead"]);
        assert!(Coverage::default().on(&flow.graph).iter().all(Option::is_none));
    }
}
