//! The built-in variables of message flows: their names and what they are when a flow starts. One row each; must not know how they are
//! read.

use jiff::Timestamp;

use super::rules::FILE_VERSION;
use super::{Inputs, rules};
use crate::flow::expression::{DateTimeRange, Json, MAX_INTEGER, Object, ObjectKind, ResourceKind, Type, Value};
use crate::flow::program::{Flow, Program};

/// A row: its name, and its value for a start.
pub(crate) struct BuiltIn {
    name: &'static str,
    value: fn(&Start<'_>) -> Value,
}

/// What built-ins are made from.
pub(super) struct Start<'a> {
    pub inputs: &'a Inputs,
    pub program: &'a Program,
    pub now: Timestamp,
}

/// Scopes that Architect knows besides those of declared variables. A name in one of them that has no row below is a built-in that is not
/// modelled: reading it is a run-time error that says so.
const SCOPES: &[&str] = &[
    "bot",
    "call",
    "chat",
    "email",
    "flow",
    "format",
    "interaction",
    "message",
    "prompt",
    "promptsystem",
    "promptuser",
    "session",
    "survey",
    "system",
    "workflow",
    "workitem",
];

/// Facts: names used by published flows and those of the vendor's SDK; the table of `Message.` variables is known in part only.
const TABLE: &[BuiltIn] = &[
    BuiltIn { name: "Message.Message", value: message },
    BuiltIn { name: "Message.Message.id", value: |start| text(start.inputs.message_id.as_ref()) },
    BuiltIn { name: "Message.Message.type", value: |_| Value::text("webmessaging") },
    BuiltIn { name: "Message.Message.body", value: |start| text(start.inputs.message.as_ref()) },
    BuiltIn { name: "Message.Message.bodyType", value: |_| Value::text("text") },
    BuiltIn { name: "Message.Message.senderAddress", value: |start| text(start.inputs.sender_address.as_ref()) },
    BuiltIn { name: "Message.Message.dateTimeUtc", value: |start| Value::DateTime(start.now) },
    BuiltIn { name: "Message.ConversationId", value: |start| text(start.inputs.conversation_id.as_ref()) },
    BuiltIn { name: "Message.IsNewConversation", value: |_| Value::Boolean(true) },
    BuiltIn { name: "Message.IsAuthenticated", value: |_| Value::Boolean(false) },
    BuiltIn { name: "Message.JourneyContext", value: |_| Value::not_set(Type::Json) },
    BuiltIn { name: "Message.ExternalTag", value: |_| Value::not_set(Type::String) },
    BuiltIn { name: "Message.ACDSkill", value: |_| Value::not_set(Type::Resource(ResourceKind::Skill).collection()) },
    BuiltIn { name: "Message.ContactID", value: |_| Value::not_set(Type::String) },
    BuiltIn { name: "Message.CurrentQueue", value: |_| Value::not_set(Type::Resource(ResourceKind::Queue)) },
    BuiltIn { name: "Message.EstimatedWaitTime", value: |_| Value::not_set(Type::Duration) },
    BuiltIn {
        name: "Message.LanguageSkill",
        value: |_| Value::not_set(Type::Resource(ResourceKind::LanguageSkill).collection()),
    },
    BuiltIn { name: "Survey.ConversationId", value: |start| text(start.inputs.conversation_id.as_ref()) },
    BuiltIn { name: "Survey.Url", value: survey_url },
    BuiltIn { name: "Workitem.EventType", value: |_| Value::not_set(Type::String) },
    BuiltIn { name: "Workitem.Workitem", value: work_item },
    BuiltIn { name: "Message.Language", value: |start| Value::text(entry(start).default_language.clone()) },
    BuiltIn { name: "Session.LastKnowledgeAnswer", value: |_| Value::not_set(Type::String) },
    BuiltIn { name: "Flow.Version", value: |_| Value::text(FILE_VERSION) },
    BuiltIn { name: "Flow.StartDateTimeUtc", value: |start| Value::DateTime(start.now) },
    BuiltIn { name: "Flow.IsTest", value: |_| Value::Boolean(rules::FLOW_IS_TEST) },
    BuiltIn { name: "System.MinInt", value: |_| Value::Integer(-MAX_INTEGER) },
    BuiltIn { name: "System.MaxInt", value: |_| Value::Integer(MAX_INTEGER) },
    BuiltIn { name: "System.MinDateTime", value: |_| Value::DateTime(DateTimeRange::first()) },
    BuiltIn { name: "System.MaxDateTime", value: |_| Value::DateTime(DateTimeRange::last()) },
];

