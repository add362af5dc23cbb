//! Variables filled into trees, for one case. What is only known while the case runs is marked for then. Must not know what the tree means.

use std::borrow::Cow;

use crate::diagnostic::Span;
use crate::scenario::late;
use crate::yaml::{Entry, Node, Scalar, Value};

use super::given::{Binding, Variables};
use super::text::{Piece, is_dynamic_text, next_piece};

/// Fills variables into trees; notes those that have no value.
pub(in crate::scenario) struct Filler<'b> {
    bindings: &'b [Binding],
    project: &'b Variables,
    /// Names that are captured while the case runs.
    captures: &'b [Box<str>],
    /// Whether captured values may stand in the trees that are filled now.
    pub(in crate::scenario) takes_captures: bool,
    /// Name and place of each variable that has no value.
    pub(in crate::scenario) unset: Vec<(String, Span)>,
    /// Key and place of each key that became the same as another one.
    pub(in crate::scenario) twice: Vec<(String, Span)>,
    /// Name and place of each captured value where none can be.
    pub(in crate::scenario) misplaced: Vec<(String, Span)>,
}

impl<'b> Filler<'b> {
    /// A filler with a case's variables, those of the project, and what the case captures.
    pub(in crate::scenario) fn new(bindings: &'b [Binding], project: &'b Variables, captures: &'b [Box<str>]) -> Self {
        Self {
            bindings,
            project,
            captures,
            takes_captures: false,
            unset: Vec::new(),
            twice: Vec::new(),
            misplaced: Vec::new(),
        }
    }

    /// The tree with its variables filled in. A text that is one variable and nothing else takes the value's kind, so that a number stays
    /// a number; in a longer text it is text.
    pub(in crate::scenario) fn fill(&mut self, node: &Node) -> Node {
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
            // A name is asked for before anything runs.
            let takes_captures = std::mem::replace(&mut self.takes_captures, false);
            let key = self.scalar(&entry.key, &entry.key_span);
            self.takes_captures = takes_captures;
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
                Some(Cow::Borrowed(value)) => value.clone(),
                Some(Cow::Owned(value)) => value,
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
                Piece::Escaped => filled.push_str("${"),
                Piece::Variable(name) => match self.value(name, span) {
                    Some(value) => filled.push_str(&value.text),
                    None => filled.push_str(rest.strip_suffix(tail).unwrap_or_default()),
                },
            }
            rest = tail;
        }
        filled
    }

    /// The value: of the case, else of the project, else a mark where it is captured.
    fn value(&mut self, name: &str, span: &Span) -> Option<Cow<'b, Scalar>> {
        let own = self.bindings.iter().find(|binding| &*binding.name == name).map(|binding| &binding.value);
        if let Some(value) = own.or_else(|| self.project.value(name)) {
            return Some(Cow::Borrowed(value));
        }
        if !self.captures.iter().any(|capture| **capture == *name) {
            self.unset.push((name.to_owned(), span.clone()));
            return None;
        }
        if !self.takes_captures {
            self.misplaced.push((name.to_owned(), span.clone()));
            return None;
        }
        Some(Cow::Owned(Scalar { text: late::mark(name), plain: false }))
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
        let (project, captures) = (Variables::default(), ["ticket".into()]);
        let mut filler = Filler::new(&bindings, &project, &captures);
        filler.takes_captures = true;
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

    #[test]
    fn what_is_captured_is_marked_for_later() {
        let (scalar, unset) = filled("ticket ${ticket}");
        assert_eq!(scalar.text, format!("ticket {}", late::mark("ticket")));
        assert!(unset.is_empty());
    }

    #[test]
    fn a_key_takes_no_captured_value() {
        let (project, captures) = (Variables::default(), ["ticket".into()]);
        let mut filler = Filler::new(&[], &project, &captures);
        filler.takes_captures = true;
        let text = |text: &str| Scalar { text: text.into(), plain: false };
        let value = Node { value: Value::Scalar(text("x")), span: 8..9 };
        let map = Value::Map(vec![Entry { key: text("${ticket}"), key_span: 1..2, value }]);
        filler.fill(&Node { value: map, span: 0..9 });
        assert_eq!(filler.misplaced, [("ticket".to_owned(), 1..2)]);
        assert!(filler.takes_captures);
    }
}
