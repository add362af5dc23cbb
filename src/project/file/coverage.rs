//! The part `coverage`: how much of the flows must be covered, and what does not count. Whether flows and actions of these names exist is
//! checked where the flows are known.

use super::value;
use crate::diagnostic::Code;
use crate::project::{CoverageSettings, ExcludeSpec};
use crate::scenario::model::Spanned;
use crate::yaml::{Node, Reader};

/// Reads the part.
pub(super) fn read(reader: &mut Reader, node: &Node) -> CoverageSettings {
    let mut out = CoverageSettings::default();
    let Some(mut map) = reader.map(node) else { return out };
    out.fail_under = map.take("fail_under").and_then(|node| percent(reader, node));
    if let Some(mut flows) = map.take("fail_under_flow").and_then(|node| reader.map(node)) {
        for entry in flows.rest() {
            let flow = Spanned { value: entry.key.text.to_string(), place: reader.place(&entry.key_span) };
            out.fail_under_flow.extend(percent(reader, &entry.value).map(|percent| (flow, percent)));
        }
        flows.finish(reader);
    }
    if let Some(nodes) = map.take("exclude").and_then(|node| reader.list(node)) {
        out.exclude = nodes.iter().filter_map(|node| exclude(reader, node)).collect();
    }
    map.finish(reader);
    out
}

fn exclude(reader: &mut Reader, node: &Node) -> Option<ExcludeSpec> {
    let mut map = reader.map(node)?;
    let place = reader.place(&node.span);
    let flow = map.require(reader, "flow").and_then(|node| value::text(reader, node));
    let action = map.take("action").and_then(|node| value::text(reader, node));
    let output = map.take("output").and_then(|node| value::text(reader, node));
    let reason = map.require(reader, "reason").and_then(|node| reader.text(node).map(str::to_owned));
    map.finish(reader);
    if let (None, Some(output)) = (&action, &output) {
        let message = format!("output `{}` is of no action", output.value);
        reader.error(Code::MISSING_KEY, &node.span, message);
        return None;
    }
    Some(ExcludeSpec { flow: flow?, action, output, reason: reason?, place })
}

/// A percentage, in hundredths.
fn percent(reader: &mut Reader, node: &Node) -> Option<u32> {
    let text = reader.text(node)?;
    let found = value::hundredths(text);
    if found.is_none() {
        let message = format!("`{text}` is no percentage from 0 to 100, with two digits behind the point at most");
        reader.error(Code::BAD_VALUE, &node.span, message);
    }
    found
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn read_text(text: &str) -> (CoverageSettings, Vec<String>) {
        let source = SourceFile::new("t.yaml", text);
        let mut reader = Reader::new(&source);
        let out = read(&mut reader, &parse(&source, Limits::default()).unwrap().root);
        (out, reader.into_diagnostics().iter().map(|one| one.message.clone()).collect())
    }

    #[test]
    fn each_setting_is_read() {
        let (out, found) = read_text(
            "{fail_under: 80.5, fail_under_flow: {support: 90}, exclude: [{flow: a, reason: old}, {flow: b, action: Call, output: timeout, reason: never}]}",
        );
        assert_eq!(found, [""; 0]);
        assert_eq!(out.fail_under, Some(8050));
        assert_eq!(
            out.fail_under_flow.iter().map(|(flow, of)| (flow.value.as_str(), *of)).collect::<Vec<_>>(),
            [("support", 9000)]
        );
        let text = |one: &Option<Spanned<String>>| one.as_ref().map(|one| one.value.clone()).unwrap_or_default();
        let excluded: Vec<String> = out
            .exclude
            .iter()
            .map(|one| format!("{}/{}/{}/{}", one.flow.value, text(&one.action), text(&one.output), one.reason))
            .collect();
        assert_eq!(excluded, ["a///old", "b/Call/timeout/never"]);
    }

    #[rstest]
    #[case("{fail_under: 101}", "`101` is no percentage from 0 to 100, with two digits behind the point at most")]
    #[case("{fail_under: 80%}", "`80%` is no percentage from 0 to 100, with two digits behind the point at most")]
    #[case("{exclude: [{flow: a}]}", "required key `reason` is missing")]
    #[case("{exclude: [{action: a, reason: b}]}", "required key `flow` is missing")]
    #[case("{exclude: [{flow: a, output: no, reason: b}]}", "output `no` is of no action")]
    #[case("{exclude: {flow: a, reason: b}}", "expected a list, found a map")]
    #[case("{fail_below: 3}", "unknown key `fail_below`")]
    fn mistakes(#[case] text: &str, #[case] message: &str) {
        assert_eq!(read_text(text).1, [message]);
    }
}
