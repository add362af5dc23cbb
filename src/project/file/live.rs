//! The parts `live` and `simulate`: the sandbox org and what may be touched there; a host that serves the seed's endpoints.

use indexmap::IndexMap;

use super::value;
use crate::diagnostic::{Code, Diagnostic};
use crate::project::{AttributeKeys, AttributesSent, Habits, LiveBudget, LiveSettings, SimulateSettings};
use crate::scenario::model::Spanned;
use crate::yaml::{MapReader, Node, Reader};

/// Keys that people look for here, and that no file may hold.
const CREDENTIALS: [&str; 4] = ["client_id", "client_secret", "token", "password"];

/// Reads the part `live`.
pub(super) fn read(reader: &mut Reader, node: &Node) -> LiveSettings {
    let mut out = LiveSettings::default();
    let Some(mut map) = reader.map(node) else { return out };
    refuse_credentials(reader, &mut map, node);
    out.region = map.take("region").and_then(|node| value::text(reader, node));
    out.allowed_orgs = map.take("allowed_orgs").map(|node| value::ids(reader, node)).unwrap_or_default();
    out.hosts = map.take("hosts").map(|node| hosts(reader, node)).unwrap_or_default();
    out.queues = map.take("queues").map(|node| value::texts(reader, node)).unwrap_or_default();
    out.data_actions = map.take("data_actions").map(|node| data_actions(reader, node)).unwrap_or_default();
    if let Some(rate) = map.take("rate").and_then(|node| value::positive(reader, node)) {
        out.rate = rate;
    }
    out.ca = map.take("ca").and_then(|node| value::text(reader, node));
    out.origin = map.take("origin").and_then(|node| value::text(reader, node));
    out.jobs = map.take("jobs").and_then(|node| value::positive(reader, node)).and_then(|jobs| jobs.try_into().ok());
    if let Some(name) = map.take("marker").and_then(|node| marker(reader, node)) {
        out.marker = name;
    }
    for (key, path) in [("ledger", &mut out.ledger), ("profile", &mut out.profile)] {
        if let Some(found) = map.take(key).and_then(|node| value::text(reader, node)) {
            *path = found.value.into();
        }
    }
    out.budget = map.take("budget").map(|node| budget(reader, node)).unwrap_or_default();
    out.habits = habits(reader, &mut map);
    map.finish(reader);
    out
}

/// An attribute's name, which must not be empty: without it nobody could tell whose a conversation is.
fn marker(reader: &mut Reader, node: &Node) -> Option<String> {
    let found = reader.text(node)?.to_owned();
    if found.trim().is_empty() {
        reader.error(Code::BAD_VALUE, &node.span, "the marker needs a name");
        return None;
    }
    Some(found)
}

fn budget(reader: &mut Reader, node: &Node) -> LiveBudget {
    let mut out = LiveBudget::default();
    let Some(mut map) = reader.map(node) else { return out };
    out.sessions = map.take("sessions").and_then(|node| value::positive(reader, node));
    out.messages = map.take("messages").and_then(|node| value::positive(reader, node));
    out.calls = map.take("calls").and_then(|node| value::positive(reader, node));
    out.time = map.take("time").and_then(|node| value::timeout(reader, node));
    map.finish(reader);
    out
}

/// What is not known of every org: keys of the part itself, and the times under `waits`.
pub(crate) fn habits(reader: &mut Reader, map: &mut MapReader<'_>) -> Habits {
    let mut out = Habits {
        attribute_keys: map.take("attribute_keys").and_then(|node| reader.one_of(node, AttributeKeys::WORDS)),
        attributes_sent: map.take("attributes_sent").and_then(|node| reader.one_of(node, AttributesSent::WORDS)),
        messages_a_second: map.take("messages_a_second").and_then(|node| value::positive(reader, node)),
        quiet: map.take("quiet").and_then(|node| value::timeout(reader, node)),
        ..Habits::default()
    };
    if let Some(mut waits) = map.take("waits").and_then(|node| reader.map(node)) {
        out.message = waits.take("message").and_then(|node| value::timeout(reader, node));
        out.attributes = waits.take("attributes").and_then(|node| value::timeout(reader, node));
        out.execution_data = waits.take("execution_data").and_then(|node| value::timeout(reader, node));
        waits.finish(reader);
    }
    out
}

/// Reads the part `simulate`.
pub(super) fn read_simulate(reader: &mut Reader, node: &Node) -> SimulateSettings {
    let mut out = SimulateSettings::default();
    let Some(mut map) = reader.map(node) else { return out };
    refuse_credentials(reader, &mut map, node);
    out.base_url = map.take("base_url").and_then(|node| base_url(reader, node));
    map.finish(reader);
    out
}

fn refuse_credentials(reader: &mut Reader, map: &mut MapReader<'_>, node: &Node) {
    let present = CREDENTIALS.iter().filter_map(|key| node.entry(key)).collect::<Vec<_>>();
    for entry in present {
        let place = reader.place(&entry.key_span);
        let message = format!("`{}` does not belong into a file", entry.key.text);
        reader.push(Diagnostic::error(Code::CREDENTIALS_IN_FILE, message).at(place).help(
            "set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET in the environment or in `.env`, which git must not hold",
        ));
    }
    map.discard(&CREDENTIALS);
}

