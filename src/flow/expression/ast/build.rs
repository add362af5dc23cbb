//! From our tree to the vendor's. What our tree does not keep because no value depends on it — the letter case of `and`, a number's digits
//! — is read from the text. Must not know JSON.

use std::borrow::Cow;
use std::ops::Range;

use super::code::TypeCode;
use super::name::{Names, name_tree, property_tree};
use super::node::{INDEX, SyntaxTree, TERNARY};
use super::properties::property_code;
use super::typing::{binary_code, call_code, either};
use crate::flow::expression::operators::{BinaryOperator, UnaryOperator};
use crate::flow::expression::tree::{Node, NodeId, NodeKind};
use crate::flow::expression::{Expression, Value};

impl Expression {
    /// The expression in the vendor's form, given the types of the variables that are declared; any other name that Architect does not
    /// provide has the type `any`.
    pub fn syntax_tree(&self, names: &dyn Fn(&str) -> Option<TypeCode>) -> SyntaxTree {
        Build { expression: self, names }.tree(self.tree.root)
    }

    /// The expression as the vendor's editor writes it: functions in their own spelling, every operand that is itself an operator's in
    /// brackets, one space around operators and behind commas. Reads back as the same tree.
    pub fn canonical_text(&self) -> String {
        self.syntax_tree(&|_| None).text()
    }
}

struct Build<'a> {
    expression: &'a Expression,
    names: Names<'a>,
}

impl Build<'_> {
    fn tree(&self, id: NodeId) -> SyntaxTree {
        let Some(node) = self.node(id) else { return SyntaxTree::not_set() };
        match &node.kind {
            NodeKind::Literal(value) => self.literal(node, value),
            NodeKind::Variable(_) => name_tree(self.expression.source(&node.span), self.names),
            NodeKind::Property(object, name) => property_tree(self.tree(*object), name),
            NodeKind::Index { object, index } => self.element(*object, *index),
            NodeKind::Unary(operator, operand) => self.unary(node, *operator, *operand),
            NodeKind::Binary(operator, left, right) => self.binary(*operator, *left, *right),
            NodeKind::Choose { condition, yes, no, called } => {
                let operands = vec![self.tree(*condition), self.tree(*yes), self.tree(*no)];
                let code = match operands.as_slice() {
                    [_, yes, no] => either(yes.code(), no.code()),
                    _ => TypeCode::ANY,
                };
                operation(if *called { "If" } else { TERNARY }, operands, code)
            }
            NodeKind::Call(function, range) => {
                let arguments = self.expression.tree.arguments_of(range);
                let operands: Vec<SyntaxTree> = arguments.iter().map(|id| self.tree(*id)).collect();
                let codes: Vec<&TypeCode> = operands.iter().map(SyntaxTree::code).collect();
                let name = function.definition.name;
                let code = call_code(name, &function.overloads, &codes);
                operation(name, operands, code)
            }
            NodeKind::Broken => SyntaxTree::not_set(),
        }
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.expression.tree.node(id)
    }

    fn literal(&self, node: &Node, value: &Value) -> SyntaxTree {
        match value {
            Value::NotSet(_) => SyntaxTree::not_set(),
            Value::String(text) => SyntaxTree::text_literal(text.to_string()),
            // Decision: a number keeps the digits that its author wrote.
            other => SyntaxTree::Literal {
                text: Cow::Owned(self.expression.source(&node.span).to_owned()),
                code: other.type_of().into(),
            },
        }
    }

    fn element(&self, object: NodeId, index: NodeId) -> SyntaxTree {
        let (object, index) = (self.tree(object), self.tree(index));
        let code = match (object.code(), &index) {
            (list, _) if list.element().is_some() => list.element().unwrap_or(TypeCode::ANY),
            (json, _) if *json == TypeCode::JSON => TypeCode::JSON,
            (other, SyntaxTree::Literal { text, code }) if *code == TypeCode::STRING => property_code(other, text),
            _ => TypeCode::ANY,
        };
        operation(INDEX, vec![index, object], code)
    }

    fn unary(&self, node: &Node, operator: UnaryOperator, id: NodeId) -> SyntaxTree {
        let operand = self.tree(id);
        // A minus right before a number is part of it; behind a bracket it is an operator.
        let behind = node.span.start + operator.symbol().len();
        let adjoins = self.node(id).is_some_and(|operand| {
            matches!(operand.kind, NodeKind::Literal(Value::Integer(_) | Value::Decimal(_)))
                && self.between(behind..operand.span.start).is_empty()
        });
        match operand {
            SyntaxTree::Literal { text, code } if operator == UnaryOperator::Negate && adjoins => {
                SyntaxTree::Literal { text: Cow::Owned(format!("-{text}")), code }
            }
            operand => {
                let code = call_code(operator.symbol(), operator.overloads(), &[operand.code()]);
                operation(operator.symbol(), vec![operand], code)
            }
        }
    }

    fn binary(&self, operator: BinaryOperator, left: NodeId, right: NodeId) -> SyntaxTree {
        let written = match (operator, self.node(left), self.node(right)) {
            (BinaryOperator::And | BinaryOperator::Or, Some(before), Some(behind)) => {
                // Nothing but the word, white space and brackets stands between the operands.
                let between = self.between(before.span.end..behind.span.start);
                let word = between.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')'));
                Cow::Owned(word.to_owned())
            }
            _ => Cow::Borrowed(operator.symbol()),
        };
        let (left, right) = (self.tree(left), self.tree(right));
        let code = binary_code(operator, left.code(), right.code());
        operation(written, vec![left, right], code)
    }

    fn between(&self, span: Range<usize>) -> &str {
        self.expression.source(&span).trim()
    }
}

