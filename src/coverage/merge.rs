//! Coverage of several runs as one: whoever took a way in one of them took it. Merging is idempotent, commutative and associative, so that
//! neither order nor repetition of files matters. Must not know where a coverage came from.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::model::{ActionCoverage, CaseRef, Coverage, FlowCoverage, Takers, WayCoverage};

/// Two coverages of differing texts of a flow file, which have no ways in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherVersion {
    /// The flow file.
    pub file: Arc<str>,
}

impl fmt::Display for OtherVersion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "they are of different texts of `{}`, whose actions cannot be told to be the same", self.file)
    }
}

impl Coverage {
    /// Both as one.
    ///
    /// # Errors
    /// They are of different texts of a flow file.
    pub fn merged(&self, other: &Self) -> Result<Self, OtherVersion> {
        let (mine, others) = (&self.cases, &other.cases);
        let mut cases: Vec<CaseRef> = mine.iter().chain(others).cloned().collect();
        cases.sort();
        cases.dedup();
        let joint = Joint { left: moves(mine, &cases), right: moves(others, &cases) };
        let mut flows: BTreeMap<Arc<str>, FlowCoverage> = BTreeMap::new();
        for flow in &self.flows {
            flows.insert(flow.file.clone(), joint.flow(Some(flow), None));
        }
        for flow in &other.flows {
            let known = self.flow(&flow.file);
            if known.is_some_and(|known| known.version != flow.version) {
                return Err(OtherVersion { file: flow.file.clone() });
            }
            flows.insert(flow.file.clone(), joint.flow(known, Some(flow)));
        }
        Ok(Self { selection: self.selection.merged(&other.selection), cases, flows: flows.into_values().collect() })
    }
}

/// The position of each case in the list of both. Both lists are in order, so the positions ascend.
fn moves(cases: &[CaseRef], all: &[CaseRef]) -> Vec<u32> {
    let at = |case: &CaseRef| all.binary_search(case).ok().and_then(|at| u32::try_from(at).ok());
    cases.iter().filter_map(at).collect()
}

/// Where the cases of two coverages stand in that of both.
struct Joint {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Joint {
    fn flow(&self, left: Option<&FlowCoverage>, right: Option<&FlowCoverage>) -> FlowCoverage {
        let both = || left.iter().chain(right.iter()).copied();
        let mut actions: BTreeMap<(usize, usize), (Option<&ActionCoverage>, Option<&ActionCoverage>)> = BTreeMap::new();
        for action in left.iter().flat_map(|flow| &flow.actions) {
            actions.entry((action.line, action.column)).or_default().0 = Some(action);
        }
        for action in right.iter().flat_map(|flow| &flow.actions) {
            actions.entry((action.line, action.column)).or_default().1 = Some(action);
        }
        FlowCoverage {
            file: both().next().map_or_else(|| "".into(), |flow| flow.file.clone()),
            version: both().next().map_or_else(|| "".into(), |flow| flow.version.clone()),
            names: both().flat_map(|flow| flow.names.iter().cloned()).collect(),
            actions: actions.into_values().filter_map(|(left, right)| self.action(left, right)).collect(),
        }
    }

    /// The same action under two names is one whose name is a placeholder: the first of both in order is kept.
    fn action(&self, left: Option<&ActionCoverage>, right: Option<&ActionCoverage>) -> Option<ActionCoverage> {
        let (one, other) = (left.or(right)?, right.or(left)?);
        Some(ActionCoverage {
            line: one.line,
            column: one.column,
            container: first(&one.container, &other.container),
            name: first(&one.name, &other.name),
            ordinal: one.ordinal.min(other.ordinal),
            kind: first(&one.kind, &other.kind),
            taken: self.takers(left.map(|one| &one.taken), right.map(|one| &one.taken)),
            ways: self.ways(left.map(|one| one.ways.as_slice()), right.map(|one| one.ways.as_slice())),
        })
    }

    fn ways(&self, left: Option<&[WayCoverage]>, right: Option<&[WayCoverage]>) -> Vec<WayCoverage> {
        let outputs = |ways: &[WayCoverage]| ways.iter().map(|way| way.output.clone()).collect::<Vec<_>>();
        let find = |ways: Option<&[WayCoverage]>, output: &Option<Arc<str>>| {
            ways.and_then(|ways| ways.iter().find(|way| way.output == *output).cloned())
        };
        let mut all = left.or(right).map(outputs).unwrap_or_default();
        if right.is_some_and(|right| outputs(right) != all) {
            // Outputs are named by placeholders here: no order of the file holds for both.
            all.extend(right.map(outputs).unwrap_or_default());
            all.sort();
            all.dedup();
        }
        all.iter().filter_map(|output| self.way(find(left, output), find(right, output))).collect()
    }

    /// A way that one run could not ask of a scenario and another could is one that can be asked; an exclusion holds for both.
    fn way(&self, left: Option<WayCoverage>, right: Option<WayCoverage>) -> Option<WayCoverage> {
        let taken = self.takers(left.as_ref().map(|way| &way.taken), right.as_ref().map(|way| &way.taken));
        let (one, other) = match (left, right) {
            (Some(left), Some(right)) => (left, right),
            (Some(only), None) | (None, Some(only)) => (only.clone(), only),
            (None, None) => return None,
        };
        Some(WayCoverage {
            output: one.output,
            taken,
            apart: one.apart.zip(other.apart).map(|(one, other)| one.min(other)),
            excluded: match (one.excluded, other.excluded) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        })
    }

