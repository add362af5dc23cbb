//! `searchExternalContacts`: looks for contacts by what a customer is known by, and leaves by `matchExact`, `matchMultiple`, `notFound` or
//! `failure`.

use super::Action;
use super::get_external_contact::value_of;
use super::parameters::FailureOutputs;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ObjectKind, Type, Value};
use crate::flow::program::{Argument, Target};

const ONE: usize = 0;
const SEVERAL: usize = 1;
const NONE: usize = 2;
const FAILURE: usize = 3;

#[derive(Debug)]
struct SearchExternalContacts {
    term: Argument,
    result: Option<Target>,
    failure: FailureOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let term = reader.required_in(&["searchTerm", "externalId"], Type::String);
    let result = reader.target_in(&["externalResult", "externalContactResults", "externalResults", "searchResults"]);
    let action = SearchExternalContacts { term, result, failure: FailureOutputs::read(reader) };
    reader.outputs(&["matchExact", "matchMultiple", "notFound", "failure"]);
    Box::new(action)
}

impl Action for SearchExternalContacts {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let term = turn.text(&self.term)?;
        turn.note("searchTerm", || term.as_deref().unwrap_or("NOT_SET").to_owned());
        if self.failure.scripted(turn)? {
            return Ok(Next::Leave(FAILURE));
        }
        let found = term.map(|term| turn.world().search_contacts(&term)).unwrap_or_default();
        let output = match found.len() {
            0 => return Ok(Next::Leave(NONE)),
            1 => ONE,
            _ => SEVERAL,
        };
        if let Some(target) = &self.result {
            let contact = Type::Object(ObjectKind::ExternalContact);
            let found: Result<Vec<_>, _> =
                found.into_iter().map(|one| value_of(one, ObjectKind::ExternalContact)).collect();
            turn.assign(target, Value::collection(contact, found?))?;
        }
        Ok(Next::Leave(output))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["searchTerm".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::action::testing::Flow;
    use crate::flow::world::Record;

    fn flow(term: &str) -> Flow {
        let actions = format!(
            "
- searchExternalContacts:
    name: Search
    searchTerm: {{ exp: '{term}' }}
    externalContactResults: {{ var: State.found }}
    outputs:
      matchExact: {{ actions: [ {{ sendResponse: {{ name: One, messageBody: {{ exp: 'ToString(State.found[0].firstName)' }} }} }} ] }}
      matchMultiple: {{ actions: [ {{ sendResponse: {{ name: Several, messageBody: {{ exp: 'ToString(Count(State.found))' }} }} }} ] }}
- disconnect: {{ name: Bye }}"
        );
        let contact = |id: &str, name: &str, city: &str| {
            Record::new(id.into(), json!({"firstName": name, "address": {"city": city}}).as_object().unwrap().clone())
        };
        Flow::new().state_variable("externalContactCollection", "State.found").actions(&actions).world(|world| {
            world.external_contacts = vec![contact("1", "Ada", "Rome"), contact("2", "Bob", "Rome")];
        })
    }

    #[rstest::rstest]
    #[case("\"ada\"", &["Search: matchExact", "One", "Bye"], Some("Ada"))]
    #[case("\"Rome\"", &["Search: matchMultiple", "Several", "Bye"], Some("2"))]
    #[case("\"Eve\"", &["Search: notFound", "Bye"], None)]
    #[case("ToString(NOT_SET)", &["Search: notFound", "Bye"], None)]
    fn the_output_tells_how_many_match(#[case] term: &str, #[case] path: &[&str], #[case] text: Option<&str>) {
        let outcome = flow(term).run();
        assert_eq!(
            (outcome.path(), outcome.texts().first().copied()),
            (path.iter().map(ToString::to_string).collect(), text)
        );
    }

    #[test]
    fn a_failure_can_be_scripted() {
        assert_eq!(flow("\"ada\"").failing("Search", "down").run().path(), ["Search: failure", "Bye"]);
    }
}
