//! The names that Architect itself provides, with the codes of their types, whether or not their values are modelled. Must not know
//! values: who runs a flow says which of them can be read.

use super::code::TypeCode;
use super::formats;

/// Scopes in which a flow declares variables. What has no row below is a variable there, declared or not.
const DECLARED: &[&str] = &["flow", "state", "task", "slot", "common"];

/// Scopes whose every name is a prompt. Fact: `PromptSystem.` in published flows. Decision: the prompts of users have the same type.
const PROMPTS: &[&str] = &["prompt", "promptsystem", "promptuser"];

/// Scopes of an interaction.
const INTERACTIONS: &[&str] = &["call", "chat", "email", "message", "interaction"];

/// Scopes that only Architect fills, besides those of prompts, interactions and formats.
const PROVIDED: &[&str] = &["bot", "session", "survey", "system", "workflow", "workitem"];

/// Names of one scope.
///
/// Facts: published flows (`Call.Ani`, `Survey.Url`, `Workitem.EventType` …), the vendor's articles on built-in variables and on
/// authenticated web messaging, its scripting SDK (`Flow.`, `System.`). Decision: `cpx_email_message` is named after `cpx_short_message`.
const NAMES: &[(&str, &str)] = &[
    ("Call.Ani", "str"),
    ("Call.CalledAddress", "str"),
    ("Call.CalledAddressOriginal", "str"),
    ("Call.CustomerExternalOrganizationId", "str"),
    ("Call.RemoteName", "str"),
    ("Email.Message", "cpx_email_message"),
    ("Flow.HoldPrompt", "pmt"),
    ("Flow.InvocationData", "any"),
    ("Flow.IsTest", "bln"),
    ("Flow.StartDateTimeUtc", "dtm"),
    ("Flow.Version", "str"),
    ("Message.IsAuthenticated", "bln"),
    ("Message.IsNewConversation", "bln"),
    ("Message.JourneyContext", "any"),
    ("Message.Message", "cpx_short_message"),
    ("Session.LastKnowledgeAnswer", "str"),
    ("Survey.ConversationId", "str"),
    ("Survey.Url", "str"),
    ("System.MaxDateTime", "dtm"),
    ("System.MaxDuration", "dur"),
    ("System.MaxInt", "int"),
    ("System.MinDateTime", "dtm"),
    ("System.MinDuration", "dur"),
    ("System.MinInt", "int"),
    ("Workitem.EventType", "str"),
    ("Workitem.Workitem", "cpx_workitem"),
];

/// Names of every interaction.
///
/// Facts: `ConversationId`, `CurrentQueue` and `EstimatedWaitTime` of calls in published flows, `ExternalContactId`, `ExternalTag` and
/// `Language` in the article on built-in variables, all others of `Message.` in the article on authenticated web messaging. Decision: a name
/// that one kind of interaction has is of the same type for every other.
const OF_INTERACTIONS: &[(&str, &str)] = &[
    ("AcdSkill", "skl_coll"),
    ("ContactId", "str"),
    ("ConversationId", "str"),
    ("CurrentQueue", "que"),
    ("EstimatedWaitTime", "dur"),
    ("ExternalContactId", "str"),
    ("ExternalTag", "str"),
    ("Language", "str"),
    ("LanguageSkill", "lac_coll"),
];

/// The type of a name that Architect provides, [`TypeCode::ANY`] where no public source tells it; none for a name that only a flow can
/// declare. Names have no letter case.
pub(super) fn built_in_code(name: &str) -> Option<TypeCode> {
    let (scope, rest) = name.split_once('.')?;
    let in_scopes = |scopes: &[&str]| scopes.iter().any(|one| one.eq_ignore_ascii_case(scope));
    let row = |rows: &'static [(&'static str, &'static str)], wanted: &str| {
        rows.iter().find(|(one, _)| one.eq_ignore_ascii_case(wanted)).map(|(_, code)| TypeCode::constant(code))
    };
    if let Some(code) = row(NAMES, name) {
        return Some(code);
    }
    if in_scopes(PROMPTS) {
        return Some(TypeCode::constant("pmt"));
    }
    if let Some(kind) = formats::kind_of(name) {
        return Some(formats::built_in_code(kind));
    }
    if in_scopes(INTERACTIONS) {
        return Some(row(OF_INTERACTIONS, rest).unwrap_or(TypeCode::ANY));
    }
    in_scopes(PROVIDED).then_some(TypeCode::ANY)
}

/// Whether a flow may declare a variable of that name.
pub(super) fn is_declarable(name: &str) -> bool {
    let declared = |scope: &str| DECLARED.iter().any(|one| one.eq_ignore_ascii_case(scope));
    name.split_once('.').is_none_or(|(scope, _)| declared(scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Call.Ani", Some("str"))]
    #[case("call.ANI", Some("str"))]
    #[case("Call.CurrentQueue", Some("que"))]
    #[case("Email.EstimatedWaitTime", Some("dur"))]
    #[case("Message.Message", Some("cpx_short_message"))]
    #[case("PromptSystem.please_try_again", Some("pmt"))]
    #[case("Format.Date", Some("dac"))]
    #[case("Flow.HoldPrompt", Some("pmt"))]
    #[case("Flow.tier", None)]
    #[case("Slot.Date", None)]
    #[case("Call.Unheard", Some("any"))]
    #[case("Session.Unheard", Some("any"))]
    #[case("Elsewhere.x", None)]
    #[case("tier", None)]
    fn names_have_the_types_that_are_known(#[case] name: &str, #[case] code: Option<&str>) {
        assert_eq!(built_in_code(name).as_ref().map(TypeCode::as_str), code);
    }

    #[test]
    fn flows_declare_in_their_own_scopes() {
        assert!(is_declarable("state.x") && is_declarable("x"));
        assert!(!is_declarable("Call.Ani"));
    }
}
