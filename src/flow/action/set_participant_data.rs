//! `setParticipantData`: writes participant attributes.

use std::sync::Arc;

use super::Action;
use super::get_participant_data::attribute_name;
use crate::diagnostic::{Code, Place};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Step, Turn};
use crate::flow::expression::Type;
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};

#[derive(Debug)]
struct SetParticipantData {
    attributes: Vec<(Argument, Argument)>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(SetParticipantData { attributes: read_attributes(reader) })
}

/// Attributes to write: name and value.
pub(super) fn read_attributes(reader: &mut ActionReader<'_, '_, '_>) -> Vec<(Argument, Argument)> {
    let mut attributes = Vec::new();
    for item in reader.list("attributes") {
        let Some(attribute) = item.get("attribute") else {
            reader.error(Code::FLOW_WRONG_SHAPE, &item.span, "expected `attribute:` with `name` and `value`");
            continue;
        };
        let mut part = |key| attribute.get(key).map_or(Argument::Absent, |node| reader.argument_of(node, Type::String));
        attributes.push((part("name"), part("value")));
    }
    attributes
}

impl Action for SetParticipantData {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let mut written: Vec<(Arc<str>, Arc<str>)> = Vec::with_capacity(self.attributes.len());
        for (name, value) in &self.attributes {
            let name = attribute_name(turn, name)?;
            let value =
                turn.text(value).map_err(|fault| Fault::new(format!("attribute `{name}`: {}", fault.message)))?;
            let value = turn.set_attribute(&name, value);
            written.push((name, value));
        }
        Ok(if written.is_empty() { Next::Continue } else { Next::Ask(Step::SetParticipant(written.into())) })
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        mention_written(&self.attributes, place, inventory);
    }
}

/// Lists the attributes that an action writes; one whose name is computed stands for any.
pub(super) fn mention_written(attributes: &[(Argument, Argument)], place: &Place, inventory: &mut Inventory) {
    let names = attributes.iter().filter_map(|(name, _)| name.literal_text());
    inventory.attributes_written.extend(names.map(|name| (name, place.clone())));
    if attributes.iter().any(|(name, _)| name.literal_text().is_none()) {
        inventory.attributes_computed.push(place.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[test]
    fn attributes_are_texts_and_what_the_flow_wrote_is_told_apart() {
        let outcome = Flow::new()
            .state_variable("string", "State.none")
            .actions(
                "
- setParticipantData:
    name: Write
    attributes:
      - attribute: { name: { lit: count }, value: { exp: 1 + 1 } }
      - attribute: { name: { lit: nothing }, value: { exp: State.none } }
- disconnect: { name: Bye }",
            )
            .attribute("tier", "Gold")
            .run();
        assert_eq!(outcome.attributes.get("tier").map(|text| &**text), Some("Gold"));
        let set: Vec<_> = outcome.set.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(set, [("count", "2"), ("nothing", "")]);
        let assigned = &outcome.trace.taken[0].assigned;
        assert!(assigned.iter().all(|one| one.attribute) && assigned.len() == 2);
    }
}
