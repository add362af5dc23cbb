//! Maps in braces and lists in brackets that their author wrapped over several lines: they keep their line breaks. Before the layout they
//! are taken out, and put back behind it, moved as far to the side as the line that they begin on. Must not know how layout is done.

use crate::diagnostic::Span;
use crate::yaml::{Node, Value};

/// What stands for one while the rest is laid out.
const STAND_IN: &str = "flowproof_wrapped_";

/// A text without its wrapped collections.
pub(super) struct Unwrapped {
    /// The text, a stand-in for each.
    pub text: String,
    taken: Vec<Taken>,
}

/// One collection, and the column that it began at.
struct Taken {
    text: String,
    column: usize,
}

/// Takes out every collection that was wrapped within a line: one that begins with a line break is laid out, a line an entry.
pub(super) fn unwrap(text: &str, root: &Node) -> Unwrapped {
    let mut spans = Vec::new();
    if !text.contains(STAND_IN) {
        find(text, root, &mut spans);
    }
    let mut out = String::new();
    let mut taken = Vec::new();
    let mut at = 0;
    for span in spans {
        // An alias repeats a node that stands elsewhere.
        let Some(before) = text.get(at..span.start) else { continue };
        out.push_str(before);
        out.push_str(&format!("[{STAND_IN}{}_]", taken.len()));
        let own = text.get(span.clone()).unwrap_or_default().to_owned();
        taken.push(Taken { text: own, column: column(text, span.start) });
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Unwrapped { text: out, taken }
}

impl Unwrapped {
    /// The laid out text with the collections in their places.
    pub fn restore(&self, laid_out: &str) -> String {
        let mut out = String::new();
        let mut rest = laid_out;
        for (at, taken) in self.taken.iter().enumerate() {
            let Some((before, after)) = rest.split_once(&format!("[{STAND_IN}{at}_]")) else { break };
            out.push_str(before);
            let now = column(&out, out.len());
            // Deeper than what holds it, or YAML would read an end of it.
            let least = (key_column(&out) + 2).min(now + 1);
            for (line, text) in taken.text.lines().enumerate() {
                if line == 0 {
                    out.push_str(text.trim_end());
                    continue;
                }
                let inner = text.trim();
                let indent = (text.len() - text.trim_start().len() + now).saturating_sub(taken.column).max(least);
                out.push('\n');
                if !inner.is_empty() {
                    out.push_str(&" ".repeat(indent));
                    out.push_str(inner);
                }
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

fn find(text: &str, node: &Node, spans: &mut Vec<Span>) {
    let own = text.get(node.span.clone()).unwrap_or_default();
    if own.starts_with(['{', '[']) && !matches!(node.value, Value::Scalar(_)) {
        let first = own.lines().next().unwrap_or_default();
        let behind = first.get(1..).unwrap_or_default().trim();
        let wrapped = own.contains('\n') && !behind.is_empty() && !behind.starts_with('#');
        if wrapped && spans.last().is_none_or(|last| last.end <= node.span.start) {
            spans.push(node.span.clone());
        }
        return;
    }
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| find(text, item, spans)),
        Value::Map(entries) => entries.iter().for_each(|entry| find(text, &entry.value, spans)),
    }
}

/// The column of a place, in letters from 0.
fn column(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default().chars().count()
}

/// The column of the key that the last line belongs to: its own, or that of the line above where it holds nothing but spaces.
fn key_column(text: &str) -> usize {
    let mut lines = text.rsplit('\n');
    let last = lines.next().unwrap_or_default();
    let line = if last.trim().is_empty() { lines.next().unwrap_or_default() } else { last };
    line.chars().take_while(|letter| matches!(letter, ' ' | '-')).count()
}
