//! The table of operators: symbol, binding power, signatures, examples. Must not know how each is computed.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{arithmetic, bits, comparison};
use crate::flow::expression::Value;
use crate::flow::expression::error::Fault;
use crate::flow::expression::functions::{Overload, choose};

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::flow::expression) enum BinaryOperator {
    Or,
    And,
    BitOr,
    BitAnd,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

/// An operator before its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::flow::expression) enum UnaryOperator {
    Not,
    BitNot,
    Negate,
}

/// A row of the table, for documentation.
#[derive(Debug, Clone, Copy)]
pub struct OperatorInfo {
    /// How it is written.
    pub symbol: &'static str,
    /// How strongly it binds: a larger number binds its operands first.
    pub strength: u8,
    /// Its signatures; `?` behind a type allows NOT_SET.
    pub signatures: &'static [&'static str],
    /// Uses with what they give.
    pub examples: &'static [(&'static str, &'static str)],
}

const ORDERED: &[&str] = &[
    "(valueToCompare: Integer, valueToCompareTo: Integer) -> Boolean",
    "(valueToCompare: Decimal, valueToCompareTo: Decimal) -> Boolean",
    "(valueToCompare: Currency, valueToCompareTo: Currency) -> Boolean",
    "(valueToCompare: DateTime, valueToCompareTo: DateTime) -> Boolean",
    "(valueToCompare: Duration, valueToCompareTo: Duration) -> Boolean",
    "(valueToCompare: Date, valueToCompareTo: Date) -> Boolean",
    "(valueToCompare: Time, valueToCompareTo: Time) -> Boolean",
    "(valueToCompare: String, valueToCompareTo: String) -> Boolean",
];
const EQUALITY: &[&str] = &["(valueToCompare: Anything?, valueToCompareTo: Anything?) -> Boolean"];
const BITS: &[&str] = &["(value1: Integer, value2: Integer) -> Integer"];
const LOGIC: &[&str] = &["(value1: Boolean, value2: Boolean) -> Boolean"];

macro_rules! binary_operators {
    ($($operator:ident $symbol:literal $strength:literal $signatures:expr, [$($example:literal => $value:literal),*];)*) => {
        const BINARY: &[(BinaryOperator, OperatorInfo)] = &[$((BinaryOperator::$operator, OperatorInfo {
            symbol: $symbol, strength: $strength, signatures: $signatures, examples: &[$(($example, $value)),*],
        })),*];
    };
}

