//! Tokens to tree: precedence climbing over the table of operators. Collects all mistakes; never panics and never recurses deeper than
//! its limit. Must not know how anything is computed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::lexer::{Token, TokenKind, tokens};
use super::names::variable_parts;
use super::operators::{BinaryOperator, UnaryOperator};
use super::tree::{Node, NodeId, NodeKind, Tree, Variable};
use super::{ExpressionError, Type, Value, functions};

/// Bytes of an expression. Published ones stay below 10,000; the limit keeps a hostile one from costing memory.
const MAX_BYTES: usize = 1 << 20;

/// Levels of the tree, counting brackets and the operands of a chain such as `a + b + c`. Evaluation recurses as deep, so it guards the
/// stack.
const MAX_HEIGHT: u32 = 250;

/// Mistakes reported for one expression; further ones follow from the first.
const MAX_ERRORS: usize = 20;

/// How strongly the ternary binds: weaker than everything.
const TERNARY: u8 = 1;

/// Reads an expression.
pub(super) fn parse_tree(text: &str) -> Result<Tree, Vec<ExpressionError>> {
    if text.len() > MAX_BYTES {
        let message = format!("the expression has {} bytes; at most {MAX_BYTES} are read", text.len());
        return Err(vec![ExpressionError::new(message, 0..0)]);
    }
    let (tokens, errors) = tokens(text);
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        depth: 0,
        stopped: false,
        errors,
        tree: Tree {
            nodes: Vec::new(),
            arguments: Vec::new(),
            variables: Vec::new(),
            calls: Vec::new(),
            root: NodeId(0),
        },
        by_name: HashMap::new(),
    };
    parser.tree.root = parser.expression(0);
    if !parser.at_end() {
        let message = format!("unexpected {}", parser.described());
        let help = parser.leftover_help();
        parser.error(message, parser.span(), help);
    }
    if parser.errors.is_empty() {
        return Ok(parser.tree);
    }
    parser.errors.sort_by_key(|error| error.span.start);
    parser.errors.truncate(MAX_ERRORS);
    Err(parser.errors)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
    stopped: bool,
    errors: Vec<ExpressionError>,
    tree: Tree,
    by_name: HashMap<&'a str, u32>,
}

