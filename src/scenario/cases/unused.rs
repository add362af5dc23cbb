//! Variables that are broken, that nothing uses, or that a block uses without having them. Must not know what a part means.

use std::collections::HashMap;

use super::expand::BasePart;
use super::row::Row;
use crate::diagnostic::{Code, Diagnostic, Span, did_you_mean};
use crate::scenario::blocks::Expander;
use crate::scenario::variables::{Found, Variables, locate, walk};
use crate::yaml::{Node, Reader};

/// Reports broken variables, and variables of cases that nothing uses; `lost` is what is written and came to nothing for another mistake.
pub(super) fn check(reader: &mut Reader, parts: &[Option<BasePart>], rows: &[Row], lost: &[Node]) {
    let mut broken: Vec<(String, Span)> = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for part in parts.iter().flatten().filter(|part| part.dynamic) {
        note(&part.node, &mut used, &mut broken);
    }
    lost.iter().for_each(|node| note(node, &mut used, &mut Vec::new()));
    let mut unused: HashMap<&str, (usize, Span)> = HashMap::new();
    for row in rows {
        let shared = used.len();
        for (_, node) in &row.overrides {
            note(node, &mut used, &mut broken);
        }
        for binding in row.bindings.iter().filter(|binding| !used.contains(&&*binding.name)) {
            unused.entry(&binding.name).or_insert_with(|| (0, binding.name_span.clone())).0 += 1;
        }
        used.truncate(shared);
    }
    for (name, (count, span)) in unused {
        let more = if count > 1 { format!(" in {count} cases") } else { String::new() };
        let help = match did_you_mean(name, used.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write `${{{name}}}` where the value belongs, or remove it"),
        };
        let one = Diagnostic::error(Code::UNUSED_VARIABLE, format!("nothing uses the variable `{name}`{more}"));
        let one = one.at(reader.place(&span)).help(help);
        reader.push(one);
    }
    for (text, span) in broken {
        let help = "write `${name}` with letters, digits and underscores, or `$${` for a dollar sign and a brace";
        let place = locate(reader.place(&span), &text);
        let one = Diagnostic::error(Code::BAD_VARIABLE, format!("`{text}` is not a variable"));
        reader.push(one.at(place).help(help));
    }
}

fn note<'n>(node: &'n Node, used: &mut Vec<&'n str>, broken: &mut Vec<(String, Span)>) {
    walk(node, &mut |found, span| match found {
        Found::Variable(name) if used.contains(&name) => {}
        Found::Variable(name) => used.push(name),
        Found::Broken(text) => broken.push((text.to_owned(), span.clone())),
    });
}

/// Reports variables in blocks that are neither their parameters nor known in every conversation: what a case sets is handed over. Gives the names,
/// of which nothing more is to be said.
pub(super) fn check_free(
    reader: &mut Reader,
    expander: &Expander<'_>,
    project: &Variables,
    captures: &[&[Box<str>]],
) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for free in &expander.free {
        let captured = captures.iter().any(|names| names.iter().any(|name| **name == *free.name));
        if captured || project.value(&free.name).is_some() {
            continue;
        }
        let message = format!("block `{}` has no parameter `{}`", free.block, free.name);
        let help = format!("declare it: `parameters: {{ {}: }}`, and hand it over with `with`", free.name);
        let near = expander.parameters(&free.block).and_then(|known| did_you_mean(&free.name, known));
        reader.push(
            Diagnostic::error(Code::BAD_PARAMETER, message)
                .at(locate(free.at.clone(), &format!("${{{}}}", free.name)))
                .help_maybe(near.map(|near| format!("did you mean `${{{near}}}`?")))
                .help(help),
        );
        if !told.contains(&free.name) {
            told.push(free.name.clone());
        }
    }
    told
}
