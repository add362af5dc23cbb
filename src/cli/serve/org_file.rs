//! The file of `--org`: who the org says that it is, how strict and how late it is. Every mistake is told with its place. What guests meet
//! stands in `org_guest`, what its admin did or left out in `org_setup`.

use std::sync::Arc;
use std::time::Duration;

use super::{org_guest, org_setup};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, list_of};
use crate::fake::{Credentials, ExecutionData, Lags, TenantOptions, permissions};
use crate::project::values;
use crate::scenario::read_duration;
use crate::yaml::{Limits, Node, Reader, parse};

/// Reads the file into a tenant's options; what it does not name stays as it is.
pub(super) fn read(source: &Arc<SourceFile>, options: &mut TenantOptions) -> Diagnostics {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return diagnostics,
    };
    let mut reader = Reader::new(source);
    org(&mut reader, &document.root, options);
    reader.into_diagnostics()
}

fn org(reader: &mut Reader, node: &Node, options: &mut TenantOptions) {
    let Some(mut map) = reader.map(node) else { return };
    set(&mut options.organization.name, map.take("name").and_then(|node| text(reader, node)));
    set(&mut options.organization.short_name, map.take("short_name").and_then(|node| text(reader, node)));
    set(&mut options.organization.state, map.take("state").and_then(|node| org_setup::state(reader, node)));
    if let Some(id) = map.take("id").and_then(|node| values::id(reader, node)) {
        options.organization.id = Some(Arc::from(id.value));
    }
    set(&mut options.token_lifetime, map.take("token_lifetime").and_then(|node| values::timeout(reader, node)));
    if let Some(limit) = map.take("rate_limit").and_then(|node| values::positive(reader, node)) {
        options.rate_limit = Some(limit);
    }
    if let Some(node) = map.take("lacks") {
        options.lacks = lacks(reader, node);
    }
    if let Some(node) = map.take("guest") {
        org_guest::read(reader, node, &mut options.guest);
    }
    if let Some(node) = map.take("lags") {
        lags(reader, node, &mut options.lags);
    }
    if let Some(node) = map.take("execution_data") {
        execution_data(reader, node, &mut options.execution_data);
    }
    org_setup::take(reader, &mut map, &mut options.setup);
    if let Some(credentials) = map.take("credentials").and_then(|node| credentials(reader, node)) {
        options.credentials = Some(credentials);
    }
    map.finish(reader);
}

/// Takes a value over where there is one.
pub(super) fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}

fn text(reader: &mut Reader, node: &Node) -> Option<Arc<str>> {
    reader.text(node).map(Arc::from)
}

fn lacks(reader: &mut Reader, node: &Node) -> Vec<String> {
    let known = permissions();
    let found = values::texts(reader, node);
    for one in found.iter().filter(|one| !known.contains(&one.value.as_str())) {
        let message = format!("`{}` is no permission that an endpoint of the fake org needs", one.value);
        let help = list_of("permissions", &one.value, known.iter().copied());
        reader.push(Diagnostic::error(Code::UNKNOWN_SCOPE, message).at(one.place.clone()).help_maybe(help));
    }
    found.into_iter().map(|one| one.value).collect()
}

fn lags(reader: &mut Reader, node: &Node, lags: &mut Lags) {
    let Some(mut map) = reader.map(node) else { return };
    let parts: [(_, &mut Duration); 5] = [
        ("message", &mut lags.message),
        ("attributes", &mut lags.attributes),
        ("execution_data", &mut lags.execution_data),
        ("job", &mut lags.job),
        ("analytics", &mut lags.analytics),
    ];
    for (key, lag) in parts {
        set(lag, map.take(key).and_then(|node| read_duration(reader, node)));
    }
    map.finish(reader);
}

fn execution_data(reader: &mut Reader, node: &Node, kept: &mut ExecutionData) {
    let Some(mut map) = reader.map(node) else { return };
    let parts = [
        ("enabled", &mut kept.enabled),
        ("names", &mut kept.names),
        ("values", &mut kept.values),
        ("extended", &mut kept.extended),
    ];
    for (key, part) in parts {
        set(part, map.take(key).and_then(|node| reader.boolean(node)));
    }
    if let Some(since) = map.take("since").and_then(|node| org_setup::instant(reader, node)) {
        kept.since = Some(since);
    }
    map.finish(reader);
}

