//! What is fuzzed, run without a fuzzer: the targets of `fuzz/` over this package's own files and examples, and over changes of them. Bounded
//! in count; the same in every run. `make fuzz` is the real thing.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::path::Path;

use flowproof::flow::expression::{function_table, operator_table};
use targets::TARGETS;

/// Changes of each seed.
const CHANGES: usize = 12;

/// A long seed is cut to this many bytes before it is changed: what is at its end is there in a shorter one too.
const LONGEST: usize = 6_000;

/// Texts that readers trip over.
const AWKWARD: [&str; 12] =
    ["", "\u{feff}", "{{x}}", "\r\n", "\t", ": [", "\u{0}", "\u{10ffff}", "&a *a", "!!binary", "- - -", "\"\\"];

#[test]
fn the_targets_hold_on_seeds_and_changes_of_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut rng = fastrand::Rng::with_seed(1);
    let mut runs = 0;
    for (name, target) in TARGETS {
        for seed in seeds(root, name) {
            target(&seed);
            for _ in 0..CHANGES {
                target(&changed(&seed, &mut rng));
            }
            runs += CHANGES + 1;
        }
    }
    eprintln!("{runs} inputs");
    assert!(runs > 3_000, "only {runs} inputs");
}

fn seeds(root: &Path, target: &str) -> Vec<Vec<u8>> {
    let files = |folder: &str, endings: &[&str]| {
        let mut paths: Vec<_> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let is = |path: &Path| endings.iter().any(|ending| path.to_string_lossy().contains(ending));
        paths.into_iter().filter(|path| is(path)).map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    match target {
        "archy" => [files("fixtures/flows", &[".yaml"]), files("fixtures/broken/flow", &[".yaml"])].concat(),
        "export" => files("fixtures/flows", &[".json", ".i3"]),
        _ => {
            let calls = function_table().flat_map(|one| one.examples.iter().map(|(call, _)| call.as_bytes().to_vec()));
            let operators =
                operator_table().flat_map(|one| one.examples.iter().map(|(text, _)| text.as_bytes().to_vec()));
            calls.chain(operators).collect()
        }
    }
}

fn changed(seed: &[u8], rng: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    if bytes.len() > LONGEST {
        let from = rng.usize(0..bytes.len() - LONGEST);
        bytes = if rng.bool() { bytes.split_off(from) } else { bytes };
        bytes.truncate(LONGEST);
    }
    for _ in 0..=rng.usize(0..3) {
        let at = rng.usize(0..=bytes.len());
        match rng.u8(0..4) {
            0 => drop(bytes.splice(at..at, AWKWARD[rng.usize(0..AWKWARD.len())].bytes())),
            1 if at < bytes.len() => bytes[at] = rng.u8(32..127),
            2 => {
                let end = (at + rng.usize(0..40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + rng.usize(0..40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = rng.usize(0..=bytes.len());
                bytes.splice(to..to, part);
            }
        }
    }
    bytes
}
