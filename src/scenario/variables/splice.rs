//! A block's parameters filled into its steps, before the variables of cases are: what an argument holds of those, and what is escaped, stays
//! as it is written. Must not know steps.

use crate::diagnostic::Span;
use crate::yaml::{Entry, Node, Scalar, Value};

use super::text::{Piece, is_dynamic_text, next_piece};

/// Fills arguments into trees, whose spans it moves on.
pub(in crate::scenario) struct Splicer<'a> {
    /// Parameter and argument.
    arguments: &'a [(&'a str, &'a Scalar)],
    /// What is added to each span.
    offset: usize,
    /// Values that may still be made.
    pub(in crate::scenario) values_left: usize,
    /// Bytes of text that may still be made.
    pub(in crate::scenario) bytes_left: usize,
    /// Whether more would have been made than may be: then the tree is not whole.
    pub(in crate::scenario) full: bool,
    /// Variables that are no parameters, with the place of their text.
    pub(in crate::scenario) free: Vec<(String, Span)>,
}

impl<'a> Splicer<'a> {
    pub(in crate::scenario) fn new(
        arguments: &'a [(&'a str, &'a Scalar)],
        offset: usize,
        values_left: usize,
        bytes_left: usize,
    ) -> Self {
        Self { arguments, offset, values_left, bytes_left, full: false, free: Vec::new() }
    }

    /// The tree with its parameters filled in. A text that is one parameter and nothing else takes the argument's kind.
    pub(in crate::scenario) fn splice(&mut self, node: &Node) -> Node {
        let span = self.moved(&node.span);
        match self.values_left.checked_sub(1) {
            Some(left) => self.values_left = left,
            None => self.full = true,
        }
        if self.full {
            return Node { value: Value::Scalar(Scalar { text: String::new(), plain: true }), span };
        }
        let value = match &node.value {
            Value::Scalar(scalar) => Value::Scalar(self.scalar(scalar, &span)),
            Value::List(items) => Value::List(items.iter().map(|item| self.splice(item)).collect()),
            Value::Map(entries) => Value::Map(entries.iter().map(|entry| self.entry(entry)).collect()),
        };
        Node { value, span }
    }

    fn entry(&mut self, entry: &Entry) -> Entry {
        let key_span = self.moved(&entry.key_span);
        Entry { key: self.scalar(&entry.key, &key_span), key_span, value: self.splice(&entry.value) }
    }

    fn moved(&self, span: &Span) -> Span {
        span.start + self.offset..span.end + self.offset
    }

    fn scalar(&mut self, scalar: &Scalar, span: &Span) -> Scalar {
        let spliced = match is_dynamic_text(&scalar.text) {
            true => self.dynamic(scalar, span),
            false => scalar.clone(),
        };
        match self.bytes_left.checked_sub(spliced.text.len()) {
            Some(left) => self.bytes_left = left,
            None => self.full = true,
        }
        spliced
    }

    fn dynamic(&mut self, scalar: &Scalar, span: &Span) -> Scalar {
        if let (Piece::Variable(name), "") = next_piece(&scalar.text) {
            return self.argument(name, span).unwrap_or(scalar).clone();
        }
        let mut text = String::with_capacity(scalar.text.len() + 16);
        let mut rest = scalar.text.as_str();
        while !rest.is_empty() && text.len() <= self.bytes_left {
            let (piece, tail) = next_piece(rest);
            let written = rest.strip_suffix(tail).unwrap_or_default();
            let added = match piece {
                Piece::Variable(name) => self.argument(name, span).map_or(written, |value| value.text.as_str()),
                Piece::Text(_) | Piece::Escaped | Piece::Broken(_) => written,
            };
            // A dollar sign at the end of the one and a brace at the beginning of the other are no variable.
            if text.ends_with('$') && added.starts_with('{') {
                text.push('$');
            }
            text.push_str(added);
            rest = tail;
        }
        Scalar { text, plain: scalar.plain }
    }

    fn argument(&mut self, name: &str, span: &Span) -> Option<&'a Scalar> {
        let found = self.arguments.iter().find(|(parameter, _)| *parameter == name).map(|(_, value)| *value);
        if found.is_none() {
            self.free.push((name.to_owned(), span.clone()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn spliced(text: &str, argument: &str) -> (Scalar, Vec<(String, Span)>) {
        let value = Scalar { text: argument.to_owned(), plain: true };
        let arguments = [("p", &value)];
        let mut splicer = Splicer::new(&arguments, 100, 10, 1_000);
        let node = Node { value: Value::Scalar(Scalar { text: text.to_owned(), plain: false }), span: 3..9 };
        let node = splicer.splice(&node);
        assert_eq!(node.span, 103..109);
        (node.as_scalar().unwrap().clone(), splicer.free)
    }

    #[rstest]
    #[case("Hello ${p}.", "Ada", "Hello Ada.")]
    #[case("Hello ${p}.", "${name}", "Hello ${name}.")]
    #[case("$${p} ${p}", "$${x}", "$${p} $${x}")]
    #[case("${p}{x}", "5$", "5$${x}")]
    fn arguments_are_spliced_as_they_are_written(#[case] text: &str, #[case] argument: &str, #[case] expected: &str) {
        let (scalar, free) = spliced(text, argument);
        assert_eq!(scalar.text, expected);
        assert!(free.is_empty());
    }

    #[test]
    fn what_is_no_parameter_is_noted_and_a_lone_parameter_keeps_the_kind() {
        let (scalar, free) = spliced("${other} and ${p}", "5");
        assert_eq!((scalar.text.as_str(), free), ("${other} and 5", vec![("other".to_owned(), 103..109)]));
        assert_eq!(spliced("${p}", "5").0.as_integer(), Some(5));
        assert_eq!(spliced("${p}", "s").0.as_integer(), None);
    }

    #[test]
    fn what_would_be_more_than_may_be_made_is_not_made() {
        let value = Scalar { text: "x".repeat(600), plain: false };
        let arguments = [("p", &value)];
        let mut splicer = Splicer::new(&arguments, 0, 10, 1_000);
        let text = Scalar { text: "${p}${p}${p}${p}${p}${p}".to_owned(), plain: false };
        let node = splicer.splice(&Node { value: Value::Scalar(text), span: 0..1 });
        assert!(splicer.full);
        assert!(node.as_scalar().unwrap().text.len() <= 2_000);
    }
}
