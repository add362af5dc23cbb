//! The profile of an org on the disk. Must not know what is in it.

use camino::{Utf8Path, Utf8PathBuf};

use super::edge::Edge;
use super::write_whole::write_whole;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::live::probe::markdown;
use crate::live::{Profile, Sandbox};
use crate::project::LiveSettings;
use crate::wire::platform::Organization;

/// The ending of the report beside a profile.
const REPORT: &str = "md";

/// Reads the profile that flowproof.yaml names; none where there is no such file.
///
/// # Errors
/// It cannot be read, or is none.
pub(super) fn read(edge: &Edge, settings: &LiveSettings) -> Result<Option<Profile>, Diagnostics> {
    let path = edge.root.join(&settings.profile);
    if !edge.files.exists(&path) {
        return Ok(None);
    }
    let (profile, found) = Profile::read(&edge.read(&path)?);
    if found.has_errors() { Err(found) } else { Ok(profile) }
}

/// The same way to the org, with the habits that its profile names where flowproof.yaml says nothing. A profile of another org is told as a
/// warning, and nothing is taken from it.
///
/// # Errors
/// There is a profile, and it cannot be read.
pub(super) fn apply(edge: &Edge, sandbox: Sandbox, organization: &Organization) -> Result<Sandbox, Diagnostics> {
    let Some(profile) = read(edge, &sandbox.settings)? else { return Ok(sandbox) };
    let (sandbox, warning) = sandbox.with_profile(&profile, organization);
    edge.report(&warning.map(Diagnostics::from).unwrap_or_default());
    Ok(sandbox)
}

/// Writes the profile, and beside it its report. Gives the paths of both.
///
/// # Errors
/// One cannot be written.
pub(super) fn write(
    edge: &Edge,
    settings: &LiveSettings,
    profile: &Profile,
) -> Result<(Utf8PathBuf, Utf8PathBuf), Diagnostic> {
    let path = edge.root.join(&settings.profile);
    let report = path.with_extension(REPORT);
    replace(&path, &profile.write())?;
    replace(&report, &markdown(profile))?;
    Ok((path, report))
}

fn replace(path: &Utf8Path, text: &str) -> Result<(), Diagnostic> {
    write_whole(path, text).map_err(|error| {
        Diagnostic::error(Code::PROFILE_UNWRITABLE, format!("`{path}` cannot be written: {error}"))
            .help("make room, or name another file with `live: { profile: … }` in flowproof.yaml")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        let file = folder.join("p.yaml");
        std::fs::create_dir_all(file.join("full")).unwrap();
        let wrong = replace(&file, "new").unwrap_err();
        assert_eq!(wrong.code, Code::PROFILE_UNWRITABLE);
        assert!(file.join("full").is_dir());
    }
}
