//! Functions of instants and lengths of time. All dates are in UTC; the clock is the scope's.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::arguments::integer;
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::operators::shift;
use crate::flow::expression::value::to_milliseconds;
use crate::flow::expression::{DateTimeRange, Duration, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "AddDays",
        summary: "the instant moved by days",
        signatures: &["(startDateTime: DateTime, days: Integer) -> DateTime"],
        run: |arguments| moved(arguments, |count| Duration::from_parts(count, 0, 0, 0, 0)),
        examples: &[("AddDays(MakeDateTime(2024, 2, 28), 2)", "MakeDateTime(2024, 3, 1)")],
    },
    Definition {
        name: "AddDuration",
        summary: "the instant moved by a length of time",
        signatures: &["(startDateTime: DateTime, durationToAdd: Duration) -> DateTime"],
        run: |arguments| shift(arguments.instant(0)?, Some(arguments.duration(1)?)),
        examples: &[(
            "AddDuration(MakeDateTime(2024, 1, 1), MakeDuration(0, 1, 0, 0))",
            "MakeDateTime(2024, 1, 1, 1, 0, 0)",
        )],
    },
    Definition {
        name: "AddHours",
        summary: "the instant moved by hours",
        signatures: &["(startDateTime: DateTime, hoursToAdd: Integer) -> DateTime"],
        run: |arguments| moved(arguments, |count| Duration::from_parts(0, count, 0, 0, 0)),
        examples: &[("AddHours(MakeDateTime(2024, 1, 1), -1)", "MakeDateTime(2023, 12, 31, 23, 0, 0)")],
    },
    Definition {
        name: "AddMinutes",
        summary: "the instant moved by minutes",
        signatures: &["(startDateTime: DateTime, minutesToAdd: Integer) -> DateTime"],
        run: |arguments| moved(arguments, |count| Duration::from_parts(0, 0, count, 0, 0)),
        examples: &[("AddMinutes(MakeDateTime(2024, 1, 1), 90)", "MakeDateTime(2024, 1, 1, 1, 30, 0)")],
    },
    Definition {
        name: "AddMonths",
        summary: "the instant moved by calendar months; a day that the month lacks becomes its last",
        signatures: &["(startDateTime: DateTime, monthsToAdd: Integer) -> DateTime"],
        run: |arguments| moved_by_calendar(arguments, |count| jiff::Span::new().try_months(count)),
        examples: &[("AddMonths(MakeDateTime(2024, 1, 31), 1)", "MakeDateTime(2024, 2, 29)")],
    },
    Definition {
        name: "AddSeconds",
        summary: "the instant moved by seconds",
        signatures: &["(startDateTime: DateTime, secondsToAdd: Integer) -> DateTime"],
        run: |arguments| moved(arguments, |count| Duration::from_parts(0, 0, 0, count, 0)),
        examples: &[("AddSeconds(MakeDateTime(2024, 1, 1), 61)", "MakeDateTime(2024, 1, 1, 0, 1, 1)")],
    },
    Definition {
        name: "AddYears",
        summary: "the instant moved by calendar years",
        signatures: &["(startDateTime: DateTime, yearsToAdd: Integer) -> DateTime"],
        run: |arguments| moved_by_calendar(arguments, |count| jiff::Span::new().try_years(count)),
        examples: &[("AddYears(MakeDateTime(2024, 2, 29), 1)", "MakeDateTime(2025, 2, 28)")],
    },
    Definition {
        name: "DateTimeDiff",
        summary: "the time from the second instant to the first",
        signatures: &["(dateTime1: DateTime, dateTime2: DateTime) -> Duration"],
        run: difference,
        examples: &[("DateTimeDiff(MakeDateTime(2024, 1, 2), MakeDateTime(2024, 1, 1))", "MakeDuration(1, 0, 0, 0)")],
    },
    Definition {
        name: "Day",
        summary: "the day of the month",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.day())),
        examples: &[("Day(MakeDateTime(2009, 3, 20, 12, 00, 00))", "20")],
    },
    Definition {
        name: "DayOfWeek",
        summary: "the day of the week; 1 is Sunday",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.weekday().to_sunday_one_offset())),
        examples: &[("DayOfWeek(MakeDateTime(2009, 4, 5, 3, 0, 0))", "1")],
    },
    Definition {
        name: "GetCurrentDateTimeUtc",
        summary: "the instant that the conversation's clock shows",
        signatures: &["() -> DateTime"],
        run: now,
        examples: &[("GetCurrentDateTimeUtc()", "MakeDateTime(2026, 11, 23, 16, 0, 0)")],
    },
    Definition {
        name: "GetDayOfWeekOccurrence",
        summary: "the nth such weekday of a year or a month, counted from the end where n is negative",
        signatures: &[
            "(dayOfWeek: Integer, occurrence: Integer, year: Integer) -> DateTime",
            "(dayOfWeek: Integer, occurrence: Integer, year: Integer, month: Integer) -> DateTime",
            "(dayOfWeek: Integer, occurrence: Integer, year: Integer, hour: Integer, minute: Integer, second: Integer) -> DateTime",
            "(dayOfWeek: Integer, occurrence: Integer, year: Integer, month: Integer, hour: Integer, minute: Integer, second: Integer) -> DateTime",
        ],
        run: day_of_week_occurrence,
        examples: &[
            ("GetDayOfWeekOccurrence(5, 4, 2026, 11)", "MakeDateTime(2026, 11, 26)"),
            ("GetDayOfWeekOccurrence(2, -1, 2026, 5, 9, 0, 0)", "MakeDateTime(2026, 5, 25, 9, 0, 0)"),
            ("GetDayOfWeekOccurrence(1, 6, 2026, 11)", "error: there is no such weekday"),
            ("GetDayOfWeekOccurrence(2, 1, 2026)", "MakeDateTime(2026, 1, 5)"),
            ("GetDayOfWeekOccurrence(5, -1, 2024, 18, 30, 0)", "MakeDateTime(2024, 12, 26, 18, 30, 0)"),
        ],
    },
    Definition {
        name: "Hour",
        summary: "the hour, 0 to 23",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.hour())),
        examples: &[("Hour(MakeDateTime(2007, 2, 10, 12, 30, 45))", "12")],
    },
    Definition {
        name: "MakeDateTime",
        summary: "an instant of its parts, midnight where no time is given",
        signatures: &[
            "(year: Integer, month: Integer, day: Integer, hour: Integer, minute: Integer, second: Integer) -> DateTime",
            "(year: Integer, month: Integer, day: Integer) -> DateTime",
        ],
        run: make_date_time,
        examples: &[
            ("ToString(MakeDateTime(2009, 1, 10, 6, 30, 0))", "\"2009-01-10T06:30:00Z\""),
            ("MakeDateTime(2023, 2, 29)", "error: there is no such date"),
        ],
    },
    Definition {
        name: "MakeDuration",
        summary: "a length of time of its parts, each of which may be negative",
        signatures: &[
            "(day: Integer, hour: Integer, minute: Integer, second: Integer) -> Duration",
            "(day: Integer, hour: Integer, minute: Integer, second: Integer, milliseconds: Integer) -> Duration",
        ],
        run: make_duration,
        examples: &[
            ("ToString(MakeDuration(0, 1, 0, 0))", "\"PT1H\""),
            ("ToString(MakeDuration(-10, 5, 30, 0, 456))", "\"-P9DT18H29M59.544S\""),
        ],
    },
    Definition {
        name: "Minute",
        summary: "the minute",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.minute())),
        examples: &[("Minute(MakeDateTime(2007, 2, 10, 12, 30, 00))", "30")],
    },
    Definition {
        name: "Month",
        summary: "the month, 1 to 12",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.month())),
        examples: &[("Month(MakeDateTime(2009, 3, 20, 12, 00, 00))", "3")],
    },
    Definition {
        name: "Range",
        summary: "the two multiples of an interval between which a length of time lies",
        signatures: &["(durationToRound: Duration, intervalDuration: Duration) -> DurationCollection"],
        run: range,
        examples: &[(
            "Range(MakeDuration(0, 0, 7, 0), MakeDuration(0, 0, 5, 0))",
            "MakeList(MakeDuration(0, 0, 5, 0), MakeDuration(0, 0, 10, 0))",
        )],
    },
    Definition {
        name: "RoundUp",
        summary: "the length of time rounded up to a minute, to an interval, or to the first of the given lengths that holds it",
        signatures: &[
            "(durationToRound: Duration) -> Duration",
            "(durationToRound: Duration, intervalDurationValue: Duration) -> Duration",
            "(durationToRound: Duration, intervalDurationValue: Duration, specificDurationValues: DurationCollection) -> Duration",
        ],
        run: round_up,
        examples: &[
            ("RoundUp(MakeDuration(0, 0, 1, 1))", "MakeDuration(0, 0, 2, 0)"),
            ("RoundUp(MakeDuration(0, 0, 7, 0), MakeDuration(0, 0, 5, 0))", "MakeDuration(0, 0, 10, 0)"),
            (
                "RoundUp(MakeDuration(0, 0, 1, 0), MakeDuration(0, 0, 5, 0), MakeList(MakeDuration(0, 0, 2, 0)))",
                "MakeDuration(0, 0, 2, 0)",
            ),
        ],
    },
    Definition {
        name: "Second",
        summary: "the second",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.second())),
        examples: &[("Second(MakeDateTime(2007, 2, 10, 12, 30, 45))", "45")],
    },
    Definition {
        name: "WeekNum",
        summary: "the week of the year; weeks start on Sunday and 1 January lies in week 1",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, week_number),
        examples: &[
            ("WeekNum(MakeDateTime(2007, 1, 1, 3, 0, 0))", "1"),
            ("WeekNum(MakeDateTime(2009, 12, 10, 3, 0, 0))", "50"),
            ("WeekNum(MakeDateTime(2009, 12, 31, 3, 0, 0))", "53"),
        ],
    },
    Definition {
        name: "Year",
        summary: "the year",
        signatures: &["(value: DateTime) -> Integer"],
        run: |arguments| part(arguments, |at| i64::from(at.year())),
        examples: &[("Year(MakeDateTime(2009, 3, 20, 12, 00, 00))", "2009")],
    },
];

