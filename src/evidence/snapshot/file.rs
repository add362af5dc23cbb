//! The `.snap` file: a header between two `---` lines, then the text. insta writes and reads the same.

/// A snapshot as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotFile {
    /// The scenario that it belongs to, as the header names it.
    pub source: String,
    /// The text.
    pub text: String,
}

impl SnapshotFile {
    /// Reads a stored file; a text without a header counts as all text.
    pub fn read(stored: &str) -> Self {
        let stored = stored.replace("\r\n", "\n");
        let parts = stored.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let (header, text) = parts.unwrap_or(("", stored.as_str()));
        let source = header.lines().find_map(|line| line.strip_prefix("source: ")).unwrap_or_default();
        Self { source: source.trim_matches('"').to_owned(), text: text.trim_matches('\n').to_owned() }
    }

    /// The file's content.
    pub fn write(&self) -> String {
        format!("---\nsource: {}\n---\n{}\n", self.source, self.text)
    }

    /// Whether the texts are the same, line ends and outer empty lines aside.
    pub fn same_text(&self, text: &str) -> bool {
        self.text == text.trim_matches('\n')
    }
}

/// The name of a snapshot's file without its ending: `<file stem>__<case>@<part>`; characters that file systems refuse become `-`.
pub fn file_name(stem: &str, case: Option<&str>, part: &str) -> String {
    let clean = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '.' | '-') { c } else { '-' }).collect()
    };
    let case = case.map(|case| format!("__{}", clean(case))).unwrap_or_default();
    format!("{}{case}@{part}", clean(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_snapshot_reads_back() {
        let file = SnapshotFile { source: "scenarios/vip.yaml".into(), text: "a\n---\nb".into() };
        assert_eq!(SnapshotFile::read(&file.write()), file);
    }

    #[test]
    fn an_insta_header_with_more_keys_is_read() {
        let file = SnapshotFile::read("---\nsource: tests/scenarios.rs\nexpression: text\n---\nGet tier\n");
        assert_eq!((file.source.as_str(), file.text.as_str()), ("tests/scenarios.rs", "Get tier"));
        assert!(file.same_text("Get tier\n"));
    }

    #[test]
    fn names_are_safe() {
        assert_eq!(file_name("vip", Some("Gold / 5 orders"), "path"), "vip__Gold---5-orders@path");
        assert_eq!(file_name("vip", None, "path"), "vip@path");
    }
}
