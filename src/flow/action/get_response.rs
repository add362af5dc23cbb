//! `getResponse`: takes a canned response of the org, puts values into it, and leaves by `success` or `failure`.

use std::sync::Arc;

use super::Action;
use super::evaluate_schedule::missing;
use super::parameters::FailureOutputs;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Target};
use crate::yaml::Node;

const SUCCESS: usize = 0;
const FAILURE: usize = 1;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

#[derive(Debug)]
struct GetResponse {
    response: Argument,
    substitutions: Vec<(Arc<str>, Argument)>,
    body: Option<Target>,
    failure: FailureOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let response = reader.name_in(&["response", "responseName", "responseId"]);
    let mut substitutions = Vec::new();
    for key in ["responseSubstitutions", "substitutions"] {
        for item in reader.list(key) {
            // The entries stand as they are, or below the word for one.
            let item = item.get("substitution").filter(|below| below.as_map().is_some()).unwrap_or(item);
            let name = ["name", "id", "substitution"].iter().find_map(|key| item.get(key)?.as_text());
            let value = item.get("value").or_else(|| item.get("expression"));
            if let (Some(name), Some(value)) = (name, value) {
                substitutions.push((Arc::from(name), reader.argument_of(value, Type::String)));
            }
        }
    }
    let body: Option<&Node> = reader.first(&["responseBody", "valueResponseBody"]);
    let body = body.and_then(|node| reader.target_of(node));
    let action = GetResponse { response, substitutions, body, failure: FailureOutputs::read(reader) };
    reader.outputs(&["success", "failure"]);
    Box::new(action)
}

impl Action for GetResponse {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let name = turn.text(&self.response)?.ok_or_else(|| Fault::new("the response must not be NOT_SET"))?;
        turn.note("response", || name.to_string());
        if self.failure.scripted(turn)? {
            return Ok(Next::Leave(FAILURE));
        }
        let Some(body) = turn.world().responses.get(&name).cloned() else {
            let yaml = format!("  responses:\n    {name}: the text of the response\n");
            return Ok(missing(turn, "response", &name, &yaml));
        };
        let mut values = Vec::with_capacity(self.substitutions.len());
        for (name, value) in &self.substitutions {
            values.push((&**name, turn.text(value)?.unwrap_or_default()));
        }
        if let Some(target) = &self.body {
            turn.assign(target, Value::text(filled(&body, &values)))?;
        }
        Ok(Next::Leave(SUCCESS))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["response".to_owned()]
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.resources.extend(self.response.literal_text().map(|name| ("response", name, place.clone())));
    }
}

/// A text with values in place of their `{{name}}`. One pass: what a value itself holds stays as it is.
fn filled(body: &str, values: &[(&str, Arc<str>)]) -> String {
    let (mut text, mut rest) = (String::with_capacity(body.len()), body);
    while let Some((before, behind)) = rest.split_once(OPEN) {
        text.push_str(before);
        let named = behind.split_once(CLOSE);
        let value = named.and_then(|(name, left)| Some((&values.iter().find(|(one, _)| *one == name)?.1, left)));
        match value {
            Some((value, left)) => {
                text.push_str(value);
                rest = left;
            }
            None => {
                // The next name may begin at the second brace.
                text.push('{');
                rest = rest.get(before.len() + 1..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    fn flow(response: &str) -> Flow {
        let actions = format!(
            "
- getResponse:
    name: Take
    response: {response}
    substitutions: [ {{ substitution: {{ name: who, value: {{ exp: '\"A\" + \"da\"' }} }} }}, {{ name: gone, value: {{ noValue: true }} }} ]
    responseBody: {{ var: State.body }}
- sendResponse: {{ name: Tell, messageBody: {{ exp: 'If(IsSet(State.body), State.body, \"none\")' }} }}"
        );
        let flow = Flow::new().state_variable("string", "State.body").actions(&actions);
        flow.world(|world| drop(world.responses.insert("Greeting".into(), "Dear {{who}}{{gone}}, {{else}}".into())))
    }

    #[test]
    fn values_are_put_where_their_names_stand() {
        let outcome = flow("{ lit: { name: Greeting } }").run();
        assert_eq!((outcome.path()[0].as_str(), outcome.texts()), ("Take: success", vec!["Dear Ada, {{else}}"]));
    }

    #[rstest::rstest]
    #[case("{{a}} and {{b}}", "{{b}} and 2")]
    #[case("{{{b}}}", "{2}")]
    #[case("{{c}} {{ {{b}}", "{{c}} {{ 2")]
    #[case("{{b", "{{b")]
    fn a_value_is_not_searched_for_names(#[case] body: &str, #[case] text: &str) {
        assert_eq!(super::filled(body, &[("a", "{{b}}".into()), ("b", "2".into())]), text);
    }

    #[test]
    fn one_that_the_world_lacks_is_told_and_a_failure_can_be_scripted() {
        let outcome = flow("{ exp: '\"Good\" + \"bye\"' }").run();
        assert!(matches!(outcome.ending, Ending::Unstubbed { .. }));
        assert!(outcome.problems[0].help.contains("responses:\n    Goodbye:"));
        let outcome = flow("{ lit: Greeting }").failing("Take", "no").run();
        assert_eq!((outcome.path()[0].as_str(), outcome.texts()), ("Take: failure", vec!["none"]));
        assert!(matches!(flow("{ noValue: true }").run().ending, Ending::Failed(_)));
    }
}
