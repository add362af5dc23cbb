//! The frame of `flowproof.yaml`: version and parts. Must not know what is in a part.

use std::sync::Arc;

use indexmap::IndexMap;

use super::flows::{FlowSpec, read_flows};
use super::{coverage, defaults, live, profiles, value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::project::Settings;
use crate::scenario::model::{Spanned, WorldSpec};
use crate::scenario::{Variables, read_variables, read_world};
use crate::yaml::{Limits, Node, Reader, parse};

/// The version of the file format.
const VERSION: &str = "1";

/// All that `flowproof.yaml` says.
#[derive(Debug, Default)]
pub(crate) struct ProjectFile {
    pub(crate) flows: IndexMap<String, FlowSpec>,
    pub(crate) world: WorldSpec,
    pub(crate) settings: Settings,
    pub(crate) variables: Variables,
    /// Files of blocks, from the folder of `flowproof.yaml`.
    pub(crate) blocks: Vec<Spanned<String>>,
}

/// The file as it is without a profile, and with each.
#[derive(Debug, Default)]
pub(crate) struct ReadFile {
    pub(crate) plain: ProjectFile,
    pub(crate) profiles: IndexMap<String, ProjectFile>,
}

/// Reads the file. There is a result, as far as it goes, wherever the text is YAML.
pub(crate) fn read(source: &Arc<SourceFile>) -> (Option<ReadFile>, Diagnostics) {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return (None, diagnostics),
    };
    let root = &document.root;
    let mut reader = Reader::new(source);
    let plain = read_root(&mut reader, &profiles::without(root));
    let read_profile = |reader: &mut Reader, (name, parts)| (name, read_root(reader, &profiles::over(root, &parts)));
    let found = profiles::read(&mut reader, root);
    let profiles = found.into_iter().map(|one| read_profile(&mut reader, one)).collect();
    (Some(ReadFile { plain, profiles }), without_repeats(reader.into_diagnostics()))
}

/// A mistake of the file is one of each profile that leaves it as it is.
fn without_repeats(all: Diagnostics) -> Diagnostics {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(all.len());
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept.into_iter().collect()
}

fn read_root(reader: &mut Reader, root: &Node) -> ProjectFile {
    let mut file = ProjectFile::default();
    if let Some(mut map) = reader.map(root) {
        if let Some(node) = map.require(reader, "version") {
            version(reader, node);
        }
        if let Some(node) = map.take("flows") {
            file.flows = read_flows(reader, node);
        }
        if let Some(node) = map.take("world") {
            file.world = read_world(reader, node);
        }
        if let Some(node) = map.take("defaults") {
            file.settings.defaults = defaults::read(reader, node);
        }
        if let Some(node) = map.take("live") {
            file.settings.live = live::read(reader, node);
        }
        if let Some(node) = map.take("simulate") {
            file.settings.simulate = live::read_simulate(reader, node);
        }
        if let Some(node) = map.take("coverage") {
            file.settings.coverage = coverage::read(reader, node);
        }
        if let Some(node) = map.take("variables") {
            file.variables = read_variables(reader, node);
        }
        if let Some(node) = map.take("blocks") {
            file.blocks = value::texts(reader, node);
        }
        map.finish(reader);
    }
    file
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
        (file.unwrap().plain, found.iter().map(|one| format!("{} {}", one.code, one.message)).collect())
    }

    #[test]
    fn the_frame_is_strict() {
        let (_, found) = read_text("flow: {}\n");
        assert_eq!(found, ["FP0105 required key `version` is missing", "FP0104 unknown key `flow`"]);
        assert_eq!(read_text("version: 2\n").1, ["FP0109 version `2` is not known"]);
        assert_eq!(read_text("version: 1\n").1, [""; 0]);
    }

    #[test]
    fn a_profile_is_read_as_the_file_with_its_parts_and_a_mistake_is_told_once() {
        let text = "version: 1\nflows: { a: a.yaml, b: [] }\nvariables: { tier: Gold }\nprofiles:\n  staging: { variables: { tier: Silver }, \
                    defaults: { jobs: 0 }, target: live, flows: { c: { links: [a] } } }\n";
        let (file, found) = read(&SourceFile::new("flowproof.yaml", text));
        let file = file.unwrap();
        assert_eq!((file.plain.variables.text("tier"), file.plain.flows.len()), (Some("Gold"), 1));
        assert_eq!(file.profiles["staging"].variables.text("tier"), Some("Silver"));
        let found: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        let expected = [
            "expected a map, found a list",
            "unknown key `target`",
            "no flow is named `c`, so this profile changes none",
            "`0` is not a whole number from 1 to 4294967295",
        ];
        assert_eq!(found, expected);
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
