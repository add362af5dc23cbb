//! Our snapshot files and insta's are the same files: what one writes the other reads, and both say "same" or "different" alike.

use flowproof::evidence::snapshot::SnapshotFile;
use rstest::rstest;

/// What insta thinks of a stored file and a new text: does its assertion hold?
fn insta_holds(folder: &std::path::Path, text: &str) -> bool {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| std::panic::catch_unwind(|| insta::assert_snapshot!("probe", text)).is_ok())
}

#[rstest]
#[case::same("Get tier\nTransfer", "Get tier\nTransfer")]
#[case::trailing_line("Get tier", "Get tier\n")]
#[case::different("Get tier", "Get queue")]
#[case::one_more_line("Get tier", "Get tier\nTransfer")]
#[case::inner_space("Get  tier", "Get tier")]
#[case::wide_letters("müde: ja", "müde: ja")]
#[case::looks_like_a_header("---\nsource: x\n---", "---\nsource: x\n---")]
fn both_give_the_same_verdict(#[case] stored: &str, #[case] new: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = SnapshotFile { source: "scenarios/a.yaml".to_owned(), text: stored.to_owned() };
    let path = folder.path().join("probe.snap");
    std::fs::write(&path, file.write()).unwrap();
    let ours = SnapshotFile::read(&std::fs::read_to_string(&path).unwrap()).same_text(new);
    assert_eq!(ours, insta_holds(folder.path(), new));
}
