//! The search: runs that found something new are kept, changed a little, and run again, until every way is taken or the limit is reached.
//! Must not know what a way is good for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use fastrand::Rng;
use jiff::Timestamp;

use super::Recipe;
use super::drive::{Subject, Surroundings};
use super::obstacle::Seen;
use super::tape::{Fork, Tape, changed};
use super::ways::{Way, WayReport, ways};
use crate::flow::program::{Program, reachable};
use crate::flow::world::World;
use crate::trace::{Ending, Taken, TraceLevel};

/// Beginnings that wait to be tried at most.
const MOST_FORKS: usize = 20_000;

/// Runs that took a way and that nobody could use, after which no more are offered for that way. One in some hundreds may be of use: a
/// queue that must be absent may be the one that the flow falls back to in all the others.
const MOST_OFFERS: u32 = 1_000;

/// Who is offered the runs that found something, and says which ways of each can be used: for the others the search goes on.
pub type Judge<'j> = &'j mut dyn FnMut(Find) -> BTreeSet<Way>;

/// How long a search goes on.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Runs at most.
    pub runs: u32,
    /// The seed of its choices.
    pub seed: u64,
    /// Runs without anything new after which it is given up.
    pub idle: u32,
}

impl Default for Limits {
    /// Enough for flows of sixty actions, within a second.
    fn default() -> Self {
        Self { runs: 40_000, seed: 1, idle: 40_000 }
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

/// A run that took a way that no run before it took, or none that could be used.
#[derive(Debug, Clone)]
pub struct Find {
    /// All ways that it took.
    pub ways: BTreeSet<Way>,
    /// What it was given.
    pub recipe: Recipe,
    /// The actions that it took, with their data.
    pub taken: Vec<Taken>,
    /// How it ended.
    pub ending: Ending,
}

/// Explores a program from an instant, in an org that has whatever it is asked for, or nothing.
pub fn explore(program: &Arc<Program>, now: Timestamp, limits: Limits) -> Exploration {
    let surroundings = Surroundings { world: Arc::new(World::default()), now, describable: false };
    explore_in(program, &surroundings, limits, &BTreeSet::new(), None)
}

/// Explores a program where it stands; the ways that are not wanted need not be found. Without a judge every run can be used.
pub fn explore_in(
    program: &Arc<Program>,
    surroundings: &Surroundings,
    limits: Limits,
    unwanted: &BTreeSet<Way>,
    mut judge: Option<Judge<'_>>,
) -> Exploration {
    let subject = Subject::new(program, surroundings);
    let all = ways(program);
    let alive = reachable(program);
    let wanted: BTreeSet<Way> =
        all.iter().copied().filter(|way| alive.contains(&way.action) && !unwanted.contains(way)).collect();
    let mut found: BTreeMap<Way, Recipe> = BTreeMap::new();
    let mut offers: BTreeMap<Way, u32> = BTreeMap::new();
    let (mut seen, mut refused) = (BTreeSet::new(), BTreeSet::new());
    let mut corpus: Vec<Arc<[u32]>> = Vec::new();
    // Beginnings next to what was found: at actions of which a way is missing, and at all others.
    let (mut near, mut far) = (VecDeque::<Fork>::new(), VecDeque::<Fork>::new());
    let mut rng = Rng::with_seed(limits.seed);
    let (mut runs, mut cut, mut news, mut unsupported) = (0, 0, 0, BTreeSet::new());
    while runs < limits.runs && runs - news < limits.idle && found.len() < wanted.len() {
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
        let run = subject.run(Tape::new(begin, rng.u64(..)), TraceLevel::Path, None);
        let Some(ending) = &run.ending else {
            cut += 1;
            continue;
        };
        let mut stopped = false;
        if let Ending::Unsupported { kind, .. } = ending {
            unsupported.insert(kind.clone());
            refused.extend(run.ways.last().map(|way| way.action));
            // A scenario cannot be green where its flow stops so.
            stopped = surroundings.describable;
        }
        let is_open = |way: &Way, found: &BTreeMap<Way, Recipe>, offers: &BTreeMap<Way, u32>| {
            wanted.contains(way) && !found.contains_key(way) && offers.get(way).is_none_or(|count| *count < MOST_OFFERS)
        };
        let is_new = |way: &Way| !seen.contains(way) || (!stopped && is_open(way, &found, &offers));
        if !run.ways.iter().any(is_new) {
            continue;
        }
        let before = (seen.len(), found.len());
        seen.extend(run.ways.iter().copied());
        if !stopped {
            let ways: BTreeSet<Way> = run.ways.iter().copied().collect();
            let usable = match &mut judge {
                Some(judge) => {
                    // The same run again, now with all that it saw: no random choice is left in it.
                    let tape = Tape::new(run.choices.chosen.to_vec(), 0);
                    let again = subject.run(tape, TraceLevel::Data, run.until);
                    let (recipe, taken) = (again.recipe, again.taken);
                    judge(Find { ways: ways.clone(), recipe, taken, ending: ending.clone() })
                }
                None => ways.clone(),
            };
            for way in usable.iter().filter(|way| wanted.contains(way)) {
                found.entry(*way).or_insert_with(|| run.recipe.clone());
            }
            for way in ways.difference(&usable) {
                *offers.entry(*way).or_default() += 1;
            }
        }
        if (seen.len(), found.len()) == before {
            continue;
        }
        news = runs;
        let missing: BTreeSet<usize> =
            wanted.iter().filter(|way| !found.contains_key(way)).map(|way| way.action.get()).collect();
        near.extend(run.choices.forks(MOST_FORKS - near.len(), |question| missing.contains(&question)));
        far.extend(run.choices.forks(MOST_FORKS - far.len(), |question| !missing.contains(&question)));
        corpus.push(run.choices.chosen);
    }
    let view = Seen { program, alive: &alive, ways: &seen, refused: &refused };
    let ways = all.iter().map(|way| report(&view, *way, found.remove(way), unwanted.contains(way))).collect();
    Exploration { ways, runs, cut, unsupported }
}

fn report(seen: &Seen<'_>, way: Way, recipe: Option<Recipe>, unwanted: bool) -> WayReport {
    let node = seen.program.action(way.action);
    WayReport {
        way,
        action: node.id.clone(),
        kind: node.kind.clone(),
        output: way.output.and_then(|output| node.outputs.get(output)).map(|output| output.name.clone()),
        place: node.place.clone(),
        obstacle: (recipe.is_none() && !unwanted).then(|| seen.obstacle(way)),
        recipe,
    }
}

impl Exploration {
    /// The ways that were looked for and that no run took.
    pub fn missed(&self) -> impl Iterator<Item = &WayReport> {
        self.ways.iter().filter(|way| way.obstacle.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;
    use crate::flow::explore::Given;
    use crate::flow::stubs::DataActionReply;

    fn found(flow: &Flow) -> Exploration {
        explore(&flow.program(), flow.now(), Limits { runs: 3_000, ..Limits::default() })
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
                format!(
                    "{} {output}: {}",
                    way.action.name,
                    way.obstacle.as_ref().map(ToString::to_string).unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(
            missed,
            [
                "Never yes: no value that was tried goes this way: State.orders > 3 and State.orders < 2",
                "Lost -: behind `Never: yes` at flow0.yaml:16:31, which no run took: State.orders > 3 and State.orders < 2",
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
        let answers = recipe.given.iter().filter_map(|one| match one {
            Given::DataAction { category, name, reply: DataActionReply::Success(outputs) } => {
                assert_eq!((&**category, &**name), ("CRM", "Get"));
                outputs["orders"].as_i64()
            }
            _ => None,
        });
        assert!(matches!(answers.collect::<Vec<_>>().as_slice(), [orders] if *orders > 10), "{recipe:?}");
    }

    #[rstest::rstest]
    #[case::length("Length(State.tier) == 17")]
    #[case::number_in_a_text("ToInt(State.tier) > 41 and ToInt(State.tier) < 43")]
    #[case::part("Contains(State.tier, \"gold\") and State.tier != \"gold\"")]
    #[case::letter_case("Upper(State.tier) == \"GOLD\"")]
    #[case::hour("Hour(GetCurrentDateTimeUtc()) >= 22")]
    #[case::month("Month(GetCurrentDateTimeUtc()) == 12")]
    fn a_condition_that_a_person_sees_through_is_met_both_ways(#[case] condition: &str) {
        let actions = format!(
            "
- getParticipantData: {{ name: Read, attributes: [ {{ attribute: {{ name: {{ lit: tier }}, variable: State.tier }} }} ] }}
- decision: {{ name: Is it?, condition: {{ exp: '{condition}' }} }}
- disconnect: {{ name: Bye }}"
        );
        let found = found(&Flow::new().state_variable("string", "State.tier").actions(&actions));
        assert_eq!(found.missed().count(), 0, "{:?}", found.ways);
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