fn instant(at: DateTime) -> Result<Value, Fault> {
    let instant = at.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).ok();
    let held = instant.filter(|instant| DateTimeRange::holds(*instant));
    held.map(Value::DateTime).ok_or_else(|| Fault::new("the result is outside the years 1800 to 2200"))
}

fn civil(at: Timestamp) -> DateTime {
    at.to_zoned(TimeZone::UTC).datetime()
}

fn moved(arguments: &Arguments<'_>, length: fn(i64) -> Option<Duration>) -> Result<Value, Fault> {
    shift(arguments.instant(0)?, length(arguments.integer(1)?))
}

fn moved_by_calendar(
    arguments: &Arguments<'_>,
    span: fn(i64) -> Result<jiff::Span, jiff::Error>,
) -> Result<Value, Fault> {
    let moved =
        span(arguments.integer(1)?).and_then(|span| civil(arguments.instant(0).unwrap_or_default()).checked_add(span));
    instant(moved.map_err(|_| Fault::new("the result is outside the years 1800 to 2200"))?)
}

fn difference(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (a, b) = (arguments.instant(0)?.as_millisecond(), arguments.instant(1)?.as_millisecond());
    Ok(Value::Duration(Duration::from_milliseconds(a - b)))
}

fn part(arguments: &Arguments<'_>, part: fn(DateTime) -> i64) -> Result<Value, Fault> {
    integer(Some(part(civil(arguments.instant(0)?))))
}

