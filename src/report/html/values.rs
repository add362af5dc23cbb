//! The customer's attributes before and after, and which step wrote them.

use indexmap::IndexMap;
use maud::{Markup, html};

use super::text::cut;
use crate::evidence::{Evidence, Part};
use crate::trace::Taken;

/// One attribute.
#[derive(Debug, PartialEq, Eq)]
struct Attribute<'e> {
    name: &'e str,
    before: Option<&'e str>,
    after: Option<&'e str>,
    change: &'static str,
}

/// A table of them.
pub(super) fn markup(evidence: &Evidence, step: &dyn Fn(usize) -> Option<String>) -> Markup {
    let rows = attributes(evidence);
    let missing = [("before the flow", reason(&evidence.arrived)), ("afterwards", reason(&evidence.attributes))];
    let missing: Vec<_> = missing.into_iter().filter_map(|(when, reason)| Some((when, reason?))).collect();
    html! {
        section.attributes {
            h4 { "Attributes" }
            @for (when, reason) in missing { p.absent { "Not known " (when) ": " (reason) } }
            @if rows.is_empty() { p.soft { "None." } } @else {
                div.scroll {
                    table.plain {
                        thead { tr { th scope="col" { "Name" } th scope="col" { "Arrived" } th scope="col" { "Afterwards" } th scope="col" { "" } } }
                        tbody { @for row in &rows { (self::row(row, evidence, step)) } }
                    }
                }
            }
        }
    }
}

fn row(row: &Attribute<'_>, evidence: &Evidence, step: &dyn Fn(usize) -> Option<String>) -> Markup {
    let path = evidence.path.value().map_or(&[][..], Vec::as_slice);
    let writer = writer(path, row.name).and_then(|at| Some((at + 1, step(at)?)));
    let value = |value: Option<&str>| match value {
        Some(value) => html! { td dir="auto" { (cut(value)) } },
        None => html! { td.none { "–" } },
    };
    html! {
        tr.changed[row.before != row.after] {
            th scope="row" { bdi { (cut(row.name)) } }
            (value(row.before))
            (value(row.after))
            td.soft { (row.change) @if let Some((at, id)) = writer { " by " a href={ "#" (id) } { "step " (at) } } }
        }
    }
}

/// The last step that wrote an attribute.
fn writer(path: &[Taken], name: &str) -> Option<usize> {
    path.iter().rposition(|taken| taken.assigned.iter().any(|one| one.attribute && *one.name == *name))
}

fn reason<T>(part: &Part<T>) -> Option<&str> {
    part.as_result().err()
}

fn attributes(evidence: &Evidence) -> Vec<Attribute<'_>> {
    let (before, set, after) = (evidence.arrived.value(), evidence.set.value(), evidence.attributes.value());
    let mut names: Vec<&str> = Vec::new();
    for name in [before, after, set].into_iter().flatten().flat_map(IndexMap::keys) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.into_iter().map(|name| attribute(name, before, set, after)).collect()
}

type Values<'e> = Option<&'e IndexMap<String, String>>;

fn attribute<'e>(name: &'e str, before: Values<'e>, set: Values<'e>, after: Values<'e>) -> Attribute<'e> {
    let of = |map: Values<'e>| map.and_then(|map| map.get(name)).map(String::as_str);
    let (was, written) = (of(before), of(set));
    // Where nobody saw the attributes afterwards, one that nothing wrote is still there.
    let now = of(after).or(written).or(if after.is_none() { was } else { None });
    let change = match (was, now) {
        (None, Some(_)) => "set",
        (Some(_), None) => "gone",
        (Some(was), Some(now)) if was != now => "changed",
        _ if written.is_some() => "written again",
        _ => "",
    };
    Attribute { name, before: was, after: now, change }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Origin;

    fn map(pairs: &[(&str, &str)]) -> IndexMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_attribute_says_what_became_of_it() {
        let evidence = Evidence {
            arrived: Part::seen(map(&[("a", "1"), ("b", "1"), ("c", "1")]), Origin::Conversation),
            attributes: Part::seen(map(&[("a", "1"), ("b", "2"), ("d", "4")]), Origin::Conversation),
            set: Part::seen(map(&[("b", "2"), ("d", "4")]), Origin::Conversation),
            ..Evidence::default()
        };
        let told: Vec<_> = attributes(&evidence).iter().map(|one| (one.name, one.after, one.change)).collect();
        assert_eq!(
            told,
            [("a", Some("1"), ""), ("b", Some("2"), "changed"), ("c", None, "gone"), ("d", Some("4"), "set")]
        );
    }

    #[test]
    fn what_nobody_saw_afterwards_is_not_called_gone() {
        let evidence =
            Evidence { arrived: Part::seen(map(&[("a", "1")]), Origin::Conversation), ..Evidence::default() };
        let told: Vec<_> = attributes(&evidence).iter().map(|one| (one.after, one.change)).collect();
        assert_eq!(told, [(Some("1"), "")]);
    }
}
