//! Schedules and schedule groups of a `world`: words, weekly hours, dates.

use indexmap::IndexMap;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::diagnostic::{Code, Span};
use crate::scenario::model::{HoursSpec, PeriodSpec, ScheduleGroupSpec, ScheduleSpec, Spanned};
use crate::yaml::{Entry, Node};

use super::decoder::Decoder;

/// The days of a week, as hours name them.
const DAYS: &[(&str, Weekday)] = &[
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

const DAYS_HELP: &str = "days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, `mon-fri` or `sat,sun`";
const HOURS_HELP: &str = "hours are written `\"09:00-17:00\"`; an end at or before the start is on the next day";

/// The words that force a schedule.
pub(in crate::scenario) const FORCED: &[(&str, bool)] = &[("open", true), ("closed", false)];

/// The words that force a schedule group.
pub(in crate::scenario) const GROUP_FORCED: &[&str] = &["open", "closed", "holiday", "emergency"];

pub(super) fn schedules(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<ScheduleSpec>> {
    let entries = d.entries(node, "`name: open`, or `name: { hours: { mon-fri: \"09:00-17:00\" } }`");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(schedule) = schedule(d, &entry.value) {
            found.insert(entry.key.text.clone(), d.spanned(&entry.value, schedule));
        }
    }
    found
}

fn schedule(d: &mut Decoder<'_>, node: &Node) -> Option<ScheduleSpec> {
    if node.as_text().is_some() {
        return d.word(node, FORCED).map(|forced| ScheduleSpec { forced: Some(forced), ..ScheduleSpec::default() });
    }
    let Some(mut map) = node.as_map().and_then(|_| d.map(node)) else {
        d.expected("a word or a map", node, "write `open`, `closed`, or `{ hours: { mon-fri: \"09:00-17:00\" } }`");
        return None;
    };
    let hours = map.given("hours");
    let dates = map.given("dates");
    let [start, end, recurrence] = ["start", "end", "recurrence"].map(|key| map.given(key));
    let given = [hours, dates, start, end, recurrence];
    if given.iter().all(Option::is_none) && !map.has_left() {
        let help = "give `hours`, `dates`, or `start` and `end`, or write `closed` for a schedule that is never active";
        d.problem(Code::NOTHING_GIVEN, &node.span, "this schedule has no time", help);
    }
    let hours = hours.map(|node| weekly(d, node)).unwrap_or_default();
    let dates = dates.map(|node| d.filled_list(node, true).iter().filter_map(|item| date(d, item)).collect());
    let period = period(d, start, end, recurrence);
    let time_zone = map.given("time_zone").and_then(|node| d.time_zone(node)).map(|zone| zone.value);
    map.finish(d.reader);
    Some(ScheduleSpec { forced: None, hours, dates: dates.unwrap_or_default(), period, time_zone })
}

/// `start` and `end` belong together, and a recurrence to them. What the recurrence says is read where schedules are evaluated.
fn period(
    d: &mut Decoder<'_>,
    start: Option<&Node>,
    end: Option<&Node>,
    recurrence: Option<&Node>,
) -> Option<PeriodSpec> {
    let (Some(from), Some(to)) = (start, end) else {
        if let Some(node) = start.or(end).or(recurrence) {
            let message = "`start`, `end` and `recurrence` belong together";
            d.problem(Code::BAD_SCHEDULE, &node.span, message, "give `start` and `end`, such as `2026-01-05T09:00`");
        }
        return None;
    };
    let (start, end) = (date_time(d, from)?, date_time(d, to)?);
    if end <= start {
        let message = format!("the end `{}` is not behind the start", to.as_text().unwrap_or_default());
        let help = "one that reaches over midnight ends on the next day";
        d.problem(Code::BAD_SCHEDULE, &to.span, message, help);
        return None;
    }
    Some(PeriodSpec { start, end, recurrence: recurrence.and_then(|node| d.spanned_name(node)) })
}

fn date_time(d: &mut Decoder<'_>, node: &Node) -> Option<DateTime> {
    let text = d.name(node)?;
    let found: Option<DateTime> = text.parse().ok().filter(|_| text.contains('T'));
    if found.is_none() {
        let help = "write the local time, such as `2026-01-05T09:00`; the zone stands under `time_zone`";
        d.problem(Code::BAD_SCHEDULE, &node.span, format!("`{text}` is not a local date and time"), help);
    }
    found
}

fn weekly(d: &mut Decoder<'_>, node: &Node) -> Vec<HoursSpec> {
    let mut found = Vec::new();
    for entry in d.entries(node, "`mon-fri: \"09:00-17:00\"` for some days") {
        let Some(days) = days(d, entry) else { continue };
        for item in d.filled_list(&entry.value, true) {
            let Some(text) = d.name(item) else { continue };
            match span_of_day(&text) {
                Some((from, to)) => found.push(HoursSpec { days: days.clone(), from, to }),
                None => d.problem(Code::BAD_SCHEDULE, &item.span, format!("`{text}` are not hours"), HOURS_HELP),
            }
        }
    }
    found
}

/// `mon`, `mon-fri`, `sat,sun`.
fn days(d: &mut Decoder<'_>, entry: &Entry) -> Option<Vec<Weekday>> {
    let mut found: Vec<Weekday> = Vec::new();
    for part in entry.key.text.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').map_or((part, part), |(first, last)| (first.trim(), last.trim()));
        let (Some(first), Some(last)) = (day(d, first, &entry.key_span), day(d, last, &entry.key_span)) else {
            return None;
        };
        let mut next = first;
        while !found.contains(&next) {
            found.push(next);
            if next == last {
                break;
            }
            next = next.next();
        }
    }
    Some(found)
}

