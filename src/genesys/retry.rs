//! When a request is sent again, and after how long (the design's section 8). Must not know what the request is for, nor wait itself.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::error::ErrorKind;

/// Repeats of one call unless the caller says otherwise; the seed's `max_retries` is three too.
pub const DEFAULT_RETRIES: u32 = 3;

/// The longest wait that a host may ask for: two of the platform's one-minute rate windows. A host that asks for more is not waited for,
/// since a test that sleeps for longer says less than one that fails with the reason.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(120);

/// The first back-off; the seed starts at one second and doubles.
const FIRST_BACK_OFF: Duration = Duration::from_secs(1);

/// The longest back-off before jitter, so that many retries do not grow into minutes.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);

/// Whether a request may be sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Safety {
    /// A second one has no second effect: reading, deleting, a token.
    Repeatable,
    /// A second one may make a second thing, so it is sent again only when the first was surely not carried out.
    Creating,
}

/// What a failed attempt says about another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hint {
    /// The answer's status.
    pub status: Option<u16>,
    /// `Retry-After`, or the end of the rate window for a 429 without it.
    pub wait: Option<Duration>,
}

/// The retries of one call.
pub(super) struct Retries {
    left: u32,
    safety: Safety,
    seed: u64,
    back_off: Option<ExponentialBackoff>,
}

impl Retries {
    pub fn new(most: u32, safety: Safety, seed: u64) -> Self {
        Self { left: most, safety, seed, back_off: None }
    }

    /// How long to wait before the next attempt; none where there must be no other.
    pub fn next(&mut self, kind: &ErrorKind, hint: Hint) -> Option<Duration> {
        if self.left == 0 || !may_repeat(self.safety, kind, hint) {
            return None;
        }
        let seed = self.seed;
        let back_off = self.back_off.get_or_insert_with(|| back_off(seed)).next();
        let wait = match hint.wait {
            Some(asked) if asked > LONGEST_RETRY_AFTER => return None,
            Some(asked) => asked,
            None => back_off?,
        };
        self.left -= 1;
        Some(wait)
    }
}

/// Doubling from [`FIRST_BACK_OFF`]; jitter adds up to the delay again, so that clients that failed together do not come back together.
fn back_off(seed: u64) -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_min_delay(FIRST_BACK_OFF)
        .with_max_delay(LONGEST_BACK_OFF)
        .with_factor(2.0)
        .without_max_times()
        .with_jitter()
        .with_jitter_seed(seed)
        .build()
}

fn may_repeat(safety: Safety, kind: &ErrorKind, hint: Hint) -> bool {
    match (safety, kind) {
        (_, ErrorKind::RateLimited { .. } | ErrorKind::Connect) => true,
        (Safety::Repeatable, ErrorKind::Server | ErrorKind::Reset | ErrorKind::Timeout) => true,
        (Safety::Creating, ErrorKind::Server) => hint.status == Some(503) && hint.wait.is_some(),
        _ => false,
    }
}

