//! `${name}` and `$${`: finding variables in a tree and filling them in. Must not know what the tree means.

use crate::diagnostic::{SourceFile, Span};
use crate::yaml::{Entry, Node, Scalar, Value};

/// A variable of a case and its value.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    pub(super) name: Box<str>,
    pub(super) name_span: Span,
    pub(super) value: Scalar,
    pub(super) value_span: Span,
}

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    /// `${name}`.
    Variable(&'t str),
    /// `${` without a name and a brace after it.
    Broken(&'t str),
}

/// Cuts the first piece off a text that is not empty.
fn next_piece(text: &str) -> (Piece<'_>, &str) {
    let Some(at) = text.find("${") else { return (Piece::Text(text), "") };
    let (before, tail) = text.split_at(at);
    if let Some(kept) = before.strip_suffix('$') {
        if kept.is_empty() {
            let (_, rest) = tail.split_at(2);
            return (Piece::Text("${"), rest);
        }
        let (kept, rest) = text.split_at(kept.len());
        return (Piece::Text(kept), rest);
    }
    if !before.is_empty() {
        return (Piece::Text(before), tail);
    }
    let inner = tail.strip_prefix("${").unwrap_or_default();
    let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(name_end);
    match rest.strip_prefix('}') {
        Some(rest) if !name.is_empty() => (Piece::Variable(name), rest),
        _ => {
            let (broken, rest) = tail.split_at(2 + name_end);
            (Piece::Broken(broken), rest)
        }
    }
}

/// Whether filling in would change the text.
fn is_dynamic_text(text: &str) -> bool {
    text.contains("${")
}

/// Whether filling in would change the tree.
pub(super) fn is_dynamic(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(scalar) => is_dynamic_text(&scalar.text),
        Value::List(items) => items.iter().any(is_dynamic),
        Value::Map(entries) => entries.iter().any(|entry| is_dynamic_text(&entry.key.text) || is_dynamic(&entry.value)),
    }
}

/// What stands in a text of the tree.
pub(super) enum Found<'t> {
    /// A variable of this name.
    Variable(&'t str),
    /// `${` and what follows, which is no variable.
    Broken(&'t str),
}

/// Every variable and every broken one of a tree, with the span of its text.
pub(super) fn walk<'n>(node: &'n Node, found: &mut dyn FnMut(Found<'n>, &'n Span)) {
    match &node.value {
        Value::Scalar(scalar) => walk_text(&scalar.text, &node.span, found),
        Value::List(items) => items.iter().for_each(|item| walk(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                walk_text(&entry.key.text, &entry.key_span, found);
                walk(&entry.value, found);
            }
        }
    }
}

fn walk_text<'n>(text: &'n str, span: &'n Span, found: &mut dyn FnMut(Found<'n>, &'n Span)) {
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, tail) = next_piece(rest);
        match piece {
            Piece::Variable(name) => found(Found::Variable(name), span),
            Piece::Broken(text) => found(Found::Broken(text), span),
            Piece::Text(_) => {}
        }
        rest = tail;
    }
}

/// Where `written` stands in the text of a span; the whole span where it is not found as it is (in escapes, say).
pub(super) fn locate(source: &SourceFile, span: &Span, written: &str) -> Span {
    let text = source.text().get(span.clone()).unwrap_or_default();
    text.find(written).map_or(span.clone(), |at| span.start + at..span.start + at + written.len())
}

/// Fills variables into trees; notes those that have no value.
pub(super) struct Filler<'b> {
    bindings: &'b [Binding],
    /// Name and place of each variable that has no value.
    pub(super) unset: Vec<(String, Span)>,
    /// Key and place of each key that became the same as another one.
    pub(super) twice: Vec<(String, Span)>,
}

impl<'b> Filler<'b> {
    /// A filler with a case's variables.
    pub(super) fn new(bindings: &'b [Binding]) -> Self {
        Self { bindings, unset: Vec::new(), twice: Vec::new() }
    }

