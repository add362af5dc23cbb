//! Two texts: the same, different, or different by nature. What the run knows of itself is replaced first, as in snapshots.

use std::sync::LazyLock;

use regex::Regex;

use crate::evidence::snapshot::Normaliser;

/// What two values are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same.
    Same,
    /// Different.
    Different,
    /// They differ in nothing but ids and instants, which no two runs share: neither the same nor a difference.
    ByNature,
}

/// Why a value was not compared.
pub const BY_NATURE: &str = "ids and instants differ from run to run";

#[expect(clippy::unwrap_used, reason = "a test compiles both patterns")]
static ID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b").unwrap());

/// An instant to the second at least; a date or an hour that a flow shows to a customer is none.
#[expect(clippy::unwrap_used, reason = "a test compiles both patterns")]
static INSTANT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})").unwrap());

/// The text as snapshots have it.
pub fn normal(text: &str, normaliser: &Normaliser) -> String {
    normaliser.apply(text)
}

/// The text without what differs by nature: what things are recognised by.
pub fn coarse(text: &str) -> String {
    INSTANT.replace_all(&ID.replace_all(text, "[id]"), "[instant]").into_owned()
}

/// What two normal texts are to each other.
pub fn likeness(a: &str, b: &str) -> Likeness {
    if a == b {
        Likeness::Same
    } else if coarse(a) == coarse(b) {
        Likeness::ByNature
    } else {
        Likeness::Different
    }
}

/// The same of values that may be absent.
pub fn likeness_of(a: Option<&str>, b: Option<&str>) -> Likeness {
    match (a, b) {
        (None, None) => Likeness::Same,
        (Some(a), Some(b)) => likeness(a, b),
        _ => Likeness::Different,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Gold", "Gold", Likeness::Same)]
    #[case("Gold", "gold", Likeness::Different)]
    #[case("q 0a1b2c3d-0000-4000-8000-0123456789ab", "q FFFFFFFF-0000-4000-8000-0123456789ab", Likeness::ByNature)]
    #[case("2026-11-24T16:00:00Z", "2026-12-02T05:00:00.5+01:00", Likeness::ByNature)]
    #[case("2026-01-05T15:00Z", "2026-01-06T15:00Z", Likeness::Different)]
    #[case("at 2026-11-24T16:00:00Z", "on 2026-11-24T16:00:01Z", Likeness::Different)]
    fn two_texts(#[case] a: &str, #[case] b: &str, #[case] expected: Likeness) {
        assert_eq!(likeness(a, b), expected);
    }
}
