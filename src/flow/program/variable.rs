//! Variables: what a flow, a state or a task declares, and the numbered slots that stand for them while it runs. Must not know values
//! that they hold.

use std::collections::HashMap;
use std::sync::Arc;

use super::Argument;
use crate::diagnostic::Place;
use crate::flow::expression::Type;

/// A declared variable.
#[derive(Debug)]
pub struct Variable {
    /// Its name with its scope: `Flow.tier`.
    pub name: Arc<str>,
    /// Its type.
    pub value_type: Type,
    /// What it starts as.
    pub(crate) initial: Argument,
    /// Whether a caller may give it.
    pub is_input: bool,
    /// Whether a caller may read it at the end.
    pub is_output: bool,
    /// Where it is declared; none for a slot of a bot, which its first use declares.
    pub place: Option<Place>,
}

/// The variables of one scope, in order of declaration. Names have no letter case.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    list: Vec<Variable>,
    by_name: HashMap<String, usize>,
}

/// Where a variable's value is while a flow runs: a number that an expression is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot(pub u32);

/// The three stores that slots point into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    /// A variable of the running flow.
    Flow(usize),
    /// A variable of the running state or task.
    Local(usize),
    /// A built-in.
    BuiltIn(usize),
}

const LOCAL: u32 = 1 << 31;
const BUILT_IN: u32 = 1 << 30;

impl Slot {
    /// The slot of an entry of a store. A file is limited to fewer nodes than fit.
    pub(crate) fn new(storage: Storage) -> Self {
        let number = |index: usize| u32::try_from(index).unwrap_or(BUILT_IN - 1) & (BUILT_IN - 1);
        Self(match storage {
            Storage::Flow(index) => number(index),
            Storage::Local(index) => LOCAL | number(index),
            Storage::BuiltIn(index) => BUILT_IN | number(index),
        })
    }

    /// The store and the entry.
    pub(crate) fn storage(self) -> Storage {
        let index = (self.0 & (BUILT_IN - 1)) as usize;
        if self.0 & LOCAL != 0 {
            Storage::Local(index)
        } else if self.0 & BUILT_IN != 0 {
            Storage::BuiltIn(index)
        } else {
            Storage::Flow(index)
        }
    }
}

impl Variables {
    /// Adds one; false where the name is taken.
    pub(crate) fn declare(&mut self, variable: Variable) -> bool {
        let key = variable.name.to_lowercase();
        if self.by_name.contains_key(&key) {
            return false;
        }
        self.by_name.insert(key, self.list.len());
        self.list.push(variable);
        true
    }

    /// The entry of that name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).or_else(|| self.by_name.get(&name.to_lowercase())).copied()
    }

    /// An entry.
    pub(crate) fn get(&self, index: usize) -> Option<&Variable> {
        self.list.get(index)
    }

    /// An entry, to be completed.
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut Variable> {
        self.list.get_mut(index)
    }

    /// All, in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Variable> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_keep_their_store_and_entry() {
        for storage in [Storage::Flow(0), Storage::Flow(7), Storage::Local(3), Storage::BuiltIn(5)] {
            assert_eq!(Slot::new(storage).storage(), storage);
        }
    }

    #[test]
    fn names_have_no_letter_case_and_are_unique() {
        let variable = |name: &str| Variable {
            name: name.into(),
            value_type: Type::String,
            initial: Argument::Absent,
            is_input: false,
            is_output: false,
            place: None,
        };
        let mut variables = Variables::default();
        assert!(variables.declare(variable("Flow.Ani")));
        assert!(!variables.declare(variable("flow.ani")));
        assert_eq!(variables.find("FLOW.ANI"), Some(0));
        assert_eq!(variables.find("Flow.other"), None);
    }
}
