//! What the actions share that ask something of the org and only leave a note of it here: named parameters, and the outputs `success` and
//! `failure`. Must not know any one of them.

use std::sync::Arc;

use super::parameters::FailureOutputs;
use super::{Action, Leads};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, text_of};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};
use crate::trace::Ending;
use crate::yaml::Node;

const SUCCESS: usize = 0;
const FAILURE: usize = 1;

/// What a value is wrapped in.
const WRAPPERS: &[&str] = &["lit", "exp", "var", "noValue"];

/// A parameter: its name, the keys that it may stand under, its type.
pub(super) struct Parameter {
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub value_type: Type,
}

/// How such an action goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// By `success`, or by `failure` where the world says that it fails.
    Outputs,
    /// Not at all: the flow ends.
    End,
}

/// An action that leaves a note.
#[derive(Debug)]
pub(super) struct Recorded {
    parameters: Vec<(&'static str, Given)>,
    failure: FailureOutputs,
    after: After,
}

/// What is given for a parameter: a value, or a list whose items are values.
#[derive(Debug)]
enum Given {
    One(Argument),
    Many(Vec<Argument>),
}

impl Recorded {
    /// Reads the parameters.
    pub(super) fn read(
        reader: &mut ActionReader<'_, '_, '_>,
        parameters: &[Parameter],
        after: After,
    ) -> Box<dyn Action> {
        let read = |parameter: &Parameter| {
            let node = reader.first(parameter.keys)?;
            // Something of the org that is named by a key of its own: `{My script: {…}}`.
            let by_key = matches!(node.as_map(), Some([entry]) if entry.value.as_map().is_some() && !WRAPPERS.contains(&entry.key.text.as_str()));
            let given = if by_key {
                Given::One(reader.name_in(parameter.keys))
            } else {
                given(reader, node, parameter.value_type)
            };
            Some((parameter.name, given))
        };
        let parameters = parameters.iter().filter_map(read).collect();
        let action = Self { parameters, failure: FailureOutputs::read(reader), after };
        if after == After::Outputs {
            reader.outputs(&["success", "failure"]);
        }
        Box::new(action)
    }
}

fn given(reader: &mut ActionReader<'_, '_, '_>, node: &Node, value_type: Type) -> Given {
    let items = node.get("lit").unwrap_or(node).as_list();
    match (items, value_type.element()) {
        (Some(items), Some(element)) => {
            Given::Many(items.iter().map(|item| reader.argument_of(item, element)).collect())
        }
        _ => Given::One(reader.argument_of(node, value_type)),
    }
}

/// The text that the note shows; none for NOT_SET.
fn shown(turn: &Turn<'_>, given: &Given) -> Result<Option<String>, Fault> {
    let text = |value: Value| match value.as_items() {
        Some(items) => Some(items.iter().map(text_of).collect::<Vec<_>>().join(", ")),
        None => (!value.is_not_set()).then(|| value.display()),
    };
    match given {
        Given::One(argument) => Ok(text(turn.value(argument)?)),
        Given::Many(arguments) => {
            let texts: Result<Vec<_>, _> = arguments.iter().map(|argument| turn.value(argument).map(text)).collect();
            Ok(Some(texts?.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty()))
        }
    }
}

impl Action for Recorded {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let mut details = Vec::with_capacity(self.parameters.len());
        for (name, given) in &self.parameters {
            let text = shown(turn, given).map_err(|fault| Fault::new(format!("`{name}`: {}", fault.message)))?;
            turn.note(name, || text.clone().unwrap_or_else(|| "NOT_SET".to_owned()));
            details.push((*name, text));
        }
        if self.after == After::Outputs && self.failure.scripted(turn)? {
            return Ok(Next::Leave(FAILURE));
        }
        turn.did(details);
        Ok(match self.after {
            After::Outputs => Next::Leave(SUCCESS),
            After::End => Next::End(Ending::Exited { reason: Arc::clone(&turn.node().kind) }),
        })
    }

    fn input_names(&self) -> Vec<String> {
        self.parameters.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        for (_, given) in &self.parameters {
            let arguments = match given {
                Given::One(argument) => std::slice::from_ref(argument),
                Given::Many(arguments) => arguments,
            };
            for argument in arguments {
                match argument {
                    Argument::Named(ResourceKind::Queue, name) => inventory.queues.push((name.clone(), place.clone())),
                    Argument::Named(ResourceKind::User, name) => {
                        inventory.resources.push(("user", name.clone(), place.clone()));
                    }
                    Argument::Named(ResourceKind::WrapupCode, name) => {
                        inventory.resources.push(("wrapupCode", name.clone(), place.clone()));
                    }
                    _ => {}
                }
            }
        }
    }

    fn leads(&self) -> Leads {
        if self.after == After::End { Leads::Ends } else { Leads::On }
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[test]
    fn literal_things_of_the_org_are_mentioned_so_that_a_world_has_them() {
        let actions = "
- createCallback: { name: A, queue: { lit: { name: Support } } }
- setWrapupCode: { name: B, wrapupCode: { lit: { name: Solved } } }
- sendNotification: { name: C, sendToUsers: { lit: [ { lit: { name: Ada } }, { lit: { name: Bob } } ] } }";
        let inventory = Flow::new().actions(actions).program().inventory();
        assert_eq!(inventory.queues.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["Support"]);
        let resources: Vec<_> = inventory.resources.iter().map(|(kind, name, _)| (*kind, &**name)).collect();
        assert_eq!(resources, [("wrapupCode", "Solved"), ("user", "Ada"), ("user", "Bob")]);
    }
}
