//! `getParticipantData`: reads participant attributes into variables.

use std::sync::Arc;

use super::Action;
use crate::diagnostic::{Code, Place};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Type;
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Taker, Takes, Target};

#[derive(Debug)]
struct GetParticipantData {
    attributes: Vec<(Argument, Option<Target>)>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(GetParticipantData { attributes: read_attributes(reader) })
}

/// Attributes to read, each with the variable that takes it.
pub(super) fn read_attributes(reader: &mut ActionReader<'_, '_, '_>) -> Vec<(Argument, Option<Target>)> {
    let mut attributes = Vec::new();
    for item in reader.list("attributes") {
        let Some(attribute) = item.get("attribute") else {
            reader.error(Code::FLOW_WRONG_SHAPE, &item.span, "expected `attribute:` with `name` and `variable`");
            continue;
        };
        let name = attribute.get("name").map_or(Argument::Absent, |node| reader.argument_of(node, Type::String));
        let variable = attribute.get("variable").and_then(|node| reader.target_of(node));
        attributes.push((name, variable));
    }
    attributes
}

/// Which variables take them.
pub(super) fn takers(attributes: &[(Argument, Option<Target>)]) -> Takes {
    let taker = |(name, target): &(Argument, Option<Target>)| {
        let target = target.as_ref()?;
        Some(Taker { output: name.literal_text()?, variable: target.name.clone(), value_type: target.value_type })
    };
    Takes { attributes: attributes.iter().filter_map(taker).collect(), ..Takes::default() }
}

/// The name of an attribute, which must not be empty.
pub(super) fn attribute_name(turn: &Turn<'_>, name: &Argument) -> Result<Arc<str>, Fault> {
    let text = turn.text(name)?.filter(|text| !text.is_empty());
    text.ok_or_else(|| Fault::new("the name of a participant attribute must not be empty"))
}

impl Action for GetParticipantData {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        for (name, variable) in &self.attributes {
            let name = attribute_name(turn, name)?;
            let value = turn.attribute(&name);
            if let Some(variable) = variable {
                turn.assign_from(variable, value, Some(&name))?;
            }
        }
        Ok(Next::Continue)
    }

    fn takes(&self, _: &str) -> Takes {
        takers(&self.attributes)
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        let names = self.attributes.iter().filter_map(|(name, _)| name.literal_text());
        inventory.attributes_read.extend(names.map(|name| (name, place.clone())));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::flow::engine::rules::MissingAttribute;
    use crate::trace::Ending;

    const READ: &str = "
- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: order id }, variable: State.x } } ] }
- sendResponse: { name: Send, messageBody: { exp: 'If(IsSet(State.x), \"[\" + State.x + \"]\", \"none\")' } }";

    #[rstest::rstest]
    #[case("order id", MissingAttribute::NotSet, "[7]")]
    #[case("Order id", MissingAttribute::NotSet, "none")]
    #[case("Order id", MissingAttribute::Empty, "[]")]
    fn names_have_letter_case_and_a_missing_one_is_a_setting(
        #[case] name: &str,
        #[case] missing: MissingAttribute,
        #[case] text: &str,
    ) {
        let flow = Flow::new().state_variable("string", "State.x").actions(READ).attribute(name, "7").says("hi");
        assert_eq!(flow.missing(missing).run().texts(), ["hi", text]);
    }

    #[test]
    fn an_empty_name_is_an_error_and_names_are_listed() {
        let empty = READ.replace("order id", "\"\"");
        let outcome = Flow::new().state_variable("string", "State.x").actions(&empty).run();
        assert!(matches!(outcome.ending, Ending::Failed(_)));
        let inventory = Flow::new().state_variable("string", "State.x").actions(READ).program().inventory();
        assert_eq!(&*inventory.attributes_read[0].0, "order id");
    }
}