binary_operators! {
    Or "or" 2 LOGIC, ["true Or false" => "true", "false or false" => "false"];
    And "and" 3 LOGIC, ["true And false" => "false", "true AND ( 3 < 4 )" => "true"];
    BitOr "|" 4 BITS, ["3 | 9" => "11", "-2 | 5" => "-1"];
    BitAnd "&" 5 BITS, ["7 & 15" => "7", "-2 & 5" => "4"];
    Equal "==" 6 EQUALITY, ["5.0 == 5" => "true", "\"a\" == \"A\"" => "false", "\"Hello\" == NOT_SET" => "false"];
    NotEqual "!=" 6 EQUALITY, ["5 != 3" => "true", "ToDecimal(NOT_SET) != ToInt(NOT_SET)" => "false"];
    Less "<" 7 ORDERED, ["7.2 < 5" => "false", "\"Hello\" < \"World\"" => "true", "5 < 5" => "false", "7.2 < 5.5" => "false", "MakeCurrency(6, \"USD\") < MakeCurrency(6.1, \"USD\")" => "true", "MakeDateTime(2009, 3, 20) < MakeDateTime(2010, 3, 20)" => "true", "MakeDuration(0, 2, 30, 0) < MakeDuration(0, 1, 59, 59)" => "false", "\"Hello\" < \"hello\"" => "false"];
    LessOrEqual "<=" 7 ORDERED, ["9.2 <= 11.7" => "true", "5 <= 5" => "true", "7.2 <= 5.5" => "false", "MakeCurrency(6, \"USD\") <= MakeCurrency(6.1, \"USD\")" => "true", "MakeDateTime(2009, 3, 20) <= MakeDateTime(2010, 3, 20)" => "true", "MakeDuration(0, 2, 30, 0) <= MakeDuration(0, 1, 59, 59)" => "false", "\"Hello\" <= \"hello\"" => "false"];
    Greater ">" 7 ORDERED, ["7 > 5.2" => "true", "5 > 5" => "false", "7.2 > 5.5" => "true", "MakeCurrency(6, \"USD\") > MakeCurrency(6.1, \"USD\")" => "false", "MakeDateTime(2009, 3, 20) > MakeDateTime(2010, 3, 20)" => "false", "MakeDuration(0, 2, 30, 0) > MakeDuration(0, 1, 59, 59)" => "true", "\"Hello\" > \"hello\"" => "true"];
    GreaterOrEqual ">=" 7 ORDERED, ["9.2 >= 11.7" => "false", "5 >= 5" => "true", "7.2 >= 5.5" => "true", "MakeCurrency(6, \"USD\") >= MakeCurrency(6.1, \"USD\")" => "false", "MakeDateTime(2009, 3, 20) >= MakeDateTime(2010, 3, 20)" => "false", "MakeDuration(0, 2, 30, 0) >= MakeDuration(0, 1, 59, 59)" => "true", "\"Hello\" >= \"hello\"" => "true"];
    Add "+" 8 &[
        "(augend: Integer, addend: Integer) -> Integer",
        "(augend: Decimal, addend: Decimal) -> Decimal",
        "(augend: Currency, addend: Currency) -> Currency",
        "(augend: Audible, addend: Audible) -> Audio",
        "(augend: Duration, addend: DateTime) -> DateTime",
        "(augend: DateTime, addend: Duration) -> DateTime",
        "(augend: Duration, addend: Duration) -> Duration",
        "(augend: String, addend: String) -> String",
    ], ["2.5 + 3" => "5.5", "\"hel\" + \"lo\"" => "\"hello\"", "2 + 3" => "5", "MakeCurrency(5.25, \"USD\") + MakeCurrency(1.75, \"USD\")" => "MakeCurrency(7, \"USD\")", "ToAudioTTS(\"a\") + FindUserPrompt(\"b\")" => "ToAudioTTS(\"a b\")", "MakeDuration(1, 0, 0, 0) + MakeDateTime(2024, 2, 28)" => "MakeDateTime(2024, 2, 29)", "MakeDateTime(2024, 2, 28) + MakeDuration(1, 0, 0, 0)" => "MakeDateTime(2024, 2, 29)", "MakeDuration(1, 0, 0, 0) + MakeDuration(0, 1, 0, 0)" => "MakeDuration(1, 1, 0, 0)", "999999999999999 + 1" => "error: the result is too large for an Integer"];
    Subtract "-" 8 &[
        "(minuend: Integer, subtrahend: Integer) -> Integer",
        "(minuend: Decimal, subtrahend: Decimal) -> Decimal",
        "(minuend: Currency, subtrahend: Currency) -> Currency",
        "(minuend: Duration, subtrahend: Duration) -> Duration",
        "(minuend: DateTime, subtrahend: Duration) -> DateTime",
    ], ["2 - 3" => "-1", "20 - 5.5" => "14.5", "MakeCurrency(5, \"USD\") - MakeCurrency(2.5, \"USD\")" => "MakeCurrency(2.5, \"USD\")", "MakeDuration(1, 0, 0, 0) - MakeDuration(0, 1, 0, 0)" => "MakeDuration(0, 23, 0, 0)", "MakeDateTime(2024, 3, 1) - MakeDuration(1, 0, 0, 0)" => "MakeDateTime(2024, 2, 29)"];
    Multiply "*" 9 &[
        "(multiplicand: Integer, multiplier: Integer) -> Integer",
        "(multiplicand: Decimal, multiplier: Decimal) -> Decimal",
        "(multiplicand: Decimal, multiplier: Currency) -> Currency",
        "(multiplicand: Currency, multiplier: Decimal) -> Currency",
    ], ["7 * 12.2" => "85.4", "7 * 12" => "84", "7.2 * MakeCurrency(5, \"USD\")" => "MakeCurrency(36, \"USD\")", "MakeCurrency(5, \"USD\") * 2" => "MakeCurrency(10, \"USD\")"];
    Divide "/" 9 &[
        "(dividend: Decimal, divisor: Decimal) -> Decimal",
        "(dividend: Currency, divisor: Decimal) -> Currency",
    ], ["42 / 8" => "5.25", "1 / 0" => "error: division by zero", "MakeCurrency(10.5, \"USD\") / 2" => "MakeCurrency(5.25, \"USD\")"];
    Remainder "%" 9 &[
        "(dividend: Integer, divisor: Integer) -> Integer",
        "(dividend: Decimal, divisor: Decimal) -> Decimal",
        "(dividend: Currency, divisor: Decimal) -> Currency",
    ], ["37.3 % 12.8" => "11.7", "7 % 3" => "1", "-7 % 3" => "-1", "MakeCurrency(37.3, \"USD\") % 12" => "MakeCurrency(1.3, \"USD\")"];
    Power "^" 10 &["(base: Decimal, exponent: Decimal) -> Decimal"], ["2 ^ 3" => "8.0", "-2 ^ 2" => "4.0", "2 ^ 3 ^ 2" => "512.0", "2.0 ^ -1" => "0.5", "4 ^ 0.5" => "2.0"];
}

