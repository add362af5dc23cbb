//! Durations as files write them: `500ms`, `2s`, `1m30s`, `72h`, `3d`. Must not know what waits so long.

use std::time::Duration;

/// The longest duration that is read: a flow's conversation ends after 72 hours of silence, so a year is a slip of the pen.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

/// Units from the largest, with their length in milliseconds.
const UNITS: &[(&str, u64)] = &[("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Reads a duration: whole numbers with units, each unit smaller than the one before; the seconds may have a fraction (`1.5s`).
///
/// # Errors
/// What is wrong with the text, as a lowercase fragment.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let mut rest = text;
    let mut millis: u64 = 0;
    let mut next_unit = 0;
    if rest.is_empty() {
        return Err("a duration is empty".into());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        if number.is_empty() {
            return Err(format!("`{text}` is not a duration"));
        }
        if unit.is_empty() {
            let what = if tail.is_empty() { "lacks a unit" } else { "is not a duration" };
            return Err(format!("`{text}` {what}"));
        }
        let Some(at) = UNITS.iter().position(|(name, _)| *name == unit) else {
            return Err(format!("`{unit}` is not a unit of time"));
        };
        if at < next_unit {
            return Err(format!("the units of `{text}` do not go from large to small"));
        }
        let length = UNITS.get(at).map_or(1, |(_, length)| *length);
        let part = part_of(number, length, unit).ok_or_else(|| format!("`{text}` is not a duration"))?;
        millis = millis.checked_add(part).ok_or_else(|| format!("`{text}` is too long"))?;
        next_unit = at + 1;
        rest = tail;
    }
    let duration = Duration::from_millis(millis);
    if duration > LONGEST { Err(format!("`{text}` is longer than a year")) } else { Ok(duration) }
}

/// Milliseconds of `number` units of `length`; a fraction is read for seconds only, to three digits.
fn part_of(number: &str, length: u64, unit: &str) -> Option<u64> {
    let Some((whole, fraction)) = number.split_once('.') else {
        return number.parse::<u64>().ok()?.checked_mul(length);
    };
    if unit != "s" || fraction.is_empty() || fraction.len() > 3 {
        return None;
    }
    let thousandths: u64 = format!("{fraction:0<3}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(length)?.checked_add(thousandths)
}

/// The shortest text that reads as this duration, for messages: `1m30s`, `500ms`, `0s`.
pub fn show_duration(duration: Duration) -> String {
    let mut left = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let mut text = String::new();
    for (unit, length) in UNITS {
        let count = left / length;
        if count > 0 {
            text.push_str(&format!("{count}{unit}"));
        }
        left %= length;
    }
    if text.is_empty() { "0s".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2s", 2_000)]
    #[case("500ms", 500)]
    #[case("72h", 259_200_000)]
    #[case("1m30s", 90_000)]
    #[case("3d", 259_200_000)]
    #[case("1.5s", 1_500)]
    #[case("1h0m0.25s", 3_600_250)]
    #[case("0s", 0)]
    fn durations_are_read(#[case] text: &str, #[case] millis: u64) {
        assert_eq!(parse_duration(text), Ok(Duration::from_millis(millis)));
    }

    #[rstest]
    #[case("", "empty")]
    #[case("5", "lacks a unit")]
    #[case("s", "not a duration")]
    #[case("-2s", "not a duration")]
    #[case("2 s", "not a duration")]
    #[case("5 minutes", "not a duration")]
    #[case("2sec", "`sec` is not a unit")]
    #[case("2S", "`S` is not a unit")]
    #[case("30s1m", "large to small")]
    #[case("1s1s", "large to small")]
    #[case("1.5h", "not a duration")]
    #[case("1.5678s", "not a duration")]
    #[case("1..5s", "not a duration")]
    #[case("99999999999999999999h", "not a duration")]
    #[case("9999d", "longer than a year")]
    fn mistakes_are_told(#[case] text: &str, #[case] message: &str) {
        let found = parse_duration(text).unwrap_err();
        assert!(found.contains(message), "{found}");
    }

    #[rstest]
    #[case(0, "0s")]
    #[case(90_000, "1m30s")]
    #[case(1_500, "1s500ms")]
    #[case(259_200_000, "3d")]
    fn durations_are_shown_as_they_are_read(#[case] millis: u64, #[case] text: &str) {
        assert_eq!(show_duration(Duration::from_millis(millis)), text);
    }
}
