//! The types of properties: what `.body` of a message and `.e164` of a telephone number give. Must not know which names there are.

use super::code::TypeCode;
use super::formats;
use crate::flow::expression::PhoneNumber;

/// Properties by the code of their object, in any letter case.
///
/// Facts: `body` and `senderAddress` of a short message, `e164`, `id` of a queue, `status.name` of a work item in published flows; the other
/// properties of a short message in the vendor's SDK. Decision: the codes of the e-mail message and of what it holds, and of instants, go by
/// the names of the properties.
const PROPERTIES: &[(&str, &[(&str, &str)])] = &[
    (
        "cpx_short_message",
        &[
            ("id", "str"),
            ("type", "str"),
            ("body", "str"),
            ("bodyType", "str"),
            ("senderAddress", "str"),
            ("dateTimeUtc", "dtm"),
        ],
    ),
    ("cpx_email_message", &[("id", "str"), ("subject", "str"), ("body", "str")]),
    ("cpx_email_address", &[("id", "str"), ("address", "str"), ("name", "str")]),
    ("cpx_agent_score_pair", &[("agent", "usr"), ("score", "int")]),
    ("cpx_timeslot", &[("dateTime", "dtm"), ("duration", "dur")]),
    ("cpx_workitem", &[("id", "str"), ("name", "str"), ("status", "cpx_worktype_status")]),
    ("cpx_worktype_status", &[("id", "str"), ("name", "str")]),
    ("cur", &[("amount", "dec"), ("code", "str")]),
];

/// The codes of what the org holds: each has an id and a name.
const RESOURCES: &[&str] = &["que", "usr", "grp", "skl", "lac", "sch", "sgp", "emg", "wrc"];

/// The type of a property; [`TypeCode::ANY`] where it is not known. A property of JSON is JSON.
pub(super) fn property_code(object: &TypeCode, name: &str) -> TypeCode {
    let is = |one: &str| one.eq_ignore_ascii_case(name);
    if let Some(format) = formats::property_code(object) {
        return format;
    }
    match object.as_str() {
        "jsn" => TypeCode::JSON,
        "phn" if PhoneNumber::PROPERTIES.iter().any(|one| is(one)) => TypeCode::STRING,
        resource if RESOURCES.contains(&resource) && (is("id") || is("name")) => TypeCode::STRING,
        code => {
            let known = PROPERTIES.iter().find(|(object, _)| *object == code).map_or(&[][..], |(_, known)| known);
            known.iter().find(|(property, _)| is(property)).map_or(TypeCode::ANY, |(_, code)| TypeCode::constant(code))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("cpx_short_message", "body", "str")]
    #[case("cpx_short_message", "SenderAddress", "str")]
    #[case("cpx_workitem", "status", "cpx_worktype_status")]
    #[case("cpx_worktype_status", "name", "str")]
    #[case("phn", "e164", "str")]
    #[case("phn", "nonsense", "any")]
    #[case("que", "id", "str")]
    #[case("cur", "amount", "dec")]
    #[case("jsn", "anything", "jsn")]
    #[case("dac", "dateShortYear", "daf")]
    #[case("any", "x", "any")]
    #[case("str", "length", "any")]
    fn properties_have_types(#[case] object: &'static str, #[case] name: &str, #[case] code: &str) {
        assert_eq!(property_code(&TypeCode::constant(object), name).as_str(), code);
    }
}
