//! JSON documents with exact numbers: a tree that is cheap to copy, its reader and its printer. Must not know values and functions.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::decimal::Decimal;

/// Arrays and objects inside one another; guards the stack.
const MAX_DEPTH: usize = 128;

/// A JSON value. Copies share their parts.
#[derive(Debug, Clone)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it was written.
    Number(Arc<str>),
    /// A text.
    String(Arc<str>),
    /// A list.
    Array(Arc<Vec<Json>>),
    /// Properties in the order of the document.
    Object(Arc<IndexMap<Arc<str>, Json>>),
}

/// A text that is not JSON, with the byte where that shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// A lowercase fragment.
    pub message: &'static str,
    /// The byte offset.
    pub offset: usize,
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} at offset {}", self.message, self.offset)
    }
}

impl Json {
    /// Reads one document. Of a property given twice the last counts.
    ///
    /// # Errors
    /// The text is not JSON, or is nested too deep.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        if reader.at < text.len() { Err(reader.error("unexpected text after the end")) } else { Ok(value) }
    }

    /// The property of that exact name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(properties) => properties.get(name),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(number: i64) -> Self {
        Self::Number(number.to_string().into())
    }

    /// The number, if it is one that a Decimal holds.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The whole number, if it is written as one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A tree of the common JSON library; its numbers have double precision.
    pub fn from_serde(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(flag) => Self::Boolean(*flag),
            serde_json::Value::Number(number) => Self::Number(number.to_string().into()),
            serde_json::Value::String(text) => Self::String(text.as_str().into()),
            serde_json::Value::Array(items) => Self::Array(Arc::new(items.iter().map(Self::from_serde).collect())),
            serde_json::Value::Object(properties) => Self::Object(Arc::new(
                properties.iter().map(|(name, value)| (name.as_str().into(), Self::from_serde(value))).collect(),
            )),
        }
    }

    /// The same as a tree of the common JSON library; numbers beyond its integers become doubles.
    pub fn to_serde(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Boolean(flag) => (*flag).into(),
            Self::Number(text) => text.parse::<serde_json::Number>().map_or(serde_json::Value::Null, Into::into),
            Self::String(text) => text.as_ref().into(),
            Self::Array(items) => items.iter().map(Self::to_serde).collect(),
            Self::Object(properties) => serde_json::Value::Object(
                properties.iter().map(|(name, value)| (name.to_string(), value.to_serde())).collect(),
            ),
        }
    }
}

/// Numbers are equal by value (`1` and `1.0`), objects without regard to order.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => {
                a == b || self.as_decimal().is_some_and(|a| Some(a) == other.as_decimal())
            }
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => a == b,
            _ => false,
        }
    }
}

/// Prints without spaces.
impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Boolean(flag) => write!(out, "{flag}"),
            Self::Number(text) => out.write_str(text),
            Self::String(text) => write_text(out, text),
            Self::Array(items) => {
                out.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    out.write_str(if index == 0 { "" } else { "," })?;
                    item.fmt(out)?;
                }
                out.write_str("]")
            }
            Self::Object(properties) => {
                out.write_str("{")?;
                for (index, (name, value)) in properties.iter().enumerate() {
                    out.write_str(if index == 0 { "" } else { "," })?;
                    write_text(out, name)?;
                    out.write_str(":")?;
                    value.fmt(out)?;
                }
                out.write_str("}")
            }
        }
    }
}

