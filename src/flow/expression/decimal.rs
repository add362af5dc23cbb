//! Exact decimal numbers: 40 significant digits, one rounding rule. Must not know values and functions; nobody else touches the
//! number library.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, RoundingMode, Signed, ToPrimitive, Zero};

/// Significant digits that a result keeps (the vendor's expression reference: up to 40).
pub const SIGNIFICANT_DIGITS: u64 = 40;

/// Digits behind the point that a number may have; a smaller number counts as zero. Guards time and memory of hostile powers.
const FRACTION_DIGITS: i64 = 400;

/// Decision: halves round away from zero. Basis: the vendor's examples `ToString(1.125, 2)` "1.13" and `Round(1.5)` 2.0.
const ROUNDING: RoundingMode = RoundingMode::HalfUp;

/// An exact decimal number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(BigDecimal);

/// A result that has more digits before the point than a Decimal holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overflow;

impl Decimal {
    /// Zero.
    pub fn zero() -> Self {
        Self(BigDecimal::zero())
    }

    /// A number rounded to what a Decimal holds.
    fn fit(number: BigDecimal) -> Result<Self, Overflow> {
        if number.is_zero() {
            return Ok(Self::zero());
        }
        let (digits, scale) = (i64::try_from(number.digits()).unwrap_or(i64::MAX), number.fractional_digit_count());
        let whole_digits = digits.saturating_sub(scale);
        if whole_digits > SIGNIFICANT_DIGITS.cast_signed() {
            return Err(Overflow);
        }
        if whole_digits < -FRACTION_DIGITS {
            return Ok(Self::zero());
        }
        let rounded = match NonZeroU64::new(SIGNIFICANT_DIGITS) {
            Some(precision) if digits > SIGNIFICANT_DIGITS.cast_signed() => {
                number.with_precision_round(precision, ROUNDING)
            }
            _ => number,
        };
        Ok(Self(rounded))
    }

    /// The sum.
    ///
    /// # Errors
    /// The result is too large; so for the other operations.
    pub fn add(&self, other: &Self) -> Result<Self, Overflow> {
        Self::fit(&self.0 + &other.0)
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn subtract(&self, other: &Self) -> Result<Self, Overflow> {
        Self::fit(&self.0 - &other.0)
    }

    /// The product.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn multiply(&self, other: &Self) -> Result<Self, Overflow> {
        Self::fit(&self.0 * &other.0)
    }

    /// The quotient; none for a divisor of zero.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn divide(&self, other: &Self) -> Result<Option<Self>, Overflow> {
        if other.0.is_zero() {
            return Ok(None);
        }
        Self::fit(&self.0 / &other.0).map(Some)
    }

    /// The remainder with the sign of the dividend; none for a divisor of zero.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn remainder(&self, other: &Self) -> Result<Option<Self>, Overflow> {
        if other.0.is_zero() {
            return Ok(None);
        }
        Self::fit(&self.0 % &other.0).map(Some)
    }

    /// The power. A whole exponent is exact to 40 digits; a fraction is computed in double precision (decision: the vendor gives no
    /// example of one). None where no real number is the answer.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn power(&self, exponent: &Self) -> Result<Option<Self>, Overflow> {
        if exponent.0.is_integer() {
            let Some(times) = exponent.0.to_i64() else { return Err(Overflow) };
            let power = self.whole_power(times.unsigned_abs())?;
            return if times >= 0 { Ok(Some(power)) } else { Self::from(1).divide(&power) };
        }
        let (Some(base), Some(exponent)) = (self.0.to_f64(), exponent.0.to_f64()) else { return Err(Overflow) };
        let power = base.powf(exponent);
        match power.to_string().parse() {
            Ok(number) if power.is_finite() => Self::fit(number).map(Some),
            _ if power.is_nan() => Ok(None),
            _ => Err(Overflow),
        }
    }

    fn whole_power(&self, mut times: u64) -> Result<Self, Overflow> {
        let mut result = Self::from(1);
        let mut square = self.clone();
        while times > 0 {
            if times & 1 == 1 {
                result = result.multiply(&square)?;
            }
            times >>= 1;
            if times > 0 {
                square = square.multiply(&square)?;
            }
        }
        Ok(result)
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self(-&self.0)
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Rounded to that many digits behind the point.
    #[must_use]
    pub fn round(&self, digits: i64) -> Self {
        Self(self.0.with_scale_round(digits.clamp(-FRACTION_DIGITS, FRACTION_DIGITS), ROUNDING))
    }

    /// The largest whole number that is not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self(self.0.with_scale_round(0, RoundingMode::Floor))
    }

    /// The smallest whole number that is not below it.
    #[must_use]
    pub fn ceiling(&self) -> Self {
        Self(self.0.with_scale_round(0, RoundingMode::Ceiling))
    }

    /// The whole part, if it fits 64 bits: 3.7 gives 3 and -5.7 gives -5.
    pub fn truncate(&self) -> Option<i64> {
        self.0.with_scale_round(0, RoundingMode::Down).to_i64()
    }

    /// Compares with a whole number.
    pub fn compare_integer(&self, integer: i64) -> Ordering {
        self.0.cmp(&BigDecimal::from(integer))
    }

    /// Prints with exactly that many digits behind the point, rounded.
    pub fn to_fixed(&self, digits: u32) -> String {
        self.0.with_scale_round(i64::from(digits).min(FRACTION_DIGITS), ROUNDING).to_plain_string()
    }

    /// The nearest double, for documents that know no other number.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(0.0)
    }
}