fn week_number(at: DateTime) -> i64 {
    let first = i64::from(at.date().first_of_year().weekday().to_sunday_zero_offset());
    (i64::from(at.day_of_year()) - 1 + first) / 7 + 1
}

fn now(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let now = to_milliseconds(arguments.scope.now());
    now.map(Value::DateTime).ok_or_else(|| Fault::new("the clock is outside the years 1800 to 2200"))
}

/// The civil instant of parts, whose first three are the date and whose last three the time, if given.
fn make_date_time(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let part = |index: usize| if index < arguments.count() { arguments.integer(index) } else { Ok(0) };
    let date = date(part(0)?, part(1)?, part(2)?).ok_or_else(|| Fault::new("there is no such date"))?;
    at_time(date, part(3)?, part(4)?, part(5)?)
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn at_time(date: Date, hour: i64, minute: i64, second: i64) -> Result<Value, Fault> {
    let time =
        || jiff::civil::Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0).ok();
    let time = time().ok_or_else(|| Fault::new("there is no such time"))?;
    instant(date.to_datetime(time))
}

fn make_duration(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let part = |index: usize| if index < arguments.count() { arguments.integer(index) } else { Ok(0) };
    let length = Duration::from_parts(part(0)?, part(1)?, part(2)?, part(3)?, part(4)?);
    length.map(Value::Duration).ok_or_else(|| Fault::new("the result is too long for a Duration"))
}

