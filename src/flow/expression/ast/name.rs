//! The name of a variable in the vendor's tree: `Scope.name` is a leaf, what follows are properties. Must not know operators.

use std::borrow::Cow;

use super::built_ins::{built_in_code, is_declarable};
use super::code::TypeCode;
use super::formats;
use super::node::{PROPERTY, SyntaxTree};
use super::properties::property_code;
use crate::flow::expression::lexer::{TokenKind, in_word, starts_word, tokens};
use crate::flow::expression::value::quote;

/// What is known of the names of a flow: the type of a declared variable by its name, in the author's letter case.
pub(super) type Names<'a> = &'a dyn Fn(&str) -> Option<TypeCode>;

/// The parts that make a leaf.
const LEAF: usize = 2;

/// The tree of a name as it is written.
pub(super) fn name_tree(source: &str, names: Names<'_>) -> SyntaxTree {
    let parts = parts(source);
    let (leaf, properties) = parts.split_at(parts.len().min(LEAF));
    let mut name = leaf.join(".");
    let mut tree = leaf_tree(leaf, &name, names);
    for property in properties {
        name = format!("{name}.{property}");
        let given = names(&name);
        tree = property_tree(tree, property);
        if let (Some(given), SyntaxTree::Operation { code, .. }) = (given, &mut tree) {
            *code = given;
        }
    }
    tree
}

fn leaf_tree(parts: &[String], name: &str, names: Names<'_>) -> SyntaxTree {
    let declared = names(name);
    let provided = built_in_code(name);
    // A variable that is declared hides what Architect provides; in the scopes of an interaction nothing can be declared.
    let built_in = provided.is_some() && !(declared.is_some() && is_declarable(name));
    let code = declared.or(provided).unwrap_or(TypeCode::ANY);
    let text: Vec<Cow<'_, str>> = parts.iter().map(|part| written(part)).collect();
    SyntaxTree::Name { text: text.join("."), built_in, code }
}

/// `object.property`.
pub(super) fn property_tree(object: SyntaxTree, property: &str) -> SyntaxTree {
    let kind = match &object {
        SyntaxTree::Name { text, built_in: true, .. } => formats::kind_of(text),
        _ => None,
    };
    let name = kind.map_or_else(|| property.to_owned(), |kind| formats::in_tree(kind, property));
    let code = property_code(object.code(), &name);
    SyntaxTree::Operation {
        name: Cow::Borrowed(PROPERTY),
        operands: vec![SyntaxTree::text_literal(name), object],
        code,
    }
}

/// A part of a name as the language reads it back: in quotes where it is no word.
pub(super) fn written(part: &str) -> Cow<'_, str> {
    if part.starts_with(starts_word) && part.chars().all(in_word) {
        Cow::Borrowed(part)
    } else {
        Cow::Owned(quote(part))
    }
}

fn parts(source: &str) -> Vec<String> {
    let (tokens, _) = tokens(source);
    let part = |token: &crate::flow::expression::lexer::Token| match &token.kind {
        TokenKind::Word => source.get(token.span.clone()).map(str::to_owned),
        TokenKind::Text(text) => Some(text.to_string()),
        _ => None,
    };
    tokens.iter().filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        let declared = |name: &str| match name {
            "Flow.version" | "Flow.order.total" => Some(TypeCode::INTEGER),
            "Call.Ani" => Some(TypeCode::constant("phn")),
            "Flow.a b" => Some(TypeCode::BOOLEAN),
            _ => None,
        };
        name_tree(source, &declared).to_json().to_string()
    }

    #[rstest::rstest]
    #[case("Flow.tier", r#"{"ref":{"text":"Flow.tier","type":"any"}}"#)]
    #[case("flow . tier", r#"{"ref":{"text":"flow.tier","type":"any"}}"#)]
    #[case("Flow.\"a b\"", r#"{"ref":{"text":"Flow.\"a b\"","type":"bln"}}"#)]
    #[case("Flow.HoldPrompt", r#"{"sysref":{"text":"Flow.HoldPrompt","type":"pmt"}}"#)]
    #[case("Flow.version", r#"{"ref":{"text":"Flow.version","type":"int"}}"#)]
    #[case("Call.Ani", r#"{"sysref":{"text":"Call.Ani","type":"phn"}}"#)]
    #[case("Call.Unheard", r#"{"sysref":{"text":"Call.Unheard","type":"any"}}"#)]
    fn a_name_is_the_flows_or_architects(#[case] source: &str, #[case] expected: &str) {
        assert_eq!(shown(source), expected);
    }

    #[rstest::rstest]
    #[case("Message.Message.body", "body", "str", "Message.Message")]
    #[case("Format.Date.shortYear", "dateShortYear", "daf", "Format.Date")]
    #[case("Flow.order.total", "total", "int", "Flow.order")]
    fn what_follows_is_a_property(
        #[case] source: &str,
        #[case] property: &str,
        #[case] code: &str,
        #[case] object: &str,
    ) {
        let json: serde_json::Value = serde_json::from_str(&shown(source)).unwrap();
        let operation = &json["."];
        assert_eq!(operation["operands"][0], serde_json::json!({"lit": {"text": property, "type": "str"}}));
        assert_eq!(operation["type"], code);
        let leaf = operation["operands"][1].as_object().unwrap().values().next().unwrap();
        assert_eq!(leaf["text"], object);
    }
}
