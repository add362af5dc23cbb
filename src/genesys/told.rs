//! What an answer says beside its body: the host's clock and the rate that it allows. Must not know what the body is.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap};

use super::answer::{RATE_ALLOWED_HEADER, number};

/// A body with what its answer said beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<T> {
    /// The body.
    pub body: T,
    /// When it was asked for, on the client's clock.
    pub asked: Timestamp,
    /// When the answer was whole, on the client's clock.
    pub answered: Timestamp,
    /// The host's clock, to the second (header `Date`); none where it does not say, or says what is no date.
    pub date: Option<Timestamp>,
    /// Requests that the token may make in a minute (header `inin-ratelimit-allowed`; facts: genesys-api.md 2.3).
    pub rate_allowed: Option<u64>,
}

impl<T> Told<T> {
    pub(super) fn new(body: T, headers: &HeaderMap, asked: Timestamp, answered: Timestamp) -> Self {
        let date = headers.get(DATE).and_then(|value| value.to_str().ok());
        let date = date.and_then(|text| DateTimeParser::new().parse_timestamp(text.trim()).ok());
        Self { body, asked, answered, date, rate_allowed: number(headers, RATE_ALLOWED_HEADER) }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Mon, 05 Jan 2026 15:00:00 GMT", Some("2026-01-05T15:00:00Z"))]
    #[case("yesterday", None)]
    fn the_date_of_an_answer_is_read(#[case] date: &'static str, #[case] read: Option<&str>) {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, HeaderValue::from_static(date));
        headers.insert(RATE_ALLOWED_HEADER, HeaderValue::from_static("180"));
        let told = Told::new((), &headers, Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        assert_eq!(told.date, read.map(|text| text.parse().unwrap()));
        assert_eq!(told.rate_allowed, Some(180));
    }
}