impl<'a> Parser<'a> {
    fn kind(&self) -> &TokenKind {
        self.tokens.get(self.at).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    fn source(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn at_end(&self) -> bool {
        *self.kind() == TokenKind::End
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.kind(), TokenKind::Symbol(found) if *found == symbol)
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.is(symbol);
        self.at += usize::from(found);
        found
    }

    fn described(&self) -> String {
        match self.kind() {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", self.source(&self.span())),
        }
    }

    fn error(&mut self, message: impl Into<String>, span: Range<usize>, help: Option<String>) {
        if self.stopped {
            return;
        }
        let error = ExpressionError { help, ..ExpressionError::new(message, span) };
        self.errors.push(error);
    }

    fn height(&self, id: NodeId) -> u32 {
        self.tree.node(id).map_or(0, |node| node.height)
    }

    /// Where the last token that was read ends.
    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.span.end)
    }

    fn add(&mut self, kind: NodeKind, start: usize, children: &[NodeId]) -> NodeId {
        let height = children.iter().map(|child| self.height(*child) + 1).max().unwrap_or(0);
        let span = start..self.end().max(start);
        if height > MAX_HEIGHT {
            self.too_deep(span.clone());
        }
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        self.tree.nodes.push(Node { kind, span, height: height.min(MAX_HEIGHT) });
        id
    }

    /// Says that the expression is too deep, and reads no further; what is missing then is no mistake of its own.
    fn too_deep(&mut self, span: Range<usize>) {
        let message = format!("the expression is nested deeper than {MAX_HEIGHT} levels");
        self.error(message, span, Some("split it: keep parts in variables".to_owned()));
        self.stopped = true;
        self.at = self.tokens.len();
    }

    fn broken(&mut self, start: usize) -> NodeId {
        self.add(NodeKind::Broken, start, &[])
    }

    fn expression(&mut self, strength: u8) -> NodeId {
        self.depth += 1;
        let node = if self.depth > MAX_HEIGHT {
            self.too_deep(self.span());
            self.broken(self.text.len())
        } else {
            self.climb(strength)
        };
        self.depth -= 1;
        node
    }

    fn climb(&mut self, strength: u8) -> NodeId {
        let start = self.span().start;
        let mut left = self.prefix();
        loop {
            if strength <= TERNARY && self.eat("?") {
                let yes = self.expression(TERNARY);
                if !self.eat(":") {
                    self.error("`:` is missing behind `?`", self.span(), None);
                }
                // Decision: the branches of `?:` may be any expression. The old grammar wants brackets around `or` and a nested `?:` there;
                // whatever it reads, this reads the same.
                let no = self.expression(TERNARY);
                left = self.add(NodeKind::Choose { condition: left, yes, no, called: false }, start, &[left, yes, no]);
                continue;
            }
            let Some(operator) = self.operator() else { return left };
            if operator.strength() < strength.max(TERNARY + 1) {
                return left;
            }
            self.at += 1;
            let right = self.expression(operator.strength() + u8::from(!operator.groups_right()));
            left = self.add(NodeKind::Binary(operator, left, right), start, &[left, right]);
        }
    }

    /// The binary operator at this place, if one stands here.
    fn operator(&self) -> Option<BinaryOperator> {
        match self.kind() {
            TokenKind::Symbol(symbol) => BinaryOperator::of(symbol),
            TokenKind::Word => BinaryOperator::of(self.source(&self.span())),
            _ => None,
        }
    }

    fn prefix(&mut self) -> NodeId {
        let operator = match self.kind() {
            TokenKind::Symbol("!") => UnaryOperator::Not,
            TokenKind::Symbol("~") => UnaryOperator::BitNot,
            TokenKind::Symbol("-") => UnaryOperator::Negate,
            _ => return self.postfix(),
        };
        let start = self.span().start;
        self.at += 1;
        self.depth += 1;
        let operand = if self.depth > MAX_HEIGHT {
            self.too_deep(self.span());
            self.broken(self.text.len())
        } else {
            self.prefix()
        };
        self.depth -= 1;
        self.add(NodeKind::Unary(operator, operand), start, &[operand])
    }

    fn postfix(&mut self) -> NodeId {
        let start = self.span().start;
        let mut object = self.primary();
        loop {
            if self.eat(".") {
                let Some(name) = self.property_name() else {
                    self.error("a property name is missing behind `.`", self.span(), None);
                    return object;
                };
                object = self.add(NodeKind::Property(object, name), start, &[object]);
            } else if self.eat("[") {
                let index = self.expression(0);
                self.close("]", "[");
                object = self.add(NodeKind::Index { object, index }, start, &[object, index]);
            } else {
                return object;
            }
        }
    }

    fn property_name(&mut self) -> Option<Arc<str>> {
        let name = match self.kind() {
            TokenKind::Word => self.source(&self.span()).into(),
            TokenKind::Text(text) => Arc::clone(text),
            _ => return None,
        };
        self.at += 1;
        Some(name)
    }

    fn close(&mut self, bracket: &str, opened: &str) {
        if !self.eat(bracket) {
            let found = self.described();
            self.error(format!("`{bracket}` is missing for `{opened}`; found {found}"), self.span(), None);
        }
    }

    fn primary(&mut self) -> NodeId {
        let span = self.span();
        let value = match self.kind() {
            TokenKind::Integer(number) => Value::Integer(*number),
            TokenKind::Decimal(number) => Value::Decimal(number.clone()),
            TokenKind::Text(text) => Value::String(Arc::clone(text)),
            TokenKind::Symbol("(") => {
                self.at += 1;
                let inner = self.expression(0);
                self.close(")", "(");
                return inner;
            }
            TokenKind::Word => return self.word(span),
            TokenKind::Symbol(_) | TokenKind::End => {
                let before = self.described();
                self.error(format!("a value is missing before {before}"), span.clone(), None);
                if !matches!(self.kind(), TokenKind::Symbol(")" | "]" | "," | ":") | TokenKind::End)
                    && self.operator().is_none()
                {
                    self.at += 1;
                }
                return self.broken(span.start);
            }
        };
        self.at += 1;
        self.add(NodeKind::Literal(value), span.start, &[])
    }

    fn word(&mut self, span: Range<usize>) -> NodeId {
        let word = self.source(&span);
        let value = match word {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "NOT_SET" => Value::NotSet(Type::Any),
            _ => return self.name(span),
        };
        self.at += 1;
        self.add(NodeKind::Literal(value), span.start, &[])
    }

    /// A call, a variable, or a word that is neither.
    fn name(&mut self, span: Range<usize>) -> NodeId {
        let word = self.source(&span);
        if BinaryOperator::of(word).is_some() {
            self.error(format!("a value is missing before `{word}`"), span.clone(), None);
            return self.broken(span.start);
        }
        self.at += 1;
        if self.is("(") {
            return self.call(word, span);
        }
        if let Some(meant) = ["true", "false", "NOT_SET"].iter().find(|known| known.eq_ignore_ascii_case(word)) {
            self.error(format!("`{word}` is no value"), span.clone(), Some(format!("write `{meant}`")));
            return self.broken(span.start);
        }
        if !self.is(".") {
            let help = match word.to_ascii_lowercase().as_str() {
                "not" => Some("write `!`"),
                "null" | "nil" | "none" | "undefined" => Some("write `NOT_SET`"),
                _ => None,
            };
            if let Some(help) = help {
                self.error(format!("`{word}` is not part of the language"), span.clone(), Some(help.to_owned()));
                return self.broken(span.start);
            }
        }
        self.variable(word, span)
    }

    /// Reads as many parts as the variable's name has; the rest are properties.
    fn variable(&mut self, first: &'a str, span: Range<usize>) -> NodeId {
        let mut parts = vec![first];
        let mut ahead = self.at;
        while let (Some(dot), Some(next)) = (self.tokens.get(ahead), self.tokens.get(ahead + 1)) {
            let part = match &next.kind {
                _ if dot.kind != TokenKind::Symbol(".") => break,
                TokenKind::Word => self.source(&next.span),
                TokenKind::Text(_) => self.source(&next.span).trim_matches('"'),
                _ => break,
            };
            parts.push(part);
            ahead += 2;
        }
        let count = variable_parts(&parts);
        self.at += 2 * (count - 1);
        parts.truncate(count);
        let written = self.source(&(span.start..self.end()));
        let index = match self.by_name.get(written) {
            Some(index) => *index,
            None => {
                let index = u32::try_from(self.tree.variables.len()).unwrap_or(u32::MAX);
                self.tree.variables.push(Variable { name: parts.join(".").into() });
                self.by_name.insert(written, index);
                index
            }
        };
        self.add(NodeKind::Variable(index), span.start, &[])
    }

    fn call(&mut self, name: &str, span: Range<usize>) -> NodeId {
        self.at += 1;
        let mut arguments = Vec::new();
        if !self.is(")") {
            loop {
                arguments.push(self.expression(0));
                if !self.eat(",") {
                    break;
                }
            }
        }
        self.close(")", name);
        let Some(function) = functions::find(name) else {
            let help = functions::suggest(name).map(|near| format!("did you mean `{near}`?"));
            self.error(format!("there is no function `{name}`"), span.clone(), help);
            return self.broken(span.start);
        };
        self.tree.calls.push((function, span.clone()));
        if !function.takes(arguments.len()) {
            let name = function.definition.name;
            let message = format!("`{name}` does not take {}", counted(arguments.len()));
            let signatures: Vec<String> =
                function.definition.signatures.iter().map(|signature| format!("`{name}{signature}`")).collect();
            self.error(message, span.start..self.end(), Some(format!("it takes {}", signatures.join(" or "))));
            return self.broken(span.start);
        }
        // `If` is no call: only the branch that is taken may run.
        if let ("If", [condition, yes, no]) = (function.definition.name, arguments.as_slice()) {
            let choice = NodeKind::Choose { condition: *condition, yes: *yes, no: *no, called: true };
            return self.add(choice, span.start, &arguments);
        }
        let first = u32::try_from(self.tree.arguments.len()).unwrap_or(u32::MAX);
        self.tree.arguments.extend(&arguments);
        let last = u32::try_from(self.tree.arguments.len()).unwrap_or(u32::MAX);
        self.add(NodeKind::Call(function, first..last), span.start, &arguments)
    }

    fn leftover_help(&self) -> Option<String> {
        match self.kind() {
            TokenKind::Symbol(")" | "]") => Some("nothing was opened that it could close".to_owned()),
            TokenKind::Word | TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Decimal(_) => {
                Some("an operator such as `+` or `==` is missing before it".to_owned())
            }
            _ => None,
        }
    }
}