fn data_actions(reader: &mut Reader, node: &Node) -> IndexMap<String, Vec<Spanned<String>>> {
    let Some(mut map) = reader.map(node) else { return IndexMap::new() };
    map.rest().into_iter().map(|entry| (entry.key.text.clone(), value::texts(reader, &entry.value))).collect()
}

fn hosts(reader: &mut Reader, node: &Node) -> Vec<Spanned<String>> {
    let found = value::texts(reader, node);
    let bare = |host: &str| !host.is_empty() && !host.contains(['/', ' ', '*', '@']);
    for host in found.iter().filter(|host| !bare(&host.value)) {
        let message = format!("`{}` is not the name of a host", host.value);
        let help = "write the bare name, such as `proxy.example.org` or `127.0.0.1:8443`";
        reader.push(Diagnostic::error(Code::BAD_VALUE, message).at(host.place.clone()).help(help));
    }
    found.into_iter().filter(|host| bare(&host.value)).collect()
}

fn base_url(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let found = value::text(reader, node)?;
    let rest = found.value.strip_prefix("https://").or_else(|| found.value.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    if host.is_empty() || found.value.contains(['?', '#', '@', ' ']) {
        let message = format!("`{}` is not the URL of a host", found.value);
        let help = "write scheme, host and port, such as `http://127.0.0.1:8080`";
        reader.push(Diagnostic::error(Code::BAD_VALUE, message).at(found.place).help(help));
        return None;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn messages<T>(text: &str, read: fn(&mut Reader, &Node) -> T) -> (T, Vec<String>) {
        let source = SourceFile::new("t.yaml", text);
        let mut reader = Reader::new(&source);
        let out = read(&mut reader, &parse(&source, Limits::default()).unwrap().root);
        (out, reader.into_diagnostics().iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn each_setting_is_read() {
        let (out, found) = messages(
            "{region: eu-central-1, allowed_orgs: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9, hosts: [proxy.example.org], queues: [Test], data_actions: {CRM: [Get]}, rate: 100}",
            read,
        );
        assert_eq!(found, [""; 0]);
        assert_eq!(out.region.as_ref().map(|region| region.value.as_str()), Some("eu-central-1"));
        assert_eq!((out.allowed_orgs.len(), out.hosts.len(), out.queues.len(), out.rate), (1, 1, 1, 100));
        assert!(out.may_call("CRM", "Get") && !out.may_call("CRM", "Set") && !out.may_call("X", "Get"));
    }

    #[test]
    fn what_differs_from_org_to_org_can_be_said() {
        let (out, found) = messages(
            "{ca: ca.pem, origin: https://shop.example, jobs: 3, marker: it_run, ledger: l, profile: p.yaml, attribute_keys: context, attributes_sent: both, messages_a_second: 5, quiet: 1s, waits: {message: 2s, attributes: 3s, execution_data: 4m}, budget: {sessions: 5, messages: 6, calls: 7, time: 8m}}",
            read,
        );
        assert_eq!(found, [""; 0]);
        assert_eq!(
            (out.jobs, out.marker.as_str(), out.ledger.as_str(), out.profile.as_str()),
            (Some(3), "it_run", "l", "p.yaml")
        );
        let seconds = [out.habits.quiet(), out.habits.message(), out.habits.attributes(), out.habits.execution_data()];
        assert_eq!(seconds.map(|time| time.as_secs()), [1, 2, 3, 240]);
        assert_eq!(
            (out.habits.attribute_keys(), out.habits.attributes_sent()),
            (AttributeKeys::Context, AttributesSent::Both)
        );
        let budget =
            LiveBudget { sessions: Some(5), messages: Some(6), calls: Some(7), time: Some(Duration::from_secs(480)) };
        assert_eq!(out.budget, budget);
    }

    #[rstest]
    #[case("{marker: \"\"}", "the marker needs a name")]
    #[case("{quiet: 0s}", "a time-out must be longer than zero")]
    #[case("{attribute_keys: plain}", "`plain` is not allowed here")]
    #[case("{waits: {atributes: 1s}}", "unknown key `atributes`")]
    #[case("{budget: {sessions: 0}}", "`0` is not a whole number from 1 to 4294967295")]
    #[case("{allowed_orgs: [mine]}", "`mine` is not an id")]
    #[case("{hosts: https://x}", "`https://x` is not the name of a host")]
    #[case("{client_secret: x}", "`client_secret` does not belong into a file")]
    #[case("{rate: 0}", "`0` is not a whole number from 1 to 4294967295")]
    fn mistakes(#[case] text: &str, #[case] message: &str) {
        assert_eq!(messages(text, read).1, [message]);
    }

    #[rstest]
    #[case("http://127.0.0.1:8080", true)]
    #[case("https://sim.example.org/base", true)]
    #[case("127.0.0.1:8080", false)]
    #[case("http://", false)]
    #[case("http://user@x", false)]
    fn a_base_url_has_scheme_and_host(#[case] url: &str, #[case] fits: bool) {
        let (out, found) = messages(&format!("{{base_url: \"{url}\"}}"), read_simulate);
        assert_eq!((out.base_url.is_some(), found.is_empty()), (fits, fits));
    }
}