/// The value of `Retry-After` as a wait from `now`: seconds, or an HTTP date (one that has passed means at once).
pub(super) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTimeParser::new().parse_timestamp(value).ok()?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const NO_HINT: Hint = Hint { status: None, wait: None };
    const LIMITED: ErrorKind = ErrorKind::RateLimited { retry_after: None };

    fn hint(status: u16, wait: Option<u64>) -> Hint {
        Hint { status: Some(status), wait: wait.map(Duration::from_secs) }
    }

    #[rstest]
    #[case::rate_limit(LIMITED, hint(429, None), true, true)]
    #[case::no_connection(ErrorKind::Connect, NO_HINT, true, true)]
    #[case::busy_with_a_date(ErrorKind::Server, hint(503, Some(1)), true, true)]
    #[case::busy(ErrorKind::Server, hint(503, None), true, false)]
    #[case::broken(ErrorKind::Server, hint(500, None), true, false)]
    #[case::broken_with_a_date(ErrorKind::Server, hint(500, Some(1)), true, false)]
    #[case::reset(ErrorKind::Reset, NO_HINT, true, false)]
    #[case::time_out(ErrorKind::Timeout, NO_HINT, true, false)]
    #[case::unauthorized(ErrorKind::Unauthorized, hint(401, None), false, false)]
    #[case::forbidden(ErrorKind::Forbidden { missing: vec![] }, hint(403, None), false, false)]
    #[case::not_found(ErrorKind::NotFound, hint(404, None), false, false)]
    #[case::conflict(ErrorKind::Conflict, hint(409, None), false, false)]
    #[case::bad_request(ErrorKind::BadRequest, hint(400, None), false, false)]
    #[case::malformed(ErrorKind::Malformed, hint(200, None), false, false)]
    #[case::too_large(ErrorKind::TooLarge, hint(200, None), false, false)]
    #[case::redirect(ErrorKind::Unexpected, hint(302, None), false, false)]
    fn what_is_repeated(#[case] kind: ErrorKind, #[case] hint: Hint, #[case] repeatable: bool, #[case] creating: bool) {
        assert_eq!(Retries::new(1, Safety::Repeatable, 0).next(&kind, hint).is_some(), repeatable);
        assert_eq!(Retries::new(1, Safety::Creating, 0).next(&kind, hint).is_some(), creating);
    }

    #[test]
    fn back_off_doubles_within_its_jitter_and_ends() {
        let mut retries = Retries::new(3, Safety::Repeatable, 7);
        for base in [1, 2, 4] {
            let wait = retries.next(&ErrorKind::Server, NO_HINT).unwrap();
            assert!(wait >= Duration::from_secs(base) && wait <= Duration::from_secs(2 * base), "{wait:?} for {base}");
        }
        assert_eq!(retries.next(&ErrorKind::Server, NO_HINT), None);
    }

    #[test]
    fn jitter_comes_from_the_seed_alone() {
        let wait = |seed| Retries::new(1, Safety::Repeatable, seed).next(&ErrorKind::Server, NO_HINT);
        assert_eq!(wait(1), wait(1));
        assert_ne!(wait(1), wait(2));
    }

    #[test]
    fn what_the_host_asks_wins_over_back_off_up_to_the_cap() {
        let mut retries = Retries::new(3, Safety::Repeatable, 0);
        assert_eq!(retries.next(&LIMITED, hint(429, Some(0))), Some(Duration::ZERO));
        assert_eq!(retries.next(&LIMITED, hint(429, Some(120))), Some(LONGEST_RETRY_AFTER));
        assert_eq!(retries.next(&LIMITED, hint(429, Some(121))), None);
    }

    #[test]
    fn no_retries_means_one_attempt() {
        assert_eq!(Retries::new(0, Safety::Repeatable, 0).next(&ErrorKind::Server, NO_HINT), None);
    }

    #[rstest]
    #[case("0", Some(0))]
    #[case(" 30 ", Some(30))]
    // RFC 9110 5.6.7's own example of an IMF-fixdate, seen 37 seconds earlier.
    #[case("Sun, 06 Nov 1994 08:49:37 GMT", Some(37))]
    #[case("Sun, 06 Nov 1994 08:48:59 GMT", Some(0))]
    #[case("-1", None)]
    #[case("1.5", None)]
    #[case("soon", None)]
    #[case("", None)]
    #[case("99999999999999999999999", None)]
    fn retry_after_is_seconds_or_a_date(#[case] value: &str, #[case] seconds: Option<u64>) {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs));
    }

    proptest! {
        #[test]
        fn no_header_makes_the_reader_panic(value in "\\PC{0,60}") {
            let _ = retry_after(&value, Timestamp::UNIX_EPOCH);
        }

        #[test]
        fn a_call_is_never_repeated_more_often_than_allowed(most in 0u32..6, seed: u64) {
            let mut retries = Retries::new(most, Safety::Repeatable, seed);
            let times = (0..20).filter(|_| retries.next(&LIMITED, NO_HINT).is_some()).count();
            prop_assert_eq!(times, most as usize);
        }
    }
}
