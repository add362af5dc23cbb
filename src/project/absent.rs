//! What is said where a folder has no `flowproof.yaml`: where one is, or how to make one. Must not load anything.

use camino::{Utf8Path, Utf8PathBuf};

use super::Files;
use super::files::normal;
use super::load::FILE_NAME;

/// Folders that are looked in, from the given one up; more than a project has, and an end at the top of the disk.
const DEPTH: usize = 16;

/// What to do where the folder has no [`FILE_NAME`]; none where it has one.
pub fn absent(files: &dyn Files, root: &Utf8Path) -> Option<String> {
    if files.exists(&root.join(FILE_NAME)) {
        return None;
    }
    let root = normal(root);
    let here = if root.as_str().is_empty() { "here".to_owned() } else { format!("in `{root}`") };
    let folders = std::iter::successors(Some(root), |folder| Some(above(folder))).skip(1).take(DEPTH);
    let next = folders.into_iter().find(|folder| files.exists(&folder.join(FILE_NAME)));
    Some(match next {
        Some(folder) => {
            let folder = if folder.as_str().is_empty() { Utf8Path::new(".") } else { &folder };
            format!("there is no {FILE_NAME} {here}; one is in `{folder}`: `--project {folder}`")
        }
        None => format!("there is no {FILE_NAME} {here}; `flowproof init` writes a first project"),
    })
}

/// The folder that holds a folder.
fn above(folder: &Utf8Path) -> Utf8PathBuf {
    match folder.file_name() {
        Some(_) => folder.parent().unwrap_or(folder).to_owned(),
        None => folder.join(".."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::MemoryFiles;

    #[test]
    fn the_nearest_folder_with_a_file_is_named() {
        let files = MemoryFiles::new([("p/flowproof.yaml", "version: 1\n")]);
        assert_eq!(absent(&files, "p".into()), None);
        let told = absent(&files, "p/scenarios/deep".into()).unwrap();
        assert_eq!(told, "there is no flowproof.yaml in `p/scenarios/deep`; one is in `p`: `--project p`");
        assert_eq!(
            absent(&files, ".".into()).unwrap(),
            "there is no flowproof.yaml here; `flowproof init` writes a first project"
        );
    }

    #[test]
    fn the_way_up_is_told_from_the_folder_that_one_is_in() {
        assert_eq!(above("".into()), "..");
        assert_eq!(above("..".into()), "../..");
        assert_eq!(above("a/b".into()), "a");
    }
}
