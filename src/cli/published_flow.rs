//! A published flow of the sandbox org, by the name that a command line gives: looked for, guarded, read. Writes nothing. Must not know
//! what is made of it.

use camino::Utf8PathBuf;

use super::edge::Edge;
use super::sandbox;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Exit;
use crate::live::{self, Guarded, Pulled, Sandbox, Sought, guard};
use crate::project::Project;

/// The type in which a name that flowproof.yaml does not know is looked for first.
const MESSAGE_FLOWS: &str = "inboundshortmessage";

/// An org that may be read.
pub(super) struct Org {
    sandbox: Sandbox,
    leave: Guarded,
}

impl Org {
    /// Reaches the org that flowproof.yaml and the environment name.
    ///
    /// # Errors
    /// Something is missing, or the org is not one that may be touched.
    pub async fn reach(edge: &Edge, project: &Project) -> Result<Self, Diagnostics> {
        let sandbox = sandbox::connect(edge, project)?;
        let leave = guard(&sandbox, &[]).await?;
        Ok(Self { sandbox, leave })
    }

    /// Reads the published version of a flow.
    ///
    /// # Errors
    /// There is none, or a call failed.
    pub async fn fetch(&self, sought: &Sought) -> Result<Pulled, Diagnostic> {
        let flow = live::find(&self.sandbox, &self.leave, sought).await?;
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        live::read_flow(&self.sandbox, &self.leave, &flow, now).await
    }
}

/// The flow that a name means: one of flowproof.yaml, with its file, else one of the org by its name there.
pub(super) fn sought(edge: &Edge, project: &Project, name: &str) -> (Sought, Option<Utf8PathBuf>) {
    let any = || vec![MESSAGE_FLOWS.to_owned()];
    let Some(file) = project.flow_file(name) else {
        return (Sought { name: name.to_owned(), kinds: any(), id: None }, None);
    };
    let id =
        project.live_of(name).and_then(|live| live.flow_id.as_ref()).map(|id| (id.value.clone(), id.place.clone()));
    let sought = match project.program_of(&*edge.files, name) {
        Some(program) => {
            Sought { name: program.name().to_string(), kinds: vec![live::kind_of(program.flow_type())], id }
        }
        None => Sought { name: name.to_owned(), kinds: any(), id },
    };
    (sought, Some(file))
}

/// How a command ends where a flow cannot be read: a name that is wrong is the command line's, all else the org's.
pub(super) fn exit_of(wrong: &Diagnostic) -> Exit {
    let of_the_name = [Code::FLOW_NOT_IN_ORG, Code::FLOW_UNPUBLISHED, Code::NOT_FOUND];
    if of_the_name.contains(&wrong.code) { Exit::Usage } else { Exit::Unfit }
}
