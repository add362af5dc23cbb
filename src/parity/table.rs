//! Many cases as one table: what was seen, agreed and differed by kind of action and by part.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::difference::{Aspect, Differences, NotCompared, Part, Row, Subject};
use crate::event::{CaseName, Exit};

/// One case.
#[derive(Debug, Clone)]
pub struct CaseParity {
    /// Which.
    pub name: CaseName,
    /// What came of it.
    pub compared: Compared,
}

/// What came of comparing a case.
#[derive(Debug, Clone)]
pub enum Compared {
    /// It ran on both sides.
    Sides(Differences),
    /// It cannot run on both, and why.
    LeftOut(String),
    /// It ran, and at least one side has nothing to compare: a time-out before anything was seen, a panic.
    Failed(String),
}

/// A row of a kind of action. `seen` and `agreed` count actions, the rest counts differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KindCount {
    /// Taken on either side.
    pub seen: usize,
    /// The same in all respects.
    pub agreed: usize,
    /// On one side only, or in another order.
    pub path: usize,
    /// Other inputs.
    pub inputs: usize,
    /// Other outputs or errors.
    pub outputs: usize,
    /// Other values written.
    pub variables: usize,
    /// Differences that follow from an earlier one.
    pub after: usize,
    /// What could not be compared.
    pub not_compared: usize,
}

/// A row of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartCount {
    /// Seen on either side.
    pub seen: usize,
    /// The same.
    pub agreed: usize,
    /// Different, by itself.
    pub differed: usize,
    /// Different, following from an earlier difference.
    pub after: usize,
    /// What could not be compared.
    pub not_compared: usize,
}

/// All cases.
#[derive(Debug, Clone)]
pub struct Table {
    /// What the two sides are called.
    pub sides: [String; 2],
    /// The cases in order.
    pub cases: Vec<CaseParity>,
    /// Kinds of action by name.
    pub kinds: BTreeMap<Arc<str>, KindCount>,
    /// The other parts.
    pub parts: BTreeMap<Part, PartCount>,
    /// What could not be compared, over all cases.
    pub not_compared: Vec<NotCompared>,
}

impl Table {
    /// A table without cases.
    pub fn new(a: impl Into<String>, b: impl Into<String>) -> Self {
        Self {
            sides: [a.into(), b.into()],
            cases: Vec::new(),
            kinds: BTreeMap::new(),
            parts: BTreeMap::new(),
            not_compared: Vec::new(),
        }
    }

    /// Adds a case.
    pub fn add(&mut self, name: CaseName, compared: Compared) {
        if let Compared::Sides(differences) = &compared {
            self.count(differences);
        }
        self.cases.push(CaseParity { name, compared });
    }

    fn count(&mut self, differences: &Differences) {
        for (row, count) in &differences.counts {
            match row {
                Row::Kind(kind) => {
                    let one = self.kinds.entry(kind.clone()).or_default();
                    one.seen += count.seen;
                    one.agreed += count.agreed;
                }
                Row::Part(part) => {
                    let one = self.parts.entry(*part).or_default();
                    one.seen += count.seen;
                    one.agreed += count.agreed;
                }
            }
        }
        for one in &differences.list {
            match &one.subject {
                Subject::Action { kind, .. } => {
                    let count = self.kinds.entry(kind.clone()).or_default();
                    *column(count, one.aspect, one.after.is_some()) += 1;
                }
                Subject::Part(part) => {
                    let count = self.parts.entry(*part).or_default();
                    *(if one.after.is_some() { &mut count.after } else { &mut count.differed }) += 1;
                }
            }
        }
        for one in &differences.not_compared {
            match &one.what {
                Row::Kind(kind) => self.kinds.entry(kind.clone()).or_default().not_compared += one.count,
                Row::Part(part) => self.parts.entry(*part).or_default().not_compared += one.count,
            }
            let same = |known: &&mut NotCompared| {
                (&known.what, known.side, &known.reason) == (&one.what, one.side, &one.reason)
            };
            match self.not_compared.iter_mut().find(same) {
                Some(known) => known.count += one.count,
                None => self.not_compared.push(one.clone()),
            }
        }
    }

    /// The cases that ran on both sides, with what differs.
    pub fn compared(&self) -> impl Iterator<Item = (&CaseName, &Differences)> {
        self.cases.iter().filter_map(|case| match &case.compared {
            Compared::Sides(differences) => Some((&case.name, differences)),
            Compared::LeftOut(_) | Compared::Failed(_) => None,
        })
    }

    /// How many differences stand by themselves.
    pub fn differed(&self) -> usize {
        self.compared().map(|(_, differences)| differences.causes().count()).sum()
    }

    /// How many things agreed.
    pub fn agreed(&self) -> usize {
        self.compared().map(|(_, differences)| differences.agreed()).sum()
    }

    /// What it means for the process: green where something was compared and all of it agreed.
    pub fn exit(&self) -> Exit {
        let failed = self.cases.iter().any(|case| matches!(case.compared, Compared::Failed(_)));
        if failed || self.differed() > 0 {
            Exit::Red
        } else if self.agreed() == 0 {
            Exit::Nothing
        } else {
            Exit::Green
        }
    }
}

fn column(count: &mut KindCount, aspect: Aspect, after: bool) -> &mut usize {
    match aspect {
        _ if after => &mut count.after,
        Aspect::Order | Aspect::Presence => &mut count.path,
        Aspect::Input => &mut count.inputs,
        Aspect::Output | Aspect::Error => &mut count.outputs,
        Aspect::Variable | Aspect::Value | Aspect::Text | Aspect::Speaker | Aspect::Choices => &mut count.variables,
    }
}
