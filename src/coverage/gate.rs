//! Whether enough was taken, and if not, what lacks in which flow. Never content with nothing: of nothing, nothing is enough. Must not know
//! what follows from it.

use std::sync::Arc;

use super::count::Count;
use super::model::{Coverage, FlowCoverage};
use super::percent::Percent;

/// How much of what must be taken at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least {
    /// Of what.
    pub of: Of,
    /// How much of its ways.
    pub percent: Percent,
}

/// What a percentage is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// All flow files together.
    All,
    /// One flow file.
    Flow(Arc<str>),
}

/// Flow files that a sentence names at most.
const FLOWS_NAMED: usize = 5;

impl Coverage {
    /// A sentence for each percentage that is not reached.
    pub fn lacks(&self, least: &[Least]) -> Vec<String> {
        least.iter().filter_map(|one| self.lack(one)).collect()
    }

    fn lack(&self, least: &Least) -> Option<String> {
        let (count, subject, hint) = match &least.of {
            Of::All => (self.count_ways(), "coverage".to_owned(), Some(self.worst())),
            Of::Flow(file) => match self.flow(file) {
                Some(flow) => (flow.count_ways(), format!("coverage of {file}"), None),
                None => return Some(format!("coverage of {file} is not known: no case was asked to go through it")),
            },
        };
        if count.reaches(least.percent) {
            return None;
        }
        let Some(percent) = count.percent() else {
            return Some(format!("{subject} is of nothing: there is no way that counts"));
        };
        let most = hint.filter(|hint| !hint.is_empty()).map(|hint| format!(": {hint}")).unwrap_or_default();
        Some(format!(
            "{subject} is {} %, less than {} %; {} of {} ways lack{most}",
            exact(percent, least.percent),
            least.percent,
            count.missed(),
            count.of,
        ))
    }

    /// The flow files that lack most, and how much each.
    fn worst(&self) -> String {
        let mut missing: Vec<(Count, &FlowCoverage)> =
            self.flows.iter().map(|flow| (flow.count_ways(), flow)).filter(|(count, _)| count.missed() > 0).collect();
        missing.sort_by_key(|(count, _)| std::cmp::Reverse(count.missed()));
        let left = missing.len().saturating_sub(FLOWS_NAMED);
        let name = |(count, flow): &(Count, &FlowCoverage)| format!("{} in {}", count.missed(), flow.file);
        let mut words: Vec<String> = missing.iter().take(FLOWS_NAMED).map(name).collect();
        if left > 0 {
            words.push(format!("the rest in {left} more"));
        }
        words.join(", ")
    }
}

/// The percentage with as many digits as it takes to see that it is less.
fn exact(percent: Percent, least: Percent) -> String {
    let tenths = |one: Percent| one.hundredths() / 10;
    if tenths(percent) == tenths(least) { percent.to_string() } else { percent.short() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::coverage::model::Takers;
    use crate::coverage::testing::{action, coverage, flow, green, way};

    /// Three of four ways in one file, one of four in the other: four of eight.
    fn halves() -> Coverage {
        let file = |name: &str, taken: usize| {
            let way = |at: usize| way(&at.to_string(), if at < taken { green(&[0]) } else { Takers::default() });
            flow(name, vec![action(1, "A", (0..4).map(way).collect())])
        };
        coverage("a", vec![file("f.yaml", 3), file("g.yaml", 1)])
    }

    #[rstest]
    #[case(Of::All, 5000, None)]
    #[case(Of::All, 5001, Some("coverage is 50 %, less than 50.01 %; 4 of 8 ways lack: 3 in g.yaml, 1 in f.yaml"))]
    #[case(Of::Flow("f.yaml".into()), 7500, None)]
    #[case(Of::Flow("f.yaml".into()), 7600, Some("coverage of f.yaml is 75.0 %, less than 76 %; 1 of 4 ways lack"))]
    #[case(Of::Flow("h.yaml".into()), 0, Some("coverage of h.yaml is not known: no case was asked to go through it"))]
    fn what_lacks_is_said(#[case] of: Of, #[case] percent: u32, #[case] said: Option<&str>) {
        let least = Least { of, percent: Percent::from_hundredths(percent).unwrap() };
        assert_eq!(halves().lacks(&[least]), said.map(str::to_owned).into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_never_enough() {
        let least = Least { of: Of::All, percent: Percent::default() };
        let said = coverage("", Vec::new()).lacks(std::slice::from_ref(&least));
        assert_eq!(said, ["coverage is of nothing: there is no way that counts"]);
    }
}