    fn takers(&self, left: Option<&Takers>, right: Option<&Takers>) -> Takers {
        let joined = |cases: fn(&Takers) -> &Vec<u32>| {
            let moved = |from: Option<&Takers>, to: &[u32]| -> Vec<u32> {
                let cases = from.map(cases).into_iter().flatten();
                cases.filter_map(|case| to.get(usize::try_from(*case).ok()?).copied()).collect()
            };
            let mut all = moved(left, &self.left);
            all.extend(moved(right, &self.right));
            all.sort_unstable();
            all.dedup();
            all
        };
        Takers { green: joined(|one| &one.green), red: joined(|one| &one.red) }
    }
}

fn first(one: &Arc<str>, other: &Arc<str>) -> Arc<str> {
    one.min(other).clone()
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;
    use crate::coverage::model::Apart;
    use crate::coverage::selection::{Part, Selection};
    use crate::coverage::testing::{action, coverage, flow, green, red, way};

    #[test]
    fn cases_keep_their_names_when_they_move() {
        let one = coverage(
            "bd",
            vec![flow("f.yaml", vec![action(1, "A", vec![way("yes", green(&[1])), way("no", red(&[0]))])])],
        );
        let two = coverage(
            "ab",
            vec![flow("f.yaml", vec![action(1, "A", vec![way("yes", green(&[0])), way("no", green(&[1]))])])],
        );
        let both = one.merged(&two).unwrap();
        let names = |cases: &[u32]| cases.iter().map(|at| &*both.cases[*at as usize].name).collect::<String>();
        let ways = &both.flows[0].actions[0].ways;
        assert_eq!((names(&ways[0].taken.green), names(&ways[0].taken.red)), ("ad".to_owned(), String::new()));
        assert_eq!((names(&ways[1].taken.green), names(&ways[1].taken.red)), ("b".to_owned(), "b".to_owned()));
    }

    #[test]
    fn another_text_of_the_flow_is_refused() {
        let one = coverage("a", vec![flow("f.yaml", Vec::new())]);
        let mut two = one.clone();
        two.flows[0].version = "v2".into();
        assert_eq!(one.merged(&two), Err(OtherVersion { file: "f.yaml".into() }));
    }

    fn takers() -> impl Strategy<Value = Takers> {
        let some = || btree_set(0_u32..4, 0..3).prop_map(|set| set.into_iter().collect());
        (some(), some()).prop_map(|(green, red)| Takers { green, red })
    }

    fn a_way() -> impl Strategy<Value = WayCoverage> {
        let apart = prop_oneof![Just(None), Just(Some(Apart::Unreachable)), Just(Some(Apart::Unsupported))];
        let excluded = prop_oneof![Just(None), Just(Some("one")), Just(Some("two"))];
        (0_usize..3, takers(), apart, excluded).prop_map(|(output, taken, apart, excluded)| WayCoverage {
            output: ["", "no", "yes"].get(output).filter(|name| !name.is_empty()).map(|name| Arc::from(*name)),
            taken,
            apart,
            excluded: excluded.map(Arc::from),
        })
    }

    fn an_action() -> impl Strategy<Value = ActionCoverage> {
        (1_usize..4, prop_oneof![Just("A"), Just("B")], vec(a_way(), 1..4)).prop_map(|(line, name, mut ways)| {
            let mut seen = std::collections::BTreeSet::new();
            ways.retain(|way| seen.insert(way.output.clone()));
            action(line, name, ways)
        })
    }

    fn a_flow() -> impl Strategy<Value = FlowCoverage> {
        (prop_oneof![Just("f.yaml"), Just("g.yaml")], vec(an_action(), 0..4)).prop_map(|(file, mut actions)| {
            actions.sort_by_key(|action| action.line);
            actions.dedup_by_key(|action| action.line);
            flow(file, actions)
        })
    }

    fn any_coverage() -> impl Strategy<Value = Coverage> {
        let part = prop_oneof![
            Just(Part::All),
            Just(Part::Chosen),
            (1_u32..3).prop_map(|number| Part::Shard { of: 2, number })
        ];
        let names = proptest::sample::subsequence(vec!['a', 'b', 'c', 'd', 'e', 'f'], 4);
        (part, names, vec(a_flow(), 0..3)).prop_map(|(part, names, mut flows)| {
            flows.sort_by(|one, other| one.file.cmp(&other.file));
            flows.dedup_by(|one, other| one.file == other.file);
            let names: String = names.into_iter().collect();
            Coverage { selection: Selection::of(part), ..coverage(&names, flows) }
        })
    }

    proptest! {
        #[test]
        fn merging_is_idempotent_commutative_and_associative(
            (one, two, three) in (any_coverage(), any_coverage(), any_coverage()),
        ) {
            prop_assert_eq!(&one.merged(&one).unwrap(), &one);
            let both = one.merged(&two).unwrap();
            prop_assert_eq!(&both, &two.merged(&one).unwrap());
            prop_assert_eq!(both.merged(&three).unwrap(), one.merged(&two.merged(&three).unwrap()).unwrap());
        }
    }
}
