//! What stands in the way of a way that no run took: a condition, a kind that cannot be executed here, or an earlier way that was missed
//! too. Must not know how runs are made.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::ways::Way;
use crate::diagnostic::Place;
use crate::flow::action::{Leads, why_unsupported};
use crate::flow::program::{ActionIndex, BlockIndex, ContainerIndex, ErrorHandling, Program, folded};

/// Why a way was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Nothing leads to the action, whatever the values are.
    Unreachable,
    /// The action was taken, and never left by this way.
    Refused {
        /// The condition that decides, where there is one.
        condition: Option<String>,
    },
    /// The action was never come to; the first way on the way there that was missed.
    Behind {
        /// The action and output that no run took.
        way: String,
        /// Where that action stands.
        place: Place,
        /// The condition that decides there, where there is one.
        condition: Option<String>,
    },
    /// The action was never come to, and no single way is to blame.
    NotReached,
    /// Something that cannot be executed here is in the way, or is the action itself.
    CannotExecute {
        /// The action that cannot be.
        action: Arc<str>,
        /// Its kind.
        kind: Arc<str>,
        /// Why not.
        why: Option<&'static str>,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => out.write_str("nothing leads to the action"),
            Self::Refused { condition: Some(condition) } => {
                write!(out, "no value that was tried goes this way: {condition}")
            }
            Self::Refused { condition: None } => out.write_str("no answer that was tried goes this way"),
            Self::Behind { way, place, condition } => {
                write!(out, "behind `{way}` at {place}, which no run took")?;
                condition.iter().try_for_each(|condition| write!(out, ": {condition}"))
            }
            Self::NotReached => out.write_str("no run came to the action"),
            Self::CannotExecute { action, kind, why } => {
                write!(out, "`{action}` of kind `{kind}` cannot be executed here")?;
                why.iter().try_for_each(|why| write!(out, ": {why}"))
            }
        }
    }
}

/// What runs saw of a program.
pub(super) struct Seen<'p> {
    pub program: &'p Program,
    /// Actions that the graph leads to.
    pub alive: &'p std::collections::HashSet<ActionIndex>,
    /// Ways that some run took.
    pub ways: &'p BTreeSet<Way>,
    /// Actions at which some run ended, because they cannot be executed here.
    pub refused: &'p BTreeSet<ActionIndex>,
}

impl Seen<'_> {
    /// What stands in the way of a way.
    pub fn obstacle(&self, way: Way) -> Obstacle {
        if !self.alive.contains(&way.action) {
            return Obstacle::Unreachable;
        }
        if let Some(refused) = self.cannot(way.action) {
            return refused;
        }
        if self.came_to(way.action) {
            // A run that takes this way may come to something that cannot be executed behind it.
            let ahead = self.ways.contains(&way).then(|| self.refused.first()).flatten();
            return match ahead {
                Some(action) => self.refusal(*action),
                None => Obstacle::Refused { condition: self.condition(way) },
            };
        }
        let mut visited = BTreeSet::new();
        self.before(way.action, &mut visited).unwrap_or(Obstacle::NotReached)
    }

    fn came_to(&self, action: ActionIndex) -> bool {
        self.ways.range(Way { action, output: None }..).next().is_some_and(|way| way.action == action)
    }

    fn cannot(&self, action: ActionIndex) -> Option<Obstacle> {
        self.refused.contains(&action).then(|| self.refusal(action))
    }

    fn refusal(&self, action: ActionIndex) -> Obstacle {
        let node = self.program.action(action);
        let (action, kind) = (node.id.name.clone(), node.kind.clone());
        Obstacle::CannotExecute { action, why: why_unsupported(&kind), kind }
    }

    /// The first obstacle on the way to an action that no run came to, seen from its end.
    fn before(&self, action: ActionIndex, visited: &mut BTreeSet<ActionIndex>) -> Option<Obstacle> {
        if !visited.insert(action) {
            return None;
        }
        let (block, position) = self.place_of(action)?;
        if let Some(previous) = position.checked_sub(1).and_then(|at| self.program.block(block).get(at)) {
            return if self.came_to(*previous) { self.never_past(*previous) } else { self.before(*previous, visited) };
        }
        if let Some(owner) = self.owner(block) {
            return if self.came_to(owner.action) {
                Some(self.cannot(owner.action).unwrap_or_else(|| self.behind(owner)))
            } else {
                self.before(owner.action, visited)
            };
        }
        let container = self.program.body_of(block)?;
        self.callers(container).into_iter().find_map(|caller| self.before(caller, visited))
    }

    /// An action that was come to, and behind which nobody came.
    fn never_past(&self, action: ActionIndex) -> Option<Obstacle> {
        if let Some(refused) = self.cannot(action) {
            return Some(refused);
        }
        let outputs = 0..self.program.action(action).outputs.len();
        let missed = outputs.map(|output| Way { action, output: Some(output) }).find(|way| !self.ways.contains(way));
        let missed = missed.or_else(|| self.refused.first().is_none().then_some(Way { action, output: None }));
        match missed {
            Some(way) => Some(self.behind(way)),
            None => self.refused.first().map(|refused| self.refusal(*refused)),
        }
    }

    fn behind(&self, way: Way) -> Obstacle {
        let node = self.program.action(way.action);
        let output = way.output.and_then(|output| node.outputs.get(output));
        let way_words = match output {
            Some(output) => format!("{}: {}", node.id.name, output.name),
            None => node.id.name.to_string(),
        };
        Obstacle::Behind { way: way_words, place: node.place.clone(), condition: self.condition(way) }
    }

    /// The expression that decides whether an action is left by a way: of a switch that of the case.
    fn condition(&self, way: Way) -> Option<String> {
        let of_action = self.program.uses.expressions.iter().filter(|one| one.action == Some(way.action));
        let texts: Vec<&str> = of_action.map(|one| one.bound.expression.text()).collect();
        let at = way.output.filter(|_| texts.len() > 1).unwrap_or_default();
        texts.get(at).or_else(|| texts.first()).map(|text| folded(text))
    }

    fn place_of(&self, action: ActionIndex) -> Option<(BlockIndex, usize)> {
        self.program.all_blocks().enumerate().find_map(|(block, actions)| {
            let position = actions.iter().position(|one| *one == action)?;
            Some((BlockIndex::next(block), position))
        })
    }

    /// The way behind which a list of actions stands.
    fn owner(&self, block: BlockIndex) -> Option<Way> {
        self.program.actions().iter().enumerate().find_map(|(index, node)| {
            let output = node.outputs.iter().position(|output| output.branch == Some(block))?;
            Some(Way { action: ActionIndex::next(index), output: Some(output) })
        })
    }

    /// The actions that lead to a container: those that go to it or call it, and those that call its flow.
    fn callers(&self, container: ContainerIndex) -> Vec<ActionIndex> {
        let flow = self.program.container(container).flow;
        let starts = self.program.flow(flow).start == container
            || matches!(self.program.flow(flow).error_handling, ErrorHandling::Go(to) if to == container);
        let leads = |(_, node): &(usize, &crate::flow::program::Node)| match node.action.leads() {
            Leads::Go(Some(to)) | Leads::Call(Some(to)) if to == container => true,
            _ => starts && node.action.called().and_then(|called| self.program.flow_named(&called.name)) == Some(flow),
        };
        self.program.actions().iter().enumerate().filter(leads).map(|(at, _)| ActionIndex::next(at)).collect()
    }
}
