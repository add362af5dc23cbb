//! The codes that exports have for types: `str`, `dtm`, `cpx_short_message`, `str_coll`. There are more of them than types whose values
//! are modelled, so a code is kept as it was given. Must not know values.

use std::borrow::Cow;
use std::fmt;

use crate::flow::expression::types::SHAPED_JSON;
use crate::flow::expression::{ObjectKind, Type};

/// What stands behind the code of an item in that of its list.
const LIST: &str = "_coll";

/// How the codes of types begin that are made of named properties.
const OBJECT: &str = "cpx_";

/// The code of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypeCode(Cow<'static, str>);

impl TypeCode {
    /// Not known: what an undeclared name has.
    pub const ANY: Self = Self::constant("any");
    /// The type of a bare `NOT_SET`.
    pub const NOT_SET: Self = Self::constant("nts");
    /// Text.
    pub const STRING: Self = Self::constant("str");
    /// A whole number.
    pub const INTEGER: Self = Self::constant("int");
    /// A number with a fraction.
    pub const DECIMAL: Self = Self::constant("dec");
    /// `true` or `false`.
    pub const BOOLEAN: Self = Self::constant("bln");
    /// A JSON document.
    pub const JSON: Self = Self::constant("jsn");

    /// A code that is written in the source.
    pub(super) const fn constant(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// Reads a code (`str_coll`, also one whose type is not modelled, such as `chs`) or a type's name (`String`, `stringCollection`);
    /// none for what is neither.
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        if is_code(written) {
            return Some(Self(Cow::Owned(written.to_owned())));
        }
        Type::parse(written).map(Self::from)
    }

    /// As exports write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The type that it stands for, if its values are modelled.
    pub fn value_type(&self) -> Option<Type> {
        Type::parse(&self.0)
    }

    /// The type for the choice of a signature: a code that is not modelled is some object, or a list of such.
    pub(super) fn nearest_type(&self) -> Type {
        let other = Type::Object(ObjectKind::Other);
        self.value_type().unwrap_or(if self.element().is_some() { other.collection() } else { other })
    }

    /// The code of a list's items, if it is a list.
    pub fn element(&self) -> Option<Self> {
        self.0.strip_suffix(LIST).map(|element| Self(Cow::Owned(element.to_owned())))
    }

    /// The code of a list of these; a list stays itself.
    #[must_use]
    pub fn collection(&self) -> Self {
        if self.element().is_some() {
            return self.clone();
        }
        Self(Cow::Owned(format!("{}{LIST}", self.0)))
    }
}

/// Whether a text has the form of a code: three small letters, or the name of an object, and what makes it a list.
fn is_code(text: &str) -> bool {
    let element = text.strip_suffix(LIST).unwrap_or(text);
    if let Some(name) = element.strip_prefix(SHAPED_JSON) {
        return !name.is_empty()
            && name.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, '_' | ':'));
    }
    let small = |text: &str, also: char| text.chars().all(|letter| letter.is_ascii_lowercase() || letter == also);
    match element.strip_prefix(OBJECT) {
        Some(name) => !name.is_empty() && small(name, '_'),
        None => element.len() == 3 && small(element, 'a'),
    }
}

impl From<Type> for TypeCode {
    fn from(value_type: Type) -> Self {
        match value_type.element() {
            Some(element) => Self::constant(element.scalar_code()).collection(),
            None => Self::constant(value_type.scalar_code()),
        }
    }
}

impl fmt::Display for TypeCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("String", Some("str"))]
    #[case("stringCollection", Some("str_coll"))]
    #[case("JSON", Some("jsn"))]
    #[case("bool", Some("bln"))]
    #[case("queue", Some("que"))]
    #[case("agentScorePairCollection", Some("cpx_agent_score_pair_coll"))]
    #[case("dtm", Some("dtm"))]
    #[case("tts", Some("tts"))]
    #[case("chs", Some("chs"))]
    #[case("cpx_worktype_status", Some("cpx_worktype_status"))]
    #[case("cpx_worktype_status_coll", Some("cpx_worktype_status_coll"))]
    #[case("Strin", None)]
    #[case("cpx_", None)]
    #[case("", None)]
    fn codes_and_names_are_read(#[case] written: &str, #[case] code: Option<&str>) {
        assert_eq!(TypeCode::parse(written).as_ref().map(TypeCode::as_str), code);
    }

    #[test]
    fn lists_and_their_items() {
        let list = TypeCode::constant("cpx_workitem").collection();
        assert_eq!(list.as_str(), "cpx_workitem_coll");
        assert_eq!(list.collection(), list);
        assert_eq!(list.element(), Some(TypeCode::constant("cpx_workitem")));
        assert_eq!(list.nearest_type(), Type::Object(ObjectKind::Other).collection());
        assert_eq!(TypeCode::STRING.element(), None);
        assert_eq!(TypeCode::from(Type::DateTime.collection()).value_type(), Some(Type::DateTime.collection()));
    }
}
