//! The table of a scenario's keys: each part's key and its reader. `version`, `scenario` and `cases` belong to the whole file and are not
//! parts; every part may also stand in a case.

use crate::scenario::model::{Case, Driver, SnapshotPart, TargetName};
use crate::yaml::Node;

use super::decoder::Decoder;
use super::settings::{STARTS, group, now, redact, tags};
use super::{conversation, expect, faults, setup, stubs, world};

/// One key of a scenario and how its value gets into a case.
pub(in crate::scenario) struct Part {
    /// The key.
    pub(in crate::scenario) key: &'static str,
    /// Reads the value; what is wrong is reported, and the rest kept.
    pub(in crate::scenario) read: fn(&mut Decoder<'_>, &Node, &mut Case),
}

/// All parts, in the order of the documentation.
pub(in crate::scenario) const PARTS: &[Part] = &[
    Part { key: "tags", read: |d, node, case| case.tags = tags(d, node) },
    Part { key: "group", read: |d, node, case| case.group = group(d, node) },
    Part { key: "flow", read: |d, node, case| case.flow = d.spanned_name(node).unwrap_or_else(|| case.flow.clone()) },
    Part { key: "now", read: |d, node, case| case.now = now(d, node) },
    Part { key: "start", read: |d, node, case| case.start = d.word(node, STARTS).unwrap_or_default() },
    Part { key: "widget", read: |d, node, case| case.widget = setup::widget(d, node) },
    Part { key: "participant", read: |d, node, case| case.participant = setup::participant(d, node) },
    Part { key: "queue", read: |d, node, case| case.queue = d.spanned_name(node) },
    Part { key: "stubs", read: |d, node, case| case.stubs = stubs::stubs(d, node) },
    Part { key: "world", read: |d, node, case| case.world = world::world(d, node) },
    Part { key: "faults", read: |d, node, case| case.faults = faults::faults(d, node) },
    Part { key: "conversation", read: |d, node, case| case.conversation = conversation::conversation(d, node) },
    Part { key: "expect", read: |d, node, case| case.expect = expect::expect(d, node) },
    Part {
        key: "snapshot",
        read: |d, node, case| {
            case.snapshot = d.words(node, SnapshotPart::WORDS).into_iter().map(|one| one.value).collect()
        },
    },
    Part { key: "drivers", read: |d, node, case| case.drivers = d.words(node, Driver::WORDS) },
    Part { key: "targets", read: |d, node, case| case.targets = d.words(node, TargetName::WORDS) },
    Part { key: "timeout", read: |d, node, case| case.timeout = d.some_time(node) },
    Part { key: "skip", read: |d, node, case| case.skip = reason(d, node) },
    Part { key: "redact", read: |d, node, case| case.redact = redact(d, node) },
];

/// A reason in words: `true` and `false` are none.
fn reason(d: &mut Decoder<'_>, node: &Node) -> Option<crate::scenario::model::Spanned<String>> {
    if node.as_scalar().is_some_and(|scalar| scalar.as_bool().is_some()) {
        d.expected("a reason", node, "say why: `skip: waits for the new queue`");
        return None;
    }
    d.spanned_name(node)
}