impl BuiltIn {
    /// The row of that name, in any letter case.
    pub(crate) fn find(name: &str) -> Option<usize> {
        TABLE.iter().position(|row| row.name.eq_ignore_ascii_case(name))
    }

    /// Whether the name is in a scope that holds built-ins.
    pub(crate) fn may_be(name: &str) -> bool {
        let scope = name.split('.').next().unwrap_or_default();
        name.contains('.') && SCOPES.iter().any(|known| known.eq_ignore_ascii_case(scope))
    }

    /// All names, for suggestions.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|row| row.name)
    }

    /// The type of the built-in of that name; none for one that is not modelled.
    pub(crate) fn type_of(name: &str, program: &Program) -> Option<Type> {
        let row = TABLE.iter().find(|row| row.name.eq_ignore_ascii_case(name))?;
        let start = Start { inputs: &Inputs::default(), program, now: Timestamp::UNIX_EPOCH };
        Some((row.value)(&start).type_of())
    }

    /// The values of all rows, in their order; what the inputs give by name counts where it fits.
    pub(super) fn values(start: &Start<'_>) -> Vec<Value> {
        let mut values: Vec<Value> = TABLE.iter().map(|row| (row.value)(start)).collect();
        for (name, given) in &start.inputs.variables {
            if let Some(place) = Self::find(name).and_then(|index| values.get_mut(index)) {
                let fitting = given.clone().coerce(&place.type_of());
                *place = fitting.unwrap_or_else(|_| place.clone());
            }
        }
        values
    }
}

fn survey_url(start: &Start<'_>) -> Value {
    let id = start.inputs.conversation_id.as_deref().unwrap_or_default();
    Value::text(format!("{}{id}", rules::SURVEY_URL))
}

fn entry<'a>(start: &Start<'a>) -> &'a Flow {
    start.program.entry()
}

fn text(given: Option<&std::sync::Arc<str>>) -> Value {
    given.map_or(Value::not_set(Type::String), |given| Value::String(given.clone()))
}

/// The work item of a work item flow; other flows have none, and are spared the making of one.
fn work_item(start: &Start<'_>) -> Value {
    match &*entry(start).flow_type {
        "workitem" => Value::json(Json::from_serde(&rules::work_item())),
        _ => Value::not_set(Type::Json),
    }
}

fn message(start: &Start<'_>) -> Value {
    if start.inputs.message.is_none() {
        return Value::not_set(Type::Object(ObjectKind::ShortMessage));
    }
    Value::object(Object::new(
        ObjectKind::ShortMessage,
        [
            ("id", text(start.inputs.message_id.as_ref())),
            ("type", Value::text("webmessaging")),
            ("body", text(start.inputs.message.as_ref())),
            ("bodyType", Value::text("text")),
            ("senderAddress", text(start.inputs.sender_address.as_ref())),
            ("dateTimeUtc", Value::DateTime(start.now)),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;
    use crate::flow::expression::parse;

    #[test]
    fn names_have_no_letter_case_and_are_unique() {
        assert_eq!(BuiltIn::find("message.MESSAGE.body"), BuiltIn::find("Message.Message.body"));
        let names: std::collections::HashSet<String> = BuiltIn::names().map(str::to_lowercase).collect();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn types_are_those_of_the_language() {
        let program = Flow::new().actions("- disconnect: { name: Bye }").program();
        for row in TABLE {
            let tree = parse(row.name).unwrap().syntax_tree(&|_| None);
            let ours = BuiltIn::type_of(row.name, &program).unwrap();
            // A code of which no values are modelled may be held as anything.
            let theirs = tree.code().value_type().unwrap_or(Type::Any);
            assert!(theirs == ours || theirs == Type::Any, "{}: {theirs}, not {ours}", row.name);
        }
    }

    #[test]
    fn a_scope_may_hold_built_ins_that_are_not_modelled() {
        assert!(BuiltIn::may_be("Call.Ani"));
        assert!(!BuiltIn::may_be("State.x"));
        assert!(!BuiltIn::may_be("message"));
    }
}
