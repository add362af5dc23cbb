//! Functions that look resources up in the org: by name, and by id.

use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{ResourceKind, Type, Value};

macro_rules! searches {
    ($($name:literal, $kind:ident, $how:ident, $parameter:literal, $summary:literal, [$($example:literal => $value:literal),*];)*) => {
        pub(super) const FUNCTIONS: &[Definition] = &[$(Definition {
            name: $name,
            summary: $summary,
            signatures: &[concat!("(", $parameter, ": String?) -> ", stringify!($kind))],
            run: |arguments| $how(arguments, ResourceKind::$kind),
            examples: &[$(($example, $value)),*],
        },)*
        Definition {
            name: "FindSystemPrompt",
            summary: "the system prompt of that name",
            signatures: &["(promptName: String?) -> Prompt"],
            run: prompt,
            examples: &[("IsSet(FindSystemPrompt(\"beep\"))", "true")],
        },
        Definition {
            name: "FindUserPrompt",
            summary: "the org's prompt of that name",
            signatures: &["(promptName: String?) -> Prompt"],
            run: prompt,
            examples: &[("IsSet(FindUserPrompt(NOT_SET))", "false")],
        }];
    };
}

searches! {
    "FindQueue", Queue, by_name, "queueToFind", "the queue of that name; NOT_SET where the org has none",
        ["ToString(FindQueue(\"Sales\"))" => "\"Sales\"", "IsSet(FindQueue(\"Nobody\"))" => "false"];
    "FindQueueById", Queue, by_id, "queueId", "the queue with that id; NOT_SET where the org has none",
        ["ToString(FindQueueById(\"q1\"))" => "\"q1\"", "IsSet(FindQueueById(\"none\"))" => "false"];
    "FindUser", User, by_name, "userEmail", "the user with that e-mail address; NOT_SET where the org has none",
        ["IsSet(FindUser(\"john.doe@company.com\"))" => "true"];
    "FindUserById", User, by_id, "userId", "the user with that id; NOT_SET where the org has none",
        ["ToString(FindUserById(\"u1\"))" => "\"u1\"", "IsSet(FindUserById(NOT_SET))" => "false"];
    "FindGroup", Group, by_name, "groupToFind", "the group of that name; NOT_SET where the org has none",
        ["IsSet(FindGroup(\"Nobody\"))" => "false"];
    "FindSkill", Skill, by_name, "skillToFind", "the ACD skill of that name; NOT_SET where the org has none",
        ["ToString(FindSkill(\"Spanish\"))" => "\"Spanish\""];
    "FindLanguageSkill", LanguageSkill, by_name, "skillToFind", "the language skill of that name; NOT_SET where the org has none",
        ["IsSet(FindLanguageSkill(\"en-US\"))" => "true"];
    "FindSchedule", Schedule, by_name, "scheduleToFind", "the schedule of that name; NOT_SET where the org has none",
        ["IsSet(FindSchedule(\"Open hours\"))" => "true"];
    "FindScheduleGroup", ScheduleGroup, by_name, "scheduleGroupToFind", "the schedule group of that name; NOT_SET where the org has none",
        ["IsSet(FindScheduleGroup(\"Open hours\"))" => "true"];
    "FindEmergencyGroup", EmergencyGroup, by_name, "emergencyGroupToFind", "the emergency group of that name; NOT_SET where the org has none",
        ["IsSet(FindEmergencyGroup(\"Fire\"))" => "true"];
    "FindWrapupCode", WrapupCode, by_name, "wrapupCodeToFind", "the wrap-up code of that name; NOT_SET where the org has none",
        ["IsSet(FindWrapupCode(\"Done\"))" => "true"];
}

/// Decision: a resource that the org does not have is NOT_SET, so that a flow can test for it with `IsSet`.
fn by_name(arguments: &Arguments<'_>, kind: ResourceKind) -> Result<Value, Fault> {
    Ok(arguments.find(kind, 0)?.map_or(Value::NotSet(Type::Resource(kind)), Value::Resource))
}

fn by_id(arguments: &Arguments<'_>, kind: ResourceKind) -> Result<Value, Fault> {
    let found = arguments.text_if_set(0)?.and_then(|id| arguments.scope.directory().by_id(kind, id));
    Ok(found.map_or(Value::NotSet(Type::Resource(kind)), Value::Resource))
}

fn prompt(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    Ok(arguments.text_if_set(0)?.map_or(Value::NotSet(Type::Prompt), |name| Value::Prompt(name.into())))
}
