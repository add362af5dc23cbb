//! One list of diagnostics from those of all cases: what the scenario itself gets wrong is told once, what only a case gets wrong names the
//! case. Must not know what the mistakes are.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Sources, Span};

use super::row::Row;
use crate::scenario::variables::{Found, walk};
use crate::yaml::{Node, Scalar, Value};

/// What makes two mistakes the same: a block that is used again is no other place.
type Key = (Code, Option<(usize, usize, usize)>, String);

/// Collects while the cases are expanded one after another.
pub(super) struct Collector {
    base: HashSet<Key>,
    found: IndexMap<Key, (Diagnostic, Vec<usize>)>,
}

fn key(one: &Diagnostic) -> Key {
    let at = |place: &Place| (Arc::as_ptr(&place.source) as usize, place.span.start, place.span.end);
    (one.code, one.place.as_ref().map(at), one.message.clone())
}

impl Collector {
    /// A collector that passes over what is known of the scenario itself.
    pub(super) fn new(base: &Diagnostics) -> Self {
        Self { base: base.iter().map(key).collect(), found: IndexMap::new() }
    }

    /// Adds what came of a case.
    pub(super) fn add(&mut self, case: usize, diagnostics: Diagnostics) {
        for one in diagnostics {
            let key = key(&one);
            if !self.base.contains(&key) {
                let cases = &mut self.found.entry(key).or_insert_with(|| (one, Vec::new())).1;
                if cases.last() != Some(&case) {
                    cases.push(case);
                }
            }
        }
    }

    /// All of them, each once; `rows` is empty without a table.
    pub(super) fn finish(self, sources: &Sources, rows: &[Row]) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for (_, (one, cases)) in self.found {
            // What stands in another file, such as the flow, no row wrote.
            let own = one.place.as_ref().is_none_or(|place| sources.holds(place));
            let row = cases.first().filter(|_| own).and_then(|first| rows.get(*first));
            diagnostics.push(match row {
                Some(row) => labelled(one, row, cases.len(), rows.len(), sources),
                None => one,
            });
        }
        diagnostics
    }
}

fn labelled(one: Diagnostic, row: &Row, cases: usize, all: usize, sources: &Sources) -> Diagnostic {
    let more = match cases - 1 {
        0 => String::new(),
        1 => " and one other".to_owned(),
        more => format!(" and {more} others"),
    };
    let at = |span: &Span| sources.place(span);
    let text = one.place.as_ref().map(Place::text).unwrap_or_default().to_owned();
    // In a block, names are those of its parameters.
    let in_block = one.place.as_ref().is_some_and(|place| place.used_at.is_some());
    let filled = if in_block || one.code == Code::UNSET_VARIABLE { None } else { first_variable(&text) };
    if let Some(binding) = filled.and_then(|name| row.bindings.iter().find(|binding| *binding.name == *name)) {
        let label = format!("`{}` is `{}` in case `{}`{more}", binding.name, binding.value.text, row.name);
        return one.label(at(&binding.value_span), label);
    }
    let own = at(&row.span);
    let in_row = one
        .place
        .as_ref()
        .is_some_and(|place| Arc::ptr_eq(&place.source, &own.source) && own.span.contains(&place.span.start));
    if cases == all && !in_row {
        return one;
    }
    one.label(at(&row.name_span), format!("in case `{}`{more}", row.name))
}

/// The name of the first variable in a text.
fn first_variable(text: &str) -> Option<String> {
    let value = Value::Scalar(Scalar { text: text.to_owned(), plain: false });
    let mut first = None;
    walk(&Node { value, span: 0..0 }, &mut |found, _| {
        if let (Found::Variable(name), true) = (found, first.is_none()) {
            first = Some(name.to_owned());
        }
    });
    first
}
