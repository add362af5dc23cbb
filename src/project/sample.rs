//! Cases and flows for the tests of this room: a case from YAML, a flow from its actions.

use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;

use super::LiveFlow;
use super::flows::LoadedFlow;
use super::resolve::with_queue;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::flow::FlowSource;
use crate::flow::world::World;
use crate::scenario::model::Case;

/// The only case of a scenario whose keys besides version, title and flow are these.
pub(super) fn case(keys: &str) -> Case {
    let text = format!("version: 1\nscenario: Sample\nflow: support\n{keys}\n");
    let (file, found) = crate::scenario::read(&SourceFile::new("s.yaml", text));
    assert!(!found.has_errors(), "{:?}", found.iter().map(|one| &one.message).collect::<Vec<_>>());
    file.unwrap().case(0).unwrap()
}

/// The text of a flow whose state `Start` and task `Goodbye` hold these actions, in Archy YAML.
pub(super) fn archy(name: &str, start: &str, goodbye: &str) -> String {
    format!(
        "inboundShortMessage:
  name: {name}
  startUpRef: \"/inboundShortMessage/states/state[Start_1]\"
  defaultLanguage: en-us
  supportedLanguages: {{ en-us: {{ defaultLanguageSkill: {{ noValue: true }} }} }}
  settingsErrorHandling: {{ errorHandling: {{ disconnect: {{ none: true }} }} }}
  states: [ {{ state: {{ name: Start, refId: Start_1, actions: {start} }} }} ]
  tasks: [ {{ task: {{ name: Goodbye, refId: Goodbye_2, actions: {goodbye} }} }} ]
"
    )
}

/// A flow `Support` whose state `Start` and task `Goodbye` hold these actions.
pub(super) fn flow(start: &str, goodbye: &str) -> LoadedFlow {
    let text = archy("Support", start, goodbye);
    let source = SourceFile::new("f.yaml", text);
    let loaded = crate::flow::load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    LoadedFlow {
        name: "support".into(),
        inventory: loaded.program.as_ref().unwrap().inventory(),
        program: loaded.program,
        names: OnceLock::new(),
        world: Arc::new(with_queue(World::default())),
        live: LiveFlow::default(),
        guard: Arc::default(),
        diagnostics: Diagnostics::new(),
    }
}
