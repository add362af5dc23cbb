//! What a conversation starts with, and what it waits for: values, and how a text becomes one. Must not know who gives it.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::diagnostic::{did_you_mean, list_of};
use crate::flow::engine::BuiltIn;
use crate::flow::engine::rules::{MissingAttribute, WORKFLOW_CONVERSATION};
use crate::flow::expression::{Resource, Type, Value};
use crate::flow::program::Program;
use crate::flow::world::World;
use crate::trace::TraceLevel;

/// What a conversation starts with.
#[derive(Debug, Clone, Default)]
pub struct SessionStart {
    /// The customer's participant attributes.
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    /// The message that starts the flow; none where the customer only joins.
    pub message: Option<Arc<str>>,
    /// `Message.ConversationId`; derived from the flow's id where none is given.
    pub conversation_id: Option<Arc<str>>,
    /// `Message.Message.id`; derived where none is given.
    pub message_id: Option<Arc<str>>,
    /// `Message.Message.senderAddress`; NOT_SET where none is given.
    pub sender_address: Option<Arc<str>>,
    /// Values of the entry flow's input variables, and of built-in variables, by name.
    pub variables: Vec<(Arc<str>, Value)>,
    /// How much the trace records.
    pub level: TraceLevel,
    /// What reading an attribute that is not there gives.
    pub missing_attribute: MissingAttribute,
    /// Whether words that mean nothing to a bot, and of which no stub says what they mean, are left for the host to answer.
    pub asks_meanings: bool,
}

impl SessionStart {
    /// The start of a workflow is about a conversation: its input variable has that id, or gives it.
    pub(super) fn about_a_conversation(&mut self, program: &Program) {
        let flow = program.entry();
        let variable = flow.variables.find(WORKFLOW_CONVERSATION).and_then(|index| flow.variables.get(index));
        let Some(variable) = variable.filter(|one| one.is_input && one.value_type == Type::String) else { return };
        let given = self.variables.iter().find(|(name, _)| name.eq_ignore_ascii_case(WORKFLOW_CONVERSATION));
        match (given, &self.conversation_id) {
            (Some((_, Value::String(id))), None) => self.conversation_id = Some(id.clone()),
            (None, Some(id)) => self.variables.push((variable.name.clone(), Value::String(id.clone()))),
            _ => {}
        }
    }
}

/// The value that a text stands for as the entry flow's input variable, or built-in variable, of that name. A list and a JSON value are
/// written as JSON; a queue or user by name.
///
/// # Errors
/// There is no such variable, or the text is not of its type: a fragment for a person, with help where there is any.
pub fn start_value(program: &Program, world: &World, name: &str, text: &str) -> Result<Value, StartError> {
    let flow = program.entry();
    let inputs = || flow.variables.iter().filter(|one| one.is_input);
    let declared = inputs().find(|one| one.name.eq_ignore_ascii_case(name)).map(|one| one.value_type);
    let Some(value_type) = declared.or_else(|| BuiltIn::type_of(name, program)) else {
        let known: Vec<Arc<str>> = inputs().map(|one| one.name.clone()).collect();
        let names = || known.iter().map(|one| &**one);
        let near = did_you_mean(name, names()).or_else(|| did_you_mean(name, BuiltIn::names()));
        let help = near.map(|near| format!("did you mean `{near}`?")).or_else(|| list_of("inputs", name, names()));
        return Err(StartError { message: format!("the flow has no input `{name}`"), help });
    };
    let misfit = |reason: String| StartError { message: format!("`{name}` cannot be `{text}`: {reason}"), help: None };
    match value_type {
        Type::String | Type::Any => Ok(Value::text(text)),
        Type::Resource(kind) => Ok(Value::Resource(world.find_by_name(kind, text).unwrap_or_else(|| Resource {
            kind,
            id: World::derived_id(kind, text),
            name: text.into(),
        }))),
        Type::Json | Type::Collection(_) | Type::Object(_) => {
            let document = serde_json::from_str(text).map_err(|error| misfit(format!("it is not JSON: {error}")))?;
            Value::from_json(&document, &value_type).map_err(misfit)
        }
        _ => Value::parse_literal(text, &value_type).map_err(misfit),
    }
}

/// A value that a run cannot start with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartError {
    /// A lowercase fragment.
    pub message: String,
    /// What may be meant.
    pub help: Option<String>,
}

/// What a session waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Whether the customer's next message goes on with the flow (or its bot).
    pub customer: bool,
    /// When it goes on, or ends, without one.
    pub until: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    fn program() -> Arc<Program> {
        let input = "    - jsonVariable: { name: Flow.order, initialValue: { noValue: true }, isInput: true }
    - integerVariable: { name: Flow.count, initialValue: { noValue: true }, isInput: true }
    - stringCollectionVariable: { name: Flow.names, initialValue: { noValue: true }, isInput: true }
    - queueVariable: { name: Flow.queue, initialValue: { noValue: true }, isInput: true }
    - stringVariable: { name: Flow.own, initialValue: { noValue: true } }";
        Flow::new().flow_variables(input).actions("- disconnect: { name: Bye }").program()
    }

    #[rstest::rstest]
    #[case("flow.COUNT", "7", "7")]
    #[case("Flow.order", "{\"id\": 7}", "{\"id\":7}")]
    #[case("Flow.names", "[\"a\", \"b\"]", "a,b")]
    #[case("Flow.queue", "Support", "Support")]
    #[case("Workitem.EventType", "workitemCreated", "workitemCreated")]
    fn a_text_becomes_a_value_of_the_variable_s_type(#[case] name: &str, #[case] text: &str, #[case] printed: &str) {
        let value = start_value(&program(), &World::default(), name, text).unwrap();
        assert_eq!(value.display(), printed);
    }

    #[rstest::rstest]
    #[case("Flow.cuont", "1", "no input `Flow.cuont`", Some("did you mean `Flow.count`?"))]
    #[case("Flow.own", "1", "no input `Flow.own`", None)]
    #[case("Flow.count", "seven", "cannot be `seven`", None)]
    #[case("Flow.order", "{", "not JSON", None)]
    fn what_cannot_be_is_told(#[case] name: &str, #[case] text: &str, #[case] says: &str, #[case] help: Option<&str>) {
        let error = start_value(&program(), &World::default(), name, text).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
        if help.is_some() {
            assert_eq!(error.help.as_deref(), help);
        }
    }

    #[test]
    fn a_workflow_s_conversation_is_the_one_that_its_input_names() {
        let input =
            "    - stringVariable: { name: Flow.conversationId, initialValue: { noValue: true }, isInput: true }";
        let actions = "
- getConversationData:
    name: Read
    conversationId: { exp: Flow.conversationId }
    attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ]
- sendResponse: { name: Tell, messageBody: { exp: State.tier + Flow.conversationId } }";
        let flow = Flow::new().flow_variables(input).state_variable("string", "State.tier").actions(actions);
        let flow = flow.attribute("tier", "Gold ");
        assert!(flow.run().texts()[0].starts_with("Gold "));
        assert_eq!(flow.variable("Flow.conversationId", Value::text("c-7")).run().texts(), ["Gold c-7"]);
    }
}
