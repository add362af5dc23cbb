//! A program as lines that are equal when two files hold the same flow, for tests. Must not know any format.

use std::fmt::Write as _;

use regex::Regex;

use crate::flow::program::{BlockIndex, Program};

/// The lines to compare: numbers of slots left out, which follow the order of declarations, and declarations in order of their names.
pub(super) fn comparable(program: &Program, differences: &[&str]) -> Vec<String> {
    let slots = Regex::new(r"Slot\(\d+\)").unwrap();
    let declaration = Regex::new(r"^ ?(Flow|State|Task|Slot)\.\S+ \w+ ").unwrap();
    let (mut lines, mut declared) = (Vec::new(), Vec::new());
    for line in model(program).lines().filter(|line| !differences.iter().any(|word| line.contains(word))) {
        let line = slots.replace_all(line, "Slot").into_owned();
        if declaration.is_match(&line) {
            declared.push(line);
            continue;
        }
        declared.sort();
        lines.append(&mut declared);
        lines.push(line);
    }
    lines
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
