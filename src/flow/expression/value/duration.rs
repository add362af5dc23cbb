//! Lengths of time in milliseconds, printed and read as ISO 8601 (`PT1H`, `-P9DT18H29M59.544S`). Must not know dates.

use std::fmt;
use std::str::FromStr;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A length of time in milliseconds; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration {
    /// The length.
    pub milliseconds: i64,
}

impl Duration {
    /// A length in milliseconds.
    pub fn from_milliseconds(milliseconds: i64) -> Self {
        Self { milliseconds }
    }

    /// A length of parts, each of which may be negative; none when it does not fit.
    pub fn from_parts(days: i64, hours: i64, minutes: i64, seconds: i64, milliseconds: i64) -> Option<Self> {
        let parts = [(days, DAY), (hours, HOUR), (minutes, MINUTE), (seconds, SECOND), (milliseconds, 1)];
        let total =
            parts.into_iter().try_fold(0_i64, |sum, (count, unit)| sum.checked_add(count.checked_mul(unit)?))?;
        Some(Self::from_milliseconds(total))
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.milliseconds.checked_add(other.milliseconds).map(Self::from_milliseconds)
    }

    /// The same length backwards, if it fits.
    pub fn checked_neg(self) -> Option<Self> {
        self.milliseconds.checked_neg().map(Self::from_milliseconds)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.milliseconds.unsigned_abs();
        let part = |unit: i64, of: i64| total / unit.unsigned_abs() % of.unsigned_abs();
        let days = total / DAY.unsigned_abs();
        let (hours, minutes, seconds, millis) = (part(HOUR, 24), part(MINUTE, 60), part(SECOND, 60), part(1, 1000));
        out.write_str(if self.milliseconds < 0 { "-P" } else { "P" })?;
        if days > 0 {
            write!(out, "{days}D")?;
        }
        if hours + minutes + seconds + millis > 0 || total == 0 {
            out.write_str("T")?;
        }
        if hours > 0 {
            write!(out, "{hours}H")?;
        }
        if minutes > 0 {
            write!(out, "{minutes}M")?;
        }
        if millis > 0 {
            let fraction = format!("{millis:03}");
            write!(out, "{seconds}.{}S", fraction.trim_end_matches('0'))?;
        } else if seconds > 0 || total == 0 {
            write!(out, "{seconds}S")?;
        }
        Ok(())
    }
}

/// Reads ISO 8601 (`P1DT2H30M4.5S`, with weeks, a leading `-`) and the form of exports (`P0D0H0M8S0F`, where `F` counts milliseconds).
/// Years and months have no fixed length and are refused.
impl FromStr for Duration {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut rest = text.strip_prefix(['P', 'p']).ok_or(())?;
        let mut total = 0_i64;
        let mut parts = 0;
        while !rest.is_empty() {
            rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
            let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-')).ok_or(())?;
            let (number, tail) = rest.split_at_checked(end).ok_or(())?;
            let mut letters = tail.chars();
            let unit = match letters.next().ok_or(())?.to_ascii_uppercase() {
                'W' => 7 * DAY,
                'D' => DAY,
                'H' => HOUR,
                'M' => MINUTE,
                'S' => SECOND,
                'F' => 1,
                _ => return Err(()),
            };
            total = total.checked_add(scaled(number, unit)?).ok_or(())?;
            parts += 1;
            rest = letters.as_str();
        }
        if parts == 0 { Err(()) } else { Ok(Self::from_milliseconds(sign * total)) }
    }
}

/// A number with an optional fraction times a unit, in whole milliseconds.
fn scaled(number: &str, unit: i64) -> Result<i64, ()> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: i64 = whole.parse().map_err(|_| ())?;
    let mut total = whole.checked_mul(unit).ok_or(())?;
    let mut place = unit;
    for digit in fraction.chars() {
        place /= 10;
        total = total.checked_add(i64::from(digit.to_digit(10).ok_or(())?) * place).ok_or(())?;
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case(Duration::from_parts(0, 1, 0, 0, 0), "PT1H")]
    #[case(Duration::from_parts(-10, 5, 30, 0, 456), "-P9DT18H29M59.544S")]
    #[case(Duration::from_parts(-10, 5, 30, 0, 0), "-P9DT18H30M")]
    #[case(Duration::from_parts(0, 0, 0, 0, 0), "PT0S")]
    #[case(Duration::from_parts(2, 0, 0, 0, 0), "P2D")]
    #[case(Duration::from_parts(0, 0, 0, 0, 50), "PT0.05S")]
    fn lengths_print_and_are_read_back(#[case] duration: Option<Duration>, #[case] printed: &str) {
        assert_eq!(duration.unwrap().to_string(), printed);
        assert_eq!(printed.parse::<Duration>().ok(), duration);
    }

    #[rstest::rstest]
    #[case("P0D0H0M8S0F", Some(8000))]
    #[case("P1W", Some(604_800_000))]
    #[case("P", None)]
    #[case("1H", None)]
    #[case("P1Y", None)]
    #[case("PT99999999999999999999S", None)]
    fn other_forms(#[case] text: &str, #[case] milliseconds: Option<i64>) {
        assert_eq!(text.parse::<Duration>().ok().map(|one| one.milliseconds), milliseconds);
    }
}
