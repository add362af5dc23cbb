//! What is open when: schedules in their time zones, groups of schedules. Must not know an action.

use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit};

use super::{Hours, Period, Schedule, ScheduleState, World};

/// A time zone in which a schedule is to be read, and which does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTimeZone(pub Arc<str>);

impl Schedule {
    /// Whether it is active at an instant, read in its own time zone, else in `zone`.
    ///
    /// # Errors
    /// Its time zone is not one of the IANA names.
    pub fn is_active(&self, at: Timestamp, zone: &TimeZone) -> Result<bool, UnknownTimeZone> {
        if let Some(forced) = self.forced {
            return Ok(forced);
        }
        let own = self.time_zone.as_ref().map(time_zone).transpose()?;
        let local = own.as_ref().unwrap_or(zone).to_datetime(at);
        Ok(self.dates.contains(&local.date())
            || self.hours.iter().any(|hours| hours.hold(local))
            || self.period.as_ref().is_some_and(|period| period.holds(local)))
    }
}

impl Hours {
    /// Whether a local time is within: on the day that they start, or on the next where they reach over midnight.
    fn hold(&self, local: DateTime) -> bool {
        let (day, time) = (local.date().weekday(), local.time());
        if self.from < self.to {
            return self.days.contains(&day) && self.from <= time && time < self.to;
        }
        let since_start = self.days.contains(&day) && self.from <= time;
        let yesterday = local.date().checked_sub(1.day()).map(|date| date.weekday());
        since_start || (time < self.to && yesterday.is_ok_and(|yesterday| self.days.contains(&yesterday)))
    }
}

impl Period {
    /// Whether a local time is within: within the first time, or within one that begins on a day that the recurrence gives. The clock on
    /// the wall counts, so that a change of the clocks neither moves the hours nor lengthens a schedule into another day.
    fn holds(&self, local: DateTime) -> bool {
        let Some(recurrence) = &self.recurrence else { return self.start <= local && local < self.end };
        let Ok(length) = self.start.until((Unit::Day, self.end)) else { return false };
        // The last that has begun is the last to end. One that lasts several days may have begun that many days ago.
        let since =
            local.date().checked_sub((i64::from(length.get_days()) + 1).days()).unwrap_or(jiff::civil::Date::MIN);
        recurrence.latest(self.start, local, since).is_some_and(|day| {
            let end = day.to_datetime(self.start.time()).checked_add(length);
            end.is_ok_and(|end| local < end)
        })
    }
}

impl World {
    /// Whether the schedule of that name is active; none where there is no such schedule. `zone` is what the action names.
    ///
    /// # Errors
    /// A time zone is not one of the IANA names.
    pub fn schedule_active(
        &self,
        name: &str,
        at: Timestamp,
        zone: Option<&Arc<str>>,
    ) -> Result<Option<bool>, UnknownTimeZone> {
        let Some(schedule) = self.schedules.get(name) else { return Ok(None) };
        schedule.is_active(at, &self.zone(zone)?).map(Some)
    }

    /// What a schedule group answers: holiday wins over closed, closed over open, and outside all it is closed. None where there is no
    /// such group. A group's schedule that the world does not have is never active.
    ///
    /// # Errors
    /// A time zone is not one of the IANA names.
    pub fn schedule_group_state(&self, name: &str, at: Timestamp) -> Result<Option<ScheduleState>, UnknownTimeZone> {
        let Some(group) = self.schedule_groups.get(name) else { return Ok(None) };
        if let Some(forced) = group.forced {
            return Ok(Some(forced));
        }
        let zone = self.zone(group.time_zone.as_ref())?;
        for (names, state) in [
            (&group.holidays, ScheduleState::Holiday),
            (&group.closed, ScheduleState::Closed),
            (&group.open, ScheduleState::Open),
        ] {
            for schedule in names.iter().filter_map(|name| self.schedules.get(name)) {
                if schedule.is_active(at, &zone)? {
                    return Ok(Some(state));
                }
            }
        }
        Ok(Some(ScheduleState::Closed))
    }

