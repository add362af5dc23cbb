//! How a schedule repeats: a rule of RFC 5545 as the platform's schedules hold it, and on which days it begins. Only the
//! parts that give whole days are read; any other is told. Must not know hours or time zones.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

/// A rule: how often it begins, on which days, until when.
#[derive(Debug, Clone, PartialEq)]
pub struct Recurrence {
    frequency: Frequency,
    interval: i64,
    end: End,
    /// Weekdays, each with which of them in the month or year: 1 is the first, -1 the last, 0 each.
    by_day: Vec<(i32, Weekday)>,
    by_month_day: Vec<i32>,
    by_month: Vec<i8>,
    by_set_position: Vec<i32>,
    week_start: Weekday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Never,
    /// The last moment at which one may begin, on the schedule's own clock.
    Until(DateTime),
    /// How many times it begins, the first included.
    Count(u32),
}

/// What of a rule cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurrenceError {
    /// A lowercase fragment with the part in backticks.
    pub message: String,
}

const DAYS: &[(&str, Weekday)] = &[
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

impl Recurrence {
    /// Reads `FREQ=WEEKLY;BYDAY=MO,TU;INTERVAL=2`, with or without `RRULE:` before it, in any letter case.
    ///
    /// # Errors
    /// A part has no value that it can have, or is not one of those that are read.
    pub fn parse(text: &str) -> Result<Self, RecurrenceError> {
        let upper = text.trim().to_ascii_uppercase();
        let rule = upper.strip_prefix("RRULE:").unwrap_or(&upper);
        let mut found = Self {
            frequency: Frequency::Daily,
            interval: 1,
            end: End::Never,
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_month: Vec::new(),
            by_set_position: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut seen: Vec<&str> = Vec::new();
        for part in rule.split(';').filter(|part| !part.trim().is_empty()) {
            let (key, value) = part.split_once('=').ok_or_else(|| wrong(format!("`{part}` is not `PART=value`")))?;
            if seen.contains(&key) {
                return Err(wrong(format!("`{key}` is given twice")));
            }
            seen.push(key);
            found.part(key, value)?;
        }
        if !seen.contains(&"FREQ") {
            return Err(wrong("the rule has no `FREQ`"));
        }
        if seen.contains(&"UNTIL") && seen.contains(&"COUNT") {
            return Err(wrong("`UNTIL` and `COUNT` exclude each other"));
        }
        let plain_days = matches!(found.frequency, Frequency::Daily | Frequency::Weekly);
        if plain_days && found.by_day.iter().any(|(which, _)| *which != 0) {
            return Err(wrong("`BYDAY` with a number belongs to a month or a year"));
        }
        if found.frequency == Frequency::Weekly && !found.by_month_day.is_empty() {
            return Err(wrong("`BYMONTHDAY` does not belong to `FREQ=WEEKLY`"));
        }
        Ok(found)
    }

    fn part(&mut self, key: &str, value: &str) -> Result<(), RecurrenceError> {
        let whole = || value.parse::<i64>().ok().filter(|number| (1..=10_000).contains(number));
        let bad = || wrong(format!("`{key}` cannot be `{value}`"));
        match key {
            "FREQ" => {
                self.frequency = match value {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    "YEARLY" => Frequency::Yearly,
                    _ => return Err(bad()),
                }
            }
            "INTERVAL" => self.interval = whole().ok_or_else(bad)?,
            "COUNT" => self.end = End::Count(u32::try_from(whole().ok_or_else(bad)?).map_err(|_| bad())?),
            "UNTIL" => self.end = End::Until(until(value).ok_or_else(bad)?),
            "WKST" => self.week_start = weekday(value).ok_or_else(bad)?,
            "BYDAY" => self.by_day = list(value, numbered_day).ok_or_else(bad)?,
            "BYMONTHDAY" => self.by_month_day = list(value, |one| number(one, 31)).ok_or_else(bad)?,
            "BYMONTH" => {
                let month =
                    |one: &str| number(one, 12).filter(|month| *month > 0).and_then(|month| month.try_into().ok());
                self.by_month = list(value, month).ok_or_else(bad)?;
            }
            "BYSETPOS" => self.by_set_position = list(value, |one| number(one, 366)).ok_or_else(bad)?,
            _ => return Err(wrong(format!("`{key}` is not read here"))),
        }
        Ok(())
    }

    /// The last day on which it begins at or before a moment, when it began first at `first`; none where that is later. Days before
    /// `since` need not be told from the first, so that a rule without a count is looked back on only as far as that.
    ///
    /// Decision: the first day counts whether or not the rule gives it, and is the first of a `COUNT`.
    pub fn latest(&self, first: DateTime, by: DateTime, since: Date) -> Option<Date> {
        let begun = |by: DateTime| if by.time() >= first.time() { Some(by.date()) } else { by.date().yesterday().ok() };
        let last = begun(by).filter(|last| *last >= first.date())?;
        let given = match self.end {
            End::Never => self.before(first.date(), last, since),
            End::Until(until) => begun(until).and_then(|until| self.before(first.date(), last.min(until), since)),
            End::Count(count) => self.among(first.date(), last, count),
        };
        Some(given.unwrap_or(first.date()))
    }

    /// The last day that the rule gives behind the first and not behind `last`, looked for from there back.
    fn before(&self, first: Date, last: Date, since: Date) -> Option<Date> {
        for index in (0..=self.period_of(first, last)?).rev() {
            let start = self.period(first, index)?;
            let days = self.days(first, start);
            if let Some(day) = days.into_iter().rev().find(|day| first < *day && *day <= last) {
                return Some(day);
            }
            if start < since {
                return None;
            }
        }
        None
    }

    /// The same where it ends after a number of times: counted from the first on, at the latest to that number.
    fn among(&self, first: Date, last: Date, count: u32) -> Option<Date> {
        let (mut times, mut latest) = (1, None);
        for index in 0..=self.period_of(first, last)? {
            for day in self.days(first, self.period(first, index)?).into_iter().filter(|day| *day > first) {
                if times == count || day > last {
                    return latest;
                }
                times += 1;
                latest = Some(day);
            }
        }
        latest
    }

    /// Which of the days, weeks, months or years that the interval keeps a day stands in, or behind which of them: 0 is the first day's.
    fn period_of(&self, first: Date, day: Date) -> Option<i64> {
        let since = match self.frequency {
            Frequency::Daily => days_between(first, day),
            Frequency::Weekly => days_between(self.week_of(first), self.week_of(day)) / 7,
            Frequency::Monthly => months(day) - months(first),
            Frequency::Yearly => i64::from(day.year()) - i64::from(first.year()),
        };
        since.checked_div(self.interval).filter(|index| *index >= 0)
    }

    /// The first day of such a period; none behind the end of the calendar.
    fn period(&self, first: Date, index: i64) -> Option<Date> {
        let by = index.checked_mul(self.interval)?;
        let (start, span) = match self.frequency {
            Frequency::Daily => (first, Span::new().try_days(by)),
            Frequency::Weekly => (self.week_of(first), Span::new().try_weeks(by)),
            Frequency::Monthly => (first.first_of_month(), Span::new().try_months(by)),
            Frequency::Yearly => (first.first_of_year(), Span::new().try_years(by)),
        };
        start.checked_add(span.ok()?).ok()
    }

    /// The days that the rule, without its end, gives in the period that begins on a day.
    fn days(&self, first: Date, start: Date) -> Vec<Date> {
        let end = match self.frequency {
            Frequency::Daily => start,
            Frequency::Weekly => start.checked_add(6.days()).unwrap_or(start),
            Frequency::Monthly => start.last_of_month(),
            Frequency::Yearly => start.last_of_year(),
        };
        let days = start.series(1.day()).take_while(|one| *one <= end).filter(|one| self.is_day(first, *one));
        let mut days: Vec<Date> = days.collect();
        if !self.by_set_position.is_empty() {
            let length = i32::try_from(days.len()).unwrap_or(i32::MAX);
            let mut at = 0;
            days.retain(|_| {
                at += 1;
                self.by_set_position.iter().any(|position| *position == at || *position == at - 1 - length)
            });
        }
        days
    }

    fn week_of(&self, day: Date) -> Date {
        let since = day.weekday().since(self.week_start);
        day.checked_sub(i64::from(since).days()).unwrap_or(day)
    }

    /// Whether the parts that name days keep the day. Where none does, the first day says which.
    fn is_day(&self, first: Date, day: Date) -> bool {
        if !self.by_month.is_empty() && !self.by_month.contains(&day.month()) {
            return false;
        }
        let named = !self.by_day.is_empty() || !self.by_month_day.is_empty();
        let month_day = self.by_month_day.is_empty()
            || self.by_month_day.iter().any(|number| {
                let from_end = i32::from(day.day()) - i32::from(day.days_in_month()) - 1;
                *number == i32::from(day.day()) || *number == from_end
            });
        let week_day = self.by_day.is_empty() || self.by_day.iter().any(|one| self.is_weekday(*one, day));
        let implied = named
            || match self.frequency {
                Frequency::Daily => true,
                Frequency::Weekly => day.weekday() == first.weekday(),
                Frequency::Monthly => day.day() == first.day(),
                Frequency::Yearly => {
                    day.day() == first.day() && (!self.by_month.is_empty() || day.month() == first.month())
                }
            };
        month_day && week_day && implied
    }

    /// Whether a day is that weekday, and the one of its month or year that the number says.
    fn is_weekday(&self, (which, weekday): (i32, Weekday), day: Date) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        // RFC 5545: in a yearly rule the number counts in the year, unless the rule names months.
        let in_year = self.frequency == Frequency::Yearly && self.by_month.is_empty();
        let (at, length) = if in_year {
            (i32::from(day.day_of_year()), i32::from(day.days_in_year()))
        } else {
            (i32::from(day.day()), i32::from(day.days_in_month()))
        };
        which == 0 || which == (at - 1) / 7 + 1 || which == -((length - at) / 7 + 1)
    }
}

fn wrong(message: impl Into<String>) -> RecurrenceError {
    RecurrenceError { message: message.into() }
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|one| read(one.trim())).collect()
}