    /// The tree with its variables filled in. A text that is one variable and nothing else takes the value's kind, so that a number stays
    /// a number; in a longer text it is text.
    pub(super) fn fill(&mut self, node: &Node) -> Node {
        let value = match &node.value {
            Value::Scalar(scalar) => Value::Scalar(self.scalar(scalar, &node.span)),
            Value::List(items) => Value::List(items.iter().map(|item| self.fill(item)).collect()),
            Value::Map(entries) => Value::Map(self.entries(entries)),
        };
        Node { value, span: node.span.clone() }
    }

    fn entries(&mut self, entries: &[Entry]) -> Vec<Entry> {
        let mut filled: Vec<Entry> = Vec::with_capacity(entries.len());
        let dynamic = entries.iter().any(|entry| is_dynamic_text(&entry.key.text));
        for entry in entries {
            let key = self.scalar(&entry.key, &entry.key_span);
            if dynamic && filled.iter().any(|other| other.key.text == key.text) {
                self.twice.push((key.text.clone(), entry.key_span.clone()));
            }
            filled.push(Entry { key, key_span: entry.key_span.clone(), value: self.fill(&entry.value) });
        }
        filled
    }

    fn scalar(&mut self, scalar: &Scalar, span: &Span) -> Scalar {
        if !is_dynamic_text(&scalar.text) {
            return scalar.clone();
        }
        if let (Piece::Variable(name), "") = next_piece(&scalar.text) {
            return match self.value(name, span) {
                Some(value) => value.clone(),
                None => scalar.clone(),
            };
        }
        Scalar { text: self.text(&scalar.text, span), plain: scalar.plain }
    }

    fn text(&mut self, text: &str, span: &Span) -> String {
        let mut filled = String::with_capacity(text.len() + 16);
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, tail) = next_piece(rest);
            match piece {
                Piece::Text(text) | Piece::Broken(text) => filled.push_str(text),
                Piece::Variable(name) => match self.value(name, span) {
                    Some(value) => filled.push_str(&value.text),
                    None => filled.push_str(rest.strip_suffix(tail).unwrap_or_default()),
                },
            }
            rest = tail;
        }
        filled
    }

    fn value(&mut self, name: &str, span: &Span) -> Option<&'b Scalar> {
        let found = self.bindings.iter().find(|binding| &*binding.name == name).map(|binding| &binding.value);
        if found.is_none() {
            self.unset.push((name.to_owned(), span.clone()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn filled(text: &str) -> (Scalar, Vec<(String, Span)>) {
        let binding = |name: &str, text: &str, plain| Binding {
            name: name.into(),
            name_span: 0..0,
            value: Scalar { text: text.into(), plain },
            value_span: 0..0,
        };
        let bindings = [binding("tier", "Gold", true), binding("n", "5", true), binding("s", "5", false)];
        let mut filler = Filler::new(&bindings);
        let node = Node { value: Value::Scalar(Scalar { text: text.into(), plain: false }), span: 3..9 };
        let Value::Scalar(scalar) = filler.fill(&node).value else { panic!("a scalar stays one") };
        (scalar, filler.unset)
    }

    #[rstest]
    #[case("plain", "plain")]
    #[case("a ${tier} account", "a Gold account")]
    #[case("${tier}${tier}", "GoldGold")]
    #[case("$${tier}", "${tier}")]
    #[case("a $${tier} b ${tier}", "a ${tier} b Gold")]
    #[case("$$${tier}", "$${tier}")]
    #[case("$5 and {x}", "$5 and {x}")]
    #[case("${", "${")]
    #[case("${a b}", "${a b}")]
    fn texts_are_filled(#[case] text: &str, #[case] expected: &str) {
        let (scalar, unset) = filled(text);
        assert_eq!(scalar.text, expected);
        assert!(unset.is_empty());
    }

    #[test]
    fn a_lone_variable_keeps_the_kind_of_its_value() {
        assert_eq!(filled("${n}").0.as_integer(), Some(5));
        assert_eq!(filled("${s}").0.as_integer(), None);
        assert_eq!(filled("${n}s").0.as_integer(), None);
    }

    #[test]
    fn a_variable_without_a_value_is_noted() {
        let (scalar, unset) = filled("a ${nobody} b");
        assert_eq!(scalar.text, "a ${nobody} b");
        assert_eq!(unset, [("nobody".to_owned(), 3..9)]);
    }
}
