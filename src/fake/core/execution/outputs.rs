//! Names that execution data gives to action kinds and to outputs (facts: genesys-api.md 6.3). Must not know a trace.

use crate::flow::program::derived_output_id;

/// The kinds whose name in execution data is not `action` before their Archy name.
const IRREGULAR: [(&str, &str); 3] =
    [("loopNext", "actionNextLoop"), ("loopExit", "actionExitLoop"), ("setScreenPop", "actionScreenPop")];

/// The name of an Archy kind in execution data: `decision` is `actionDecision`.
pub fn step_type(kind: &str) -> String {
    if let Some((_, name)) = IRREGULAR.iter().find(|(irregular, _)| *irregular == kind) {
        return (*name).to_owned();
    }
    let mut letters = kind.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().fold("action".to_owned(), |mut name, first| {
        name.push(first);
        name.push_str(letters.as_str());
        name
    })
}

/// The id and the name of an action's output. The ids of `yes`, `no` and `default` are known; those of the other built-in outputs take the
/// same form, a decision. Paths that a flow names itself have a GUID, which is derived, since no file of ours gives it.
pub fn output(action: &str, name: &str) -> (String, String) {
    const BUILT_IN: [&str; 14] = [
        "yes",
        "no",
        "default",
        "success",
        "failure",
        "timeout",
        "found",
        "notFound",
        "active",
        "inactive",
        "open",
        "closed",
        "holiday",
        "emergency",
    ];
    if !BUILT_IN.contains(&name) {
        return (derived_output_id(action, name).to_string(), name.to_owned());
    }
    let mut id = "__".to_owned();
    let mut shown = String::new();
    for (place, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() {
            id.push('_');
            shown.push(' ');
        }
        id.push(letter.to_ascii_uppercase());
        shown.push(if place == 0 { letter.to_ascii_uppercase() } else { letter });
    }
    id.push_str("__");
    (id, shown)
}

/// A flow's type as execution data and log levels name it: the Archy word without capitals, but for bots.
pub fn flow_kind(archy: &str) -> String {
    if archy == "botFlow" { "bot".to_owned() } else { archy.to_ascii_lowercase() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("decision", "actionDecision")]
    #[case("transferToAcd", "actionTransferToAcd")]
    #[case("getParticipantData", "actionGetParticipantData")]
    #[case("callDigitalBotFlow", "actionCallDigitalBotFlow")]
    #[case("evaluateScheduleGroup", "actionEvaluateScheduleGroup")]
    #[case("loopNext", "actionNextLoop")]
    #[case("loopExit", "actionExitLoop")]
    #[case("setScreenPop", "actionScreenPop")]
    fn kinds_have_their_names(#[case] kind: &str, #[case] expected: &str) {
        assert_eq!(step_type(kind), expected);
    }

    #[rstest]
    #[case("yes", "__YES__", "Yes")]
    #[case("no", "__NO__", "No")]
    #[case("default", "__DEFAULT__", "Default")]
    #[case("notFound", "__NOT_FOUND__", "Not Found")]
    fn outputs_have_their_ids(#[case] name: &str, #[case] id: &str, #[case] shown: &str) {
        assert_eq!(output("a-1", name), (id.to_owned(), shown.to_owned()));
    }

    #[test]
    fn a_path_that_a_flow_names_has_a_guid_of_its_action() {
        let (id, shown) = output("a-1", "Gold");
        assert!(uuid::Uuid::parse_str(&id).is_ok(), "{id}");
        assert_eq!(shown, "Gold");
        assert_ne!(id, output("a-2", "Gold").0);
    }

    #[rstest]
    #[case("inboundShortMessage", "inboundshortmessage")]
    #[case("digitalBot", "digitalbot")]
    #[case("botFlow", "bot")]
    fn types_of_flows_are_words_without_capitals(#[case] archy: &str, #[case] expected: &str) {
        assert_eq!(flow_kind(archy), expected);
    }
}
