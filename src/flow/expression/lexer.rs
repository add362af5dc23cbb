//! Text to tokens. Never fails: what is no token becomes an error in a list and the reading goes on. Must not know grammar.

use std::ops::Range;
use std::sync::Arc;

use super::ExpressionError;
use super::decimal::Decimal;
use super::value::{MAX_INTEGER, integer_in_range};

/// A token and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Integer(i64),
    Decimal(Decimal),
    Text(Arc<str>),
    /// A name, among them `true`, `and` and `NOT_SET`.
    Word,
    /// An operator or a bracket, as it is written.
    Symbol(&'static str),
    End,
}

/// Longer symbols stand before their beginnings.
const SYMBOLS: &[&str] = &[
    "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "^", "&", "|", "!", "~", "(", ")", "[", "]", ",", ".",
    "?", ":",
];

/// What people from other languages write, with what this one has; each is read as its counterpart so that reading goes on.
const FOREIGN: &[(&str, &str, &str)] = &[
    ("&&", "and", "write `and`"),
    ("||", "or", "write `or`"),
    ("<>", "!=", "write `!=`"),
    ("===", "==", "write `==`"),
];

/// All tokens, the last being the end, and what was wrong on the way.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<ExpressionError>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), errors: Vec::new() };
    while lexer.step() {}
    lexer.push(TokenKind::End, text.len());
    (lexer.tokens, lexer.errors)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    errors: Vec<ExpressionError>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, span: start..self.at });
    }

    fn error(&mut self, start: usize, message: impl Into<String>, help: Option<&str>) {
        let error = ExpressionError::new(message, start..self.at);
        self.errors.push(match help {
            Some(help) => error.help(help),
            None => error,
        });
    }

    /// One token; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let start = self.at;
        let Some(first) = rest.chars().next() else { return false };
        let second = rest.chars().nth(1);
        if first.is_whitespace() {
            self.at += first.len_utf8();
        } else if first == '"' {
            self.string();
        } else if first.is_ascii_digit()
            || (first == '.' && second.is_some_and(|c| c.is_ascii_digit()) && !self.after_value())
        {
            self.number();
        } else if starts_word(first) {
            self.at += rest.find(|c| !in_word(c)).unwrap_or(rest.len());
            self.push(TokenKind::Word, start);
        } else if let Some(length) = placeholder(rest) {
            self.at += length;
            self.push(TokenKind::Word, start);
        } else if let Some((written, meant, help)) = FOREIGN.iter().find(|(written, ..)| rest.starts_with(written)) {
            self.at += written.len();
            self.error(start, format!("`{written}` is no operator"), Some(help));
            self.push(TokenKind::Symbol(meant), start);
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            self.at += symbol.len();
            self.push(TokenKind::Symbol(symbol), start);
        } else {
            self.stray(first, start);
        }
        true
    }

    /// Whether a value ends right here, so that `.` is a property access and no number.
    fn after_value(&self) -> bool {
        self.tokens.last().is_some_and(|token| {
            token.span.end == self.at
                && !matches!(&token.kind, TokenKind::Symbol(symbol) if !matches!(*symbol, ")" | "]"))
        })
    }

    fn stray(&mut self, character: char, start: usize) {
        self.at += character.len_utf8();
        match character {
            '\'' | '“' | '”' | '‘' | '’' => {
                let quoted = self.rest().find(['\'', '“', '”', '‘', '’']);
                let text = quoted.and_then(|end| self.rest().get(..end)).unwrap_or_default();
                if let Some(end) = quoted {
                    self.at += end;
                    self.at += self.rest().chars().next().map_or(0, char::len_utf8);
                }
                self.error(start, format!("`{character}` does not quote a text"), Some("write texts in `\"`"));
                self.push(TokenKind::Text(text.into()), start);
            }
            '=' => {
                self.error(start, "`=` is no operator", Some("write `==`"));
                self.push(TokenKind::Symbol("=="), start);
            }
            other => self.error(start, format!("unexpected character `{other}`"), None),
        }
    }

    fn number(&mut self) {
        let start = self.at;
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        self.at += digits(self.rest());
        let fraction = self.rest().starts_with('.');
        if fraction {
            self.at += 1;
            self.at += digits(self.rest());
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let kind = if fraction {
            text.parse().map(TokenKind::Decimal).ok()
        } else {
            text.parse().ok().and_then(integer_in_range).map(TokenKind::Integer)
        };
        match kind {
            Some(kind) => self.push(kind, start),
            None => {
                let limit = if fraction {
                    "a Decimal has at most 40 digits".to_owned()
                } else {
                    format!("an Integer is at most {MAX_INTEGER}; write `.0` behind it for a Decimal")
                };
                self.error(start, format!("the number `{text}` is too large"), Some(&limit));
                self.push(TokenKind::Integer(0), start);
            }
        }
    }

    fn string(&mut self) {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(stop) = rest.find(['"', '\\']) else {
                self.at = self.text.len();
                self.error(start, "a text is not closed", Some("write `\"` at its end"));
                break;
            };
            text.push_str(rest.get(..stop).unwrap_or_default());
            self.at += stop + 1;
            if rest.as_bytes().get(stop) == Some(&b'"') {
                break;
            }
            self.escape(&mut text);
        }
        self.push(TokenKind::Text(text.into()), start);
    }

    fn escape(&mut self, text: &mut String) {
        let backslash = self.at - 1;
        let Some(letter) = self.rest().chars().next() else { return };
        self.at += letter.len_utf8();
        text.push(match letter {
            '"' | '\\' => letter,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            other => {
                let help = r#"the escapes are `\"`, `\\`, `\n`, `\r` and `\t`; write `\\` for a backslash"#;
                self.error(backslash, format!("unknown escape `\\{other}`"), Some(help));
                other
            }
        });
    }
}

