//! `createCallback`: asks that the customer be called back; leaves by `success` or `failure`. No callback is made here: it is noted.

use super::Action;
use super::recorded::{After, Parameter, Recorded};
use crate::flow::archy::ActionReader;
use crate::flow::expression::{ResourceKind, Type};

/// The first names are those of the vendor's scripting SDK, the others those of its exports.
const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "callbackNumber",
        keys: &["callbackNumber", "callbackNumbers"],
        value_type: Type::Collection(&Type::String),
    },
    Parameter { name: "calleeName", keys: &["calleeName"], value_type: Type::String },
    Parameter {
        name: "queue",
        keys: &["queue", "targetQueue", "queues"],
        value_type: Type::Resource(ResourceKind::Queue),
    },
    Parameter { name: "script", keys: &["scriptName", "callbackScript"], value_type: Type::String },
];

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, PARAMETERS, After::Outputs)
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[rstest::rstest]
    #[case("{ exp: 'ToPhoneNumber(\"+13175550100\").e164' }")]
    #[case("{ lit: [ { exp: '\"+1317\" + \"5550100\"' } ] }")]
    fn it_is_noted_or_fails(#[case] number: &str) {
        let actions = format!(
            "
- createCallback: {{ name: Call back, callbackNumber: {number}, calleeName: {{ lit: Ada }}, callbackScript: {{ Default Callback Script: {{ none: true }} }}, queue: {{ lit: {{ name: Support }} }} }}
- disconnect: {{ name: Bye }}"
        );
        let flow = Flow::new().actions(&actions);
        let outcome = flow.run();
        let details: Vec<_> =
            outcome.deeds.others[0].details.iter().map(|(name, text)| (&**name, text.as_str())).collect();
        assert_eq!(
            details,
            [
                ("callbackNumber", "+13175550100"),
                ("calleeName", "Ada"),
                ("queue", "Support"),
                ("script", "Default Callback Script")
            ]
        );
        assert_eq!(outcome.path(), ["Call back: success", "Bye"]);
        assert_eq!(flow.failing("Call back", "closed").run().path(), ["Call back: failure", "Bye"]);
    }
}
