//! From a flow to suggestions: explore, draft, choose, shrink, write. Must not know what the single steps do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::choose::{Candidate, Chosen, choose};
use super::draft::Draft;
use super::fate::{Fate, Told};
use super::play::{Played, Stage};
use super::scenario::{Head, sends_a_file, text};
use super::title::{clause, stem, title};
use crate::flow::Program;
use crate::flow::explore::{Exploration, Find, Given, Limits, Recipe, Surroundings, Way, WayReport, explore_in};
use crate::flow::world::World;

/// For what scenarios are asked.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The flow, as scenarios name it.
    pub flow: &'a str,
    /// Its program.
    pub program: &'a Arc<Program>,
    /// What the project lets it look up, with what the flow names literally.
    pub world: &'a Arc<World>,
    /// The clock of a scenario that names none.
    pub now: Timestamp,
    /// The ways that scenarios take already.
    pub taken: BTreeSet<Way>,
    /// Only ways of actions of this name.
    pub only: Option<&'a str>,
    /// How long to look.
    pub limits: Limits,
}

/// A scenario that takes ways which none took before.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// Its title.
    pub title: String,
    /// A name for its file, without ending; no two of one search are the same.
    pub stem: String,
    /// The text of the file.
    pub text: String,
    /// Whether it sends the file that drafts name, whose content does not matter.
    pub sends_a_file: bool,
    /// The ways that it takes.
    pub ways: BTreeSet<Way>,
}

/// What a search came to.
#[derive(Debug, Clone)]
pub struct Suggestions {
    /// The scenarios.
    pub scenarios: Vec<Suggestion>,
    /// Every way of the program, in file order.
    pub ways: Vec<Told>,
    /// How many runs it took.
    pub runs: u32,
}

impl Suggestions {
    /// Drops scenarios that turned out not to be fit, by their positions with the reason; the ways that only they take are unwritable.
    pub fn refuse(&mut self, refused: &BTreeMap<usize, String>) {
        if refused.is_empty() {
            return;
        }
        let kept: Vec<(usize, Suggestion)> = std::mem::take(&mut self.scenarios)
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !refused.contains_key(at))
            .collect();
        for told in &mut self.ways {
            let Fate::Suggested(at) = told.fate else { continue };
            told.fate = match kept.iter().position(|(_, one)| one.ways.contains(&told.way)) {
                Some(now) => Fate::Suggested(now),
                None => Fate::Unwritable(refused.get(&at).cloned().unwrap_or_default()),
            };
        }
        self.scenarios = kept.into_iter().map(|(_, one)| one).collect();
    }
}

/// Looks for scenarios.
pub fn suggest(asked: &Asked<'_>) -> Suggestions {
    let all = crate::flow::explore::ways(asked.program);
    let is_asked = |way: &Way| {
        asked.only.is_none_or(|name| *asked.program.action(way.action).id.name == *name) && !asked.taken.contains(way)
    };
    let unwanted: BTreeSet<Way> = all.iter().copied().filter(|way| !is_asked(way)).collect();
    let wanted: BTreeSet<Way> = all.iter().copied().filter(is_asked).collect();
    let mut surroundings = Surroundings { world: Arc::clone(asked.world), now: asked.now, describable: true };
    let stage = Stage::new(asked.program, asked.world, asked.now);
    let inventory = asked.program.inventory();
    let (mut candidates, mut astray) = (Vec::new(), BTreeSet::new());
    // A run counts for what a scenario of it takes.
    let mut judge = |find: Find| {
        let draft = Draft::of(&find, asked.program, asked.world, &inventory);
        let played = stage.play(&draft);
        let ways = if played.is_bad { BTreeSet::new() } else { played.ways };
        astray.extend(find.ways.difference(&ways).copied());
        if !ways.is_empty() {
            candidates.push(Candidate { draft, ways: ways.clone() });
        }
        ways
    };
    let explored = explore_in(asked.program, &surroundings, asked.limits, &unwanted, Some(&mut judge));
    let chosen = choose(&stage, &candidates, &wanted);
    let scenarios = write(asked, &chosen, &explored);
    // What no scenario can describe may be reached all the same.
    let mut free = BTreeMap::new();
    let missed: BTreeSet<Way> = explored.missed().map(|way| way.way).collect();
    let mut runs = explored.runs;
    if !missed.is_empty() {
        surroundings.describable = false;
        let others: BTreeSet<Way> = all.iter().copied().filter(|way| !missed.contains(way)).collect();
        let again = explore_in(asked.program, &surroundings, asked.limits, &others, None);
        runs += again.runs;
        free.extend(again.ways.into_iter().filter_map(|report| Some((report.way, report.recipe?))));
    }
    let found = Found { scenarios: &scenarios, astray: &astray, free: &free };
    let told = |report: &WayReport| Told {
        way: report.way,
        action: report.action.clone(),
        output: report.output.clone(),
        place: report.place.clone(),
        fate: fate(asked, report, &found),
    };
    Suggestions { ways: explored.ways.iter().map(told).collect(), scenarios, runs }
}

