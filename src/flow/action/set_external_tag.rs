//! `setExternalTag`: the tag by which another system knows the conversation; `Message.ExternalTag` reads it.

use super::Action;
use super::parameters::FailureOutputs;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::program::Argument;

const SUCCESS: usize = 0;
const FAILURE: usize = 1;

#[derive(Debug)]
struct SetExternalTag {
    tag: Argument,
    failure: FailureOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let tag = reader.required_in(&["externalTag", "tag", "externalTagValue"], Type::String);
    let action = SetExternalTag { tag, failure: FailureOutputs::read(reader) };
    reader.outputs(&["success", "failure"]);
    Box::new(action)
}

impl Action for SetExternalTag {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let tag = turn.text(&self.tag)?;
        turn.note("externalTag", || tag.as_deref().unwrap_or("NOT_SET").to_owned());
        if self.failure.scripted(turn)? {
            return Ok(Next::Leave(FAILURE));
        }
        turn.did([("externalTag", tag.as_deref().map(str::to_owned))]);
        turn.set_external_tag(tag.map_or(Value::not_set(Type::String), Value::String));
        Ok(Next::Leave(SUCCESS))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["externalTag".to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    fn flow(tag: &str) -> Flow {
        Flow::new().actions(&format!(
            "
- setExternalTag: {{ name: Tag, externalTag: {tag} }}
- sendResponse: {{ name: Tell, messageBody: {{ exp: 'If(IsSet(Message.ExternalTag), Message.ExternalTag, \"none\")' }} }}"
        ))
    }

    #[rstest::rstest]
    #[case("{ exp: '\"order-\" + ToString(7)' }", "order-7")]
    #[case("{ noValue: true }", "none")]
    fn the_flow_reads_it_back(#[case] tag: &str, #[case] text: &str) {
        let outcome = flow(tag).run();
        assert_eq!((outcome.path(), outcome.texts()), (vec!["Tag: success".to_owned(), "Tell".to_owned()], vec![text]));
    }

    #[test]
    fn a_failure_leaves_the_tag_as_it_was() {
        let outcome = flow("{ lit: order-7 }").failing("Tag", "taken").run();
        assert_eq!((outcome.path()[0].as_str(), outcome.texts()), ("Tag: failure", vec!["none"]));
    }
}
