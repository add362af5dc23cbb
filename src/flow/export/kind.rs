//! The kinds whose Archy form differs from the JSON one in more than the rules for values and outputs: their names and their shapes. A kind
//! that is not here loses its `Action` ending and keeps its parts. Must not know how an action is read or executed.

use super::action::Shape;
use super::build::{entry, list, map, one, text};
use super::value::{target, value};
use crate::flow::expression::Type;
use crate::yaml::{Entry, Node};

/// A row of the table.
pub(super) struct Kind {
    /// Its `__type`.
    pub class: &'static str,
    /// Its Archy name.
    pub archy: &'static str,
    /// What differs in its parts.
    pub shape: fn(&mut Shape<'_, '_, '_>),
}

/// All such kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind { class: "AbortSurveyInviteAction", archy: "abortSurveyInvite", shape: failing },
    Kind { class: "AskForBooleanAction", archy: "askForBoolean", shape: ask },
    Kind { class: "AskForNLUIntentAction", archy: "askForIntent", shape: ask_for_intent },
    Kind { class: "AskForNLUNextIntentAction", archy: "loopAnythingElse", shape: anything_else },
    Kind { class: "AskForSlotAction", archy: "askForSlot", shape: ask },
    Kind { class: "CallBotFlowAction", archy: "callBotFlow", shape: call_bot },
    Kind { class: "CallCommonModuleAction", archy: "callCommonModule", shape: call_module },
    Kind { class: "CallDigitalBotFlowAction", archy: "callDigitalBotFlow", shape: call_digital_bot },
    Kind { class: "CallTaskAction", archy: "callTask", shape: to_task },
    Kind { class: "ChangeStateAction", archy: "changeState", shape: change_state },
    Kind { class: "ClearSlotAction", archy: "clearSlot", shape: clear_slot },
    Kind { class: "CreateCallbackAction", archy: "createCallback", shape: failing },
    Kind { class: "DataAction", archy: "callData", shape: call_data },
    Kind { class: "DataTableLookupAction", archy: "dataTableLookup", shape: table_lookup },
    Kind { class: "DecisionAction", archy: "decision", shape: decision },
    Kind { class: "DigitalMenuAction", archy: "digitalMenu", shape: digital_menu },
    Kind { class: "DisconnectWorkitemAction", archy: "disconnectWorkitem", shape: failing },
    Kind { class: "EndTaskAction", archy: "endTask", shape: end_task },
    Kind { class: "EvaluateScheduleAction", archy: "evaluateSchedule", shape: evaluate_schedule },
    Kind { class: "EvaluateScheduleGroupAction", archy: "evaluateScheduleGroup", shape: evaluate_schedule_group },
    Kind { class: "ExitLoopAction", archy: "loopExit", shape: same },
    Kind { class: "FindEmergencyGroupAction", archy: "findEmergencyGroup", shape: find_resource },
    Kind { class: "FindGroupAction", archy: "findGroup", shape: find_resource },
    Kind { class: "FindLanguageSkillAction", archy: "findLanguageSkill", shape: find_resource },
    Kind { class: "FindQueueAction", archy: "findQueue", shape: find_queue },
    Kind { class: "FindQueueByIdAction", archy: "findQueueById", shape: find_queue_by_id },
    Kind { class: "FindScheduleAction", archy: "findSchedule", shape: find_resource },
    Kind { class: "FindScheduleGroupAction", archy: "findScheduleGroup", shape: find_resource },
    Kind { class: "FindSkillAction", archy: "findSkill", shape: find_resource },
    Kind { class: "FindUserAction", archy: "findUser", shape: find_resource },
    Kind { class: "FindUserByIdAction", archy: "findUserById", shape: find_resource },
    Kind { class: "FindUsersByIdAction", archy: "findUsersById", shape: find_users },
    Kind { class: "GetAttributesAction", archy: "getParticipantData", shape: get_attributes },
    Kind { class: "GetConversationDataAction", archy: "getConversationData", shape: get_attributes },
    Kind { class: "GetExternalContactAction", archy: "getExternalContact", shape: external },
    Kind { class: "GetExternalOrganizationAction", archy: "getExternalOrganization", shape: external },
    Kind { class: "GetResponseAction", archy: "getResponse", shape: get_response },
    Kind { class: "LoopAction", archy: "loop", shape: repeat },
    Kind { class: "NextLoopAction", archy: "loopNext", shape: same },
    Kind { class: "ParticipantRecordAction", archy: "enableParticipantRecord", shape: same },
    Kind { class: "ScreenPopAction", archy: "setScreenPop", shape: screen_pop },
    Kind { class: "SearchExternalContactsAction", archy: "searchExternalContacts", shape: external },
    Kind { class: "SendNotificationAction", archy: "sendNotification", shape: failing },
    Kind { class: "SetActiveIntentAction", archy: "setIntent", shape: same },
    Kind { class: "SetAttributesAction", archy: "setParticipantData", shape: set_attributes },
    Kind { class: "SetConversationDataAction", archy: "setConversationData", shape: set_conversation },
    Kind { class: "SetExternalTagAction", archy: "setExternalTag", shape: failing },
    Kind { class: "SetLanguageAction", archy: "setLanguage", shape: set_language },
    Kind { class: "SetLocaleAction", archy: "setLanguage", shape: set_language },
    Kind { class: "SetWhisperAudio", archy: "setWhisperAudio", shape: same },
    Kind { class: "SetWrapupCodeAction", archy: "setWrapupCode", shape: failing },
    Kind { class: "SwitchAction", archy: "switch", shape: switch },
    Kind { class: "TerminateWorkitemAction", archy: "terminateWorkitem", shape: failing },
    Kind { class: "TransferExternalAction", archy: "transferToNumber", shape: failing },
    Kind { class: "TransferFlowAction", archy: "transferToFlow", shape: failing },
    Kind { class: "TransferFlowSecureAction", archy: "transferToFlowSecure", shape: failing },
    Kind { class: "TransferGroupAction", archy: "transferToGroup", shape: failing },
    Kind { class: "TransferMenuAction", archy: "jumpToMenu", shape: to_menu },
    Kind { class: "TransferPureMatchAction", archy: "transferToAcd", shape: transfer },
    Kind { class: "TransferTaskAction", archy: "jumpToTask", shape: to_task },
    Kind { class: "TransferUserAction", archy: "transferToUser", shape: failing },
    Kind { class: "TransferVoicemailAction", archy: "transferToVoicemail", shape: failing },
    Kind { class: "UpdateVariableAction", archy: "updateData", shape: update_data },
    Kind { class: "UpdateWorkitemAction", archy: "updateWorkitem", shape: failing },
];

