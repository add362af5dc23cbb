//! `completeSurveyInvite` and `abortSurveyInvite`: a survey invite flow ends with the invitation that goes out, or with none.

use super::Action;
use super::recorded::{After, Parameter, Recorded};
use crate::flow::archy::ActionReader;
use crate::flow::expression::Type;

/// The names are those of published exports, and of the vendor's scripting SDK.
const INVITATION: &[Parameter] = &[
    Parameter { name: "inviteBody", keys: &["inviteBody"], value_type: Type::String },
    Parameter { name: "inviteSubject", keys: &["inviteSubject"], value_type: Type::String },
    Parameter { name: "targetAddressType", keys: &["targetAddressType"], value_type: Type::String },
    Parameter { name: "targetAddress", keys: &["targetAddress"], value_type: Type::String },
    Parameter { name: "reminderBody", keys: &["reminderBody"], value_type: Type::String },
    Parameter { name: "reminderSubject", keys: &["reminderSubject"], value_type: Type::String },
];

const REASON: &[Parameter] = &[Parameter { name: "disposition", keys: &["disposition"], value_type: Type::String }];

pub(super) fn read_complete(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, INVITATION, After::End)
}

pub(super) fn read_abort(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, REASON, After::End)
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[rstest::rstest]
    #[case(
        "completeSurveyInvite",
        "inviteBody: { exp: '\"See \" + \"here\"' }, reminderBody: { noValue: true }",
        "inviteBody",
        "See here"
    )]
    #[case("abortSurveyInvite", "disposition: { lit: optOut }", "disposition", "optOut")]
    fn the_flow_ends_with_what_is_noted(
        #[case] kind: &str,
        #[case] parameters: &str,
        #[case] name: &str,
        #[case] text: &str,
    ) {
        let actions = format!("- {kind}: {{ name: End, {parameters} }}\n- disconnect: {{ name: Never }}");
        let outcome = Flow::new().actions(&actions).run();
        assert_eq!(outcome.ending, Ending::Exited { reason: kind.into() });
        assert_eq!(outcome.path(), ["End"]);
        assert_eq!(outcome.deeds.others[0].details, [(name.into(), text.to_owned())]);
    }
}