/// What was found, with and without a scenario.
struct Found<'f> {
    scenarios: &'f [Suggestion],
    /// Ways that runs took, and scenarios of those runs did not.
    astray: &'f BTreeSet<Way>,
    /// What runs were given that took what no scenario can describe.
    free: &'f BTreeMap<Way, Recipe>,
}

fn write(asked: &Asked<'_>, chosen: &[Chosen], explored: &Exploration) -> Vec<Suggestion> {
    let mut stems = BTreeSet::new();
    chosen
        .iter()
        .map(|one| {
            let reports: Vec<&WayReport> =
                explored.ways.iter().filter(|report| one.alone.contains(&report.way)).collect();
            // A branch says more than the actions behind it, each of which has only one way.
            let branches: Vec<&WayReport> = reports.iter().copied().filter(|report| report.output.is_some()).collect();
            let telling = if branches.is_empty() { reports.clone() } else { branches };
            let words: Vec<String> = telling.iter().map(|report| way_words(report)).collect();
            let notes: Vec<String> =
                reports.iter().map(|report| format!("{} ({})", way_words(report), report.place)).collect();
            let title = title(asked.program.name(), &clauses(&telling, &one.played));
            let first = stem(asked.flow, &words);
            let stem = (1..).map(|at| if at == 1 { first.clone() } else { format!("{first}_{at}") });
            let stem = stem.into_iter().find(|stem| stems.insert(stem.clone())).unwrap_or_default();
            let head = Head { title: &title, flow: asked.flow, notes: &notes, default_now: asked.now };
            let text = text(&head, asked.program, &one.draft, &one.played);
            let sends_a_file = sends_a_file(&one.draft);
            Suggestion { stem, text, sends_a_file, ways: one.played.ways.clone(), title }
        })
        .collect()
}

/// The ways as clauses, in the order in which they are taken.
fn clauses(ways: &[&WayReport], played: &Played) -> Vec<String> {
    let met = |report: &WayReport| {
        played.taken.iter().position(|taken| taken.id == report.action && taken.output == report.output)
    };
    let mut ordered = ways.to_vec();
    ordered.sort_by_key(|report| met(report).unwrap_or(usize::MAX));
    ordered.iter().map(|report| clause(&report.action.name, report.output.as_deref())).collect()
}

fn way_words(report: &WayReport) -> String {
    let output = report.output.iter().map(|output| format!(": {output}")).collect::<String>();
    format!("{}{output}", report.action.name)
}

fn fate(asked: &Asked<'_>, report: &WayReport, found: &Found<'_>) -> Fate {
    if asked.taken.contains(&report.way) {
        return Fate::Taken;
    }
    if asked.only.is_some_and(|name| *report.action.name != *name) {
        return Fate::NotAsked;
    }
    if let Some(at) = found.scenarios.iter().position(|one| one.ways.contains(&report.way)) {
        return Fate::Suggested(at);
    }
    match (&report.obstacle, found.free.get(&report.way)) {
        (Some(obstacle), None) if !found.astray.contains(&report.way) => Fate::of(obstacle),
        (Some(_), Some(recipe)) if !found.astray.contains(&report.way) => Fate::Unwritable(undescribable(recipe)),
        _ => Fate::Unwritable("a scenario of that run does not take it".to_owned()),
    }
}

