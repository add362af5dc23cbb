//! What a fresh org is opened with: the setting that the command began with, and what a control request changes of it. Must not know the
//! tenant that it replaces.

use std::sync::Arc;

use camino::Utf8Path;
use serde::Deserialize;
use serde_json::Value as Json;

use super::setting::{Setting, program};
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::fake::TenantOptions;
use crate::flow::Program;
use crate::project::{read_source, stubs_of, world_over};
use crate::scenario::model::WorldSpec;
use crate::scenario::{read_stubs_file, read_world};
use crate::yaml::{Limits, Reader, parse};

/// The body of a request for a fresh org. What it does not name is as the command began with it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FreshOrg {
    flows: Option<Vec<FlowText>>,
    stubs: Option<Json>,
    world: Option<Json>,
}

/// A flow.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a flow is its text, or `{\"file\": PATH}`")]
enum FlowText {
    /// Its text.
    Text(String),
    /// A file that holds it.
    File(FlowFile),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowFile {
    file: String,
}

/// The options of the tenant, as far as what is wanted can be read.
pub(super) fn options(setting: &Setting, wanted: &FreshOrg, diagnostics: &mut Diagnostics) -> TenantOptions {
    let mut options = setting.options.clone();
    if let Some(flows) = &wanted.flows {
        let programs: Vec<Arc<Program>> =
            flows.iter().enumerate().filter_map(|(at, flow)| flow.load(at, setting, diagnostics)).collect();
        options.world = Arc::new(setting.world(&programs));
        options.flows = programs.into();
    }
    if let Some(stubs) = &wanted.stubs {
        let (found, world, wrong) = read_stubs_file(&SourceFile::new("stubs", text_of(stubs)));
        diagnostics.append(wrong);
        options.stubs = Arc::new(stubs_of(&found));
        options.world = Arc::new(world_over(&options.world, &world));
    }
    if let Some(world) = &wanted.world {
        options.world = Arc::new(world_over(&options.world, &world_in(world, diagnostics)));
    }
    options
}

impl FlowText {
    fn load(&self, at: usize, setting: &Setting, diagnostics: &mut Diagnostics) -> Option<Arc<Program>> {
        let source = match self {
            Self::Text(text) => SourceFile::new(format!("flows[{at}]"), text.as_str()),
            Self::File(FlowFile { file }) => match read_source(&*setting.files, Utf8Path::new(file)) {
                Ok(source) => source,
                Err(wrong) => {
                    diagnostics.push(wrong);
                    return None;
                }
            },
        };
        program(source, diagnostics)
    }
}

/// A text is YAML as it stands; anything else is JSON, which YAML reads too.
fn text_of(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn world_in(world: &Json, diagnostics: &mut Diagnostics) -> WorldSpec {
    let source = SourceFile::new("world", text_of(world));
    match parse(&source, Limits::default()) {
        Ok(document) => {
            let mut reader = Reader::new(&source);
            let found = read_world(&mut reader, &document.root);
            diagnostics.append(reader.into_diagnostics());
            found
        }
        Err(wrong) => {
            diagnostics.append(wrong);
            WorldSpec::default()
        }
    }
}
