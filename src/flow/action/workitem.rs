//! `disconnectWorkitem`, `terminateWorkitem` and `updateWorkitem`: what a work item flow does to its work item; each leaves by `success` or
//! `failure`. There is no work item here: it is noted.

use super::Action;
use super::recorded::{After, Parameter, Recorded};
use crate::flow::archy::ActionReader;
use crate::flow::expression::Type;

/// What a work item can be changed in, by the names that the platform's API gives; no public flow shows this action.
const CHANGES: &[Parameter] = &[
    Parameter { name: "workitemId", keys: &["workitemId", "workitem"], value_type: Type::Any },
    Parameter { name: "assignee", keys: &["assignee", "assigneeId"], value_type: Type::Any },
    Parameter { name: "priority", keys: &["priority"], value_type: Type::Integer },
    Parameter { name: "status", keys: &["status", "statusId"], value_type: Type::Any },
    Parameter { name: "dateDue", keys: &["dateDue", "dueDate"], value_type: Type::DateTime },
    Parameter { name: "dateExpires", keys: &["dateExpires", "expiryDate"], value_type: Type::DateTime },
    Parameter { name: "queue", keys: &["queue", "queueId"], value_type: Type::Any },
    Parameter { name: "description", keys: &["description"], value_type: Type::String },
];

pub(super) fn read_disconnect(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, &[], After::Outputs)
}

pub(super) fn read_terminate(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, &[], After::Outputs)
}

pub(super) fn read_update(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, CHANGES, After::Outputs)
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[rstest::rstest]
    #[case("disconnectWorkitem", "", &[])]
    #[case("terminateWorkitem", "", &[])]
    #[case("updateWorkitem", ", priority: { exp: 2 + 3 }, dateDue: { noValue: true }", &["5"])]
    fn it_is_noted_or_fails(#[case] kind: &str, #[case] parameters: &str, #[case] shown: &[&str]) {
        let actions = format!("- {kind}: {{ name: Do{parameters} }}\n- disconnect: {{ name: Bye }}");
        let flow = Flow::new().actions(&actions);
        let outcome = flow.run();
        assert_eq!(outcome.path(), ["Do: success", "Bye"]);
        let deed = &outcome.deeds.others[0];
        assert_eq!(deed.details.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), shown);
        assert_eq!(&*deed.kind, kind);
        assert_eq!(flow.failing("Do", "gone").run().path(), ["Do: failure", "Bye"]);
    }
}
