//! The ways into this room for other rooms: whole files, and the parts that `flowproof.yaml` and the command line share with scenarios.

use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::scenario::cases::load;
use crate::scenario::model::{Spanned, StubsSpec, WorldSpec};
use crate::scenario::{ScenarioFile, Surroundings};
use crate::yaml::{Limits, Node, Reader, parse};

use super::decoder::Decoder;
use super::{stubs, world};

/// Reads a scenario file that stands alone: without a project around it, and without files beside it.
pub fn read(source: &Arc<SourceFile>) -> (Option<ScenarioFile>, Diagnostics) {
    let open = |path: &str| {
        Err(Diagnostic::error(Code::FILE_UNREADABLE, format!("`{path}` cannot be read: this scenario stands alone")))
    };
    read_in(source, &Surroundings { blocks: Arc::default(), variables: Arc::default(), open: &open })
}

/// Reads a scenario file: syntax, keys, types, blocks, variables, limits, for all cases at once. The file is there when its frame could be
/// read, even with mistakes in it, so that further checks can add theirs.
pub fn read_in(source: &Arc<SourceFile>, around: &Surroundings<'_>) -> (Option<ScenarioFile>, Diagnostics) {
    load(source, around)
}

/// Reads the content of a `stubs:` map.
pub fn read_stubs(node: &Node, reader: &mut Reader) -> StubsSpec {
    stubs::stubs(&mut Decoder::new(reader, None), node)
}

/// Reads a file of stubs: what else stands under `stubs:`, or a map that holds `stubs:` and `world:`.
pub fn read_stubs_file(source: &Arc<SourceFile>) -> (StubsSpec, WorldSpec, Diagnostics) {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return (StubsSpec::default(), WorldSpec::default(), diagnostics),
    };
    let mut reader = Reader::new(source);
    let root = &document.root;
    let (mut stubs, mut world) = (StubsSpec::default(), WorldSpec::default());
    if root.get("stubs").is_none() && root.get("world").is_none() {
        stubs = read_stubs(root, &mut reader);
    } else if let Some(mut map) = reader.map(root) {
        if let Some(node) = map.take("stubs") {
            stubs = read_stubs(node, &mut reader);
        }
        if let Some(node) = map.take("world") {
            world = read_world(&mut reader, node);
        }
        map.finish(&mut reader);
    }
    (stubs, world, reader.into_diagnostics())
}

/// Reads the content of a `world:` map.
pub fn read_world(reader: &mut Reader, node: &Node) -> WorldSpec {
    world::world(&mut Decoder::new(reader, None), node)
}

/// Reads a duration such as `2s`.
pub fn read_duration(reader: &mut Reader, node: &Node) -> Option<Duration> {
    Decoder::new(reader, None).duration(node)
}

/// Reads the IANA name of a time zone, as it was written.
pub fn read_time_zone(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    Decoder::new(reader, None).time_zone(node)
}
