//! JSON text to a tree with positions, within limits of size and depth. Must not know what the tree means.
//!
//! The YAML reader would take most JSON, but neither escaped surrogate pairs nor keys far from their colon, and it names YAML in its
//! messages.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, SourceFile};
use crate::yaml::{Entry, Limits, Node, Scalar, Value};

/// Reads one JSON document.
///
/// # Errors
/// The first thing that is wrong with the text as JSON, or the limit that it breaks.
pub(super) fn parse(source: &Arc<SourceFile>, limits: Limits) -> Result<Node, Diagnostic> {
    let text = source.text();
    let mut parser = Parser { source, text, at: 0, depth: 0, nodes: 0, limits };
    if text.len() > limits.bytes {
        let message = format!("the JSON has {} bytes; at most {} are read", text.len(), limits.bytes);
        return Err(parser.error(Code::TOO_LARGE, 0, message));
    }
    let root = parser.value()?;
    parser.space();
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.syntax("something follows the end of the JSON document")),
    }
}

struct Parser<'a> {
    source: &'a Arc<SourceFile>,
    text: &'a str,
    /// The byte to read next; always at the start of a character.
    at: usize,
    depth: usize,
    nodes: usize,
    limits: Limits,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn error(&self, code: Code, at: usize, message: impl Into<String>) -> Diagnostic {
        let end = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |next| at + next.len_utf8());
        Diagnostic::error(code, message).at(Place::new(self.source, at..end))
    }

    fn syntax(&self, message: impl Into<String>) -> Diagnostic {
        let help = "export the flow again; the file must be one whole JSON document";
        self.error(Code::EXPORT_JSON_SYNTAX, self.at, message).help(help)
    }

    fn found(&self) -> String {
        self.rest().chars().next().map_or_else(|| "the end of the text".to_owned(), |found| format!("`{found}`"))
    }

    fn expect(&mut self, byte: u8, what: &str) -> Result<(), Diagnostic> {
        self.space();
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.syntax(format!("expected {what}, found {}", self.found())))
    }

    fn value(&mut self) -> Result<Node, Diagnostic> {
        self.space();
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(self.error(Code::TOO_LARGE, self.at, format!("more than {} values", self.limits.nodes)));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::Scalar(Scalar { text: self.string()?, plain: false }),
            _ => Value::Scalar(Scalar { text: self.word()?, plain: true }),
        };
        Ok(Node { value, span: start..self.at })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Diagnostic>) -> Result<Value, Diagnostic> {
        if self.depth == self.limits.depth {
            let message = format!("nested deeper than {} levels", self.limits.depth);
            return Err(self.error(Code::TOO_LARGE, self.at, message));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Value, Diagnostic> {
        let mut entries = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Map(entries));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.syntax(format!("expected a key in double quotes, found {}", self.found())));
            }
            let key = Scalar { text: self.string()?, plain: false };
            let key_span = start..self.at;
            self.expect(b':', "`:` behind the key")?;
            let value = self.value()?;
            entries.push(Entry { key, key_span, value });
            if self.ends(b'}', "`,` or `}`")? {
                return Ok(Value::Map(entries));
            }
        }
    }

    fn array(&mut self) -> Result<Value, Diagnostic> {
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.ends(b']', "`,` or `]`")? {
                return Ok(Value::List(items));
            }
        }
    }

    /// Whether the bracket closes here; otherwise a comma must stand.
    fn ends(&mut self, close: u8, what: &str) -> Result<bool, Diagnostic> {
        self.space();
        match self.peek() {
            Some(found) if found == close => {
                self.at += 1;
                Ok(true)
            }
            _ => self.expect(b',', what).map(|()| false),
        }
    }

    /// A number, `true`, `false` or `null`, as it is written.
    fn word(&mut self) -> Result<String, Diagnostic> {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let length = self.rest().bytes().take_while(is_part).count();
        let word = self.rest().get(..length).unwrap_or_default().to_owned();
        let is_number = serde_json::from_str::<serde_json::Number>(&word).is_ok();
        if !is_number && !matches!(word.as_str(), "true" | "false" | "null") {
            return Err(self.syntax(format!("expected a value, found {}", self.found())));
        }
        self.at += length;
        Ok(word)
    }

    /// A text; its escapes are left to the JSON crate.
    fn string(&mut self) -> Result<String, Diagnostic> {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        let mut escaped = false;
        loop {
            match bytes.get(end) {
                None => return Err(self.syntax("this text has no closing quote")),
                Some(b'\\') => {
                    escaped = true;
                    end += 2;
                }
                Some(b'"') => break,
                Some(byte) if *byte < b' ' => {
                    self.at = end;
                    return Err(self.syntax("a control character stands in a text; JSON writes it as an escape"));
                }
                Some(_) => end += 1,
            }
        }
        let Some(written) = self.text.get(self.at..=end) else {
            return Err(self.syntax("this text has no closing quote"));
        };
        let text = if escaped {
            serde_json::from_str(written)
                .map_err(|_| self.syntax("this text holds an escape that JSON does not have"))?
        } else {
            written.get(1..written.len() - 1).unwrap_or_default().to_owned()
        };
        self.at = end + 1;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, Diagnostic> {
        parse(&SourceFile::new("f.json", text), Limits { depth: 5, ..Limits::default() })
    }

    #[test]
    fn values_keep_their_text_their_kind_and_their_place() {
        let text = " {\"a\": [1.50, true, null, \"\\ud83d\\ude00 \\\"x\\\"\"], \"é\" : {}}\n";
        let root = read(text).unwrap();
        let list = root.get("a").and_then(Node::as_list).unwrap();
        let texts: Vec<_> = list.iter().map(|item| item.as_scalar().unwrap()).collect();
        assert_eq!((texts[0].text.as_str(), texts[0].plain), ("1.50", true));
        assert_eq!(texts[1].as_bool(), Some(true));
        assert!(texts[2].is_null());
        assert_eq!((texts[3].text.as_str(), texts[3].plain), ("😀 \"x\"", false));
        assert_eq!(text.get(list[1].span.clone()), Some("true"));
        assert_eq!(text.get(root.entry("é").unwrap().key_span.clone()), Some("\"é\""));
        assert_eq!(root.get("é").and_then(Node::as_map), Some(&[][..]));
    }

    #[rstest::rstest]
    #[case("", "expected a value, found the end of the text", 0)]
    #[case("{\"a\": 1", "expected `,` or `}`, found the end of the text", 7)]
    #[case("{\"a\" 1}", "expected `:` behind the key, found `1`", 5)]
    #[case("{a: 1}", "expected a key in double quotes, found `a`", 1)]
    #[case("[1, ]", "expected a value, found `]`", 4)]
    #[case("[1] 2", "something follows the end of the JSON document", 4)]
    #[case("[\"ab", "this text has no closing quote", 1)]
    #[case("[\"ab\\", "this text has no closing quote", 1)]
    #[case("[\"\\é\"]", "this text holds an escape that JSON does not have", 1)]
    #[case("[\"\\ud83d\"]", "this text holds an escape that JSON does not have", 1)]
    #[case("[\"a\nb\"]", "a control character stands in a text; JSON writes it as an escape", 3)]
    #[case("[tru]", "expected a value, found `t`", 1)]
    #[case("[01]", "expected a value, found `0`", 1)]
    #[case("[[[[[[1]]]]]]", "nested deeper than 5 levels", 5)]
    fn what_is_wrong_is_told_where_it_stands(#[case] text: &str, #[case] message: &str, #[case] at: usize) {
        let found = read(text).unwrap_err();
        assert_eq!((found.message.as_str(), found.place.unwrap().span.start), (message, at));
    }
}