/// They guard nothing but this process on loopback, so that they may stand in a file.
fn credentials(reader: &mut Reader, node: &Node) -> Option<Credentials> {
    let mut map = reader.map(node)?;
    let client_id = map.require(reader, "client_id").and_then(|node| text(reader, node));
    let client_secret = map.require(reader, "client_secret").and_then(|node| text(reader, node));
    map.finish(reader);
    Some(Credentials { client_id: client_id?, client_secret: client_secret? })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn read_text(text: &str) -> (TenantOptions, Diagnostics) {
        let mut options = TenantOptions::default();
        let found = read(&SourceFile::new("org.yaml", text), &mut options);
        (options, found)
    }

    #[test]
    fn each_setting_is_read() {
        let (options, found) = read_text(concat!(
            "name: Acme\nshort_name: acme\nstate: inactive\nid: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9\ntoken_lifetime: 1h\nrate_limit: 300\n",
            "lacks: [webchat:write]\nguest: { clear: false }\n",
            "lags: { message: 1s, attributes: 2s, execution_data: 3s, job: 4s, analytics: 5s }\n",
            "execution_data: { enabled: false, names: false, values: false, extended: false, since: \"2026-01-05T15:00:00Z\" }\n",
            "unpublished: [Talk]\n",
            "credentials: { client_id: me, client_secret: hush }\n",
        ));
        assert!(found.is_empty(), "{found:?}");
        let organization = &options.organization;
        assert_eq!((&*organization.name, &*organization.short_name), ("Acme", "acme"));
        assert_eq!(organization.id.as_deref(), Some("0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9"));
        assert_eq!((options.token_lifetime, options.rate_limit), (Duration::from_secs(3_600), Some(300)));
        assert_eq!(options.lacks, ["webchat:write"]);
        assert!(!options.guest.clear_allowed);
        let lags = options.lags;
        let lags = [lags.message, lags.attributes, lags.execution_data, lags.job, lags.analytics];
        assert_eq!(lags.map(|lag| lag.as_secs()), [1, 2, 3, 4, 5]);
        let since = Some("2026-01-05T15:00:00Z".parse().unwrap());
        let none = ExecutionData { enabled: false, names: false, values: false, extended: false, since };
        assert_eq!(options.execution_data, none);
        assert!(&*organization.state == "inactive" && !options.setup.is_published("Talk"));
        let credentials = options.credentials.unwrap();
        assert_eq!((&*credentials.client_id, &*credentials.client_secret), ("me", "hush"));
    }

    #[test]
    fn what_is_not_named_stays() {
        let (options, found) = read_text("lags: { job: 4s }\n");
        assert!(found.is_empty());
        assert_eq!((options.lags.message, options.rate_limit), (Duration::ZERO, None));
        assert_eq!(&*options.organization.name, "Fake Org");
    }

    #[rstest]
    #[case("nmae: A", "FP0104 1:1 unknown key `nmae`", "did you mean `name`?")]
    #[case("name: [A]", "FP0106 1:7 expected a text, found a list", "")]
    #[case("id: 7", "FP0107 1:5 `7` is not an id", "ids have the form")]
    #[case("token_lifetime: 0s", "FP0107 1:17 a time-out must be longer than zero", "")]
    #[case("token_lifetime: soon", "FP0205 1:17", "")]
    #[case("rate_limit: 0", "FP0107 1:13 `0` is not a whole number", "")]
    #[case("lacks: [webchat:wrte]", "FP0318 1:9 `webchat:wrte` is no permission", "did you mean `webchat:write`?")]
    #[case("lags: { jobs: 1s }", "FP0104 1:9 unknown key `jobs`", "did you mean `job`?")]
    #[case("lags: 1s", "FP0106 1:7 expected a map", "")]
    #[case("execution_data: { names: maybe }", "FP0106 1:26 expected true or false", "")]
    #[case("state: on", "FP0107 1:8 `on` is not allowed here", "`active`")]
    #[case("execution_data: { since: once }", "FP0107 1:26 `once` is no point in time", "")]
    #[case("credentials: { client_id: a }", "FP0105 1:14 required key `client_secret` is missing", "")]
    #[case("- a", "FP0106 1:1 expected a map", "")]
    #[case("name: \"A", "FP0102", "")]
    fn mistakes(#[case] text: &str, #[case] expected: &str, #[case] help: &str) {
        let (_, found) = read_text(text);
        let told: Vec<String> = found
            .iter()
            .map(|one| {
                let at = one.place.as_ref().map(crate::diagnostic::Place::start).unwrap();
                format!("{} {}:{} {}", one.code, at.line, at.column, one.message)
            })
            .collect();
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
        let helps: Vec<&str> = found.iter().flat_map(|one| &one.help).map(String::as_str).collect();
        assert!(helps.join("\n").contains(help), "{helps:?}");
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let (_, found) = read_text("nmae: A\nrate_limit: 0\nguest: { claer: true }\n");
        assert_eq!(found.len(), 3, "{found:?}");
    }
}