/// How long the placeholder is that a text starts with: `{{name}}` of a file that nobody filled in stands for a name.
fn placeholder(rest: &str) -> Option<usize> {
    let (name, _) = rest.strip_prefix("{{")?.split_once("}}")?;
    let inner = name.trim();
    let is_name = !inner.is_empty() && inner.chars().all(|c| in_word(c) || matches!(c, '.' | '-'));
    is_name.then_some(name.len() + 4)
}

/// Whether a name may start with it.
pub(super) fn starts_word(character: char) -> bool {
    character.is_alphabetic() || character == '$' || character == '_'
}

/// Whether a name may hold it.
pub(super) fn in_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '$' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        let (tokens, errors) = tokens(text);
        assert_eq!(errors, Vec::new(), "{text}");
        tokens.into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn a_placeholder_that_is_not_filled_in_is_a_name() {
        let dot = || TokenKind::Symbol(".");
        assert_eq!(kinds("Flow.{{ the-field }}"), [TokenKind::Word, dot(), TokenKind::Word, TokenKind::End]);
        assert_eq!(tokens("{{a b}}").1.len(), 4);
        assert_eq!(tokens("{{a").1.len(), 2);
    }

    #[test]
    fn numbers_with_and_without_a_point() {
        let decimal = |text: &str| TokenKind::Decimal(text.parse().unwrap());
        assert_eq!(
            kinds("00 1.5 1. .5"),
            [TokenKind::Integer(0), decimal("1.5"), decimal("1"), decimal("0.5"), TokenKind::End]
        );
    }

    #[test]
    fn texts_keep_raw_line_breaks_and_resolve_escapes() {
        assert_eq!(kinds("\"a\nb\\\"\\n\\\\\""), [TokenKind::Text("a\nb\"\n\\".into()), TokenKind::End]);
    }

    #[rstest::rstest]
    #[case("a && b", "`&&` is no operator", 2..4)]
    #[case("a = b", "`=` is no operator", 2..3)]
    #[case("'x'", "`'` does not quote a text", 0..3)]
    #[case("\"x", "a text is not closed", 0..2)]
    #[case("\"\\q\"", "unknown escape `\\q`", 1..3)]
    #[case("1000000000000000", "the number `1000000000000000` is too large", 0..16)]
    #[case("1 # 2", "unexpected character `#`", 2..3)]
    fn mistakes_are_named_and_reading_goes_on(#[case] text: &str, #[case] message: &str, #[case] span: Range<usize>) {
        let (tokens, errors) = tokens(text);
        assert_eq!(
            errors.iter().map(|one| (one.message.as_str(), one.span.clone())).collect::<Vec<_>>(),
            [(message, span)]
        );
        assert_eq!(tokens.last().map(|token| token.kind.clone()), Some(TokenKind::End));
    }
}
