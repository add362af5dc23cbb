//! Published message flows and bots, explored: every way that their graphs have is taken by some run that ends, but for those of a list
//! that says why not. Prints what was reached. The flows of this package are explored in the same way.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use flowproof::diagnostic::SourceFile;
use flowproof::flow::explore::{Exploration, Limits, explore};
use flowproof::flow::{FlowSource, Program, load};

/// The flow types that a customer of a message channel talks with.
const TYPES: [&str; 3] = ["inboundShortMessage", "digitalBot", "botFlow"];

/// Ways that no run can take, by the end of the file's name, the action, the output, and why.
const OUT_OF_REACH: &[(&str, &str, &str, &str)] = &[];

fn program(path: &Path) -> Option<Arc<Program>> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).unwrap();
    // The one placeholder that stands where a number must; as a text it would not load.
    let substitutions = [("limit".to_owned(), "200".to_owned())].into_iter().collect();
    load(vec![FlowSource { source: SourceFile::new(name, text), substitutions }]).program
}

fn explored(program: &Arc<Program>) -> Exploration {
    explore(program, "2026-11-23T16:00:00Z".parse().unwrap(), Limits::default())
}

/// A line for each way that was missed, and whether each of them is expected.
fn missed(name: &str, found: &Exploration, out: &mut String) -> bool {
    let mut expected = true;
    for way in found.missed() {
        let output = way.output.as_deref().unwrap_or("-");
        let known = OUT_OF_REACH
            .iter()
            .find(|(file, action, one, _)| name.contains(file) && **action == *way.action.name && *one == output);
        expected &= known.is_some();
        let obstacle = || way.obstacle.as_ref().map(ToString::to_string).unwrap_or_default();
        let why = known.map_or_else(obstacle, |(.., why)| (*why).to_owned());
        let _ = writeln!(out, "    missed {}: {output} at {} ({why})", way.action, way.place);
    }
    expected
}

#[test]
fn every_branch_of_the_published_conversations_is_reached() {
    let Some(folder) = super::shared::flows() else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut out, mut count, mut wrong, mut unsupported) = (String::new(), 0, Vec::new(), BTreeSet::new());
    for path in files {
        let Some(program) =
            program(&path).filter(|program| TYPES.iter().any(|known| known.eq_ignore_ascii_case(program.flow_type())))
        else {
            continue;
        };
        count += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = explored(&program);
        let reached = found.ways.iter().filter(|way| way.recipe.is_some()).count();
        let _ = writeln!(out, "{reached}/{} ways in {} runs ({} cut): {name}", found.ways.len(), found.runs, found.cut);
        if !missed(&name, &found, &mut out) {
            wrong.push(name);
        }
        unsupported.extend(found.unsupported);
    }
    println!("{out}{count} flows; unsupported kinds reached: {unsupported:?}");
    assert!(count >= 30, "only {count} flows were found");
    assert!(wrong.is_empty(), "ways were missed in {wrong:#?}\n{out}");
    assert!(unsupported.is_empty(), "{unsupported:?}");
}

/// The flows that the scenarios of this package run have no way that nothing can take.
#[test]
fn every_branch_of_our_own_flows_is_reached() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/flows");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut out, mut wrong) = (String::new(), Vec::new());
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let program = program(&path).unwrap_or_else(|| panic!("{name} does not load"));
        if !missed(&name, &explored(&program), &mut out) {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "ways were missed in {wrong:#?}\n{out}");
}
