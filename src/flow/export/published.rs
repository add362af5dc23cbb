//! Published exports: every one loads, and one that is published as YAML too is the same model. The flows lie outside the package; the
//! tests skip visibly without them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{RenderStyle, SourceFile, render_all};
use crate::flow::program::{BlockIndex, Program};
use crate::flow::{FlowSource, Loaded, load};

fn folder() -> Option<PathBuf> {
    let shared = std::env::var("FLOWPROOF_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let folder = PathBuf::from(shared).join("flows");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

fn loaded(name: &str, text: &str) -> Loaded {
    load(vec![FlowSource { source: SourceFile::new(name, text), substitutions: IndexMap::new() }])
}

#[test]
fn every_published_export_loads() {
    let Some(folder) = folder() else { return };
    let (mut count, mut failed) = (0, String::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(".i3") && !name.ends_with(".json") {
            continue;
        }
        count += 1;
        let loaded = loaded(&name, &std::fs::read_to_string(&path).unwrap());
        if !loaded.diagnostics.is_empty() || loaded.program.is_none() {
            failed.push_str(&render_all(&loaded.diagnostics, RenderStyle::Plain));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(count >= 20, "only {count} exports were found");
}

/// The model without ids and places: containers with their variables, and actions with all that their kind read, nested as they stand.
fn model(program: &Program) -> String {
    let mut out = String::new();
    let flow = program.entry();
    let _ = writeln!(out, "{} {} {:?} {:?}", flow.flow_type, flow.name, flow.languages, flow.error_handling);
    for variable in flow.variables.iter() {
        let _ = writeln!(out, "{} {} {:?}", variable.name, variable.value_type, variable.initial);
    }
    for container in program.containers() {
        let _ = writeln!(out, "{} {} {:?}", container.kind.describe(), container.name, container.output_paths);
        for variable in container.variables.iter() {
            let _ = writeln!(out, " {} {} {:?}", variable.name, variable.value_type, variable.initial);
        }
        block(program, container.body, 1, &mut out);
    }
    out
}

fn block(program: &Program, index: BlockIndex, depth: usize, out: &mut String) {
    for &action in program.block(index) {
        let node = program.action(action);
        let _ = writeln!(out, "{}{} {} {:?}", " ".repeat(depth), node.kind, node.id, node.action);
        for output in &node.outputs {
            let _ = writeln!(out, "{}:{}", " ".repeat(depth), output.name);
            output.branch.into_iter().for_each(|branch| block(program, branch, depth + 2, out));
        }
    }
}

#[test]
fn probe() {
    let Some(folder) = folder() else { return };
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    for name in &names {
        let l = loaded(name, &text(name));
        let Some(p): Option<Arc<Program>> = l.program else {
            println!("NONE {name}");
            continue;
        };
        std::fs::write(format!("/tmp/ex/m_{}", name.replace(' ', "_")), model(&p)).unwrap();
    }
}