const UNARY: &[(UnaryOperator, OperatorInfo)] = &[
    (
        UnaryOperator::Not,
        OperatorInfo {
            symbol: "!",
            strength: 11,
            signatures: &["(booleanValue: Boolean) -> Boolean"],
            examples: &[("!true", "false"), ("!!true", "true")],
        },
    ),
    (
        UnaryOperator::BitNot,
        OperatorInfo {
            symbol: "~",
            strength: 11,
            signatures: &["(value1: Integer) -> Integer"],
            examples: &[("~ 5", "-6"), ("~ -6", "5")],
        },
    ),
    (
        UnaryOperator::Negate,
        OperatorInfo {
            symbol: "-",
            strength: 12,
            signatures: &[
                "(valueToNegate: Integer) -> Integer",
                "(valueToNegate: Decimal) -> Decimal",
                "(valueToNegate: Currency) -> Currency",
                "(valueToNegate: Duration) -> Duration",
            ],
            examples: &[
                ("-( 3 + 2 )", "-5"),
                ("- ( 0.0 )", "0.0"),
                ("-MakeCurrency(5.25, \"USD\")", "MakeCurrency(-5.25, \"USD\")"),
                ("-MakeDuration(0, 1, 0, 0)", "MakeDuration(0, -1, 0, 0)"),
            ],
        },
    ),
];

static OVERLOADS: LazyLock<Vec<(&'static str, Vec<Overload>)>> = LazyLock::new(|| {
    let read = |info: &OperatorInfo| {
        (info.symbol, info.signatures.iter().filter_map(|text| Overload::parse(text)).collect::<Vec<_>>())
    };
    BINARY.iter().map(|(_, info)| read(info)).chain(UNARY.iter().map(|(_, info)| read(info))).collect()
});

/// Every operator, for documentation; `-` stands twice, between operands and before one.
pub fn operator_table() -> impl Iterator<Item = OperatorInfo> {
    BINARY.iter().map(|(_, info)| *info).chain(UNARY.iter().map(|(_, info)| *info))
}

impl BinaryOperator {
    /// The operator of a symbol, or of a word in any letter case.
    pub fn of(symbol: &str) -> Option<Self> {
        BINARY.iter().find(|(_, info)| info.symbol.eq_ignore_ascii_case(symbol)).map(|(operator, _)| *operator)
    }

