//! The graph as an indented tree. Builds text only.

use std::fmt::Write as _;

use super::graph::{Action, Branch, Graph};

/// What stands before a line that the path takes, and before one that it does not.
const TAKEN: &str = "▶ ";
const MISSED: &str = "  ";

/// The graph as a tree of lines; with a path, what it takes is marked at the left.
pub fn to_text(graph: &Graph) -> String {
    let mut tree = Tree { graph, out: String::new() };
    for flow in &graph.flows {
        let taken = graph.actions.iter().any(|action| action.taken > 0 && flow.containers.contains(&action.container));
        let _ = writeln!(tree.out, "{}flow {} ({})", tree.mark(taken), flow.name, flow.flow_type);
        if let Some(line) = not_modelled(&flow.unread) {
            let _ = writeln!(tree.out, "{}{line}", tree.mark(false));
        }
        for (position, &at) in flow.containers.iter().enumerate() {
            tree.container(at, position + 1 == flow.containers.len());
        }
    }
    if let Some(steps) = graph.path {
        let _ = writeln!(tree.out, "\n{}taken by the path of {steps} steps", TAKEN);
    }
    tree.out
}

struct Tree<'g> {
    graph: &'g Graph,
    out: String,
}

impl Tree<'_> {
    /// The margin of a line; there is none where no path is drawn.
    fn mark(&self, taken: bool) -> &'static str {
        match (self.graph.path, taken) {
            (None, _) => "",
            (Some(_), true) => TAKEN,
            (Some(_), false) => MISSED,
        }
    }

    fn container(&mut self, at: usize, last: bool) {
        let Some(container) = self.graph.containers.get(at) else { return };
        let taken = container.actions.first().and_then(|first| self.graph.actions.get(*first));
        let mark = self.mark(taken.is_some_and(|first| first.taken > 0));
        let (knee, stem) = limb(last);
        let start = if container.start { " (start)" } else { "" };
        let _ = writeln!(self.out, "{mark}{knee}{}{start}", container.title());
        self.actions(&container.actions, stem);
    }

    fn actions(&mut self, actions: &[usize], indent: &str) {
        for (position, &at) in actions.iter().enumerate() {
            let Some(action) = self.graph.actions.get(at) else { continue };
            let (knee, stem) = limb(position + 1 == actions.len());
            let line = self.action(action);
            let _ = writeln!(self.out, "{}{indent}{knee}{line}", self.mark(action.taken > 0));
            // Of a kind that cannot be executed nothing counts anyway.
            if let Some(line) = not_modelled(&action.unread).filter(|_| action.executable) {
                let _ = writeln!(self.out, "{}{indent}{stem}{line}", self.mark(false));
            }
            let branches: Vec<&Branch> = action.branches.iter().filter(|branch| self.says(action, branch)).collect();
            for (position, branch) in branches.iter().enumerate() {
                self.branch(branch, &format!("{indent}{stem}"), position + 1 == branches.len());
            }
        }
    }

    /// Whether a branch gets a line: one with something behind it, or which the path took among others.
    fn says(&self, action: &Action, branch: &Branch) -> bool {
        !branch.actions.is_empty() || branch.to.is_some() || branch.detail.is_some() || branch.taken > 0 || {
            action.branches.iter().any(|other| !other.actions.is_empty()) && action.branches.len() <= 3
        }
    }

    fn branch(&mut self, branch: &Branch, indent: &str, last: bool) {
        let (knee, stem) = limb(last);
        let mut line = format!("{}:", branch.name);
        if let Some(detail) = branch.detail.as_ref().filter(|detail| ***detail != *branch.name) {
            let _ = write!(line, " if {detail}");
        }
        if let Some(to) = branch.to.and_then(|to| self.graph.containers.get(to)) {
            let _ = write!(line, " → {}", to.title());
        } else if branch.actions.is_empty() {
            line.push_str(" goes on");
        }
        times(&mut line, branch.taken);
        let _ = writeln!(self.out, "{}{indent}{knee}{line}", self.mark(branch.taken > 0));
        self.actions(&branch.actions, &format!("{indent}{stem}"));
    }

    fn action(&self, action: &Action) -> String {
        let mut line = format!("{} [{}]", action.title(), action.kind);
        if let Some(detail) = &action.detail {
            let _ = write!(line, " {detail}");
        }
        if let Some(to) = self.graph.target(action) {
            let _ = write!(line, " → {to}");
        }
        times(&mut line, action.taken);
        line.replace(['\n', '\r'], " ")
    }
}

/// A line for what the file gives and that counts for nothing here.
fn not_modelled(unread: &[(Box<str>, Box<str>)]) -> Option<String> {
    let parts: Vec<String> = unread.iter().map(|(path, text)| format!("{path} = {text}")).collect();
    (!parts.is_empty()).then(|| format!("· not modelled: {}", parts.join(", ")))
}

fn limb(last: bool) -> (&'static str, &'static str) {
    if last { ("└─ ", "   ") } else { ("├─ ", "│  ") }
}

fn times(line: &mut String, count: u32) {
    if count > 1 {
        let _ = write!(line, " ({count} times)");
    }
}
