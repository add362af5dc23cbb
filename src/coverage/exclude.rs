//! Ways that flowproof.yaml leaves out of the count, each with a reason. Must not know how they are written there.

use std::sync::Arc;

use super::model::{Coverage, FlowCoverage, WayCoverage};

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The flow file.
    pub file: Arc<str>,
    /// The name of the actions; none for the whole flow.
    pub action: Option<Arc<str>>,
    /// The output; none for all ways of the actions.
    pub output: Option<Arc<str>>,
    /// Why.
    pub reason: Arc<str>,
}

impl Exclusion {
    fn ways<'f>(&'f self, flow: &'f mut FlowCoverage) -> impl Iterator<Item = &'f mut WayCoverage> {
        let actions = flow.actions.iter_mut();
        let named = actions.filter(|action| self.action.as_ref().is_none_or(|name| *name == action.name));
        let ways = named.flat_map(|action| action.ways.iter_mut());
        ways.filter(|way| self.output.is_none() || way.output == self.output)
    }
}

impl Coverage {
    /// Leaves out what an exclusion names, and gives how many ways that are.
    pub fn exclude(&mut self, exclusion: &Exclusion) -> usize {
        let mut found = 0;
        for flow in self.flows.iter_mut().filter(|flow| flow.file == exclusion.file) {
            for way in exclusion.ways(flow) {
                way.excluded.get_or_insert_with(|| exclusion.reason.clone());
                found += 1;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::coverage::model::Takers;
    use crate::coverage::testing::{action, coverage, flow, way};

    #[rstest]
    #[case("f.yaml", None, None, 4)]
    #[case("f.yaml", Some("Call"), None, 3)]
    #[case("f.yaml", Some("Call"), Some("failure"), 1)]
    #[case("f.yaml", Some("Call"), Some("no"), 0)]
    #[case("f.yaml", Some("call"), None, 0)]
    #[case("g.yaml", None, None, 0)]
    fn as_much_as_is_named_is_left_out(
        #[case] file: &str,
        #[case] name: Option<&str>,
        #[case] output: Option<&str>,
        #[case] ways: usize,
    ) {
        let outputs = ["success", "failure", "timeout"].map(|output| way(output, Takers::default()));
        let actions = vec![action(1, "Call", outputs.to_vec()), action(2, "Bye", vec![way("", Takers::default())])];
        let mut coverage = coverage("a", vec![flow("f.yaml", actions)]);
        let (action, output) = (name.map(Into::into), output.map(Into::into));
        let exclusion = Exclusion { file: file.into(), action, output, reason: "retired".into() };
        assert_eq!(coverage.exclude(&exclusion), ways);
        assert_eq!(coverage.count_ways().of, 4 - ways);
    }
}
