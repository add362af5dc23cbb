//! Texts that look like variables as other tools write them, `{{name}}` or `$name`, where a variable of that name exists: they are said as
//! they are written. Must not know what is said.

use std::collections::HashSet;

use super::expand::BasePart;
use super::row::Row;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::read::PARTS;
use crate::scenario::variables::{Variables, locate};
use crate::yaml::{Node, Reader, Value};

/// Warns of each text that the customer says or brings and that holds the name of a variable in another form.
pub(super) fn check(
    reader: &mut Reader,
    parts: &[Option<BasePart>],
    rows: &[Row],
    project: &Variables,
    captured: &[&[Box<str>]],
) {
    let own = rows.iter().flat_map(|row| row.bindings.iter().map(|binding| &*binding.name));
    let captured = captured.iter().flat_map(|names| names.iter().map(|name| &**name));
    let names: HashSet<&str> = own.chain(project.names()).chain(captured).collect();
    if names.is_empty() {
        return;
    }
    let base = parts.iter().enumerate().filter_map(|(at, part)| Some((at, &part.as_ref()?.node)));
    let overrides = rows.iter().flat_map(|row| row.overrides.iter().map(|(at, node)| (*at, node)));
    for (at, node) in base.chain(overrides) {
        for text in texts_of(PARTS.get(at).map_or("", |part| part.key), node) {
            walk(text, &mut |node, text| {
                for (written, name) in lookalikes(text).filter(|(_, name)| names.contains(name)) {
                    let place = locate(reader.place(&node.span), written);
                    let message = format!("`{written}` is said as it is written, though a variable `{name}` exists");
                    let help = format!("did you mean `${{{name}}}`?");
                    reader.push(Diagnostic::warning(Code::VARIABLE_AS_TEXT, message).at(place).help(help));
                }
            });
        }
    }
}

/// What of a part the customer says or brings.
fn texts_of<'n>(part: &str, node: &'n Node) -> Vec<&'n Node> {
    match part {
        "conversation" => node.as_list().unwrap_or_default().iter().filter_map(|step| step.get("say")).collect(),
        "participant" => node.get("attributes").into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Every text of a tree.
fn walk<'n>(node: &'n Node, found: &mut dyn FnMut(&'n Node, &'n str)) {
    match &node.value {
        Value::Scalar(scalar) => found(node, &scalar.text),
        Value::List(items) => items.iter().for_each(|item| walk(item, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| walk(&entry.value, found)),
    }
}

/// `{{name}}` and `$name` of a text, as they are written, each with the name.
fn lookalikes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let braces = text.match_indices("{{").filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest.find("}}")?;
        Some((rest.get(..end + 2)?, rest.get(2..end)?.trim()))
    });
    let dollars = text.match_indices('$').filter_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let name = rest.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).next()?;
        let escaped = text.get(..at)?.ends_with('$');
        (!name.is_empty() && !escaped).then_some((text.get(at..=at + name.len())?, name))
    });
    braces.chain(dollars)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("I am {{tier}} today", &[("{{tier}}", "tier")])]
    #[case("{{ tier }} and $name.", &[("{{ tier }}", "tier"), ("$name", "name")])]
    #[case("${tier} and $${tier}", &[])]
    #[case("$$tier", &[])]
    #[case("$5 {{", &[("$5", "5")])]
    #[case("a$b_1é", &[("$b_1", "b_1")])]
    fn other_forms_of_variables_are_found(#[case] text: &str, #[case] expected: &[(&str, &str)]) {
        assert_eq!(lookalikes(text).collect::<Vec<_>>(), expected);
    }
}
