//! The vendor's tree as data. Must not know how it is made, printed or written as JSON.

use std::borrow::Cow;

use super::code::TypeCode;

/// An expression in the vendor's form, with the type of each node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxTree {
    /// A constant: the text without quotes and escapes, a number as it was written.
    Literal {
        /// What it is.
        text: Cow<'static, str>,
        /// Its type.
        code: TypeCode,
    },
    /// A variable as the author spelt it.
    Name {
        /// `Flow.tier`.
        text: String,
        /// Whether Architect itself provides it.
        built_in: bool,
        /// Its type.
        code: TypeCode,
    },
    /// `NOT_SET`.
    NotSet {
        /// The type that is wanted where it stands for a whole value, else that of no value.
        code: TypeCode,
    },
    /// An operator or a function over its operands.
    Operation {
        /// `+`, `and` as the author spelt it, `.`, `[`, `?`, or the function's own spelling.
        name: Cow<'static, str>,
        /// In the vendor's order: `.` and `[` have what is looked up first, and then where.
        operands: Vec<SyntaxTree>,
        /// The type of what it gives.
        code: TypeCode,
    },
}

/// Property access.
pub(super) const PROPERTY: &str = ".";
/// An item of a list, or a property by its name as a text.
pub(super) const INDEX: &str = "[";
/// `condition ? yes : no`; a call of `If` has its own name.
pub(super) const TERNARY: &str = "?";

impl SyntaxTree {
    /// The type of what it gives.
    pub fn code(&self) -> &TypeCode {
        match self {
            Self::Literal { code, .. }
            | Self::Name { code, .. }
            | Self::Operation { code, .. }
            | Self::NotSet { code } => code,
        }
    }

    /// The tree as it is saved where a value of that type is wanted: what is no text becomes one through `ToString`, and `NOT_SET` takes
    /// the type.
    #[must_use]
    pub fn saved_as(self, wanted: &TypeCode) -> Self {
        if let Self::NotSet { .. } = self {
            return Self::NotSet { code: wanted.clone() };
        }
        let given = self.code();
        if *wanted != TypeCode::STRING || [TypeCode::STRING, TypeCode::ANY, TypeCode::NOT_SET].contains(given) {
            return self;
        }
        Self::Operation { name: Cow::Borrowed("ToString"), operands: vec![self], code: TypeCode::STRING }
    }

    /// The tree of a name that was picked from the editor's list of variables (mode 2): one leaf, also where the name ends in properties
    /// and a written one would not be. Any other tree stays itself.
    #[must_use]
    pub fn picked(self) -> Self {
        let mut object = &self;
        while let Self::Operation { name, operands, .. } = object
            && let (PROPERTY, [_, inner]) = (name.as_ref(), operands.as_slice())
        {
            object = inner;
        }
        match object {
            Self::Name { built_in, .. } => {
                Self::Name { text: self.text(), built_in: *built_in, code: self.code().clone() }
            }
            _ => self,
        }
    }

    pub(super) fn not_set() -> Self {
        Self::NotSet { code: TypeCode::NOT_SET }
    }

    pub(super) fn text_literal(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Literal { text: text.into(), code: TypeCode::STRING }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::expression::parse;

    #[rstest::rstest]
    #[case("Flow.x", r#"{"ref":{"text":"Flow.x","type":"any"}}"#)]
    #[case("Message.Message.body", r#"{"sysref":{"text":"Message.Message.body","type":"str"}}"#)]
    #[case("Workitem.Workitem.status.name", r#"{"sysref":{"text":"Workitem.Workitem.status.name","type":"str"}}"#)]
    #[case("1", r#"{"lit":{"text":"1","type":"int"}}"#)]
    fn a_picked_name_is_one_leaf(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse(text).unwrap().syntax_tree(&|_| None).picked().to_json().to_string(), expected);
    }

    #[test]
    fn what_is_no_text_is_saved_as_one_through_a_cast() {
        let number = SyntaxTree::Literal { text: "5".into(), code: TypeCode::INTEGER };
        let saved = number.clone().saved_as(&TypeCode::STRING);
        assert_eq!((saved.text(), saved.code()), ("ToString(5)".to_owned(), &TypeCode::STRING));
        assert_eq!(number.clone().saved_as(&TypeCode::DECIMAL), number);
        let unset = |code| SyntaxTree::NotSet { code };
        assert_eq!(unset(TypeCode::NOT_SET).saved_as(&TypeCode::BOOLEAN), unset(TypeCode::BOOLEAN));
        let text = SyntaxTree::text_literal("a");
        assert_eq!(text.clone().saved_as(&TypeCode::STRING), text);
    }
}
