//! Functions of e-mail addresses.

use super::arguments::{not_set, text};
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Object, ObjectKind, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "EmailAddressDomainPart",
        summary: "what stands behind the `@`",
        signatures: &["(emailAddress: EmailAddress) -> String", "(emailAddressString: String?) -> String"],
        run: |arguments| part(arguments, |(_, domain)| domain),
        examples: &[
            ("EmailAddressDomainPart(\"john.doe@company.com\")", "\"company.com\""),
            ("EmailAddressDomainPart(MakeEmailAddress(\"john.doe@company.com\"))", "\"company.com\""),
            ("IsSet(EmailAddressDomainPart(NOT_SET))", "false"),
        ],
    },
    Definition {
        name: "EmailAddressLocalPart",
        summary: "what stands before the `@`",
        signatures: &["(emailAddress: EmailAddress) -> String", "(emailAddressString: String?) -> String"],
        run: |arguments| part(arguments, |(local, _)| local),
        examples: &[
            ("EmailAddressLocalPart(\"john.doe@company.com\")", "\"john.doe\""),
            ("EmailAddressLocalPart(\"john\")", "error: \"john\" is no e-mail address"),
            ("EmailAddressLocalPart(MakeEmailAddress(\"john.doe@company.com\", \"John\"))", "\"john.doe\""),
            ("IsSet(EmailAddressLocalPart(NOT_SET))", "false"),
        ],
    },
    Definition {
        name: "MakeEmailAddress",
        summary: "an e-mail address, with a name if one is given",
        signatures: &["(address: String) -> EmailAddress", "(address: String, name: String?) -> EmailAddress"],
        run: make,
        examples: &[
            ("MakeEmailAddress(\"john.doe@company.com\").id", "\"john.doe@company.com\""),
            ("MakeEmailAddress(\"john.doe@company.com\", \"John\").name", "\"John\""),
            ("IsSet(MakeEmailAddress(\"john.doe@company.com\", NOT_SET).name)", "false"),
        ],
    },
];

fn part(arguments: &Arguments<'_>, choose: for<'a> fn((&'a str, &'a str)) -> &'a str) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    let address = match value {
        Value::NotSet(_) => return not_set(Type::String),
        Value::Object(object) => object.get("id").and_then(Value::as_text).unwrap_or_default(),
        other => other.as_text().unwrap_or_default(),
    };
    match address.rsplit_once('@') {
        Some(parts) => text(choose(parts)),
        None => Err(Fault::new(format!("{} is no e-mail address", value.quoted())).operand(0)),
    }
}

fn make(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let name = arguments.from(1).next().filter(|name| !name.is_not_set()).cloned();
    let name = name.unwrap_or(Value::NotSet(Type::String));
    Ok(Value::object(Object::new(ObjectKind::EmailAddress, [("id", arguments.value(0)?.clone()), ("name", name)])))
}
