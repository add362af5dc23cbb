//! Every published flow but one can be drawn, and gives diagnostics that are right about it. What is wrong with each of the few that cannot
//! be run was found by reading them. Prints the kinds that runs of them reach and that cannot be executed here.

use std::collections::BTreeMap;

use flowproof::diagnostic::{Severity, SourceFile};
use flowproof::flow::explore::{Limits, explore};
use flowproof::flow::{FlowSource, load};
use indexmap::IndexMap;

/// The file that is no YAML, so that there is nothing to draw.
const BROKEN: &str = "testFlowHarsh@163cac3b.yaml";

/// The files that cannot be run: the end of the name, and place and code of each mistake.
const WRONG: &[(&str, &[&str])] = &[
    // Committed in the middle of a merge.
    ("testFlowHarsh@163cac3b.yaml", &["2:1 FP0102"]),
    // Uses Flow.Account and declares Flow.AccountBalance only.
    ("testFlowHarsh@896ff5f5.yaml", &["191:46 FP0406"]),
];

#[test]
fn every_published_flow_loads_or_says_what_is_wrong() {
    let Some(folder) = super::shared::flows() else { return };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".tsv"))
        .collect();
    names.sort();
    assert!(names.len() >= 175, "{}", names.len());
    let (mut drawn, mut unsupported) = (0, BTreeMap::<String, usize>::new());
    let mut wrong: Vec<(String, Vec<String>)> = Vec::new();
    for name in &names {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let source = SourceFile::new(name.as_str(), text);
        let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
        let errors = loaded.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let errors: Vec<String> = errors
            .map(|one| {
                let place = one.place.as_ref().unwrap().start();
                format!("{}:{} {}", place.line, place.column, one.code)
            })
            .collect();
        assert_eq!(loaded.drawing.is_some(), !name.ends_with(BROKEN), "{name}");
        drawn += usize::from(loaded.drawing.is_some());
        match &loaded.program {
            Some(program) => {
                assert!(errors.is_empty(), "{name}");
                assert_eq!(program.inventory().actions.len(), program.actions().len());
                let found = explore(
                    program,
                    "2026-11-23T16:00:00Z".parse().unwrap(),
                    Limits { runs: 200, ..Limits::default() },
                );
                for kind in found.unsupported {
                    *unsupported.entry(kind.to_string()).or_default() += 1;
                }
            }
            None => wrong.push((name.clone(), errors)),
        }
    }
    println!("{drawn} of {} flows are drawn; kinds reached that cannot be executed: {unsupported:#?}", names.len());
    assert_eq!(drawn + 1, names.len());
    assert_eq!(wrong.len(), WRONG.len(), "{wrong:#?}");
    for ((name, errors), (ending, expected)) in wrong.iter().zip(WRONG) {
        assert!(name.ends_with(ending), "{name}");
        assert_eq!(errors, expected, "{name}");
    }
}
