//! A tree as indented JSON, so that a place in an export of one long line is a line that can be read. Must not know what the tree means.

use crate::yaml::{Node, Value};

/// The tree as JSON with one value a line.
pub(super) fn indented(root: &Node) -> String {
    let mut out = String::new();
    write(root, 0, &mut out);
    out.push('\n');
    out
}

fn write(node: &Node, depth: usize, out: &mut String) {
    match &node.value {
        Value::Scalar(scalar) if scalar.plain => out.push_str(&scalar.text),
        Value::Scalar(scalar) => quote(&scalar.text, out),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::Map(entries) if entries.is_empty() => out.push_str("{}"),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                line(index, depth + 1, out);
                write(item, depth + 1, out);
            }
            close(']', depth, out);
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                line(index, depth + 1, out);
                quote(&entry.key.text, out);
                out.push_str(": ");
                write(&entry.value, depth + 1, out);
            }
            close('}', depth, out);
        }
    }
}

fn line(index: usize, depth: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    indent(depth, out);
}

fn close(bracket: char, depth: usize, out: &mut String) {
    indent(depth, out);
    out.push(bracket);
}

fn indent(depth: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', depth));
}

fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::Limits;

    #[test]
    fn the_values_stay_the_same() {
        let text = "{\"a\":[1.50,{\"b\":\"x\\n\\\"\"},[]],\"c\":{}}";
        let read = |text: &str| json::parse(&SourceFile::new("f", text), Limits::default()).unwrap();
        let written = indented(&read(text));
        assert_eq!(written, "{\n \"a\": [\n  1.50,\n  {\n   \"b\": \"x\\n\\\"\"\n  },\n  []\n ],\n \"c\": {}\n}\n");
        assert_eq!(indented(&read(&written)), written);
    }
}
