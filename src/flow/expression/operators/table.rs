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
    Less "<" 7 ORDERED, ["7.2 < 5" => "false", "\"Hello\" < \"World\"" => "true"];
    LessOrEqual "<=" 7 ORDERED, ["9.2 <= 11.7" => "true"];
    Greater ">" 7 ORDERED, ["7 > 5.2" => "true"];
    GreaterOrEqual ">=" 7 ORDERED, ["9.2 >= 11.7" => "false"];
    Add "+" 8 &[
        "(augend: Integer, addend: Integer) -> Integer",
        "(augend: Decimal, addend: Decimal) -> Decimal",
        "(augend: Currency, addend: Currency) -> Currency",
        "(augend: Audible, addend: Audible) -> Audio",
        "(augend: Duration, addend: DateTime) -> DateTime",
        "(augend: DateTime, addend: Duration) -> DateTime",
        "(augend: Duration, addend: Duration) -> Duration",
        "(augend: String, addend: String) -> String",
    ], ["2.5 + 3" => "5.5", "\"hel\" + \"lo\"" => "\"hello\""];
    Subtract "-" 8 &[
        "(minuend: Integer, subtrahend: Integer) -> Integer",
        "(minuend: Decimal, subtrahend: Decimal) -> Decimal",
        "(minuend: Currency, subtrahend: Currency) -> Currency",
        "(minuend: Duration, subtrahend: Duration) -> Duration",
        "(minuend: DateTime, subtrahend: Duration) -> DateTime",
    ], ["2 - 3" => "-1", "20 - 5.5" => "14.5"];
    Multiply "*" 9 &[
        "(multiplicand: Integer, multiplier: Integer) -> Integer",
        "(multiplicand: Decimal, multiplier: Decimal) -> Decimal",
        "(multiplicand: Decimal, multiplier: Currency) -> Currency",
        "(multiplicand: Currency, multiplier: Decimal) -> Currency",
    ], ["7 * 12.2" => "85.4"];
    Divide "/" 9 &[
        "(dividend: Decimal, divisor: Decimal) -> Decimal",
        "(dividend: Currency, divisor: Decimal) -> Currency",
    ], ["42 / 8" => "5.25", "1 / 0" => "error: division by zero"];
    Remainder "%" 9 &[
        "(dividend: Integer, divisor: Integer) -> Integer",
        "(dividend: Decimal, divisor: Decimal) -> Decimal",
        "(dividend: Currency, divisor: Decimal) -> Currency",
    ], ["37.3 % 12.8" => "11.7", "7 % 3" => "1"];
    Power "^" 10 &["(base: Decimal, exponent: Decimal) -> Decimal"], ["2 ^ 3" => "8.0", "-2 ^ 2" => "4.0", "2 ^ 3 ^ 2" => "512.0"];
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
            examples: &[("~ 5", "-6")],
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
            examples: &[("-( 3 + 2 )", "-5"), ("- ( 0.0 )", "0.0")],
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
}
