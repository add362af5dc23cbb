//! `setWrapupCode`: gives the conversation a wrap-up code; leaves by `success` or `failure`.

use super::Action;
use super::recorded::{After, Parameter, Recorded};
use crate::flow::archy::ActionReader;
use crate::flow::expression::{ResourceKind, Type};

const PARAMETERS: &[Parameter] = &[Parameter {
    name: "wrapupCode",
    keys: &["wrapupCode", "acdWrapupCode"],
    value_type: Type::Resource(ResourceKind::WrapupCode),
}];

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Recorded::read(reader, PARAMETERS, After::Outputs)
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    #[rstest::rstest]
    #[case("{ lit: { name: Solved } }", &[("wrapupCode", "Solved")])]
    #[case("{ noValue: true }", &[])]
    fn the_code_is_noted_by_name(#[case] code: &str, #[case] noted: &[(&str, &str)]) {
        let actions =
            format!("- setWrapupCode: {{ name: Wrap up, wrapupCode: {code} }}\n- disconnect: {{ name: Bye }}");
        let flow = Flow::new().actions(&actions);
        let outcome = flow.run();
        assert_eq!(outcome.path(), ["Wrap up: success", "Bye"]);
        let details = outcome.deeds.others[0].details.iter().map(|(name, text)| (&**name, text.as_str()));
        assert_eq!(details.collect::<Vec<_>>(), noted);
        assert_eq!(flow.failing("Wrap up", "no").run().path(), ["Wrap up: failure", "Bye"]);
    }
}
