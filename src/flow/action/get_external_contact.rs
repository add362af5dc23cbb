//! `getExternalContact` and `getExternalOrganization`: look one up by its id and leave by `found` or `notFound`.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ObjectKind, Type, Value};
use crate::flow::program::{Argument, Target};
use crate::flow::world::Record;

const FOUND: usize = 0;
const NOT_FOUND: usize = 1;

#[derive(Debug)]
struct GetExternal {
    kind: ObjectKind,
    id: Argument,
    result: Option<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    get(reader, ObjectKind::ExternalContact, "externalContactId", "externalContactResult")
}

pub(super) fn read_organization(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    get(reader, ObjectKind::Other, "externalOrganizationId", "externalOrganizationResult")
}

fn get(reader: &mut ActionReader<'_, '_, '_>, kind: ObjectKind, id: &str, result: &str) -> Box<dyn Action> {
    let id = reader.required_in(&["externalId", id, "findId"], Type::String);
    let action = GetExternal { kind, id, result: reader.target_in(&["externalResult", result, "findResult"]) };
    reader.outputs(&["found", "notFound"]);
    Box::new(action)
}

/// A contact or organization as a value: its fields by name.
pub(super) fn value_of(record: Record, kind: ObjectKind) -> Result<Value, Fault> {
    let document = serde_json::Value::Object(record.fields);
    Value::from_json(&document, &Type::Object(kind)).map_err(Fault::new)
}

impl Action for GetExternal {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let id = turn.text(&self.id)?;
        turn.note("externalId", || id.as_deref().unwrap_or("NOT_SET").to_owned());
        let Some(id) = id else { return Ok(Next::Leave(NOT_FOUND)) };
        let world = turn.world();
        let found = match self.kind {
            ObjectKind::ExternalContact => world.external_contact(&id),
            _ => world.external_organization(&id),
        };
        let Some(found) = found else { return Ok(Next::Leave(NOT_FOUND)) };
        if let Some(target) = &self.result {
            turn.assign(target, value_of(found, self.kind)?)?;
        }
        Ok(Next::Leave(FOUND))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["externalId".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::action::testing::Flow;
    use crate::flow::world::Record;

    fn flow(kind: &str, value_type: &str, id: &str) -> Flow {
        let actions = format!(
            "
- {kind}:
    name: Get
    externalId: {{ exp: '{id}' }}
    externalResult: {{ var: State.one }}
    outputs: {{ found: {{ actions: [ {{ sendResponse: {{ name: Tell, messageBody: {{ exp: 'ToString(State.one.firstName)' }} }} }} ] }} }}
- disconnect: {{ name: Bye }}"
        );
        let record = |name: &str| Record::new("e-1".into(), json!({ "firstName": name }).as_object().unwrap().clone());
        Flow::new().state_variable(value_type, "State.one").actions(&actions).world(|world| {
            world.external_contacts = vec![record("Ada")];
            world.external_organizations = vec![record("Acme")];
        })
    }

    #[rstest::rstest]
    #[case("getExternalContact", "externalContact", "Ada")]
    #[case("getExternalOrganization", "object", "Acme")]
    fn one_is_found_by_id_and_its_fields_are_read(#[case] kind: &str, #[case] value_type: &str, #[case] name: &str) {
        let outcome = flow(kind, value_type, "\"e-1\"").run();
        assert_eq!(
            (outcome.path(), outcome.texts()),
            (vec!["Get: found".to_owned(), "Tell".to_owned(), "Bye".to_owned()], vec![name])
        );
        for id in ["\"e-2\"", "ToString(NOT_SET)"] {
            assert_eq!(flow(kind, value_type, id).run().path(), ["Get: notFound", "Bye"]);
        }
    }
}