fn day_of_week_occurrence(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let part = |index: usize| arguments.integer(index);
    let (month, time_at) = match arguments.count() {
        3 => (None, None),
        4 => (Some(part(3)?), None),
        6 => (None, Some(3)),
        _ => (Some(part(3)?), Some(4)),
    };
    let none = || Fault::new("there is no such weekday");
    let weekday =
        i8::try_from(part(0)?).ok().and_then(|day| Weekday::from_sunday_one_offset(day).ok()).ok_or_else(none)?;
    let (occurrence, year) = (part(1)?, part(2)?);
    let start = date(year, month.unwrap_or(1), 1).ok_or_else(none)?;
    let last = if month.is_some() { start.last_of_month() } else { start.last_of_year() };
    let (week, found) = if occurrence > 0 {
        let days = i64::from(start.weekday().until(weekday));
        (occurrence - 1, start.checked_add(jiff::Span::new().days(days)))
    } else {
        let days = i64::from(weekday.until(last.weekday()));
        (occurrence + 1, last.checked_sub(jiff::Span::new().days(days)))
    };
    let found = found.and_then(|day| day.checked_add(jiff::Span::new().try_weeks(week)?)).map_err(|_| none())?;
    if occurrence == 0 || found < start || found > last {
        return Err(none());
    }
    match time_at {
        Some(first) => at_time(found, part(first)?, part(first + 1)?, part(first + 2)?),
        None => at_time(found, 0, 0, 0),
    }
}

/// The largest multiple of an interval that is not above a length, and the interval.
fn multiple_below(length: Duration, interval: Duration) -> Result<(i64, i64), Fault> {
    let interval = interval.milliseconds;
    if interval <= 0 {
        return Err(Fault::new("an interval is longer than nothing").operand(1));
    }
    Ok((length.milliseconds.div_euclid(interval) * interval, interval))
}

fn range(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (below, interval) = multiple_below(arguments.duration(0)?, arguments.duration(1)?)?;
    let bounds = [below, below.saturating_add(interval)];
    let bounds = bounds.map(|bound| Value::Duration(Duration::from_milliseconds(bound)));
    Ok(Value::collection(Type::Duration, bounds.to_vec()))
}

fn round_up(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    const MINUTE: Duration = Duration { milliseconds: 60_000 };
    let length = arguments.duration(0)?;
    let interval = if arguments.count() > 1 { arguments.duration(1)? } else { MINUTE };
    let (below, interval) = multiple_below(length, interval)?;
    let above = if below == length.milliseconds { below } else { below.saturating_add(interval) };
    let mut rounded = Duration::from_milliseconds(above);
    if arguments.count() > 2 {
        let given = arguments.items(2)?.iter().filter_map(|one| match one {
            Value::Duration(one) if *one >= length => Some(*one),
            _ => None,
        });
        rounded = given.fold(rounded, Ord::min);
    }
    Ok(Value::Duration(rounded))
}
