//! Where a scenario that is written belongs, and whether `flowproof run` finds it there. Must not know what is written.

use camino::{Utf8Path, Utf8PathBuf};

use super::load::scenarios_folder;
use crate::project::Project;

/// The ending of what is written without one.
const ENDING: &str = "yaml";

/// The file that a person means: a bare name is one of the project's scenarios; what has no ending gets one.
pub(super) fn of_scenario(project: &Project, named: &Utf8Path) -> Utf8PathBuf {
    if named.extension().is_some() {
        return named.to_owned();
    }
    let is_bare = named.file_name() == Some(named.as_str());
    let path = if is_bare { scenarios_folder(project).join(named) } else { named.to_owned() };
    path.with_extension(ENDING)
}

/// What to say of a scenario that lies outside of the project's scenarios, where a plain run does not look.
pub(super) fn astray(project: &Project, file: &Utf8Path) -> Option<String> {
    let folder = scenarios_folder(project);
    let within = whole(file.parent()?)?.starts_with(whole(&folder)?);
    (!within).then(|| {
        format!(
            "`{file}` is not in `{folder}`: `flowproof run` alone does not find it; run it as `flowproof run {file}`"
        )
    })
}

/// The whole path of a folder, of which the last parts need not be there yet.
pub(super) fn whole(folder: &Utf8Path) -> Option<Utf8PathBuf> {
    let folder = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
    if let Ok(found) = folder.canonicalize_utf8() {
        return Some(found);
    }
    let name = folder.file_name()?;
    Some(whole(folder.parent()?)?.join(name))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::project::{MemoryFiles, load};

    fn project(root: &Utf8Path) -> Project {
        let file = root.join("flowproof.yaml");
        let files = MemoryFiles::new([(file.as_str(), "version: 1\ndefaults: { scenarios: cases }\n")]);
        load(&files, root).0.unwrap()
    }

    #[rstest]
    #[case("mine", "p/cases/mine.yaml")]
    #[case("other/mine", "other/mine.yaml")]
    #[case("./mine", "./mine.yaml")]
    #[case("mine.yml", "mine.yml")]
    fn a_bare_name_is_one_of_the_scenarios(#[case] named: &str, #[case] path: &str) {
        assert_eq!(of_scenario(&project("p".into()), named.into()), path);
    }

    #[test]
    fn what_lies_outside_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let told = |file: &str| astray(&project(root), &root.join(file));
        assert_eq!(told("cases/a.yaml"), None);
        assert_eq!(told("cases/new/a.yaml"), None);
        assert!(told("a.yaml").unwrap().contains("alone does not find it"));
        assert!(told("cases2/a.yaml").is_some());
    }
}