impl From<i64> for Decimal {
    fn from(integer: i64) -> Self {
        Self(BigDecimal::from(integer))
    }
}

/// Reads plain digits with an optional sign and point: `5`, `-1.50`, `.5`, `1.`, and the exponents of JSON. More than 40 digits are
/// rounded.
impl FromStr for Decimal {
    type Err = Overflow;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().map_err(|_| Overflow)?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !plain(whole) || !plain(fraction) {
            return Err(Overflow);
        }
        let number: BigInt = format!("{whole}{fraction}").parse().map_err(|_| Overflow)?;
        let scale = i64::try_from(fraction.len()).ok().and_then(|len| len.checked_sub(exponent)).ok_or(Overflow)?;
        if scale.abs() > i64::from(i32::MAX) {
            return Err(Overflow);
        }
        Self::fit(BigDecimal::new(if negative { -number } else { number }, scale))
    }
}

/// Prints as Architect does: plain digits, at least one behind the point, no zeros at the end beyond that one.
impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.normalized().to_plain_string();
        out.write_str(&plain)?;
        if plain.contains('.') { Ok(()) } else { out.write_str(".0") }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[rstest::rstest]
    #[case("5", "5.0")]
    #[case("1.50", "1.5")]
    #[case("-1.0", "-1.0")]
    #[case(".5", "0.5")]
    #[case("1.", "1.0")]
    #[case("1e3", "1000.0")]
    #[case("0.1234567890123456789012345678901234567890", "0.123456789012345678901234567890123456789")]
    fn numbers_print_as_architect_prints_them(#[case] text: &str, #[case] printed: &str) {
        assert_eq!(decimal(text).to_string(), printed);
    }

    #[rstest::rstest]
    #[case("")]
    #[case(".")]
    #[case("1.2.3")]
    #[case("--1")]
    #[case("1e")]
    #[case("ten")]
    #[case("1e999999999999")]
    fn other_texts_are_no_numbers(#[case] text: &str) {
        assert!(text.parse::<Decimal>().is_err());
    }

    #[test]
    fn a_third_has_forty_digits() {
        let third = decimal("1").divide(&decimal("3")).unwrap().unwrap();
        assert_eq!(third.to_string(), format!("0.{}", "3".repeat(40)));
        assert_eq!(decimal("1").divide(&Decimal::zero()), Ok(None));
    }

    #[test]
    fn powers_are_exact_and_bounded() {
        assert_eq!(decimal("2").power(&decimal("-1")).unwrap(), Some(decimal("0.5")));
        assert_eq!(decimal("-2").power(&decimal("2")).unwrap(), Some(decimal("4")));
        assert_eq!(decimal("10").power(&decimal("999999999")), Err(Overflow));
        assert_eq!(decimal("0.1").power(&decimal("999999999")), Ok(Some(Decimal::zero())));
        assert_eq!(decimal("-2").power(&decimal("0.5")), Ok(None));
        assert_eq!(decimal("0").power(&decimal("-1")), Ok(None));
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(decimal("1.125").to_fixed(2), "1.13");
        assert_eq!(decimal("-3.5").round(0), decimal("-4"));
        assert_eq!(decimal("-1").to_fixed(3), "-1.000");
        assert_eq!(decimal("-5.7").truncate(), Some(-5));
    }
}
