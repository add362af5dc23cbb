//! Two questions to a coverage: which cases take this, and what does this case take that no other does. Must not know how answers are shown.

use super::model::{ActionCoverage, CaseRef, Coverage, FlowCoverage, WayCoverage};

/// A way that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Found<'c> {
    /// The flow file.
    pub flow: &'c FlowCoverage,
    /// The action.
    pub action: &'c ActionCoverage,
    /// The way.
    pub way: &'c WayCoverage,
}

/// A case with what it alone takes.
#[derive(Debug, Clone)]
pub struct Alone<'c> {
    /// The case.
    pub case: &'c CaseRef,
    /// The ways that count, are taken by it, and by no other green case; in file order.
    pub ways: Vec<Found<'c>>,
}

impl Found<'_> {
    /// `Get Customer: failure`, or the action's name where it has one way.
    pub fn title(&self) -> String {
        match (&self.way.output, self.action.ways.len()) {
            (None, 1) => self.action.title(),
            _ => format!("{}: {}", self.action.title(), self.way.words()),
        }
    }
}

impl Coverage {
    /// All ways, in file order.
    pub fn ways(&self) -> impl Iterator<Item = Found<'_>> {
        let actions = self.flows.iter().flat_map(|flow| flow.actions.iter().map(move |action| (flow, action)));
        actions.flat_map(|(flow, action)| action.ways.iter().map(move |way| Found { flow, action, way }))
    }

    /// The ways whose `action: output`, or place (`flows/support.yaml:41`), contains a text.
    pub fn ways_like<'c>(&'c self, text: &str) -> Vec<Found<'c>> {
        let like = |found: &Found<'_>| {
            found.title().contains(text) || format!("{}:{}", found.flow.file, found.action.line).contains(text)
        };
        self.ways().filter(like).collect()
    }

    /// Each case whose name or file contains a text, with what it alone takes.
    pub fn alone(&self, text: &str) -> Vec<Alone<'_>> {
        let chosen =
            self.cases.iter().zip(0_u32..).filter(|(case, _)| case.name.contains(text) || case.file.contains(text));
        let of = |at: u32| self.ways().filter(move |one| one.way.counts() && one.way.taken.green == [at]).collect();
        chosen.map(|(case, at)| Alone { case, ways: of(at) }).collect()
    }

    /// The cases of these positions.
    pub fn named(&self, positions: &[u32]) -> impl Iterator<Item = &CaseRef> {
        positions.iter().filter_map(|at| self.cases.get(usize::try_from(*at).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::model::Takers;
    use crate::coverage::testing::{action, coverage, flow, green, red, way};

    fn desk() -> Coverage {
        let call =
            action(3, "Call", vec![way("success", green(&[0, 1])), way("failure", green(&[1])), way("", red(&[0]))]);
        let bye = action(7, "Bye", vec![way("", green(&[0]))]);
        coverage("ab", vec![flow("flows/f.yaml", vec![call, bye, action(9, "End", vec![way("", Takers::default())])])])
    }

    #[test]
    fn ways_are_found_by_name_and_by_place() {
        let coverage = desk();
        let titles = |text: &str| coverage.ways_like(text).iter().map(Found::title).collect::<Vec<_>>();
        assert_eq!(titles("Call: f"), ["Call: failure"]);
        assert_eq!(titles("f.yaml:3"), ["Call: success", "Call: failure", "Call: goes on"]);
        assert_eq!(titles("Bye"), ["Bye"]);
        assert_eq!(titles("nothing"), [""; 0]);
    }

    #[test]
    fn what_a_case_alone_takes() {
        let coverage = desk();
        let alone = |text: &str| {
            let found = coverage.alone(text);
            found.iter().map(|one| (one.case.name.to_string(), one.ways.iter().map(Found::title).collect())).collect()
        };
        let both: Vec<(String, Vec<String>)> =
            vec![("a".to_owned(), vec!["Bye".to_owned()]), ("b".to_owned(), vec!["Call: failure".to_owned()])];
        let found: Vec<(String, Vec<String>)> = alone("scenarios/");
        assert_eq!(found, both);
        assert!(alone("c.yaml").is_empty());
    }
}
