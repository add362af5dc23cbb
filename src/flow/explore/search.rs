//! The search: runs that found something new are kept, changed a little, and run again, until every way is taken or the limit is reached.
//! Must not know what a way is good for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use fastrand::Rng;
use jiff::Timestamp;

use super::drive::Subject;
use super::tape::{Fork, Tape, changed};
use super::ways::{Way, WayReport, ways};
use super::{Given, Recipe};
use crate::flow::program::{ActionIndex, Program, reachable};
use crate::trace::Ending;

/// Beginnings that wait to be tried at most.
const MOST_FORKS: usize = 20_000;

/// How long a search goes on.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Runs at most.
    pub runs: u32,
    /// The seed of its choices.
    pub seed: u64,
}

impl Default for Limits {
    /// Enough for flows of sixty actions, within a second.
    fn default() -> Self {
        Self { runs: 40_000, seed: 1 }
    }
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Exploration {
    /// Every way of the program, in file order.
    pub ways: Vec<WayReport>,
    /// How many runs it took.
    pub runs: u32,
    /// How many of them were cut short, because they asked for too much.
    pub cut: u32,
    /// The kinds of action that were reached and cannot be executed here.
    pub unsupported: BTreeSet<Arc<str>>,
}

/// Explores a program from an instant.
pub fn explore(program: &Arc<Program>, now: Timestamp, limits: Limits) -> Exploration {
    let subject = Subject::new(program, now);
    let all = ways(program);
    let alive = reachable(program);
    let wanted: BTreeSet<Way> = all.iter().copied().filter(|way| alive.contains(&way.action)).collect();
    let mut found: BTreeMap<Way, Recipe> = BTreeMap::new();
    let mut corpus: Vec<Arc<[u32]>> = Vec::new();
    // Beginnings next to what was found: at actions of which a way is missing, and at all others.
    let (mut near, mut far) = (VecDeque::<Fork>::new(), VecDeque::<Fork>::new());
    let mut rng = Rng::with_seed(limits.seed);
    let (mut runs, mut cut, mut unsupported) = (0, 0, BTreeSet::new());
    while runs < limits.runs && found.len() < wanted.len() {
        runs += 1;
        // What is next to something new comes first, but not only: a fork may lead nowhere.
        let fork = match runs % 4 {
            0 => None,
            1 => far.pop_front(),
            _ => near.pop_front().or_else(|| far.pop_front()),
        };
        let begin = fork.map(|fork| fork.choices()).unwrap_or_else(|| match rng.usize(0..=corpus.len()) {
            0 => Vec::new(),
            at => corpus.get(at - 1).map(|choices| changed(choices, &mut rng)).unwrap_or_default(),
        });
        let run = subject.run(Tape::new(begin, rng.u64(..)));
        match &run.ending {
            None => {
                cut += 1;
                continue;
            }
            Some(Ending::Unsupported { kind, .. }) => {
                unsupported.insert(kind.clone());
            }
            Some(_) => {}
        }
        let new: Vec<Way> = run.ways.iter().copied().filter(|way| !found.contains_key(way)).collect();
        if new.is_empty() {
            continue;
        }
        for way in new.into_iter().filter(|way| wanted.contains(way)) {
            found.entry(way).or_insert_with(|| run.recipe.clone());
        }
        let missing: BTreeSet<usize> =
            wanted.iter().filter(|way| !found.contains_key(way)).map(|way| way.action.get()).collect();
        near.extend(run.choices.forks(MOST_FORKS - near.len(), |question| missing.contains(&question)));
        far.extend(run.choices.forks(MOST_FORKS - far.len(), |question| !missing.contains(&question)));
        corpus.push(run.choices.chosen);
    }
    let reached: BTreeSet<ActionIndex> = found.keys().map(|way| way.action).collect();
    let report = |way: &Way| report(program, *way, &mut found, &reached, !alive.contains(&way.action));
    let ways = all.iter().map(report).collect();
    Exploration { ways, runs, cut, unsupported }
}

fn report(
    program: &Program,
    way: Way,
    found: &mut BTreeMap<Way, Recipe>,
    reached: &BTreeSet<ActionIndex>,
    dead: bool,
) -> WayReport {
    let node = program.action(way.action);
    let recipe = found.remove(&way);
    let obstacle = recipe.is_none().then(|| {
        if dead {
            "nothing leads to the action".to_owned()
        } else if reached.contains(&way.action) {
            let condition = program.uses.expressions.iter().find(|one| one.action == Some(way.action));
            match condition {
                Some(one) => format!("no value that was tried goes this way: {}", folded(one.bound.expression.text())),
                None => "no answer that was tried goes this way".to_owned(),
            }
        } else {
            "no run came to the action".to_owned()
        }
    });
    WayReport {
        action: node.id.clone(),
        kind: node.kind.clone(),
        output: way.output.and_then(|output| node.outputs.get(output)).map(|output| output.name.clone()),
        place: node.place.clone(),
        recipe,
        obstacle,
    }
}

fn folded(text: &str) -> String {
    crate::flow::program::folded(text)
}

impl Exploration {
    /// The ways that no run took.
    pub fn missed(&self) -> impl Iterator<Item = &WayReport> {
        self.ways.iter().filter(|way| way.recipe.is_none())
    }
}

impl Recipe {
    /// How often something that was called answered so.
    pub fn answers(&self, callee: &str) -> usize {
        self.given.iter().filter(|one| matches!(one, Given::Answer { callee: named, .. } if named == callee)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    fn found(flow: &Flow) -> Exploration {
        explore(&flow.program(), flow.now(), Limits { runs: 3_000, seed: 1 })
    }

    const TIERS: &str = "
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ] }
- callData: { name: Call, category: { CRM: { dataAction: { Get: { successOutputs: { orders: { var: State.orders } } } } } } }
- decision: { name: Gold, condition: { exp: 'State.tier == \"Gold\"' }, outputs: { yes: { actions: [ { decision: { name: Many, condition: { exp: State.orders > 10 } } } ] } } }
- decision: { name: Never, condition: { exp: State.orders > 3 and State.orders < 2 }, outputs: { yes: { actions: [ { disconnect: { name: Lost } } ] } } }
- disconnect: { name: Bye }
- disconnect: { name: Dead }";

