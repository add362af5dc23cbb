//! The first line of a scenario, by which an editor finds the schema. Must not know what stands below it.

use camino::Utf8Path;

use super::place::whole;

/// Where `flowproof init` and `flowproof schema --write schema` put the schema.
const SCHEMA: &str = "schema/scenario.schema.json";

/// The line for a file of a project; none for a file outside of its folder.
pub(super) fn modeline(root: &Utf8Path, file: &Utf8Path) -> Option<String> {
    let below = whole(file.parent()?)?.strip_prefix(whole(root)?).ok()?.components().count();
    Some(format!("# yaml-language-server: $schema={}{SCHEMA}", "../".repeat(below)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_leads_from_the_file_to_the_schema() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let line = |file: &str| modeline(root, &root.join(file));
        assert_eq!(line("a.yaml").as_deref(), Some("# yaml-language-server: $schema=schema/scenario.schema.json"));
        let deep = Some("# yaml-language-server: $schema=../../schema/scenario.schema.json");
        assert_eq!(line("scenarios/new/a.yaml").as_deref(), deep);
        assert_eq!(modeline(&root.join("inner"), &root.join("a.yaml")), None);
    }
}
