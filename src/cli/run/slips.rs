//! Values of options that were written after a space: `--list json`. Such a value is optional, so it stands after `=`, and is taken as a path
//! else. Must not know what a run does.

use camino::Utf8Path;

use super::args::RunArgs;

/// What to write in place of a path that is none; none where all paths may be meant as such. `exists` says whether a path is there.
pub(super) fn slip(args: &RunArgs, exists: &dyn Fn(&Utf8Path) -> bool) -> Option<String> {
    let number = |path: &Utf8Path| path.as_str().parse::<u64>().is_ok() && !exists(path);
    let format = |path: &Utf8Path| matches!(path.as_str(), "text" | "json") && !exists(path);
    // A report is there, and no scenario ends so.
    let report = |path: &Utf8Path| path.extension() == Some("jsonl");
    let takes: [(&str, bool, &dyn Fn(&Utf8Path) -> bool); 4] = [
        ("list", args.list.is_some(), &format),
        ("shuffle", args.shuffle == Some(None), &number),
        ("fail-fast", args.fail_fast == Some(1), &number),
        ("last-failed", args.last_failed == Some(None), &report),
    ];
    args.paths.iter().find_map(|path| {
        let (option, ..) = takes.iter().find(|(_, given, fits)| *given && fits(path))?;
        Some(format!("`{path}` is taken as a path: write `--{option}={path}`"))
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use rstest::rstest;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: RunArgs,
    }

    #[rstest]
    #[case("--list json", Some("`json` is taken as a path: write `--list=json`"))]
    #[case("--shuffle 5", Some("`5` is taken as a path: write `--shuffle=5`"))]
    #[case("--fail-fast 1", Some("`1` is taken as a path: write `--fail-fast=1`"))]
    #[case("--last-failed r.jsonl", Some("`r.jsonl` is taken as a path: write `--last-failed=r.jsonl`"))]
    #[case("--shuffle --fail-fast 3", Some("`3` is taken as a path: write `--shuffle=3`"))]
    #[case("--list scenarios", None)]
    #[case("--list=json text", Some("`text` is taken as a path: write `--list=text`"))]
    #[case("--shuffle=5 a.yaml", None)]
    #[case("--shuffle 7", None)]
    #[case("json", None)]
    fn a_value_after_a_space_is_told(#[case] line: &str, #[case] expected: Option<&str>) {
        let line = Line::parse_from(std::iter::once("run").chain(line.split(' ')));
        assert_eq!(slip(&line.args, &|path| path == "7").as_deref(), expected);
    }
}
