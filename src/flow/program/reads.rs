//! What each action reads: for those who ask whether one thing can follow from another. Must not know how an action is executed.

use std::collections::{BTreeMap, BTreeSet};

use super::Program;
use crate::trace::ActionId;

impl Program {
    /// The variables that the expressions of each action read and the participant attributes that it reads, by the names that it writes; an
    /// action that reads nothing is not there.
    pub fn reads(&self) -> BTreeMap<&ActionId, BTreeSet<String>> {
        let mut reads: BTreeMap<&ActionId, BTreeSet<String>> = BTreeMap::new();
        for one in &self.uses.expressions {
            let Some(action) = one.action else { continue };
            let names = one.bound.expression.variables().map(|variable| variable.name.to_string());
            reads.entry(&self.action(action).id).or_default().extend(names);
        }
        let attributes = self.inventory().attributes_read;
        for node in self.actions() {
            let own = attributes.iter().filter(|(_, place)| *place == node.place).map(|(name, _)| name.to_string());
            let own: Vec<String> = own.collect();
            if !own.is_empty() {
                reads.entry(&node.id).or_default().extend(own);
            }
        }
        reads
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[test]
    fn variables_and_attributes_that_an_action_reads() {
        let program = Flow::new()
            .state_variable("string", "State.tier")
            .actions(
                "
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: customer_tier }, variable: State.tier } } ] }
- sendResponse: { name: Say, messageBody: { exp: 'Append(\"a\", State.tier)' } }
- disconnect: { name: Bye }",
            )
            .program();
        let reads = program.reads();
        let of = |name: &str| {
            let found = reads.iter().find(|(id, _)| *id.name == *name);
            found.map(|(_, names)| names.iter().cloned().collect::<Vec<_>>())
        };
        assert_eq!(of("Read"), Some(vec!["customer_tier".to_owned()]));
        assert_eq!(of("Say"), Some(vec!["State.tier".to_owned()]));
        assert_eq!(of("Bye"), None);
    }
}