    /// The zone that is named, else the world's, else UTC.
    fn zone(&self, named: Option<&Arc<str>>) -> Result<TimeZone, UnknownTimeZone> {
        named.or(self.time_zone.as_ref()).map_or(Ok(TimeZone::UTC), time_zone)
    }
}

fn time_zone(name: &Arc<str>) -> Result<TimeZone, UnknownTimeZone> {
    TimeZone::get(name).map_err(|_| UnknownTimeZone(name.clone()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date, time};
    use rstest::rstest;

    use super::*;
    use crate::flow::world::ScheduleGroup;

    const WORK_DAYS: [Weekday; 5] =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

    fn office() -> Schedule {
        let hours = Hours { days: WORK_DAYS.to_vec(), from: time(9, 0, 0, 0), to: time(17, 0, 0, 0) };
        Schedule { hours: vec![hours], time_zone: Some("America/Chicago".into()), ..Schedule::default() }
    }

    #[rstest]
    #[case("2026-11-23T15:00:00Z", true)] // Monday 09:00 in Chicago, the first moment.
    #[case("2026-11-23T14:59:59Z", false)]
    #[case("2026-11-23T23:00:00Z", false)] // Monday 17:00, the first moment after.
    #[case("2026-11-22T18:00:00Z", false)] // Sunday noon.
    #[case("2026-07-06T14:00:00Z", true)] // Monday 09:00 in daylight saving time.
    fn hours_are_read_in_the_schedule_s_zone(#[case] at: Timestamp, #[case] active: bool) {
        assert_eq!(office().is_active(at, &TimeZone::UTC), Ok(active));
    }

    #[rstest]
    #[case("2026-11-27T23:30:00Z", true)] // Friday night.
    #[case("2026-11-28T05:59:00Z", true)] // Saturday morning belongs to Friday's night.
    #[case("2026-11-28T06:00:00Z", false)]
    #[case("2026-11-28T23:30:00Z", false)] // Saturday night is not listed.
    fn a_night_reaches_into_the_next_day(#[case] at: Timestamp, #[case] active: bool) {
        let hours = Hours { days: vec![Weekday::Friday], from: time(22, 0, 0, 0), to: time(6, 0, 0, 0) };
        let night = Schedule { hours: vec![hours], ..Schedule::default() };
        assert_eq!(night.is_active(at, &TimeZone::UTC), Ok(active));
    }

    fn period(start: &str, end: &str, rule: Option<&str>) -> Schedule {
        let recurrence = rule.map(|rule| crate::flow::world::Recurrence::parse(rule).unwrap());
        let period = Period { start: start.parse().unwrap(), end: end.parse().unwrap(), recurrence };
        Schedule { period: Some(period), time_zone: Some("Europe/Berlin".into()), ..Schedule::default() }
    }

    // Berlin is one hour ahead of UTC in winter, two in summer; the clocks change on 29 March and 25 October 2026.
    #[rstest]
    #[case("2026-03-27T08:00:00Z", true)] // Friday 09:00 in winter.
    #[case("2026-03-30T07:00:00Z", true)] // Monday 09:00 in summer.
    #[case("2026-03-30T06:59:59Z", false)]
    #[case("2026-03-30T15:00:00Z", false)] // Monday 17:00.
    #[case("2026-03-28T10:00:00Z", false)] // Saturday.
    #[case("2026-01-02T10:00:00Z", false)] // Before it began.
    fn a_recurrence_keeps_the_hours_of_the_wall_over_a_change_of_the_clocks(#[case] at: Timestamp, #[case] on: bool) {
        let office = period("2026-01-05T09:00", "2026-01-05T17:00", Some("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"));
        assert_eq!(office.is_active(at, &TimeZone::UTC), Ok(on));
    }

    #[rstest]
    #[case("2026-10-24T21:00:00Z", true)] // Saturday 23:00 in summer.
    #[case("2026-10-25T04:30:00Z", true)] // Sunday 05:30 in winter: the night is an hour longer.
    #[case("2026-10-25T05:00:00Z", false)]
    #[case("2026-10-25T21:30:00Z", false)] // Sunday 22:30 belongs to no night.
    fn a_night_reaches_over_midnight_and_over_a_change_of_the_clocks(#[case] at: Timestamp, #[case] on: bool) {
        let night = period("2026-01-03T22:00", "2026-01-04T06:00", Some("FREQ=WEEKLY;BYDAY=SA"));
        assert_eq!(night.is_active(at, &TimeZone::UTC), Ok(on));
    }

    #[rstest]
    #[case("2026-12-23T23:00:00Z", true)] // 24 December, 00:00.
    #[case("2026-12-26T22:59:59Z", true)]
    #[case("2026-12-26T23:00:00Z", false)]
    #[case("2027-12-25T12:00:00Z", true)]
    #[case("2027-12-27T12:00:00Z", false)]
    fn several_days_come_back_each_year(#[case] at: Timestamp, #[case] on: bool) {
        let holidays = period("2026-12-24T00:00", "2026-12-27T00:00", Some("FREQ=YEARLY"));
        assert_eq!(holidays.is_active(at, &TimeZone::UTC), Ok(on));
    }

    #[test]
    fn without_a_recurrence_it_is_once() {
        let once = period("2026-11-23T09:00", "2026-11-24T12:00", None);
        let at = |text: &str| once.is_active(text.parse().unwrap(), &TimeZone::UTC);
        assert_eq!(at("2026-11-24T10:00:00Z"), Ok(true));
        assert_eq!(at("2026-11-24T11:00:00Z"), Ok(false));
        assert_eq!(at("2026-11-30T10:00:00Z"), Ok(false));
    }

    #[test]
    fn holiday_wins_over_closed_and_closed_over_open() {
        let mut world = World::default();
        let day = |day| Schedule { dates: vec![date(2026, 12, day)], ..Schedule::default() };
        world.schedules.insert("always".into(), Schedule { forced: Some(true), ..Schedule::default() });
        world.schedules.insert(
            "stocktaking".into(),
            Schedule { dates: vec![date(2026, 12, 24), date(2026, 12, 25)], ..Schedule::default() },
        );
        world.schedules.insert("christmas".into(), day(25));
        let group = ScheduleGroup {
            open: vec!["always".into()],
            closed: vec!["stocktaking".into()],
            holidays: vec!["christmas".into()],
            ..ScheduleGroup::default()
        };
        world.schedule_groups.insert("hours".into(), group);
        let state = |at: &str| world.schedule_group_state("hours", at.parse().unwrap()).unwrap();
        assert_eq!(state("2026-12-23T12:00:00Z"), Some(ScheduleState::Open));
        assert_eq!(state("2026-12-24T12:00:00Z"), Some(ScheduleState::Closed));
        assert_eq!(state("2026-12-25T12:00:00Z"), Some(ScheduleState::Holiday));
        assert_eq!(world.schedule_group_state("none", Timestamp::UNIX_EPOCH), Ok(None));
    }

    #[test]
    fn an_unknown_zone_is_told_and_no_schedule_means_closed() {
        let mut world = World { time_zone: Some("Mars/Base".into()), ..World::default() };
        world.schedules.insert("office".into(), Schedule::default());
        assert_eq!(
            world.schedule_active("office", Timestamp::UNIX_EPOCH, None),
            Err(UnknownTimeZone("Mars/Base".into()))
        );
        world.time_zone = None;
        world.schedule_groups.insert("empty".into(), ScheduleGroup::default());
        assert_eq!(world.schedule_group_state("empty", Timestamp::UNIX_EPOCH), Ok(Some(ScheduleState::Closed)));
    }
}