/// What in a recipe no scenario can say.
fn undescribable(recipe: &Recipe) -> String {
    let mut bots = BTreeMap::new();
    let mut modules = BTreeMap::new();
    let mut queues = BTreeMap::new();
    for given in &recipe.given {
        let twice = match given {
            Given::Bot { name, exit } => {
                let before = bots.insert(name, exit);
                before.is_some_and(|before| before != exit).then(|| format!("bot `{name}` comes back"))
            }
            Given::Module { name, result } => {
                let before = modules.insert(name, result);
                before.is_some_and(|before| before != result).then(|| format!("common module `{name}` comes back"))
            }
            Given::Transfer { queue, failed } => {
                let before = queues.insert(queue, failed);
                before.is_some_and(|before| before != failed).then(|| format!("queue `{queue}` answers"))
            }
            _ => None,
        };
        if let Some(what) = twice {
            return format!("{what} in two ways in one conversation, and a scenario gives it one");
        }
    }
    let input = recipe.given.iter().find_map(|given| match given {
        Given::Input { name, .. } => Some(name),
        _ => None,
    });
    match input {
        Some(name) => format!("it may take a value of input `{name}`, which a scenario cannot give"),
        None => "it takes answers that a scenario cannot give".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    const TIERS: &str = "
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } }, { attribute: { name: { lit: mood }, variable: State.mood } } ] }
- callData: { name: Call, category: { CRM: { dataAction: { Get: { successOutputs: { orders: { var: State.orders } } } } } }, outputs: { failure: { actions: [ { disconnect: { name: Sorry } } ] } } }
- decision: { name: Gold, condition: { exp: 'State.tier == \"Gold\"' }, outputs: { yes: { actions: [ { decision: { name: Many, condition: { exp: State.orders > 10 } } } ] } } }
- decision: { name: Never, condition: { exp: State.orders > 3 and State.orders < 2 }, outputs: { yes: { actions: [ { disconnect: { name: Lost } } ] } } }
- disconnect: { name: Bye }
- disconnect: { name: Dead }";

    fn tiers() -> Arc<Program> {
        let flow = Flow::new().state_variable("string", "State.tier").state_variable("string", "State.mood");
        flow.state_variable("integer", "State.orders").actions(TIERS).program()
    }

    fn suggested(program: &Arc<Program>, taken: BTreeSet<Way>, only: Option<&str>) -> Suggestions {
        let world = Arc::new(World::default());
        let now = "2026-11-23T16:00:00Z".parse().unwrap();
        let limits = Limits { runs: 2_000, idle: 500, seed: 1 };
        suggest(&Asked { flow: "tiers", program, world: &world, now, taken, only, limits })
    }

    #[test]
    fn what_does_not_matter_is_not_said() {
        let found = suggested(&tiers(), BTreeSet::new(), Some("Many"));
        let many = found.scenarios.iter().find(|one| one.title.contains("Many: yes")).unwrap();
        assert!(many.text.contains("tier: Gold\n") && !many.text.contains("mood"), "{}", many.text);
        assert!(many.text.contains("success: { orders: 11 }"), "{}", many.text);
        assert!(many.text.contains("say: Hello\n") && !many.text.contains("now:"), "{}", many.text);
    }

    #[test]
    fn each_way_has_a_fate_and_what_is_taken_needs_nothing() {
        let program = tiers();
        let all = suggested(&program, BTreeSet::new(), None);
        let fates: Vec<String> = all.ways.iter().map(|told| format!("{told} {}", told.fate.word())).collect();
        let expected = [
            "Read suggested",
            "Call: success suggested",
            "Call: failure suggested",
            "Call: timeout suggested",
            "Sorry suggested",
            "Gold: yes suggested",
            "Gold: no suggested",
            "Many: yes suggested",
            "Many: no suggested",
            "Never: yes not reached",
            "Never: no suggested",
            "Lost not reached",
            "Bye suggested",
            "Dead unreachable",
        ];
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list
        };
        assert_eq!(sorted(fates), sorted(expected.map(str::to_owned).to_vec()));
        let taken: BTreeSet<Way> = all.scenarios.iter().flat_map(|one| one.ways.clone()).collect();
        let again = suggested(&program, taken, None);
        assert!(again.scenarios.is_empty());
        assert!(again.ways.iter().all(|told| !matches!(told.fate, Fate::Suggested(_) | Fate::Unwritable(_))));
    }

    #[test]
    fn ways_of_a_scenario_that_is_refused_stay_with_the_others_that_take_them() {
        let program = tiers();
        let mut found = suggested(&program, BTreeSet::new(), None);
        let count = found.scenarios.len();
        assert!(count > 1);
        found.refuse(&BTreeMap::from([(0, "it is red".to_owned())]));
        assert_eq!(found.scenarios.len(), count - 1);
        let bye = found.ways.iter().find(|told| &*told.action.name == "Read").unwrap();
        assert!(matches!(bye.fate, Fate::Suggested(_)), "{:?}", bye.fate);
        assert!(found.ways.iter().any(|told| told.fate == Fate::Unwritable("it is red".to_owned())));
    }
}
