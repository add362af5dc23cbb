//! A percentage as a whole number of hundredths, so that a limit is met or not met exactly. Must not know what it is of.

use std::fmt;

/// Hundredths of a percent in all of something.
const WHOLE: u32 = 10_000;

/// Hundredths of a percent, from 0 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Percent(u32);

impl Percent {
    /// So many hundredths of a percent; none where that is more than all.
    pub fn from_hundredths(hundredths: u32) -> Option<Self> {
        (hundredths <= WHOLE).then_some(Self(hundredths))
    }

    /// The part, rounded down: only all of something is 100 %. None of nothing.
    pub fn of(part: usize, whole: usize) -> Option<Self> {
        let hundredths = (part as u128 * u128::from(WHOLE)).checked_div(whole as u128)?;
        u32::try_from(hundredths).ok().and_then(Self::from_hundredths)
    }

    /// Hundredths of a percent.
    pub fn hundredths(self) -> u32 {
        self.0
    }

    /// With one digit behind the point, rounded down.
    pub fn short(self) -> String {
        format!("{}.{}", self.0 / 100, self.0 % 100 / 10)
    }
}

/// Prints `80`, `80.5`, `80.25`.
impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(out, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(out, "{whole}.{}", part / 10),
            (whole, part) => write!(out, "{whole}.{part:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(8000, "80")]
    #[case(8050, "80.5")]
    #[case(8005, "80.05")]
    #[case(0, "0")]
    #[case(10_000, "100")]
    fn it_prints_as_it_would_be_written(#[case] hundredths: u32, #[case] shown: &str) {
        assert_eq!(Percent::from_hundredths(hundredths).unwrap().to_string(), shown);
        assert_eq!(Percent::from_hundredths(10_001), None);
    }

    #[test]
    fn only_all_of_something_is_a_hundred_percent() {
        assert_eq!(Percent::of(9_999_999, 10_000_000).unwrap().short(), "99.9");
        assert_eq!(Percent::of(2, 3).unwrap().short(), "66.6");
        assert_eq!(Percent::of(3, 3).unwrap().short(), "100.0");
        assert_eq!(Percent::of(0, 0), None);
    }
}