    fn tiers() -> Flow {
        Flow::new().state_variable("string", "State.tier").state_variable("integer", "State.orders").actions(TIERS)
    }

    #[test]
    fn what_can_be_reached_is_and_the_rest_says_what_stands_in_the_way() {
        let found = found(&tiers());
        let missed: Vec<String> = found
            .missed()
            .map(|way| {
                let output = way.output.as_deref().unwrap_or("-");
                format!("{} {output}: {}", way.action.name, way.obstacle.as_deref().unwrap_or_default())
            })
            .collect();
        assert_eq!(
            missed,
            [
                "Never yes: no value that was tried goes this way: State.orders > 3 and State.orders < 2",
                "Lost -: no run came to the action",
                "Dead -: nothing leads to the action",
            ]
        );
    }

    #[test]
    fn a_recipe_holds_what_the_way_needs() {
        let found = found(&tiers());
        let many = found.ways.iter().find(|way| &*way.action.name == "Many" && way.output.as_deref() == Some("yes"));
        let recipe = many.and_then(|way| way.recipe.as_ref()).unwrap();
        assert!(recipe.given.contains(&Given::Attribute { name: "tier".into(), value: "Gold".into() }));
        let orders = recipe.given.iter().find_map(|one| match one {
            Given::Answer { callee, outputs, .. } if callee == "data action CRM > Get" => outputs["orders"].as_i64(),
            _ => None,
        });
        assert!(orders > Some(10), "{recipe:?}");
        assert_eq!(recipe.answers("data action CRM > Get"), 1);
    }

    #[test]
    fn a_loop_that_asks_is_left_in_every_way() {
        let actions = "
- loopAnythingElse:
    name: More
    question: { exp: '\"More?\"' }
    outputs:
      loop: { actions: [ { communicate: { name: Round, communication: { exp: '\"Well.\"' } } } ] }
      maxNoInputs: { actions: [ { communicate: { name: Silence, communication: { exp: '\"Gone?\"' } } } ] }
      maxNoMatches: { actions: [ { communicate: { name: Lost, communication: { exp: '\"Lost.\"' } } } ] }
- exitBotFlow: { name: Out }";
        let input = "  settingsUserInput: { noInputsTimeout: { lit: { minutes: 1 } } }";
        let found = found(&Flow::bot_flow().settings(input).actions(actions));
        let ways: Vec<_> = found.ways.iter().map(|way| way.output.as_deref().unwrap_or("-")).collect();
        assert_eq!(ways, ["loop", "maxNoInputs", "maxNoMatches", "-", "-", "-", "-", "-"]);
        let missed: Vec<_> = found.missed().map(|way| way.action.name.clone()).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn the_same_seed_finds_the_same() {
        let recipes = |found: Exploration| found.ways.into_iter().map(|way| way.recipe).collect::<Vec<_>>();
        assert_eq!(recipes(found(&tiers())), recipes(found(&tiers())));
    }
}