fn write_text(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    out.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            control if u32::from(control) < 0x20 => write!(out, "\\u{:04x}", u32::from(control))?,
            other => write!(out, "{other}")?,
        }
    }
    out.write_str("\"")
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn error(&self, message: &'static str) -> JsonError {
        JsonError { message, offset: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn value(&mut self, depth: usize) -> Result<Json, JsonError> {
        if depth > MAX_DEPTH {
            return Err(self.error("nested too deep"));
        }
        self.space();
        match self.peek() {
            None => Err(self.error("a value is missing")),
            Some(b'"') => self.string().map(Json::String),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => {
                let words = [("true", Json::Boolean(true)), ("false", Json::Boolean(false)), ("null", Json::Null)];
                for (word, value) in words {
                    if self.rest().starts_with(word) {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.error("unexpected character"))
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat(b']') {
            return Ok(Json::Array(Arc::new(items)));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat(b']') {
                return Ok(Json::Array(Arc::new(items)));
            }
            if !self.eat(b',') {
                return Err(self.error("`,` or `]` is missing"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, JsonError> {
        self.at += 1;
        let mut properties = IndexMap::new();
        self.space();
        if self.eat(b'}') {
            return Ok(Json::Object(Arc::new(properties)));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.error("a property name in double quotes is missing"));
            }
            let name = self.string()?;
            self.space();
            if !self.eat(b':') {
                return Err(self.error("`:` is missing"));
            }
            let value = self.value(depth + 1)?;
            properties.insert(name, value);
            self.space();
            if self.eat(b'}') {
                return Ok(Json::Object(Arc::new(properties)));
            }
            if !self.eat(b',') {
                return Err(self.error("`,` or `}` is missing"));
            }
        }
    }

    fn number(&mut self) -> Result<Json, JsonError> {
        let start = self.at;
        self.eat(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut well_formed = whole > 0 && !(leading_zero && whole > 1);
        if self.eat(b'.') {
            well_formed &= self.digits() > 0;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            well_formed &= self.digits() > 0;
        }
        match self.text.get(start..self.at) {
            Some(text) if well_formed => Ok(Json::Number(text.into())),
            _ => Err(JsonError { message: "malformed number", offset: start }),
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Result<Arc<str>, JsonError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(stop) = rest.find(|c: char| c == '"' || c == '\\' || u32::from(c) < 0x20) else {
                return Err(self.error("a text is not closed"));
            };
            text.push_str(rest.get(..stop).unwrap_or_default());
            self.at += stop + 1;
            match rest.as_bytes().get(stop) {
                Some(b'"') => return Ok(text.into()),
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.error("a control character in a text")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let letter = self.peek();
        self.at += 1;
        Ok(match letter {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'u') => {
                let high = self.unit()?;
                let low = if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
                    self.at += 2;
                    Some(self.unit()?)
                } else {
                    None
                };
                char::decode_utf16(std::iter::once(high).chain(low))
                    .next()
                    .and_then(Result::ok)
                    .unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(self.error("unknown escape")),
        })
    }

    fn unit(&mut self) -> Result<u16, JsonError> {
        let digits = self.text.get(self.at..self.at + 4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = digits.and_then(|four| u16::from_str_radix(four, 16).ok());
        self.at += 4;
        unit.ok_or(JsonError { message: "malformed escape", offset: self.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case(r#" {"a": [1, 2.50, -3e2], "b": {"c": null}} "#, r#"{"a":[1,2.50,-3e2],"b":{"c":null}}"#)]
    #[case(r#""é\u00e9\ud83d\ude00\n""#, "\"éé😀\\n\"")]
    #[case("[]", "[]")]
    #[case("{}", "{}")]
    #[case("12345678901234567890.123", "12345678901234567890.123")]
    fn documents_are_read_and_printed(#[case] text: &str, #[case] printed: &str) {
        assert_eq!(Json::parse(text).unwrap().to_string(), printed);
    }

    #[rstest::rstest]
    #[case("")]
    #[case("{a: 1}")]
    #[case("[1,]")]
    #[case("01")]
    #[case("1 2")]
    #[case("\"open")]
    #[case("\"\\u12\"")]
    #[case("truth")]
    fn other_texts_are_refused(#[case] text: &str) {
        assert!(Json::parse(text).is_err());
    }

    #[test]
    fn deep_nesting_is_refused_and_numbers_compare_by_value() {
        assert_eq!(Json::parse(&"[".repeat(100_000)).map_err(|e| e.message), Err("nested too deep"));
        assert_eq!(Json::parse("1"), Json::parse("1.0"));
        assert_ne!(Json::parse("1"), Json::parse("1.1"));
    }
}