fn operation(name: impl Into<Cow<'static, str>>, operands: Vec<SyntaxTree>, code: TypeCode) -> SyntaxTree {
    SyntaxTree::Operation { name: name.into(), operands, code }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::super::TypeCode;
    use crate::flow::expression::parse;

    fn tree(text: &str) -> Json {
        let types = |name: &str| {
            let code = match name.to_ascii_lowercase().as_str() {
                "flow.s" => "str",
                "flow.n" => "int",
                "flow.l" => "str_coll",
                "flow.j" => "jsn",
                "flow.m" => "cur",
                "flow.b" => "bln",
                _ => return None,
            };
            TypeCode::parse(code)
        };
        parse(text).unwrap().syntax_tree(&types).to_json()
    }

    fn lit(text: &str, code: &str) -> Json {
        json!({"lit": {"text": text, "type": code}})
    }

    fn variable(text: &str, code: &str) -> Json {
        json!({"ref": {"text": text, "type": code}})
    }

    fn of(name: &str, operands: &[Json], code: &str) -> Json {
        json!({name: {"operands": operands, "type": code}})
    }

    /// A tree without the text that its outermost operation has.
    fn bare(text: &str) -> Json {
        let mut tree = tree(text);
        for node in tree.as_object_mut().unwrap().values_mut() {
            node.as_object_mut().unwrap().shift_remove("text");
        }
        tree
    }

    #[rstest::rstest]
    #[case("\"a\\n\\\"b\\\"\"", lit("a\n\"b\"", "str"))]
    #[case("007", lit("007", "int"))]
    #[case("1.50", lit("1.50", "dec"))]
    #[case("1.", lit("1.", "dec"))]
    #[case(".5", lit(".5", "dec"))]
    #[case("-1", lit("-1", "int"))]
    #[case("- 2.5", lit("-2.5", "dec"))]
    #[case("true", lit("true", "bln"))]
    #[case("((false))", lit("false", "bln"))]
    #[case("NOT_SET", json!({"nul": {"text": "", "type": "nts"}}))]
    #[case("flow.S", variable("flow.S", "str"))]
    #[case("Flow.gone", variable("Flow.gone", "any"))]
    #[case("Call.ani", json!({"sysref": {"text": "Call.ani", "type": "str"}}))]
    fn leaves(#[case] text: &str, #[case] expected: Json) {
        assert_eq!(tree(text), expected);
    }

    #[rstest::rstest]
    #[case("right(Flow.s,12)", of("Right", &[variable("Flow.s", "str"), lit("12", "int")], "str"))]
    #[case("GetCurrentDateTimeUtc()", of("GetCurrentDateTimeUtc", &[], "dtm"))]
    #[case("Flow.b OR (true)", of("OR", &[variable("Flow.b", "bln"), lit("true", "bln")], "bln"))]
    #[case("(Flow.b)And(true)", of("And", &[variable("Flow.b", "bln"), lit("true", "bln")], "bln"))]
    #[case("Flow.n + 1", of("+", &[variable("Flow.n", "int"), lit("1", "int")], "int"))]
    #[case("Flow.n - 1", of("-", &[variable("Flow.n", "int"), lit("1", "int")], "int"))]
    #[case("Flow.n != -1", of("!=", &[variable("Flow.n", "int"), lit("-1", "int")], "bln"))]
    #[case("-(1)", of("-", &[lit("1", "int")], "int"))]
    #[case("--1", of("-", &[lit("-1", "int")], "int"))]
    #[case("-Flow.n", of("-", &[variable("Flow.n", "int")], "int"))]
    #[case("!Flow.b", of("!", &[variable("Flow.b", "bln")], "bln"))]
    #[case("~5", of("~", &[lit("5", "int")], "int"))]
    #[case("-2 ^ 2", of("^", &[lit("-2", "int"), lit("2", "int")], "dec"))]
    #[case("Flow.l[0]", of("[", &[lit("0", "int"), variable("Flow.l", "str_coll")], "str"))]
    #[case("Flow.j[\"a\"]", of("[", &[lit("a", "str"), variable("Flow.j", "jsn")], "jsn"))]
    #[case("Flow.m[\"amount\"]", of("[", &[lit("amount", "str"), variable("Flow.m", "cur")], "dec"))]
    #[case("Flow.j.\"a b\"", of(".", &[lit("a b", "str"), variable("Flow.j", "jsn")], "jsn"))]
    #[case("if(Flow.b, 1, 2)", of("If", &[variable("Flow.b", "bln"), lit("1", "int"), lit("2", "int")], "int"))]
    #[case("Flow.b ? 1 : 2.5", of("?", &[variable("Flow.b", "bln"), lit("1", "int"), lit("2.5", "dec")], "dec"))]
    #[case("(Flow.b) ? \"x\" : NOT_SET", of("?", &[variable("Flow.b", "bln"), lit("x", "str"), json!({"nul": {"text": "", "type": "nts"}})], "str"))]
    fn operators_and_functions(#[case] text: &str, #[case] expected: Json) {
        assert_eq!(bare(text), expected);
    }

    #[test]
    fn operators_nest_as_they_bind() {
        let sum = |left: Json| of("+", &[left, lit("b", "str")], "str");
        assert_eq!(bare("Flow.s + \"b\" + \"b\""), sum(sum(variable("Flow.s", "str"))));
        let call = of("ToPhoneNumber", &[variable("Flow.s", "str")], "phn");
        assert_eq!(bare("ToPhoneNumber(Flow.s).e164"), of(".", &[lit("e164", "str"), call], "str"));
        let inner = of("If", &[lit("true", "bln"), lit("true", "bln"), lit("false", "bln")], "bln");
        assert_eq!(bare("If(true, true, false) ? 1 : 2"), of("?", &[inner, lit("1", "int"), lit("2", "int")], "int"));
    }

    #[test]
    fn the_outermost_operation_has_the_text() {
        let tree = tree("contains(Flow.s,\"a\") or Flow.b");
        assert_eq!(tree["or"]["text"], "Contains(Flow.s, \"a\") or Flow.b");
        assert_eq!(tree["or"]["operands"][0]["Contains"].get("text"), None);
    }
}
