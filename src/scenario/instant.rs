//! Points in time and time zones as files write them: `2026-11-23T10:00 America/Chicago`, RFC 3339, RFC 9557. The zones are those built
//! in, so that a file means the same on every machine. Must not know the present time.

use std::fmt;
use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use crate::diagnostic::did_you_mean;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A zone is suggested only when it is this near: there are hundreds, and some name is always somewhat alike.
const NEAR_ZONE: f64 = 0.88;

/// Why a text is no point in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstantError {
    /// The text is not of a known form; the message.
    Form(String),
    /// The zone is unknown: its name.
    Zone(String),
    /// It has a date and a time but no zone.
    NoZone,
    /// The clock of the zone skips it, as in spring.
    Skipped(String),
}

/// The reason as a lowercase fragment.
impl fmt::Display for InstantError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(message) | Self::Skipped(message) => out.write_str(message),
            Self::Zone(zone) => write!(out, "time zone `{zone}` is not known"),
            Self::NoZone => out.write_str("it has no time zone"),
        }
    }
}

/// Reads a point in time. A time that the zone's clock shows twice (in autumn) is the first of the two.
///
/// # Errors
/// Why the text is none.
pub fn parse_instant(text: &str) -> Result<Zoned, InstantError> {
    if let Some((when, zone)) = text.split_once(' ').filter(|(_, zone)| !zone.starts_with(|c: char| c.is_ascii_digit()))
    {
        let zone_name = zone.trim();
        let civil: DateTime = when.parse().map_err(|_| form(when))?;
        let zone = time_zone(zone_name).ok_or_else(|| InstantError::Zone(zone_name.to_owned()))?;
        return at(zone, civil, zone_name);
    }
    let pieces = Pieces::parse(text).map_err(|_| form(text))?;
    let time = pieces.time().ok_or_else(|| InstantError::Form(format!("`{text}` has a date but no time")))?;
    let civil = DateTime::from_parts(pieces.date(), time);
    if let Some(annotation) = pieces.time_zone_annotation() {
        let name = text.split(['[', ']']).nth(1).unwrap_or(text).trim_start_matches('!').to_owned();
        let zone = annotation.to_time_zone_with(&ZONES).map_err(|_| InstantError::Zone(name.clone()))?;
        return match pieces.offset() {
            None => at(zone, civil, &name),
            Some(PiecesOffset::Zulu) => offset(TimeZone::UTC, civil).map(|zoned| zoned.with_time_zone(zone)),
            Some(PiecesOffset::Numeric(numeric)) => {
                let zoned = offset(TimeZone::fixed(numeric.offset()), civil)?.with_time_zone(zone);
                if zoned.offset() == numeric.offset() {
                    return Ok(zoned);
                }
                let (written, real) = (numeric.offset(), zoned.offset());
                Err(InstantError::Form(format!("`{name}` has the offset {real} then, not {written}")))
            }
            Some(_) => Err(form(text)),
        };
    }
    match pieces.offset() {
        None => Err(InstantError::NoZone),
        Some(PiecesOffset::Zulu) => offset(TimeZone::UTC, civil),
        Some(PiecesOffset::Numeric(numeric)) => offset(TimeZone::fixed(numeric.offset()), civil),
        Some(_) => Err(form(text)),
    }
}

fn at(zone: TimeZone, civil: DateTime, name: &str) -> Result<Zoned, InstantError> {
    let ambiguous = zone.into_ambiguous_zoned(civil);
    if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
        return Err(InstantError::Skipped(format!("the clocks of `{name}` skip {civil}")));
    }
    ambiguous.compatible().map_err(|_| form(&civil.to_string()))
}

fn offset(zone: TimeZone, civil: DateTime) -> Result<Zoned, InstantError> {
    zone.to_zoned(civil).map_err(|_| form(&civil.to_string()))
}

fn form(text: &str) -> InstantError {
    InstantError::Form(format!("`{text}` is not a date and a time"))
}

