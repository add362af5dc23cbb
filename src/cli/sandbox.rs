//! The sandbox org that flowproof.yaml and the environment name, made ready to be reached. Sends nothing.

use super::edge::Edge;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::live::{self, Sandbox};
use crate::project::Project;

/// Reads the environment, `.env` and the certificate; all that is missing is said at once.
pub(super) fn connect(edge: &Edge, project: &Project) -> Result<Sandbox, Diagnostics> {
    let (environment, mut wrong) = edge.environment();
    let settings = project.settings();
    let ca = settings.live.ca.as_ref().and_then(|file| {
        let path = edge.root.join(&file.value);
        let unreadable = |error| {
            let message = format!("`{path}` cannot be read: {error}");
            wrong.push(Diagnostic::error(Code::FILE_UNREADABLE, message).at(file.place.clone()));
        };
        edge.files.read(&path).map_err(unreadable).ok()
    });
    // The jitter of retries must differ from run to run, so that two runs do not knock at the same moments.
    match live::connect(settings, &environment, ca.as_deref().map(str::as_bytes), fastrand::u64(..)) {
        Ok(sandbox) if !wrong.has_errors() => Ok(sandbox),
        Ok(_) => Err(wrong),
        Err(more) => {
            wrong.append(more);
            Err(wrong)
        }
    }
}
