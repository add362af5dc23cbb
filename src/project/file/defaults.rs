//! The part `defaults`: how scenarios run where they do not say otherwise.

use camino::{Utf8Component, Utf8PathBuf};
use indexmap::IndexMap;

use super::value;
use crate::diagnostic::Code;
use crate::project::{Defaults, MOST_RETRIES};
use crate::scenario::model::{Driver, Spanned};
use crate::yaml::{Node, Reader};

/// Reads the part.
pub(super) fn read(reader: &mut Reader, node: &Node) -> Defaults {
    let mut out = Defaults::default();
    let Some(mut map) = reader.map(node) else { return out };
    for (key, target) in [
        ("timeout", &mut out.timeout),
        ("step_timeout", &mut out.step_timeout),
        ("request_timeout", &mut out.request_timeout),
    ] {
        if let Some(found) = map.take(key).and_then(|node| value::timeout(reader, node)) {
            *target = found;
        }
    }
    out.run_timeout = map.take("run_timeout").and_then(|node| value::timeout(reader, node));
    if let Some(found) = map.take("scenarios").and_then(|node| folder(reader, node)) {
        out.scenarios = found;
    }
    out.jobs =
        map.take("jobs").and_then(|node| value::positive(reader, node)).and_then(|jobs| usize::try_from(jobs).ok());
    out.slow = map.take("slow").and_then(|node| value::timeout(reader, node));
    out.retries = map.take("retries").and_then(|node| retries(reader, node)).unwrap_or_default();
    if let Some(node) = map.take("groups") {
        out.groups = groups(reader, node);
    }
    if let Some(node) = map.take("drivers") {
        out.drivers = drivers(reader, node);
    }
    if let Some(found) = map.take("strict").and_then(|node| reader.boolean(node)) {
        out.strict = found;
    }
    map.finish(reader);
    out
}

fn retries(reader: &mut Reader, node: &Node) -> Option<u32> {
    let number = reader.unsigned(node)?;
    let fits = u32::try_from(number).ok().filter(|number| *number <= MOST_RETRIES);
    if fits.is_none() {
        reader.error(Code::BAD_VALUE, &node.span, format!("`{number}` retries are more than {MOST_RETRIES}"));
    }
    fits
}

/// How many cases of each group run side by side.
fn groups(reader: &mut Reader, node: &Node) -> IndexMap<String, usize> {
    let mut found = IndexMap::new();
    for entry in reader.map(node).map(|mut map| map.rest()).unwrap_or_default() {
        let limit = value::positive(reader, &entry.value).and_then(|limit| usize::try_from(limit).ok());
        found.extend(limit.map(|limit| (entry.key.text.clone(), limit)));
    }
    found
}

fn drivers(reader: &mut Reader, node: &Node) -> Vec<Spanned<Driver>> {
    let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
    let read = |node: &Node, reader: &mut Reader| {
        let value = reader.one_of(node, Driver::WORDS)?;
        Some(Spanned { value, place: reader.place(&node.span) })
    };
    nodes.iter().filter_map(|node| read(node, reader)).collect()
}

fn folder(reader: &mut Reader, node: &Node) -> Option<Utf8PathBuf> {
    let path = Utf8PathBuf::from(reader.text(node)?);
    let outside = path.is_absolute() || path.components().any(|part| part == Utf8Component::ParentDir);
    if outside {
        let message = format!("`{path}` is not below the folder of flowproof.yaml");
        reader.error(Code::BAD_VALUE, &node.span, message);
        return None;
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn read_text(text: &str) -> (Defaults, Vec<String>) {
        let source = SourceFile::new("t.yaml", text);
        let mut reader = Reader::new(&source);
        let out = read(&mut reader, &parse(&source, Limits::default()).unwrap().root);
        (out, reader.into_diagnostics().iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn each_default_can_be_set() {
        let (out, found) = read_text(
            "{timeout: 2m, step_timeout: 3s, request_timeout: 4s, run_timeout: 5m, scenarios: tests, jobs: 7, drivers: [converse], strict: true, slow: 9s, retries: 2, groups: {crm: 3}}",
        );
        assert_eq!(found, [""; 0]);
        let times = [out.timeout, out.step_timeout, out.request_timeout].map(|time| time.as_secs());
        assert_eq!((times, out.run_timeout), ([120, 3, 4], Some(Duration::from_secs(300))));
        assert_eq!((out.scenarios.as_str(), out.jobs, out.strict), ("tests", Some(7), true));
        assert_eq!((out.slow, out.retries, out.groups["crm"]), (Some(Duration::from_secs(9)), 2, 3));
        assert_eq!(out.drivers.iter().map(|driver| driver.value).collect::<Vec<_>>(), [Driver::Converse]);
    }

    #[rstest]
    #[case("{timeout: 0s}", "a time-out must be longer than zero")]
    #[case("{scenarios: ../up}", "`../up` is not below the folder of flowproof.yaml")]
    #[case("{jobs: 0}", "`0` is not a whole number from 1 to 4294967295")]
    #[case("{retries: 11}", "`11` retries are more than 10")]
    #[case("{groups: {crm: 0}}", "`0` is not a whole number from 1 to 4294967295")]
    #[case("{drivers: simulat}", "`simulat` is not allowed here")]
    #[case("{strict: maybe}", "expected true or false, found a text")]
    #[case("{time_out: 1s}", "unknown key `time_out`")]
    fn mistakes(#[case] text: &str, #[case] message: &str) {
        assert_eq!(read_text(text).1, [message]);
    }
}