fn counted(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        more => format!("{more} arguments"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::super::parse;

    #[rstest::rstest]
    #[case("1 + 2 * 3", "(1 + (2 * 3))")]
    #[case("1 - 2 - 3", "((1 - 2) - 3)")]
    #[case("2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))")]
    #[case("-2 ^ 2", "((-2) ^ 2)")]
    #[case("!true and false", "((!true) and false)")]
    #[case("!!true", "(!(!true))")]
    #[case("1 < 2 == true", "((1 < 2) == true)")]
    #[case("1 | 2 & 3 == 4", "(1 | (2 & (3 == 4)))")]
    #[case("true OR false And true", "(true or (false and true))")]
    #[case("true or false ? 1 : 2", "((true or false) ? 1 : 2)")]
    #[case("true ? 1 : false ? 2 : 3", "(true ? 1 : (false ? 2 : 3))")]
    #[case("5.1 * -3", "(5.1 * (-3))")]
    #[case("Flow.a.b[1].c", "(((Flow.a).\"b\")[1]).\"c\"")]
    #[case("Message.Message.body", "Message.Message.body")]
    #[case("Flow.\"a b\".\"c d\"", "(Flow.a b).\"c d\"")]
    #[case("ToPhoneNumber(Flow.ani).e164", "(ToPhoneNumber(Flow.ani)).\"e164\"")]
    #[case("isnotsetorempty(flow.X)", "IsNotSetOrEmpty(flow.X)")]
    #[case("if(true, 1, 2)", "(true ? 1 : 2)")]
    #[case("Trim(\n    \"a\")", "Trim(\"a\")")]
    #[case("Or.x == And.y", "?")]
    fn operators_bind_as_the_grammar_says(#[case] text: &str, #[case] expected: &str) {
        match parse(text) {
            Ok(expression) => assert_eq!(outline(&expression), expected),
            Err(errors) => assert_eq!(expected, "?", "{errors:?}"),
        }
    }

    #[rstest::rstest]
    #[case("", &["a value is missing before the end"])]
    #[case("1 +", &["a value is missing before the end"])]
    #[case("(1", &["`)` is missing for `(`; found the end"])]
    #[case("1)", &["unexpected `)`"])]
    #[case("1 2", &["unexpected `2`"])]
    #[case("Flow.", &["a property name is missing behind `.`"])]
    #[case("ToStrin(1) + Contans(\"a\")", &["there is no function `ToStrin`", "there is no function `Contans`"])]
    #[case("Left(\"a\")", &["`Left` does not take 1 argument"])]
    #[case("GetCurrentDateTimeUtc(1, 2)", &["`GetCurrentDateTimeUtc` does not take 2 arguments"])]
    #[case("True", &["`True` is no value"])]
    #[case("not true", &["`not` is not part of the language", "unexpected `true`"])]
    #[case("Flow.x == null", &["`null` is not part of the language"])]
    #[case("true ? 1", &["`:` is missing behind `?`", "a value is missing before the end"])]
    #[case("If(, 1, 2) && x = 'a'", &["a value is missing before `,`", "`&&` is no operator", "`=` is no operator", "`'` does not quote a text"])]
    fn all_mistakes_are_found(#[case] text: &str, #[case] expected: &[&str]) {
        let errors = parse(text).unwrap_err();
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn help_names_what_was_meant() {
        let error = parse("ToStrin(1)").unwrap_err().remove(0);
        assert_eq!((error.span, error.help.as_deref()), (0..7, Some("did you mean `ToString`?")));
        let error = parse("Left(\"a\")").unwrap_err().remove(0);
        assert_eq!(error.help.as_deref(), Some("it takes `Left(srcString: String, length: Integer) -> String`"));
    }

    #[test]
    fn a_bracket_belongs_to_what_stands_around_it() {
        let expression = parse("(Flow.a == 1) and (Flow.b == 2)").unwrap();
        let root = expression.tree.node(expression.tree.root).unwrap();
        assert_eq!(root.span, 0..31);
    }

    #[test]
    fn names_and_constants_stand_in_their_order() {
        let mut expression = parse("Flow.a == \"x\" or Contains(flow.A, \"y\")").unwrap();
        expression.bind(&mut |name| name.eq_ignore_ascii_case("flow.a").then_some(7));
        let names: Vec<_> = expression.variables().map(|one| (one.name.to_string(), one.span, one.slot)).collect();
        assert_eq!(names, [("Flow.a".to_owned(), 0..6, Some(7)), ("flow.A".to_owned(), 26..32, Some(7))]);
        assert_eq!(expression.functions().map(|one| one.name).collect::<Vec<_>>(), ["Contains"]);
        assert_eq!(expression.literals().map(|one| one.value.quoted()).collect::<Vec<_>>(), ["\"x\"", "\"y\""]);
    }
}
