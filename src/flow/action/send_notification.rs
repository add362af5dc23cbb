//! `sendNotification`: a workflow tells users something; leaves by `success` or `failure`. No notification is sent here: it is noted.

use super::Action;
use super::recorded::{After, Parameter, Recorded};
use crate::flow::archy::ActionReader;
use crate::flow::expression::{ResourceKind, Type};

/// The names are those of a published export.
const PARAMETERS: &[Parameter] = &[
    Parameter { name: "notificationType", keys: &["notificationType"], value_type: Type::String },
    Parameter { name: "subject", keys: &["subject"], value_type: Type::String },
    Parameter { name: "body", keys: &["body"], value_type: Type::String },
    Parameter {
        name: "sendToUsers",
        keys: &["sendToUsers"],
        value_type: Type::Collection(&Type::Resource(ResourceKind::User)),
    },
    Parameter { name: "emailFrom", keys: &["emailFrom"], value_type: Type::Any },
    Parameter { name: "emailNotificationStyle", keys: &["emailNotificationStyle"], value_type: Type::String },
];

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, PARAMETERS, After::Outputs)
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    const SEND: &str = "
- sendNotification:
    name: Tell
    notificationType: { lit: email }
    subject: { exp: '\"On \" + \"hold\"' }
    body: { noValue: true }
    sendToUsers: { lit: [ { lit: { name: Ada Lovelace } }, { lit: { name: Bob } } ] }
    failureOutputs: { errorType: { noValue: true }, errorMessage: { var: State.why } }
    outputs: { failure: { actions: [ { sendResponse: { name: Sorry, messageBody: { exp: State.why } } } ] } }
- disconnect: { name: Bye }";

    fn flow() -> Flow {
        Flow::new().state_variable("string", "State.why").actions(SEND)
    }

    #[test]
    fn it_is_noted_with_all_that_is_set() {
        let outcome = flow().run();
        assert_eq!(outcome.path(), ["Tell: success", "Bye"]);
        let deed = &outcome.deeds.others[0];
        let details: Vec<_> = deed.details.iter().map(|(name, text)| (&**name, text.as_str())).collect();
        let users = ("sendToUsers", "Ada Lovelace, Bob");
        assert_eq!(details, [("notificationType", "email"), ("subject", "On hold"), users]);
        assert_eq!(&*deed.kind, "sendNotification");
    }

    #[test]
    fn a_failure_is_scripted_and_then_nothing_is_noted() {
        let outcome = flow().failing("Tell", "the mail server is down").run();
        assert_eq!(outcome.path(), ["Tell: failure", "Sorry", "Bye"]);
        assert_eq!(outcome.texts(), ["the mail server is down"]);
        assert!(outcome.deeds.is_empty());
    }
}
