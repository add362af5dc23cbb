//! The vendor's tree as text, in the vendor's spelling; it reads back as the same tree. Must not know types' rules.

use std::fmt::Write as _;

use super::code::TypeCode;
use super::formats;
use super::name::written;
use super::node::{INDEX, PROPERTY, SyntaxTree, TERNARY};
use crate::flow::expression::value::quote;

/// Where a tree stands, which says when it needs brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// By itself, or between brackets and commas.
    Alone,
    /// Beside an operator. Fact: a binary operator is put in brackets there. Decision: a prefix is not.
    Operand,
    /// Before `.` or `[`, which bind more strongly than anything.
    Object,
}

impl SyntaxTree {
    /// The text as the vendor's editor writes it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(Place::Alone, &mut text);
        text
    }

    fn write(&self, place: Place, out: &mut String) {
        let brackets = self.needs_brackets(place);
        if brackets {
            out.push('(');
        }
        match self {
            Self::Literal { text, code } if *code == TypeCode::STRING => out.push_str(&quote(text)),
            Self::Literal { text, .. } => out.push_str(text),
            Self::Name { text, .. } => out.push_str(text),
            Self::NotSet { .. } => out.push_str("NOT_SET"),
            Self::Operation { name, operands, .. } => operation(name, operands, out),
        }
        if brackets {
            out.push(')');
        }
    }

    fn needs_brackets(&self, place: Place) -> bool {
        match (self, place) {
            (_, Place::Alone) => false,
            // `1.x` and `-1.x` would read as something else.
            (Self::Literal { code, .. }, Place::Object) => *code == TypeCode::INTEGER || *code == TypeCode::DECIMAL,
            (Self::Operation { name, operands, .. }, place) => match form(name, operands) {
                Form::Infix(..) | Form::Ternary(..) => true,
                Form::Prefix(_) => place == Place::Object,
                Form::Property(..) | Form::Index(..) | Form::Call => false,
            },
            _ => false,
        }
    }

    fn is_bare_number(&self) -> bool {
        matches!(self, Self::Literal { text, code }
            if (*code == TypeCode::INTEGER || *code == TypeCode::DECIMAL) && !text.starts_with('-'))
    }
}

/// How an operation is written.
enum Form<'a> {
    Property(&'a str, &'a SyntaxTree),
    Index(&'a SyntaxTree, &'a SyntaxTree),
    Prefix(&'a SyntaxTree),
    Infix(&'a SyntaxTree, &'a SyntaxTree),
    Ternary(&'a SyntaxTree, &'a SyntaxTree, &'a SyntaxTree),
    Call,
}

fn form<'a>(name: &str, operands: &'a [SyntaxTree]) -> Form<'a> {
    let is_word = name.starts_with(char::is_alphabetic);
    let joins = ["and", "or"].iter().any(|word| word.eq_ignore_ascii_case(name));
    match (name, operands) {
        (PROPERTY, [SyntaxTree::Literal { text, .. }, object]) => Form::Property(text, object),
        (INDEX, [index, object]) => Form::Index(index, object),
        (TERNARY, [condition, yes, no]) => Form::Ternary(condition, yes, no),
        (_, [operand]) if !is_word => Form::Prefix(operand),
        (_, [left, right]) if !is_word || joins => Form::Infix(left, right),
        _ => Form::Call,
    }
}

fn operation(name: &str, operands: &[SyntaxTree], out: &mut String) {
    match form(name, operands) {
        Form::Property(property, object) => {
            // Without brackets the property would be part of the name.
            match object {
                SyntaxTree::Name { text, .. } if !text.contains('.') => {
                    let _ = write!(out, "({text})");
                }
                object => object.write(Place::Object, out),
            }
            out.push('.');
            out.push_str(&written(&property_name(property, object)));
        }
        Form::Index(index, object) => {
            object.write(Place::Object, out);
            out.push('[');
            index.write(Place::Alone, out);
            out.push(']');
        }
        Form::Prefix(operand) => {
            out.push_str(name);
            // Without brackets the minus would be part of the number.
            if name == "-" && operand.is_bare_number() {
                let _ = write!(out, "({})", operand.text());
            } else {
                operand.write(Place::Operand, out);
            }
        }
        Form::Infix(left, right) => {
            left.write(Place::Operand, out);
            let _ = write!(out, " {name} ");
            right.write(Place::Operand, out);
        }
        Form::Ternary(condition, yes, no) => {
            condition.write(Place::Operand, out);
            out.push_str(" ? ");
            yes.write(Place::Operand, out);
            out.push_str(" : ");
            no.write(Place::Operand, out);
        }
        Form::Call => {
            out.push_str(name);
            out.push('(');
            for (index, operand) in operands.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                operand.write(Place::Alone, out);
            }
            out.push(')');
        }
    }
}

fn property_name(in_tree: &str, object: &SyntaxTree) -> String {
    let kind = match object {
        SyntaxTree::Name { text, built_in: true, .. } => formats::kind_of(text),
        _ => None,
    };
    kind.and_then(|kind| formats::as_written(kind, in_tree)).unwrap_or_else(|| in_tree.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::flow::expression::parse;

    #[rstest::rstest]
    #[case("a or b or c", "(a or b) or c")]
    #[case("a OR(b)", "a OR b")]
    #[case("(a==\"x\")  and (b!=2)", "(a == \"x\") and (b != 2)")]
    #[case("right(Flow.ani,12)", "Right(Flow.ani, 12)")]
    #[case("MakeCommunication(\n  \"x\")", "MakeCommunication(\"x\")")]
    #[case("\"a\nb\" + Flow.x", "\"a\\nb\" + Flow.x")]
    #[case("toPhoneNumber(flow.Ani).e164", "ToPhoneNumber(flow.Ani).e164")]
    #[case("ToCommunication(x, Format.Date.shortYear)", "ToCommunication(x, Format.Date.shortYear)")]
    #[case("Flow.x[a+1]", "Flow.x[a + 1]")]
    #[case("(a+b)[0]", "(a + b)[0]")]
    #[case("(-a).b", "(-a).b")]
    #[case("(a).b", "(a).b")]
    #[case("(Flow.a).b", "Flow.a.b")]
    #[case("(1).b", "(1).b")]
    #[case("1[0]", "(1)[0]")]
    #[case("!(a and b)", "!(a and b)")]
    #[case("!!a", "!!a")]
    #[case("!a == b", "!a == b")]
    #[case("-(1)", "-(1)")]
    #[case("- 1", "-1")]
    #[case("-(-1)", "--1")]
    #[case("-a ^ b", "-a ^ b")]
    #[case("-(a ^ b)", "-(a ^ b)")]
    #[case("a?b?1:2:3", "a ? (b ? 1 : 2) : 3")]
    #[case("If(a,b,c)?1:2", "If(a, b, c) ? 1 : 2")]
    #[case("Flow.x.\"a b\"", "Flow.x.\"a b\"")]
    #[case("Flow.x.\"ab\"", "Flow.x.ab")]
    #[case("Flow.\"a b\".c", "Flow.\"a b\".c")]
    #[case("NOT_SET", "NOT_SET")]
    fn texts_are_written_one_way(#[case] text: &str, #[case] canonical: &str) {
        let expression = parse(text).unwrap();
        assert_eq!(expression.canonical_text(), canonical);
        let again = parse(canonical).unwrap();
        assert_eq!(again.syntax_tree(&|_| None), expression.syntax_tree(&|_| None));
    }
}