    fn info(self) -> Option<&'static OperatorInfo> {
        BINARY.iter().find(|(operator, _)| *operator == self).map(|(_, info)| info)
    }

    /// How it is written.
    pub fn symbol(self) -> &'static str {
        self.info().map_or("", |info| info.symbol)
    }

    /// Its signatures.
    pub fn overloads(self) -> &'static [Overload] {
        overloads(self.symbol(), 2)
    }

    /// How strongly it binds.
    pub fn strength(self) -> u8 {
        self.info().map_or(0, |info| info.strength)
    }

    /// Whether `a ^ b ^ c` is `a ^ (b ^ c)`.
    pub fn groups_right(self) -> bool {
        self == Self::Power
    }

    /// Computes it; `and` and `or` take two booleans here, their short way is the evaluation's affair.
    pub fn apply(self, left: &Value, right: &Value) -> Result<Value, Fault> {
        let result = match self {
            Self::Equal => return comparison::equal(left, right).map(Value::Boolean),
            Self::NotEqual => return comparison::equal(left, right).map(|equal| Value::Boolean(!equal)),
            Self::Less => comparison::ordered(left, right, std::cmp::Ordering::is_lt),
            Self::LessOrEqual => comparison::ordered(left, right, std::cmp::Ordering::is_le),
            Self::Greater => comparison::ordered(left, right, std::cmp::Ordering::is_gt),
            Self::GreaterOrEqual => comparison::ordered(left, right, std::cmp::Ordering::is_ge),
            Self::And => bits::logical(left, right, |a, b| a && b),
            Self::Or => bits::logical(left, right, |a, b| a || b),
            Self::BitAnd => bits::and(left, right),
            Self::BitOr => bits::or(left, right),
            Self::Add => arithmetic::add(left, right),
            Self::Subtract => arithmetic::subtract(left, right),
            Self::Multiply => arithmetic::multiply(left, right),
            Self::Divide => arithmetic::divide(left, right),
            Self::Remainder => arithmetic::remainder(left, right),
            Self::Power => arithmetic::power(left, right),
        };
        match result {
            Some(result) => result,
            None => self.apply_widened(left, right),
        }
    }

    /// Converts JSON scalars, or says which operand the operator refuses.
    fn apply_widened(self, left: &Value, right: &Value) -> Result<Value, Fault> {
        let plain = |value: &Value| match value {
            Value::Json(json) => Value::from_document(json, crate::flow::expression::Type::Any).ok(),
            _ => None,
        };
        if let (Value::Json(_), _) | (_, Value::Json(_)) = (left, right) {
            let (left, right) =
                (plain(left).unwrap_or_else(|| left.clone()), plain(right).unwrap_or_else(|| right.clone()));
            if !matches!((&left, &right), (Value::Json(_), _) | (_, Value::Json(_))) {
                return self.apply(&left, &right);
            }
        }
        Err(refusal(self.symbol(), 2, &[Cow::Borrowed(left), Cow::Borrowed(right)]))
    }
}

impl UnaryOperator {
    /// How it is written.
    pub fn symbol(self) -> &'static str {
        UNARY.iter().find(|(operator, _)| *operator == self).map_or("", |(_, info)| info.symbol)
    }

    /// Its signatures.
    pub fn overloads(self) -> &'static [Overload] {
        overloads(self.symbol(), 1)
    }

    /// Computes it.
    pub fn apply(self, operand: &Value) -> Result<Value, Fault> {
        let result = match (self, operand) {
            (Self::Not, Value::Boolean(flag)) => Some(Ok(Value::Boolean(!flag))),
            (Self::BitNot, Value::Integer(number)) => Some(Ok(Value::Integer(!number))),
            (Self::Negate, operand) => arithmetic::negate(operand),
            _ => None,
        };
        match (result, operand) {
            (Some(result), _) => result,
            (None, Value::Json(json)) => match Value::from_document(json, crate::flow::expression::Type::Any) {
                Ok(plain) if !matches!(plain, Value::Json(_)) => self.apply(&plain),
                _ => Err(refusal(self.symbol(), 1, &[Cow::Borrowed(operand)])),
            },
            (None, _) => Err(refusal(self.symbol(), 1, &[Cow::Borrowed(operand)])),
        }
    }
}