fn weekday(word: &str) -> Option<Weekday> {
    DAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day)
}

/// `MO`, `2MO`, `-1FR`.
fn numbered_day(text: &str) -> Option<(i32, Weekday)> {
    let (which, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let which = if which.is_empty() { 0 } else { number(which, 53)? };
    Some((which, weekday(day)?))
}

/// A number other than 0, of either sign, up to `most`.
fn number(text: &str, most: i32) -> Option<i32> {
    text.parse::<i32>().ok().filter(|number| *number != 0 && number.abs() <= most)
}

/// `20261231`, `20261231T235959` or `20261231T235959Z`; a day alone counts to its end. The schedule's own clock counts, also behind `Z`.
fn until(text: &str) -> Option<DateTime> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (day, time) = text.split_once('T').unwrap_or((text, "235959"));
    let part = |text: &str, from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    let year = day.get(0..4)?.parse().ok().filter(|_| day.len() == 8 && time.len() == 6)?;
    let date = Date::new(year, part(day, 4, 6)?, part(day, 6, 8)?).ok()?;
    let time = jiff::civil::Time::new(part(time, 0, 2)?, part(time, 2, 4)?, part(time, 4, 6)?, 0).ok()?;
    Some(date.to_datetime(time))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn months(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(rule: &str, first: DateTime, to: Date) -> Vec<String> {
        let rule = Recurrence::parse(rule).unwrap();
        let all = first.date().series(1.day()).take_while(|day| *day <= to);
        all.filter(|day| begins(&rule, first, *day)).map(|day| day.to_string()).collect()
    }

    fn begins(rule: &Recurrence, first: DateTime, day: Date) -> bool {
        rule.latest(first, day.to_datetime(first.time()), day) == Some(day)
    }

    // Expected days are those of a calendar; several are RFC 5545's own examples moved to 2026.
    #[rstest::rstest]
    #[case("FREQ=WEEKLY;BYDAY=MO,FR", &["2026-01-05", "2026-01-09", "2026-01-12", "2026-01-16", "2026-01-19"])]
    #[case("RRULE:freq=weekly;interval=2;byday=mo", &["2026-01-05", "2026-01-19"])]
    #[case("FREQ=WEEKLY", &["2026-01-05", "2026-01-12", "2026-01-19"])]
    #[case("FREQ=DAILY;INTERVAL=5", &["2026-01-05", "2026-01-10", "2026-01-15", "2026-01-20"])]
    #[case("FREQ=DAILY;COUNT=2", &["2026-01-05", "2026-01-06"])]
    #[case("FREQ=DAILY;UNTIL=20260107T090000", &["2026-01-05", "2026-01-06", "2026-01-07"])]
    #[case("FREQ=DAILY;UNTIL=20260107T085959Z", &["2026-01-05", "2026-01-06"])]
    #[case("FREQ=DAILY;UNTIL=20260107", &["2026-01-05", "2026-01-06", "2026-01-07"])]
    #[case("FREQ=DAILY;BYDAY=SA,SU;COUNT=3", &["2026-01-05", "2026-01-10", "2026-01-11"])]
    #[case("FREQ=WEEKLY;BYDAY=TU;COUNT=1", &["2026-01-05"])]
    #[case("FREQ=DAILY;UNTIL=20260101", &["2026-01-05"])]
    #[case("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=3", &["2026-01-05", "2026-01-09", "2026-01-16"])]
    fn days_of_january(#[case] rule: &str, #[case] expected: &[&str]) {
        assert_eq!(days(rule, date(2026, 1, 5).at(9, 0, 0, 0), date(2026, 1, 20)), expected);
    }

    #[rstest::rstest]
    #[case("FREQ=MONTHLY", &["2026-01-31", "2026-03-31", "2026-05-31"])]
    #[case("FREQ=MONTHLY;BYMONTHDAY=-1", &["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])]
    #[case("FREQ=MONTHLY;BYDAY=2TU,-1FR", &["2026-01-31", "2026-02-10", "2026-02-27", "2026-03-10", "2026-03-27", "2026-04-14", "2026-04-24", "2026-05-12", "2026-05-29"])]
    #[case("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", &["2026-01-31", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"])]
    #[case("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", &["2026-01-31", "2026-05-25"])]
    #[case("FREQ=YEARLY;BYDAY=20MO", &["2026-01-31", "2026-05-18"])]
    #[case("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=14", &["2026-01-31", "2026-02-14", "2026-04-14"])]
    #[case("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1", &["2026-01-31", "2026-03-01", "2026-05-01"])]
    fn days_of_months_and_years(#[case] rule: &str, #[case] expected: &[&str]) {
        assert_eq!(days(rule, date(2026, 1, 31).at(0, 0, 0, 0), date(2026, 5, 31)), expected);
    }

    #[test]
    fn a_place_in_the_year_is_found_after_centuries_and_a_count_ends_where_it_is_reached() {
        let first = date(1900, 1, 1).at(0, 0, 0, 0);
        let last_monday = Recurrence::parse("FREQ=YEARLY;BYDAY=MO;BYSETPOS=-1").unwrap();
        assert!(begins(&last_monday, first, date(2026, 12, 28)) && !begins(&last_monday, first, date(2026, 12, 21)));
        let at = date(9999, 12, 31).at(0, 0, 0, 0);
        let counted = Recurrence::parse("FREQ=DAILY;COUNT=3").unwrap();
        assert_eq!(counted.latest(first, at, at.date()), Some(date(1900, 1, 3)));
        let every_second = Recurrence::parse("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;COUNT=3").unwrap();
        assert_eq!(every_second.latest(first, at, at.date()), Some(date(1900, 3, 31)));
        let never = Recurrence::parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").unwrap();
        assert_eq!(never.latest(first, at, first.date()), Some(first.date()));
        assert_eq!(never.latest(first, date(1899, 12, 31).at(0, 0, 0, 0), first.date()), None);
    }

    #[test]
    fn a_leap_day_comes_back_in_leap_years_only() {
        let rule = Recurrence::parse("FREQ=YEARLY").unwrap();
        let first = date(2024, 2, 29).at(0, 0, 0, 0);
        assert!(begins(&rule, first, date(2028, 2, 29)));
        assert!(!begins(&rule, first, date(2026, 2, 28)) && !begins(&rule, first, date(2026, 3, 1)));
    }

    #[test]
    fn the_start_of_the_week_counts_for_every_second_week() {
        let days = |rule| days(rule, date(2026, 1, 6).at(0, 0, 0, 0), date(2026, 1, 20));
        assert_eq!(days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU"), ["2026-01-06", "2026-01-11", "2026-01-20"]);
        assert_eq!(days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"), ["2026-01-06", "2026-01-18", "2026-01-20"]);
    }

    #[rstest::rstest]
    #[case("", "no `FREQ`")]
    #[case("FREQ=HOURLY", "`FREQ` cannot be `HOURLY`")]
    #[case("FREQ=DAILY;BYHOUR=9", "`BYHOUR` is not read here")]
    #[case("FREQ=DAILY;COUNT=0", "`COUNT` cannot be `0`")]
    #[case("FREQ=DAILY;COUNT=2;UNTIL=20260101", "exclude each other")]
    #[case("FREQ=WEEKLY;BYDAY=1MO", "belongs to a month")]
    #[case("FREQ=WEEKLY;BYDAY=MON", "`BYDAY` cannot be `MON`")]
    #[case("FREQ=WEEKLY;BYMONTHDAY=1", "does not belong")]
    #[case("FREQ=DAILY;UNTIL=20261301", "`UNTIL` cannot be")]
    #[case("FREQ=DAILY;FREQ=DAILY", "given twice")]
    #[case("DAILY", "is not `PART=value`")]
    fn what_is_outside_is_told(#[case] rule: &str, #[case] says: &str) {
        let error = Recurrence::parse(rule).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
    }
}
