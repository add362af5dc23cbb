//! What is known of the ways through flow files and of who took them. Values only; must not know where they came from.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Selection;
use crate::flow::export_name;
use crate::flow::show::{Action, Graph};

/// What the cases of one run or of several took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Which of the cases there are were asked to run.
    pub selection: Selection,
    /// The cases that were driven, in order of file and name, each once. One that took nothing showed no path.
    pub cases: Vec<CaseRef>,
    /// The flow files, in order of name, each once.
    pub flows: Vec<FlowCoverage>,
}

/// A case, whatever run or driver it ran in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseRef {
    /// The scenario's file.
    pub file: Arc<str>,
    /// Scenario and row: `Tiers: gold`.
    pub name: Arc<str>,
}

/// What was taken of one flow file, whichever flows link it and whatever fills its placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowCoverage {
    /// The file, as messages name it.
    pub file: Arc<str>,
    /// A digest of its text: coverage of another text cannot be added.
    pub version: Arc<str>,
    /// The names that the flow has in Architect; several where the file is used with several substitutions.
    pub names: BTreeSet<Arc<str>>,
    /// Its actions, in file order.
    pub actions: Vec<ActionCoverage>,
}

/// An action of a flow file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionCoverage {
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in the file, from 1. With the line, what tells the action from others.
    pub column: usize,
    /// The state, task or bot that it stands in.
    pub container: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Which of the equal names in that container, from 0.
    pub ordinal: u32,
    /// Its kind by its Archy name.
    pub kind: Arc<str>,
    /// Who came to it.
    pub taken: Takers,
    /// Its ways, in file order.
    pub ways: Vec<WayCoverage>,
}

/// A way out of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayCoverage {
    /// The output; none where the action is left without one.
    pub output: Option<Arc<str>>,
    /// Who left by it.
    pub taken: Takers,
    /// Why it cannot be asked of any scenario, where it cannot.
    pub apart: Option<Apart>,
    /// The reason for which flowproof.yaml excludes it, where it does.
    pub excluded: Option<Arc<str>>,
}

/// Positions in [`Coverage::cases`], ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Takers {
    /// The cases that were green.
    pub green: Vec<u32>,
    /// The cases that were not, and the failed attempts of those that were flaky.
    pub red: Vec<u32>,
}

/// Why a way cannot be asked of a scenario. It does not count unless a green case took it all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Apart {
    /// Nothing leads to the action, whatever the values are.
    Unreachable,
    /// The action is of a kind that is not executed here.
    Unsupported,
    /// Every way to the action leads through one that is not executed here.
    BehindUnsupported,
}

impl Apart {
    /// All, with the word of each in files. A further reason is a line here and in [`Apart::words`].
    pub(super) const WORDS: &[(&str, Apart)] = &[
        ("unreachable", Self::Unreachable),
        ("unsupported", Self::Unsupported),
        ("behind_unsupported", Self::BehindUnsupported),
    ];

    /// For a person, behind the action's name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unreachable => "nothing leads to it",
            Self::Unsupported => "its kind is not executed here",
            Self::BehindUnsupported => "only an action that is not executed here leads to it",
        }
    }
}

impl ActionCoverage {
    /// Its name, with its number among equal names where it is not the first.
    pub fn title(&self) -> String {
        match self.ordinal {
            0 => self.name.to_string(),
            ordinal => format!("{} #{}", self.name, ordinal + 1),
        }
    }

    /// Whether any of its ways counts.
    pub fn counts(&self) -> bool {
        self.ways.iter().any(WayCoverage::counts)
    }
}

impl WayCoverage {
    /// Whether it counts: it is not excluded, and a scenario can take it, which one that did shows best.
    pub fn counts(&self) -> bool {
        self.excluded.is_none() && (self.apart.is_none() || self.taken.is_covered())
    }

    /// The output's name, or what is said of a way without one that is not the only one.
    pub fn words(&self) -> &str {
        self.output.as_deref().unwrap_or("goes on")
    }
}

impl Takers {
    /// Whether a green case is among them. What only cases took that are not green is not covered: nothing was found good there.
    pub fn is_covered(&self) -> bool {
        !self.green.is_empty()
    }

    /// Whether there are some, and none is green.
    pub fn is_red(&self) -> bool {
        self.green.is_empty() && !self.red.is_empty()
    }
}

impl Coverage {
    /// The flow file of that name.
    pub fn flow(&self, file: &str) -> Option<&FlowCoverage> {
        let found = self.flows.binary_search_by(|flow| (*flow.file).cmp(file));
        found.ok().and_then(|at| self.flows.get(at))
    }

    /// For each action of a graph that is drawn, what is known of it; none of a flow or a text of it that no case was asked to go through.
    pub fn on<'c>(&'c self, graph: &Graph) -> Vec<Option<&'c ActionCoverage>> {
        let at = |action: &Action| {
            let (file, place) = (self.flow(export_name(action.place.source.name()))?, action.place.start());
            let place = (place.line, place.column);
            let found = file.actions.binary_search_by_key(&place, |action| (action.line, action.column));
            file.actions.get(found.ok()?).filter(|found| found.kind == action.kind)
        };
        graph.actions.iter().map(at).collect()
    }
}