fn day(d: &mut Decoder<'_>, word: &str, span: &Span) -> Option<Weekday> {
    let found = DAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day);
    if found.is_none() {
        d.problem(Code::BAD_SCHEDULE, span, format!("`{word}` is not a day"), DAYS_HELP);
    }
    found
}

/// `09:00-17:00`; `24:00` is midnight at the end.
fn span_of_day(text: &str) -> Option<(Time, Time)> {
    let (from, to) = text.split_once('-')?;
    Some((time(from.trim())?, time(to.trim())?))
}

fn time(text: &str) -> Option<Time> {
    if text == "24:00" {
        return Some(Time::midnight());
    }
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn date(d: &mut Decoder<'_>, node: &Node) -> Option<Date> {
    let text = d.name(node)?;
    let found: Option<Date> = text.parse().ok().filter(|_| text.len() == "2026-12-25".len());
    if found.is_none() {
        d.problem(Code::BAD_SCHEDULE, &node.span, format!("`{text}` is not a date"), "dates are written `2026-12-25`");
    }
    found
}

pub(super) fn groups(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<ScheduleGroupSpec>> {
    let entries = d.entries(node, "`name: open`, or `name: { open: [Weekdays], holidays: [Christmas] }`");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(group) = group(d, &entry.value) {
            found.insert(entry.key.text.clone(), d.spanned(&entry.value, group));
        }
    }
    found
}

fn group(d: &mut Decoder<'_>, node: &Node) -> Option<ScheduleGroupSpec> {
    if node.as_text().is_some() {
        let table: Vec<(&str, &str)> = GROUP_FORCED.iter().map(|word| (*word, *word)).collect();
        let forced = d.word(node, &table)?;
        return Some(ScheduleGroupSpec { forced: Some(forced.to_owned()), ..ScheduleGroupSpec::default() });
    }
    let Some(mut map) = node.as_map().and_then(|_| d.map(node)) else {
        d.expected(
            "a word or a map",
            node,
            "write `open`, `closed`, `holiday`, `emergency`, or `{ open: [Weekdays] }`",
        );
        return None;
    };
    let lists = ["open", "closed", "holidays"].map(|key| map.given(key));
    if lists.iter().all(Option::is_none) && !map.has_left() {
        d.problem(
            Code::NOTHING_GIVEN,
            &node.span,
            "this schedule group has no schedule",
            "give `open`, `closed` or `holidays`",
        );
    }
    let [open, closed, holidays] = lists.map(|list| list.map(|node| d.names(node, true)).unwrap_or_default());
    let time_zone = map.given("time_zone").and_then(|node| d.time_zone(node)).map(|zone| zone.value);
    map.finish(d.reader);
    Some(ScheduleGroupSpec { forced: None, open, closed, holidays, time_zone })
}