fn refusal(symbol: &str, operands: usize, values: &[Cow<'_, Value>]) -> Fault {
    match choose(overloads(symbol, operands), symbol, values) {
        Err(fault) => fault,
        Ok(_) => Fault::new(format!("`{symbol}` does not take these operands")),
    }
}

fn overloads(symbol: &str, operands: usize) -> &'static [Overload] {
    OVERLOADS
        .iter()
        .find(|(one, overloads)| *one == symbol && overloads.iter().all(|overload| overload.takes(operands)))
        .map_or(&[], |(_, overloads)| overloads.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::expression::tree::NodeKind;
    use crate::flow::expression::{EveryName, FixedScope, parse};

    #[test]
    fn every_signature_is_well_formed() {
        let read: usize = OVERLOADS.iter().map(|(_, overloads)| overloads.len()).sum();
        assert_eq!(read, operator_table().map(|info| info.signatures.len()).sum::<usize>());
    }

    #[test]
    fn every_example_holds() {
        for (use_of, expected) in operator_table().flat_map(|info| info.examples) {
            let value = |text: &str| parse(text).unwrap().evaluate(&FixedScope::<EveryName>::default());
            match expected.strip_prefix("error: ") {
                Some(message) => assert_eq!(value(use_of).unwrap_err().message, message, "{use_of}"),
                None => assert_eq!(value(use_of).unwrap().quoted(), value(expected).unwrap().quoted(), "{use_of}"),
            }
        }
    }

    /// A value of each type that operators take, and of some that none takes.
    fn samples() -> Vec<Value> {
        let mut samples: Vec<Value> = [
            "true",
            "5",
            "2.5",
            "\"a\"",
            "MakeDateTime(2024, 1, 1)",
            "MakeDuration(0, 1, 0, 0)",
            "MakeCurrency(5, \"USD\")",
            "ToAudioTTS(\"a\")",
            "FindUserPrompt(\"a\")",
            "MakeList(1)",
            "ToPhoneNumber(\"+13178723000\")",
            "NOT_SET",
            "ToInt(NOT_SET)",
            "ToString(NOT_SET)",
            "ToBool(NOT_SET)",
            "ToSkill(\"a\")",
            "JsonParse(\"{}\")",
        ]
        .iter()
        .map(|text| parse(text).unwrap().evaluate(&FixedScope::<EveryName>::default()).unwrap())
        .collect();
        samples.push(Value::Date("2024-01-01".parse().unwrap()));
        samples.push(Value::Time("08:00:00".parse().unwrap()));
        samples
    }

    #[test]
    fn operators_take_what_their_signatures_say_and_nothing_else() {
        let mut chosen: Vec<(&str, &str)> = Vec::new();
        let samples = samples();
        for (operator, info) in BINARY {
            for (left, right) in samples.iter().flat_map(|left| samples.iter().map(move |right| (left, right))) {
                let operands = [Cow::Borrowed(left), Cow::Borrowed(right)];
                let (signed, computed) =
                    (choose(operator.overloads(), info.symbol, &operands), operator.apply(left, right));
                // Equality has one signature for all; which types can be compared is its own affair.
                let compares = matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual);
                assert!(
                    compares || signed.is_ok() == computed.is_ok(),
                    "{left:?} {} {right:?}: {computed:?}",
                    info.symbol
                );
                chosen.extend(signed.ok().map(|(overload, _)| (info.symbol, overload.text)));
            }
        }
        for (operator, info) in UNARY {
            for operand in &samples {
                let signed = choose(operator.overloads(), info.symbol, &[Cow::Borrowed(operand)]);
                assert_eq!(signed.is_ok(), operator.apply(operand).is_ok(), "{} {operand:?}", info.symbol);
                chosen.extend(signed.ok().map(|(overload, _)| (info.symbol, overload.text)));
            }
        }
        for (symbol, overload) in OVERLOADS.iter().flat_map(|(symbol, all)| all.iter().map(move |one| (*symbol, one))) {
            assert!(chosen.contains(&(symbol, overload.text)), "no sample is for {symbol} {}", overload.text);
        }
    }

    #[test]
    fn every_signature_has_an_example_that_uses_it() {
        let scope = FixedScope::<EveryName>::default();
        let mut without = Vec::new();
        for info in operator_table() {
            let mut used = Vec::new();
            for (text, _) in info.examples {
                let expression = parse(text).unwrap();
                let value = |id| expression.evaluate_node(id, &scope).unwrap().into_owned();
                let root = expression.tree.node(expression.tree.root).unwrap();
                let (overloads, operands) = match &root.kind {
                    NodeKind::Binary(operator, left, right) => {
                        (operator.overloads(), vec![value(*left), value(*right)])
                    }
                    NodeKind::Unary(operator, operand) => (operator.overloads(), vec![value(*operand)]),
                    _ => continue,
                };
                let operands: Vec<Cow<'_, Value>> = operands.into_iter().map(Cow::Owned).collect();
                used.extend(choose(overloads, info.symbol, &operands).ok().map(|(overload, _)| overload.text));
            }
            // No expression writes a Date or a Time out.
            let writable = |text: &&&str| !text.contains(": Date,") && !text.contains(": Time,");
            let unused = info.signatures.iter().filter(writable).filter(|text| !used.contains(*text));
            without.extend(unused.map(|text| format!("{} {text}", info.symbol)));
        }
        assert!(without.is_empty(), "no example uses:\n{}", without.join("\n"));
    }
}
