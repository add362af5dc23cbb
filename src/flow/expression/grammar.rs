//! The grammar of the language, rule by rule: what binds how, what a token is, and which mistake is told where. For tests only.

use std::ops::Range;

use super::outline::outline;
use super::parse;

fn read(text: &str) -> String {
    match parse(text) {
        Ok(expression) => outline(&expression),
        Err(errors) => panic!("{text}: {}", errors[0]),
    }
}

#[rstest::rstest]
// Each level binds more strongly than the one before it.
#[case("a ? b or c : d", "(a ? (b or c) : d)")]
#[case("a or b and c", "(a or (b and c))")]
#[case("a and b | c", "(a and (b | c))")]
#[case("a | b & c", "(a | (b & c))")]
#[case("a & b == c", "(a & (b == c))")]
#[case("a == b < c", "(a == (b < c))")]
#[case("a != b >= c", "(a != (b >= c))")]
#[case("a < b + c", "(a < (b + c))")]
#[case("a <= b - c", "(a <= (b - c))")]
#[case("a + b * c", "(a + (b * c))")]
#[case("a - b / c % d", "(a - ((b / c) % d))")]
#[case("a * b ^ c", "(a * (b ^ c))")]
#[case("!a ^ ~b", "((!a) ^ (~b))")]
#[case("-a ^ -b", "((-a) ^ (-b))")]
#[case("-a.b ^ !c[0]", "((-a.b) ^ (!(c)[0]))")]
// All group to the left, but `^`.
#[case("a or b or c", "((a or b) or c)")]
#[case("a and b and c", "((a and b) and c)")]
#[case("a | b | c", "((a | b) | c)")]
#[case("a & b & c", "((a & b) & c)")]
#[case("a == b != c", "((a == b) != c)")]
#[case("a < b > c", "((a < b) > c)")]
#[case("a - b + c", "((a - b) + c)")]
#[case("a / b * c", "((a / b) * c)")]
#[case("a ^ b ^ c", "(a ^ (b ^ c))")]
#[case("-2 ^ -3 ^ 2", "((-2) ^ ((-3) ^ 2))")]
fn operators_bind_by_level(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text), expected);
}

#[rstest::rstest]
#[case("!~!a", "(!(~(!a)))")]
#[case("~-1", "(~(-1))")]
#[case("--a", "(-(-a))")]
#[case("a--1", "(a - (-1))")]
#[case("1-1", "(1 - 1)")]
#[case("!(a or b)", "(!(a or b))")]
#[case("Flow.l[a + 1].x.y[0]", "((((Flow.l)[(a + 1)]).\"x\").\"y\")[0]")]
#[case("GetAt(Flow.l, 0).x[1]", "((GetAt(Flow.l, 0)).\"x\")[1]")]
#[case("(Flow.a).x", "(Flow.a).\"x\"")]
#[case("((a))[0]", "(a)[0]")]
#[case("ToPhoneNumber(a).\"dialing code\"", "(ToPhoneNumber(a)).\"dialing code\"")]
fn prefixes_stack_and_postfixes_follow_anything(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text), expected);
}

#[rstest::rstest]
#[case("1.+.5", "(1.0 + 0.5)")]
#[case("00012", "12")]
#[case("1.50", "1.5")]
#[case("true", "true")]
#[case("NOT_SET", "NOT_SET")]
#[case("größe", "größe")]
#[case("Flow.$x_1", "Flow.$x_1")]
#[case("変数", "変数")]
#[case("order == android", "(order == android)")]
#[case("Flow.or and Flow.And", "(Flow.or and Flow.And)")]
#[case("truely", "truely")]
#[case("\"\\\"\\\\\\n\\r\\t\"", "\"\\\"\\\\\\n\\r\\t\"")]
#[case("\"a\r\nb\"", "\"a\\r\\nb\"")]
#[case("\"it's // no comment\"", "\"it's // no comment\"")]
#[case("\n\ta\n", "a")]
fn tokens_are_as_documented(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text), expected);
}

#[rstest::rstest]
#[case("true && false", "`&&` is no operator", 5..7, "write `and`")]
#[case("true || false", "`||` is no operator", 5..7, "write `or`")]
#[case("Flow.x = 1", "`=` is no operator", 7..8, "write `==`")]
#[case("Flow.x === 1", "`===` is no operator", 7..10, "write `==`")]
#[case("Flow.x <> 1", "`<>` is no operator", 7..9, "write `!=`")]
#[case("Flow.x == 'a'", "`'` does not quote a text", 10..13, "write texts in `\"`")]
#[case("Flow.x == “a”", "`“` does not quote a text", 10..17, "write texts in `\"`")]
#[case("not Flow.x", "`not` is not part of the language", 0..3, "write `!`")]
#[case("Flow.x == null", "`null` is not part of the language", 10..14, "write `NOT_SET`")]
#[case("Flow.x == not_set", "`not_set` is no value", 10..17, "write `NOT_SET`")]
#[case("TRUE", "`TRUE` is no value", 0..4, "write `true`")]
#[case("False", "`False` is no value", 0..5, "write `false`")]
#[case("Contain(Flow.x, \"a\")", "there is no function `Contain`", 0..7, "did you mean `Contains`?")]
#[case("1 + tostrin(2)", "there is no function `tostrin`", 4..11, "did you mean `ToString`?")]
#[case("Contains(Flow.x, \"a\"", "`)` is missing for `Contains`; found the end", 20..20, "")]
#[case("(1 + 2", "`)` is missing for `(`; found the end", 6..6, "")]
#[case("Flow.x[0", "`]` is missing for `[`; found the end", 8..8, "")]
#[case("1 + 2)", "unexpected `)`", 5..6, "nothing was opened that it could close")]
#[case("Flow.x Flow.y", "unexpected `Flow`", 7..11, "an operator such as `+` or `==` is missing before it")]
#[case("Flow.x ==", "a value is missing before the end", 9..9, "")]
#[case("* 2", "a value is missing before `*`", 0..1, "")]
#[case("1 + or", "a value is missing before `or`", 4..6, "")]
#[case("\"abc", "a text is not closed", 0..4, "write `\"` at its end")]
#[case("\"a\\qb\"", "unknown escape `\\q`", 2..4, "the escapes are `\\\"`, `\\\\`, `\\n`, `\\r` and `\\t`; write `\\\\` for a backslash")]
#[case("Flow.x ? 1", "`:` is missing behind `?`", 10..10, "")]
#[case("Flow.x # 1", "unexpected character `#`", 7..8, "")]
fn mistakes_are_told_where_they_are(
    #[case] text: &str,
    #[case] message: &str,
    #[case] span: Range<usize>,
    #[case] help: &str,
) {
    let first = parse(text).unwrap_err().remove(0);
    assert_eq!((first.message.as_str(), first.span), (message, span));
    assert_eq!(first.help.unwrap_or_default(), help);
}
