//! The least time between two messages. Must not know what is sent.

use std::time::Duration;

use jiff::Timestamp;

/// The pace of one session.
#[derive(Debug)]
pub(super) struct Pace {
    least: Option<Duration>,
    last: Option<Timestamp>,
}

impl Pace {
    /// A pace of so much between two messages; none waits never.
    pub fn new(least: Option<Duration>) -> Self {
        Self { least, last: None }
    }

    /// How long the next message must wait at this time.
    pub fn wait(&self, now: impl FnOnce() -> Timestamp) -> Option<Duration> {
        let (least, last) = (self.least?, self.last?);
        let passed = Duration::try_from(now().duration_since(last)).unwrap_or(Duration::ZERO);
        least.checked_sub(passed).filter(|wait| !wait.is_zero())
    }

    /// A message goes out.
    pub fn sent(&mut self, now: impl FnOnce() -> Timestamp) {
        if self.least.is_some() {
            self.last = Some(now());
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    #[rstest]
    #[case::at_once(0, Some(500))]
    #[case::soon(200, Some(300))]
    #[case::in_time(500, None)]
    #[case::late(5_000, None)]
    #[case::on_a_clock_that_was_set_back(-1_000, Some(500))]
    fn the_second_message_waits_for_the_rest(#[case] passed: i64, #[case] wait: Option<u64>) {
        let mut pace = Pace::new(Some(Duration::from_millis(500)));
        assert_eq!(pace.wait(|| at(10_000)), None);
        pace.sent(|| at(10_000));
        assert_eq!(pace.wait(|| at(10_000 + passed)), wait.map(Duration::from_millis));
    }

    #[test]
    fn without_a_pace_the_clock_is_not_even_read() {
        let mut pace = Pace::new(None);
        pace.sent(|| unreachable!());
        assert_eq!(pace.wait(|| unreachable!()), None);
    }
}
