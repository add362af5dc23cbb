//! Completions and manual pages, as a shell and `man` meet them. Where a program is not there its test says so and passes.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn flowproof(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a program, or says that it is not there.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).stdin(Stdio::null()).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("skipped: {program} cannot be run ({error})");
            None
        }
    }
}

#[rstest::rstest]
#[case("flowproof che", "check")]
#[case("flowproof flow di", "diff")]
#[case("flowproof run --tar", "--target")]
#[case("flowproof run --target m", "mock")]
#[case("flowproof completions z", "zsh")]
fn bash_completes(#[case] typed: &str, #[case] wanted: &str) {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("flowproof.bash");
    std::fs::write(&script, flowproof(&["completions", "bash"])).unwrap();
    let words: Vec<&str> = typed.split(' ').collect();
    let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
    let ask = format!(
        "source '{}'; COMP_WORDS=({typed}); COMP_CWORD={}; _flowproof flowproof '{last}' '{before}'; echo \"${{COMPREPLY[@]}}\"",
        script.display(),
        words.len() - 1
    );
    let Some(output) = run("bash", &["--norc", "-c", &ask]) else { return };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said.split_whitespace().collect::<Vec<_>>(), [wanted], "{typed}");
}

#[rstest::rstest]
#[case("bash", "complete -F _flowproof")]
#[case("zsh", "#compdef flowproof")]
#[case("fish", "complete -c flowproof")]
#[case("powershell", "Register-ArgumentCompleter")]
#[case("elvish", "edit:completion:arg-completer[flowproof]")]
fn every_shell_has_its_script(#[case] shell: &str, #[case] holds: &str) {
    assert!(flowproof(&["completions", shell]).contains(holds));
}

/// Scripts are sound where their shell is there to say so.
#[rstest::rstest]
#[case("zsh")]
#[case("fish")]
fn a_shell_reads_its_script(#[case] shell: &str) {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script");
    std::fs::write(&script, flowproof(&["completions", shell])).unwrap();
    let Some(output) = run(shell, &["--no-exec", script.to_str().unwrap()]) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every page of the manual is one that the formatter has nothing to say of.
#[test]
fn manual_pages_are_sound() {
    let folder = tempfile::tempdir().unwrap();
    flowproof(&["man", folder.path().to_str().unwrap()]);
    let mut pages: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() > 15, "{pages:?}");
    for page in &pages {
        let Some(said) = complaints(page) else { return };
        assert!(said.is_empty(), "{}: {said}", page.display());
    }
    let run_page = folder.path().join("flowproof-run.1");
    let Some(output) = run("man", &["-l", "-P", "cat", run_page.to_str().unwrap()]) else { return };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("SYNOPSIS") && shown.contains("--target"), "{shown}");
}

/// What `mandoc` or `groff` has to say of a page.
fn complaints(page: &Path) -> Option<String> {
    let page = page.to_str().unwrap();
    let found = run("mandoc", &["-T", "lint", "-W", "warning", page])
        .or_else(|| run("groff", &["-man", "-ww", "-z", "-Kutf8", page]))?;
    let said = [found.stdout, found.stderr].concat();
    Some(String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn the_first_page_is_printed_where_no_folder_is_given() {
    let page = flowproof(&["man"]);
    assert!(page.contains(".TH flowproof 1") && page.contains("flowproof\\-run(1)"), "{page}");
}

#[test]
fn pages_that_cannot_be_written_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof")).args(["man", file.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the manual pages cannot be written"));
}