/// The time zone of an IANA name, in any letter case.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}

/// A help line for an unknown time zone: the nearest name, whole or by its last part, or examples.
pub fn suggest_time_zone(name: &str) -> String {
    let known: Vec<String> = ZONES.available().map(|zone| zone.as_str().to_owned()).collect();
    let wanted = name.trim().replace(' ', "_").to_lowercase();
    let by_city = known.iter().find(|zone| {
        let city = zone.rsplit('/').next().unwrap_or(zone).to_lowercase();
        city == wanted || wanted.rsplit('/').next() == Some(city.as_str())
    });
    match by_city {
        Some(zone) => format!("did you mean `{zone}`?"),
        None => did_you_mean(name, known.iter().map(String::as_str))
            .filter(|zone| strsim::jaro_winkler(&zone.to_lowercase(), &wanted) >= NEAR_ZONE)
            .map(|zone| format!("did you mean `{zone}`?"))
            .unwrap_or_else(|| "time zones have IANA names, such as `Europe/Berlin` or `America/Chicago`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11-23T10:00 America/Chicago", "2026-11-23T10:00:00-06:00[America/Chicago]")]
    #[case("2026-07-01T10:00:30 Europe/Berlin", "2026-07-01T10:00:30+02:00[Europe/Berlin]")]
    #[case("2026-11-23T10:00:00Z", "2026-11-23T10:00:00+00:00[UTC]")]
    #[case("2026-11-23T10:00:00-06:00", "2026-11-23T10:00:00-06:00[-06:00]")]
    #[case("2026-11-23 10:00:00-06:00", "2026-11-23T10:00:00-06:00[-06:00]")]
    #[case("2026-11-23T10:00:00-06:00[America/Chicago]", "2026-11-23T10:00:00-06:00[America/Chicago]")]
    #[case("2026-11-23T10:00[America/Chicago]", "2026-11-23T10:00:00-06:00[America/Chicago]")]
    #[case("2026-11-23T16:00:00Z[America/Chicago]", "2026-11-23T10:00:00-06:00[America/Chicago]")]
    #[case("2026-11-01T01:30 America/Chicago", "2026-11-01T01:30:00-05:00[America/Chicago]")]
    fn points_in_time_are_read(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse_instant(text).unwrap().to_string(), expected);
    }

    #[test]
    fn mistakes_are_told_apart() {
        assert_eq!(parse_instant("2026-11-23T10:00"), Err(InstantError::NoZone));
        assert_eq!(parse_instant("2026-11-23T10:00 Chicago"), Err(InstantError::Zone("Chicago".into())));
        assert_eq!(parse_instant("2026-11-23T10:00[Nowhere/X]"), Err(InstantError::Zone("Nowhere/X".into())));
        let wrong_offset = parse_instant("2026-11-23T10:00:00+02:00[America/Chicago]");
        assert_eq!(wrong_offset, Err(InstantError::Form("`America/Chicago` has the offset -06 then, not +02".into())));
        assert!(matches!(parse_instant("tomorrow"), Err(InstantError::Form(_))));
        assert!(matches!(parse_instant("2026-11-23"), Err(InstantError::Form(_))));
        assert!(matches!(parse_instant("2026-13-23T10:00 UTC"), Err(InstantError::Form(_))));
        assert!(matches!(parse_instant("2026-03-08T02:30 America/Chicago"), Err(InstantError::Skipped(_))));
    }

    #[test]
    fn the_nearest_zone_is_suggested() {
        assert_eq!(suggest_time_zone("Chicago"), "did you mean `America/Chicago`?");
        assert_eq!(suggest_time_zone("America/Chigaco"), "did you mean `America/Chicago`?");
        assert!(suggest_time_zone("Mars/Olympus").starts_with("time zones have IANA names"));
        assert!(suggest_time_zone("qqqq").starts_with("time zones have IANA names"));
    }
}
