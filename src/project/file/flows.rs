//! The part `flows`: each flow's file, substitutions, links and live ids. Must not load a flow.

use indexmap::IndexMap;

use super::value;
use crate::diagnostic::{Code, Diagnostic, list_of};
use crate::project::LiveFlow;
use crate::scenario::model::Spanned;
use crate::yaml::{Entry, Node, Reader, Value};

/// One flow, as the file describes it.
#[derive(Debug, Clone)]
pub(crate) struct FlowSpec {
    /// Path from the folder of `flowproof.yaml`.
    pub(crate) file: Spanned<String>,
    /// Placeholder → value.
    pub(crate) substitutions: IndexMap<String, Spanned<String>>,
    /// Other flows of this part that it calls and that are run with it; callees that are not listed are stubbed.
    pub(crate) links: Vec<Spanned<String>>,
    /// Its ids in the sandbox org.
    pub(crate) live: LiveFlow,
}

/// Whether a reference to a flow is a path, not a name.
pub(crate) fn is_path(reference: &str) -> bool {
    let ending = reference.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    reference.contains(['/', '\\']) || matches!(ending.as_str(), "yaml" | "yml" | "json") || ending.starts_with("i3")
}

/// Reads the part.
pub(super) fn read_flows(reader: &mut Reader, node: &Node) -> IndexMap<String, FlowSpec> {
    let Some(mut map) = reader.map(node) else { return IndexMap::new() };
    let entries = map.rest();
    let mut flows = IndexMap::new();
    for entry in entries {
        let name = &entry.key.text;
        if is_path(name) || name.is_empty() {
            let message = format!("`{name}` cannot be the name of a flow: it would be read as a path");
            let place = reader.place(&entry.key_span);
            let help = "a name has no slash and no file ending; the path goes under `file`";
            reader.push(Diagnostic::error(Code::BAD_VALUE, message).at(place).help(help));
        } else if let Some(spec) = flow(reader, entry) {
            flows.insert(name.clone(), spec);
        }
    }
    check_links(reader, &flows);
    flows
}

fn flow(reader: &mut Reader, entry: &Entry) -> Option<FlowSpec> {
    let node = &entry.value;
    if let Value::Scalar(_) = node.value {
        let file = value::text(reader, node)?;
        return Some(FlowSpec { file, substitutions: IndexMap::new(), links: Vec::new(), live: LiveFlow::default() });
    }
    let mut map = reader.map(node)?;
    let file = map.require(reader, "file").and_then(|node| value::text(reader, node));
    let substitutions = map.take("substitutions").map(|node| substitutions(reader, node)).unwrap_or_default();
    let links = map.take("links").map(|node| value::texts(reader, node)).unwrap_or_default();
    let live = map.take("live").map(|node| live(reader, node)).unwrap_or_default();
    map.finish(reader);
    Some(FlowSpec { file: file?, substitutions, links, live })
}

/// Placeholder → value, with the placeholder's place; a value is any scalar as it was written.
pub(crate) fn substitutions(reader: &mut Reader, node: &Node) -> IndexMap<String, Spanned<String>> {
    let Some(mut map) = reader.map(node) else { return IndexMap::new() };
    let mut out = IndexMap::new();
    for entry in map.rest() {
        let Some(scalar) = entry.value.as_scalar() else {
            let message = format!("expected a text for `{}`, found {}", entry.key.text, entry.value.describe());
            reader.error(Code::WRONG_TYPE, &entry.value.span, message);
            continue;
        };
        let text = if scalar.is_null() { "" } else { scalar.text.as_str() };
        let place = reader.place(&entry.key_span);
        out.insert(entry.key.text.clone(), Spanned { value: text.to_owned(), place });
    }
    out
}

fn live(reader: &mut Reader, node: &Node) -> LiveFlow {
    let Some(mut map) = reader.map(node) else { return LiveFlow::default() };
    let flow_id = map.take("flow_id").and_then(|node| value::id(reader, node));
    let deployment_id = map.take("deployment_id").and_then(|node| value::id(reader, node));
    map.finish(reader);
    LiveFlow { flow_id, deployment_id }
}

fn check_links(reader: &mut Reader, flows: &IndexMap<String, FlowSpec>) {
    for (name, spec) in flows {
        for link in &spec.links {
            let message = match link.value.as_str() {
                other if other == name => format!("flow `{name}` links itself"),
                other if flows.contains_key(other) => continue,
                other => format!("no flow is named `{other}`"),
            };
            let known = flows.keys().filter(|other| *other != name).map(String::as_str);
            reader.push(Diagnostic::error(Code::UNKNOWN_FLOW, message).at(link.place.clone()).help_maybe(list_of(
                "other flows",
                &link.value,
                known,
            )));
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn read_text(text: &str) -> (IndexMap<String, FlowSpec>, Vec<String>) {
        let source = SourceFile::new("t.yaml", text);
        let mut reader = Reader::new(&source);
        let out = read_flows(&mut reader, &parse(&source, Limits::default()).unwrap().root);
        (out, reader.into_diagnostics().iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn both_forms_are_read() {
        let (flows, found) = read_text(concat!(
            "support: flows/support.yaml\n",
            "orders:\n  file: flows/orders.yaml\n  substitutions: { category: CRM, retries: 007, empty: }\n  links: support\n",
            "  live: { flow_id: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9 }\n",
        ));
        assert_eq!(found, [""; 0]);
        assert_eq!(flows["support"].file.value, "flows/support.yaml");
        let orders = &flows["orders"];
        assert_eq!(orders.substitutions["retries"].value, "007");
        assert_eq!(orders.substitutions["empty"].value, "");
        assert_eq!(orders.links[0].value, "support");
        assert!(orders.live.flow_id.is_some() && orders.live.deployment_id.is_none());
    }

    #[rstest]
    #[case("a: {}", &["required key `file` is missing"])]
    #[case("a: { file: x, link: b }", &["unknown key `link`"])]
    #[case("a/b: x", &["`a/b` cannot be the name of a flow: it would be read as a path"])]
    #[case("a: { file: x, links: [a, c] }", &["flow `a` links itself", "no flow is named `c`"])]
    #[case("a: { file: x, substitutions: { k: [] } }", &["expected a text for `k`, found a list"])]
    #[case("a: { file: x, live: { flow_id: 7 } }", &["`7` is not an id"])]
    fn mistakes(#[case] text: &str, #[case] messages: &[&str]) {
        assert_eq!(read_text(text).1, messages);
    }

    #[rstest]
    #[case("support", false)]
    #[case("Support 2.0", false)]
    #[case("flows/x", true)]
    #[case("x.YAML", true)]
    #[case("x.i3InboundMessage", true)]
    fn a_slash_or_a_file_ending_makes_a_path(#[case] reference: &str, #[case] path: bool) {
        assert_eq!(is_path(reference), path);
    }
}
