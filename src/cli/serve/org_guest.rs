//! The part `guest` of the file of `--org`: what guests of the served org meet. Must not know the rest of the file.

use super::org_file::set;
use crate::diagnostic::{Code, Diagnostic};
use crate::fake::{AttributeKeys, AttributesAt, DisconnectShown, GuestLimits, GuestOptions};
use crate::project::values;
use crate::yaml::{Node, Reader, Value};

const KEYS: &[(&str, AttributeKeys)] = &[("bare", AttributeKeys::Bare), ("context", AttributeKeys::Context)];

const PLACES: &[(&str, AttributesAt)] =
    &[("both", AttributesAt::Both), ("beside", AttributesAt::Beside), ("within", AttributesAt::Within)];

const SHOWN: &[(&str, DisconnectShown)] =
    &[("off", DisconnectShown::Off), ("send", DisconnectShown::Send), ("read_only", DisconnectShown::ReadOnly)];

/// The limits of a real org, in one word.
const STRICT: &[(&str, ())] = &[("strict", ())];

/// Reads the part.
pub(super) fn read(reader: &mut Reader, node: &Node, guest: &mut GuestOptions) {
    let Some(mut map) = reader.map(node) else { return };
    set(&mut guest.attribute_keys, map.take("attribute_keys").and_then(|node| reader.one_of(node, KEYS)));
    set(&mut guest.attributes_at, map.take("attributes_at").and_then(|node| reader.one_of(node, PLACES)));
    set(&mut guest.disconnect_shown, map.take("disconnect").and_then(|node| reader.one_of(node, SHOWN)));
    set(&mut guest.clear_allowed, map.take("clear").and_then(|node| reader.boolean(node)));
    set(&mut guest.join_starts, map.take("join_starts").and_then(|node| reader.boolean(node)));
    set(&mut guest.session_lifetime, map.take("session_lifetime").and_then(|node| values::timeout(reader, node)));
    if let Some(node) = map.take("allowed_domains") {
        guest.allowed_domains = domains(reader, node).into();
    }
    if let Some(node) = map.take("limits") {
        guest.limits = limits(reader, node);
    }
    map.finish(reader);
}

fn domains(reader: &mut Reader, node: &Node) -> Vec<String> {
    let found = values::texts(reader, node);
    for one in found.iter().filter(|one| one.value.is_empty() || one.value.contains(['/', ':', '*', ' '])) {
        let message = format!("`{}` is not the name of a domain", one.value);
        let help = "write the bare name, such as `shop.example`; what lies under it is allowed too";
        reader.push(Diagnostic::error(Code::BAD_VALUE, message).at(one.place.clone()).help(help));
    }
    found.into_iter().map(|one| one.value).collect()
}

/// `strict`, or a map of those that differ from a real org's.
fn limits(reader: &mut Reader, node: &Node) -> Option<GuestLimits> {
    let mut limits = GuestLimits::default();
    if let Value::Scalar(_) = node.value {
        return reader.one_of(node, STRICT).map(|()| limits);
    }
    let mut map = reader.map(node)?;
    let parts = [
        ("messages_a_second", &mut limits.messages_a_second),
        ("requests_a_minute", &mut limits.requests_a_minute),
        ("echoes_a_minute", &mut limits.echoes_a_minute),
    ];
    for (key, limit) in parts {
        set(limit, map.take(key).and_then(|node| values::positive(reader, node)));
    }
    map.finish(reader);
    Some(limits)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn read_text(text: &str) -> (GuestOptions, Vec<String>) {
        let source = SourceFile::new("org.yaml", text);
        let mut reader = Reader::new(&source);
        let mut guest = GuestOptions::default();
        read(&mut reader, &parse(&source, Limits::default()).unwrap().root, &mut guest);
        (guest, reader.into_diagnostics().iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn each_setting_is_read() {
        let (guest, found) = read_text(
            "{attribute_keys: context, attributes_at: within, disconnect: read_only, clear: false, join_starts: false, session_lifetime: 1h, allowed_domains: [shop.example], limits: {messages_a_second: 1, requests_a_minute: 2, echoes_a_minute: 3}}",
        );
        assert_eq!(found, [""; 0]);
        assert_eq!((guest.attribute_keys, guest.disconnect_shown), (AttributeKeys::Context, DisconnectShown::ReadOnly));
        assert_eq!(guest.attributes_at, AttributesAt::Within);
        assert!(!guest.clear_allowed && !guest.join_starts);
        assert_eq!(guest.session_lifetime, Duration::from_secs(3_600));
        assert_eq!(&*guest.allowed_domains, ["shop.example"]);
        let limits = GuestLimits { messages_a_second: 1, requests_a_minute: 2, echoes_a_minute: 3 };
        assert_eq!(guest.limits, Some(limits));
    }

    #[test]
    fn strict_limits_are_those_of_a_real_org() {
        assert_eq!(read_text("{limits: strict}").0.limits, Some(GuestLimits::default()));
        let some = GuestLimits { echoes_a_minute: 9, ..GuestLimits::default() };
        assert_eq!(read_text("{limits: {echoes_a_minute: 9}}").0.limits, Some(some));
    }

    #[rstest]
    #[case("{attribute_keys: contexts}", "`contexts` is not allowed here")]
    #[case("{disconnect: on}", "`on` is not allowed here")]
    #[case("{clear: perhaps}", "expected true or false, found a text")]
    #[case("{session_lifetime: 0s}", "a time-out must be longer than zero")]
    #[case("{allowed_domains: https://shop.example}", "`https://shop.example` is not the name of a domain")]
    #[case("{limits: lenient}", "`lenient` is not allowed here")]
    #[case("{limits: {echoes: 1}}", "unknown key `echoes`")]
    #[case("{limits: {echoes_a_minute: 0}}", "`0` is not a whole number from 1 to 4294967295")]
    #[case("{disconect: off}", "unknown key `disconect`")]
    #[case("[]", "expected a map, found a list")]
    fn mistakes(#[case] text: &str, #[case] message: &str) {
        assert_eq!(read_text(text).1, [message]);
    }
}
