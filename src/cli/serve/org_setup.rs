//! What the file of `--org` says of the org's admin: which deployments are active, what is published, how wrong the org's clock is. Must not
//! know the rest of the file.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::org_file::set;
use crate::diagnostic::Code;
use crate::fake::SetupOptions;
use crate::project::values;
use crate::scenario::parse_duration;
use crate::yaml::{MapReader, Node, Reader};

/// States of an org (facts: genesys-api.md section 7).
const ORG_STATES: &[(&str, &str)] = &[("active", "active"), ("inactive", "inactive"), ("deleted", "deleted")];

/// States of a deployment (facts: genesys-api.md section 3).
const DEPLOYMENT_STATES: &[(&str, &str)] = &[
    ("active", "Active"),
    ("inactive", "Inactive"),
    ("pending", "Pending"),
    ("error", "Error"),
    ("deleting", "Deleting"),
];

/// Takes the keys of the subject out of the whole file's map.
pub(super) fn take(reader: &mut Reader, map: &mut MapReader<'_>, setup: &mut SetupOptions) {
    if let Some(node) = map.take("deployments") {
        deployments(reader, node, setup);
    }
    if let Some(node) = map.take("unpublished") {
        setup.unpublished = values::texts(reader, node).into_iter().map(|one| Arc::from(one.value)).collect();
    }
    set(&mut setup.clock_skew, map.take("clock_skew").and_then(|node| skew(reader, node)));
}

/// The state of the org itself.
pub(super) fn state(reader: &mut Reader, node: &Node) -> Option<Arc<str>> {
    reader.one_of(node, ORG_STATES).map(Arc::from)
}

/// A point in time.
pub(super) fn instant(reader: &mut Reader, node: &Node) -> Option<Timestamp> {
    let text = reader.text(node)?;
    let read = text.parse().ok();
    if read.is_none() {
        let message = format!("`{text}` is no point in time, such as `2026-01-05T15:00:00Z`");
        reader.error(Code::BAD_VALUE, &node.span, message);
    }
    read
}

fn deployments(reader: &mut Reader, node: &Node, setup: &mut SetupOptions) {
    let Some(mut map) = reader.map(node) else { return };
    let status = map.take("status").and_then(|node| reader.one_of(node, DEPLOYMENT_STATES));
    set(&mut setup.deployment_status, status.map(Arc::from));
    set(&mut setup.configuration_published, map.take("published").and_then(|node| reader.boolean(node)));
    map.finish(reader);
}

/// A duration, with a minus sign for a clock that is late.
fn skew(reader: &mut Reader, node: &Node) -> Option<SignedDuration> {
    let text = reader.text(node)?;
    let (sign, length) = text.strip_prefix('-').map_or((1, text), |length| (-1, length));
    match parse_duration(length) {
        Ok(length) => Some(SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX) * sign),
        Err(why) => {
            reader.error(Code::BAD_VALUE, &node.span, why);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn read_text(text: &str) -> (SetupOptions, Vec<String>) {
        let source = SourceFile::new("org.yaml", text);
        let mut reader = Reader::new(&source);
        let mut setup = SetupOptions::default();
        let document = parse(&source, Limits::default()).unwrap();
        let mut map = reader.map(&document.root).unwrap();
        take(&mut reader, &mut map, &mut setup);
        map.finish(&mut reader);
        (setup, reader.into_diagnostics().iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn each_setting_is_read() {
        let (setup, found) = read_text(
            "{deployments: {status: inactive, published: false}, unpublished: [Talk, Orders], clock_skew: -45s}",
        );
        assert_eq!(found, [""; 0]);
        assert_eq!((&*setup.deployment_status, setup.configuration_published), ("Inactive", false));
        assert!(!setup.is_published("Talk") && !setup.is_published("Orders") && setup.is_published("talk"));
        assert_eq!(setup.clock_skew, SignedDuration::from_secs(-45));
        assert_eq!(read_text("{clock_skew: 2m}").0.clock_skew, SignedDuration::from_secs(120));
    }

    #[rstest]
    #[case("{deployments: {status: Active}}", "`Active` is not allowed here")]
    #[case("{deployments: {public: true}}", "unknown key `public`")]
    #[case("{clock_skew: late}", "`late` is not a duration")]
    #[case("{unpublished: {}}", "expected a text, found a map")]
    fn mistakes(#[case] text: &str, #[case] message: &str) {
        let found = read_text(text).1;
        assert!(found.len() == 1 && found[0].starts_with(message), "{found:?}");
    }
}
