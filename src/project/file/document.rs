//! The frame of `flowproof.yaml`: version and parts. Must not know what is in a part.

use std::sync::Arc;

use indexmap::IndexMap;

use super::flows::{FlowSpec, read_flows};
use super::{coverage, defaults, live};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::project::Settings;
use crate::scenario::model::WorldSpec;
use crate::scenario::read_world;
use crate::yaml::{Limits, Node, Reader, parse};

/// The version of the file format.
const VERSION: &str = "1";

/// All that `flowproof.yaml` says.
#[derive(Debug, Default)]
pub(crate) struct ProjectFile {
    pub(crate) flows: IndexMap<String, FlowSpec>,
    pub(crate) world: WorldSpec,
    pub(crate) settings: Settings,
}

/// Reads the file. There is a result, as far as it goes, wherever the text is YAML.
pub(crate) fn read(source: &Arc<SourceFile>) -> (Option<ProjectFile>, Diagnostics) {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return (None, diagnostics),
    };
    let mut reader = Reader::new(source);
    let mut file = ProjectFile::default();
    if let Some(mut map) = reader.map(&document.root) {
        if let Some(node) = map.require(&mut reader, "version") {
            version(&mut reader, node);
        }
        if let Some(node) = map.take("flows") {
            file.flows = read_flows(&mut reader, node);
        }
        if let Some(node) = map.take("world") {
            file.world = read_world(&mut reader, node);
        }
        if let Some(node) = map.take("defaults") {
            file.settings.defaults = defaults::read(&mut reader, node);
        }
        if let Some(node) = map.take("live") {
            file.settings.live = live::read(&mut reader, node);
        }
        if let Some(node) = map.take("simulate") {
            file.settings.simulate = live::read_simulate(&mut reader, node);
        }
        if let Some(node) = map.take("coverage") {
            file.settings.coverage = coverage::read(&mut reader, node);
        }
        map.finish(&mut reader);
    }
    (Some(file), reader.into_diagnostics())
}

fn version(reader: &mut Reader, node: &Node) {
    let Some(text) = reader.text(node) else { return };
    if text != VERSION {
        let place = reader.place(&node.span);
        let message = format!("version `{text}` is not known");
        reader.push(
            Diagnostic::error(Code::WRONG_VERSION, message).at(place).help(format!("write `version: {VERSION}`")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (ProjectFile, Vec<String>) {
        let (file, found) = read(&SourceFile::new("flowproof.yaml", text));
        (file.unwrap(), found.iter().map(|one| format!("{} {}", one.code, one.message)).collect())
    }

    #[test]
    fn the_frame_is_strict() {
        let (_, found) = read_text("flow: {}\n");
        assert_eq!(found, ["FP0105 required key `version` is missing", "FP0104 unknown key `flow`"]);
        assert_eq!(read_text("version: 2\n").1, ["FP0109 version `2` is not known"]);
        assert_eq!(read_text("version: 1\n").1, [""; 0]);
    }

    #[test]
    fn a_mistake_in_one_part_hides_none_in_another() {
        let (file, found) = read_text(
            "version: 1\nflows: { a: a.yaml, b: [] }\ndefaults: { jobs: 0 }\nsimulate: { base_url: nowhere }\n",
        );
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(file.flows.keys().collect::<Vec<_>>(), ["a"]);
    }
}
