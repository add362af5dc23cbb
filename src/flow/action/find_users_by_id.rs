//! `findUsersById`: looks for users by their ids and leaves by `found`, `partiallyFound` or `notFound`.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::USERS_LOOKED_UP;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::program::{Argument, Target};

const FOUND: usize = 0;
const PARTLY: usize = 1;
const NOT_FOUND: usize = 2;

#[derive(Debug)]
struct FindUsersById {
    ids: Argument,
    result: Option<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let ids = reader.required_in(&["findIds", "findId", "userIds", "findNames"], Type::String.collection());
    let action = FindUsersById { ids, result: reader.target_in(&["findResults", "findResult", "results", "result"]) };
    reader.outputs(&["found", "partiallyFound", "notFound"]);
    Box::new(action)
}

impl Action for FindUsersById {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let ids = turn.input("findIds", &self.ids)?;
        let user = Type::Resource(ResourceKind::User);
        let world = turn.world();
        let find = |(index, id): (usize, &Value)| match id {
            Value::NotSet(_) => None,
            id if index < USERS_LOOKED_UP => world.find_by_id(ResourceKind::User, id.display().trim()),
            _ => None,
        };
        let found: Vec<_> = ids.as_items().unwrap_or_default().iter().enumerate().map(find).collect();
        let count = found.iter().flatten().count();
        let output = match count {
            0 => NOT_FOUND,
            some if some < found.len() => PARTLY,
            _ => FOUND,
        };
        if let (Some(target), true) = (&self.result, output != NOT_FOUND) {
            // Results stand where their ids stand; the vendor's page says so, and that what is not found is NOT_SET.
            let users = found.into_iter().map(|user_found| user_found.map_or(Value::not_set(user), Value::Resource));
            turn.assign(target, Value::collection(user, users.collect()))?;
        }
        Ok(Next::Leave(output))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["findIds".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[rstest::rstest]
    #[case("MakeList(\"u-1\", \"u-2\")", &["Find: found", "Tell", "Bye"], &["2 Bob"])]
    #[case("MakeList(\"u-9\", \"u-2\")", &["Find: partiallyFound", "Tell", "Bye"], &["2 Bob"])]
    #[case("MakeList(\"u-9\")", &["Find: notFound", "Bye"], &[])]
    #[case("MakeEmptyList(ToString(NOT_SET))", &["Find: notFound", "Bye"], &[])]
    fn results_stand_where_their_ids_stand(#[case] ids: &str, #[case] path: &[&str], #[case] texts: &[&str]) {
        let tell = "{ actions: [ { sendResponse: { name: Tell, messageBody: { exp: 'ToString(Count(State.users)) + \" \" + ToString(State.users[1])' } } } ] }";
        let actions = format!(
            "
- findUsersById: {{ name: Find, findIds: {{ exp: '{ids}' }}, findResults: {{ var: State.users }}, outputs: {{ found: {tell}, partiallyFound: {tell} }} }}
- disconnect: {{ name: Bye }}"
        );
        let flow = Flow::new().state_variable("userCollection", "State.users").actions(&actions);
        let outcome = flow.user("u-1", "Ada").user("u-2", "Bob").run();
        assert_eq!((outcome.path(), outcome.texts()), (path.iter().map(ToString::to_string).collect(), texts.to_vec()));
    }

    #[test]
    fn no_more_than_fifty_are_looked_up() {
        let ids = std::iter::repeat_n("\"u-1\"", 51).collect::<Vec<_>>().join(", ");
        let actions = format!(
            "- findUsersById: {{ name: Find, findIds: {{ exp: 'MakeList({ids})' }} }}\n- disconnect: {{ name: Bye }}"
        );
        assert_eq!(Flow::new().actions(&actions).user("u-1", "Ada").run().path(), ["Find: partiallyFound", "Bye"]);
    }
}
