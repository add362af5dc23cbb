//! The ways into this room for other rooms: whole files, and the parts that `flowproof.yaml` and the command line share with scenarios.

use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostics, SourceFile};
use crate::scenario::ScenarioFile;
use crate::scenario::model::{Spanned, StubsSpec, WorldSpec};
use crate::yaml::{Node, Reader};

/// Reads a scenario file: syntax, keys, types, variables, limits, for all cases at once. The file is there when its frame could be read,
/// even with mistakes in it, so that further checks can add theirs.
pub fn read(source: &Arc<SourceFile>) -> (Option<ScenarioFile>, Diagnostics) {
    let _ = source;
    (None, Diagnostics::new())
}

/// Reads the content of a `stubs:` map.
pub fn read_stubs(node: &Node, reader: &mut Reader) -> StubsSpec {
    let _ = (node, reader);
    StubsSpec::default()
}

/// Reads a file that holds what else stands under `stubs:`.
pub fn read_stubs_file(source: &Arc<SourceFile>) -> (StubsSpec, Diagnostics) {
    let _ = source;
    (StubsSpec::default(), Diagnostics::new())
}

/// Reads the content of a `world:` map.
pub fn read_world(reader: &mut Reader, node: &Node) -> WorldSpec {
    let _ = (node, reader);
    WorldSpec::default()
}

/// Reads a duration such as `2s`.
pub fn read_duration(reader: &mut Reader, node: &Node) -> Option<Duration> {
    let _ = (node, reader);
    None
}

/// Reads the IANA name of a time zone, as it was written.
pub fn read_time_zone(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let _ = (node, reader);
    None
}