/// The `__type` of a kind by its Archy name: a row of the table, else the name with the ending that most have.
pub(crate) fn class_of(archy: &str) -> String {
    if let Some(kind) = KINDS.iter().find(|kind| kind.archy == archy) {
        return kind.class.to_owned();
    }
    let mut letters = archy.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}Action", letters.as_str())
}

fn same(_: &mut Shape<'_, '_, '_>) {}

/// An action that can fail: what went wrong goes into variables.
fn failing(shape: &mut Shape<'_, '_, '_>) {
    if let Some(bindings) = shape.bindings("errorBindings") {
        shape.put("failureOutputs", bindings);
    }
}

fn set_conversation(shape: &mut Shape<'_, '_, '_>) {
    set_attributes(shape);
    failing(shape);
}

/// The keys of both are those of the vendor's scripting SDK.
fn external(shape: &mut Shape<'_, '_, '_>) {
    shape.target(&["externalResult"], "externalResult");
    failing(shape);
}

fn get_response(shape: &mut Shape<'_, '_, '_>) {
    shape.target(&["responseBody"], "responseBody");
    failing(shape);
}

/// No public export shows the parts of these look-ups: the keys of Archy, which are those of the one that a public flow shows.
fn find_resource(shape: &mut Shape<'_, '_, '_>) {
    shape.target(&["findResult", "result"], "findResult");
}

fn find_users(shape: &mut Shape<'_, '_, '_>) {
    shape.target(&["findResults", "findResult", "results"], "findResults");
}

fn decision(shape: &mut Shape<'_, '_, '_>) {
    shape.value(&["expression"], "condition");
}

fn repeat(shape: &mut Shape<'_, '_, '_>) {
    shape.target(&["currentIndex"], "currentIndex");
}

fn set_language(shape: &mut Shape<'_, '_, '_>) {
    shape.value(&["languageValue", "language", "locale"], "language");
}

fn to_task(shape: &mut Shape<'_, '_, '_>) {
    shape.reference(&["taskReference"], "task", "targetTaskRef");
}

fn to_menu(shape: &mut Shape<'_, '_, '_>) {
    shape.reference(&["menuReference"], "menu", "targetMenuRef");
}

/// No public flow shows under which key the state stands: the named ones by analogy, else whatever names a container.
fn change_state(shape: &mut Shape<'_, '_, '_>) {
    const KEYS: &[&str] = &["stateReference", "stateId", "targetState", "targetStateReference"];
    if KEYS.iter().any(|key| shape.action.get(key).is_some()) {
        return shape.reference(KEYS, "state", "targetStateRef");
    }
    let parts = shape.action.as_map().unwrap_or_default();
    let found = parts
        .iter()
        .find_map(|part| Some((shape.chain.flow.known_reference(part.value.as_text()?)?, part.value.span.clone())));
    if let Some((reference, at)) = found {
        shape.put("targetStateRef", text(&reference, &at));
    }
}

fn end_task(shape: &mut Shape<'_, '_, '_>) {
    let (reference, name) = (shape.text("pathReference"), shape.text("pathName"));
    // The label of the path that every task has may be translated; its id is not.
    if let Some((name, at)) = name.filter(|_| reference.is_none_or(|(id, _)| id != "__DEFAULT__")) {
        shape.put("outputPath", one("name", text(name, &at)));
    }
}

fn call_bot(shape: &mut Shape<'_, '_, '_>) {
    call_flow(shape, "botFlow");
}

fn call_digital_bot(shape: &mut Shape<'_, '_, '_>) {
    call_flow(shape, "digitalBotFlow");
}

fn call_module(shape: &mut Shape<'_, '_, '_>) {
    call_flow(shape, "commonModule");
}

fn call_flow(shape: &mut Shape<'_, '_, '_>, key: &str) {
    for part in ["exitReason", "intent"] {
        shape.target(&[part], part);
    }
    let parts = [("inputs", shape.inputs("inputs")), ("outputs", shape.bindings("outputs"))];
    let name = shape.text("flowName").or_else(|| shape.text("commonModuleName")).or_else(|| shape.text("flowId"));
    if let Some((name, at)) = name {
        let parts = parts.into_iter().filter_map(|(key, node)| Some(entry(key, node?))).collect();
        shape.callee(key, name, &at, vec![("ver_latestPublished", Some(map(&at, parts)))]);
    }
}

fn call_data(shape: &mut Shape<'_, '_, '_>) {
    let parts = vec![
        ("inputs", shape.inputs("inputs")),
        ("successOutputs", shape.bindings("outputs")),
        ("failureOutputs", shape.bindings("errorBindings")),
    ];
    let category = shape.take("category");
    let category = category.and_then(|node| node.get("name").or(Some(node))).filter(|name| name.as_text().is_some());
    let action = shape.text("actionName");
    if let (Some(category), Some((action, at))) = (category, action) {
        let parts = parts.into_iter().filter_map(|(key, node)| Some(entry(key, node?))).collect();
        let callee = one("dataAction", map(&at, vec![entry(action, map(&at, parts))]));
        shape.put("category", map(&category.span, vec![entry(category.as_text().unwrap_or_default(), callee)]));
    }
}

fn table_lookup(shape: &mut Shape<'_, '_, '_>) {
    shape.value(&["lookupKeyValue", "lookupValue"], "lookupValue");
    let parts = vec![("foundOutputs", shape.bindings("outputs")), ("failureOutputs", shape.bindings("errorBindings"))];
    if let Some((name, at)) = shape.text("datatableName").or_else(|| shape.text("datatableId")) {
        shape.callee("dataTable", name, &at, parts);
    }
}

fn screen_pop(shape: &mut Shape<'_, '_, '_>) {
    let parts = vec![("inputs", shape.inputs("inputs"))];
    if let Some((name, at)) = shape.text("screenPopName") {
        shape.callee("screenPopScript", name, &at, parts);
    }
}

fn transfer(shape: &mut Shape<'_, '_, '_>) {
    if let Some(queue) = shape.take("queues").and_then(Node::as_list).and_then(<[_]>::first) {
        shape.put("targetQueue", value(queue));
    }
    if let Some(skills) = shape.take("skills") {
        let items = skills.as_list().unwrap_or_default().iter();
        let items = items.map(|item| one("acdSkill", value(item.get("skill").unwrap_or(item))));
        shape.put("acdSkills", list(&skills.span, items.collect()));
    }
    failing(shape);
}

/// `variables: [{variable, expression}]` as the statements of `updateData`, each below its type.
fn update_data(shape: &mut Shape<'_, '_, '_>) {
    let Some(given) = shape.take("variables") else { return };
    let mut statements = Vec::new();
    for item in given.as_list().unwrap_or_default() {
        let mut body: Vec<Entry> = Vec::new();
        let Some(variable) = item.get("variable") else {
            statements.push(item.clone());
            continue;
        };
        let name = target(variable);
        body.push(entry("variable", name.get("var").cloned().unwrap_or(name)));
        body.extend(item.get("expression").map(|expression| entry("value", value(expression))));
        statements.push(one(&type_word(shape, variable), map(&item.span, body)));
    }
    shape.put("statements", list(&given.span, statements));
}

/// Archy's word for the type of a value.
fn type_word(shape: &mut Shape<'_, '_, '_>, node: &Node) -> String {
    let code = node.get("type").unwrap_or(node);
    match code.as_text().and_then(Type::parse) {
        Some(known) => super::build::small_first(&known.to_string()),
        None => {
            shape.chain.flow.unknown_type(code);
            "any".to_owned()
        }
    }
}

fn get_attributes(shape: &mut Shape<'_, '_, '_>) {
    attributes(shape, |item| Some(entry("variable", target(item.get("expression")?))));
}

fn set_attributes(shape: &mut Shape<'_, '_, '_>) {
    attributes(shape, |item| Some(entry("value", value(item.get("expression")?))));
}

/// `variables: [{variable, expression}]`, where the variable is the attribute's name.
fn attributes(shape: &mut Shape<'_, '_, '_>, other: fn(&Node) -> Option<Entry>) {
    let Some(given) = shape.take("variables") else { return };
    let items = given.as_list().unwrap_or_default().iter().map(|item| {
        let name = item.get("variable").map(|name| entry("name", value(name)));
        one("attribute", map(&item.span, name.into_iter().chain(other(item)).collect()))
    });
    shape.put("attributes", list(&given.span, items.collect()));
}

/// A switch with an expression compares it with each case; one without takes the first case that is true.
fn switch(shape: &mut Shape<'_, '_, '_>) {
    let subject = shape.take("expression").filter(|node| value(node).get("noValue").is_none());
    let given = shape.take("cases");
    let mut branches = std::mem::take(&mut shape.branches);
    let mut cases = Vec::new();
    for case in given.and_then(Node::as_list).unwrap_or_default() {
        let id = case.get("referenceId").and_then(Node::as_text);
        let branch = branches.iter().position(|branch| Some(branch.id.as_str()) == id).map(|at| branches.remove(at));
        let mut body: Vec<Entry> = case.get("value").map(|node| entry("value", value(node))).into_iter().collect();
        body.extend(branch.and_then(|branch| branch.actions).map(|actions| entry("actions", actions)));
        cases.push(one("case", map(&case.span, body)));
    }
    let at = given.map_or_else(|| shape.action.span.clone(), |given| given.span.clone());
    // Archy writes the default before the cases, which is how equal names of actions are counted.
    let default = branches.iter().position(|branch| branch.id == "__DEFAULT__").map(|at| branches.remove(at));
    let mut body: Vec<Entry> = default.map(|branch| entry("default", branch.body())).into_iter().collect();
    body.push(entry("cases", list(&at, cases)));
    shape.branches = branches;
    let form = match subject {
        Some(subject) => {
            body.insert(0, entry("value", value(subject)));
            let word = type_word(shape, subject);
            one("firstMatch", one(&word, map(&at, body)))
        }
        None => one("firstTrue", map(&at, body)),
    };
    shape.put("evaluate", form);
}

/// Texts that a bot says; the first of a list is the one that Archy names.
fn ask(shape: &mut Shape<'_, '_, '_>) {
    for (key, archy) in [("noInputs", "noInput"), ("noMatches", "noMatch")] {
        if let Some(first) = shape.take(key).and_then(Node::as_list).and_then(<[_]>::first) {
            shape.put(archy, value(first));
        }
    }
    if let Some((slot, at)) = shape.text("selectedSlot") {
        shape.put("slot", one("name", text(slot, &at)));
    }
    shape.target(&["askResult"], "askResult");
}

fn ask_for_intent(shape: &mut Shape<'_, '_, '_>) {
    ask(shape);
    let intents = shape.named_branches("intent").map(|list| entry("intents", list));
    shape.with_outputs(intents.into_iter().collect());
}

/// The first way out leads to the first action of a round, whatever its id is.
fn anything_else(shape: &mut Shape<'_, '_, '_>) {
    ask(shape);
    shape.target(&["currentIndex"], "currentIndex");
    if let Some(first) = shape.branches.first_mut().filter(|first| !first.id.starts_with("__MAX_")) {
        "loop".clone_into(&mut first.name);
    }
}

fn digital_menu(shape: &mut Shape<'_, '_, '_>) {
    ask(shape);
    shape.target(&["selection", "menuSelection"], "selection");
    let paths = shape.named_branches("path").map(|list| entry("paths", list));
    shape.with_outputs(paths.into_iter().collect());
}

fn clear_slot(shape: &mut Shape<'_, '_, '_>) {
    let Some(slots) = shape.take("slots") else { return };
    let names = slots.as_list().unwrap_or_default().iter().filter_map(|slot| slot.get("name"));
    let items = names.map(|name| one("slot", one("name", name.clone())));
    shape.put("slots", list(&slots.span, items.collect()));
}

/// No public flow shows the parts of a look-up: the name by its keys, the result by its keys or as the only queue.
fn find_queue(shape: &mut Shape<'_, '_, '_>) {
    shape.value(&["findName", "queueName", "findValue", "expression"], "findName");
    found(shape);
}

fn find_queue_by_id(shape: &mut Shape<'_, '_, '_>) {
    shape.value(&["findId", "queueId", "findValue", "expression"], "findId");
    found(shape);
}

fn found(shape: &mut Shape<'_, '_, '_>) {
    shape.target(&["findResult", "queueResult", "queue", "result"], "findResult");
}

/// No public flow shows the parts of the two kinds that look at schedules: the Archy keys, and the nearest ones in the style of the
/// others.
fn evaluate_schedule(shape: &mut Shape<'_, '_, '_>) {
    let form =
        if let Some(group) = shape.take_any(&["emergencyGroup", "selectedEmergencyGroup"]).filter(|one| is_set(one)) {
            one("emergencyGroup", one("selectedEmergencyGroup", value(group)))
        } else {
            let parts = [
                ("selectedSchedule", shape.take_any(&["selectedSchedule", "schedule"])),
                ("scheduleTimeZone", shape.take_any(&["scheduleTimeZone", "evaluationTimeZone", "timeZone"])),
                ("evaluate", shape.take_any(&["evaluateDateTime", "dateTime"]).filter(|one| is_set(one))),
            ];
            let parts = parts.into_iter().filter_map(|(key, node)| Some(entry(key, value_or_text(node?)))).collect();
            one("schedule", map(&shape.action.span, parts))
        };
    shape.put("evaluationType", form);
}

fn evaluate_schedule_group(shape: &mut Shape<'_, '_, '_>) {
    shape.value(&["scheduleGroup", "scheduleGroupName"], "scheduleGroup");
    shape.value(&["emergencyGroup", "emergencyGroupName"], "emergencyGroup");
    if let Some(at) = shape.take_any(&["evaluateDateTime", "dateTime"]).filter(|one| is_set(one)) {
        shape.put("evaluate", value(at));
    }
}

fn is_set(node: &Node) -> bool {
    value(node).get("noValue").is_none()
}

fn value_or_text(node: &Node) -> Node {
    if super::value::is_value(node) { value(node) } else { node.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("decision", "DecisionAction")]
    #[case("transferToAcd", "TransferPureMatchAction")]
    #[case("sendResponse", "SendResponseAction")]
    fn kinds_have_their_class(#[case] archy: &str, #[case] class: &str) {
        assert_eq!(class_of(archy), class);
    }

    #[test]
    fn the_table_names_each_kind_once() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert!(KINDS.iter().skip(index + 1).all(|other| other.class != kind.class), "{}", kind.class);
        }
    }
}
