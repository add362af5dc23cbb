//! The token's cache: until its expiry less a margin and at most 55 minutes, one request for all who wait. Must not know how a token is
//! asked for.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderValue;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::wire::TokenResponse;

use super::error::{ClientError, ErrorKind};

/// A token is used no longer than this, whatever its own life: the seed's cache holds 55 of 60 minutes.
pub const LONGEST_TOKEN_USE: Duration = Duration::from_secs(55 * 60);

/// A token is given up this long before it expires, so that none expires on its way; for one that lives under ten minutes, a tenth of its life.
pub const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// The part of its life that a short-lived token's margin takes.
const SHORT_LIFE_PART: u32 = 10;

/// How long after its grant a token that lives `life` is used.
fn use_for(life: Duration) -> Duration {
    life.saturating_sub(EXPIRY_MARGIN.min(life / SHORT_LIFE_PART)).min(LONGEST_TOKEN_USE)
}

/// A token in the form in which requests carry it.
#[derive(Clone)]
pub(super) struct Bearer {
    /// `Bearer …`, marked sensitive so that nothing prints it.
    pub header: HeaderValue,
    /// Which token it is, so that a refused one is given up only once.
    number: u64,
}

impl Bearer {
    /// A token that is nobody's to renew: a guest's. None where no request can carry it.
    pub fn of_guest(token: &str) -> Option<Self> {
        Some(Self { header: header(token)?, number: u64::MAX })
    }

    /// The token without its `Bearer `, for redaction.
    pub fn token(&self) -> &str {
        self.header.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default()
    }
}

/// The header that carries a token.
fn header(token: &str) -> Option<HeaderValue> {
    let text = Zeroizing::new(format!("Bearer {token}"));
    let mut header = HeaderValue::try_from(text.as_str()).ok()?;
    header.set_sensitive(true);
    Some(header)
}

struct Held {
    bearer: Bearer,
    until: Timestamp,
}

/// The cache of one client.
#[derive(Default)]
pub(super) struct Tokens {
    held: RwLock<Option<Held>>,
    /// Held while a token is being asked for; keeps the last failure for those who waited for that very request.
    flight: Mutex<Option<ClientError>>,
    /// How many requests have ended.
    landed: AtomicU64,
    granted: AtomicU64,
}

impl Tokens {
    /// The token at hand, or one that `ask` gets. Of callers that come while `ask` runs, all share its answer, be it a token or an error.
    pub async fn get<F, A>(&self, now: Timestamp, ask: A) -> Result<Bearer, ClientError>
    where
        A: FnOnce() -> F,
        F: Future<Output = Result<(TokenResponse, Timestamp), ClientError>>,
    {
        if let Some(bearer) = self.current(now) {
            return Ok(bearer);
        }
        let seen = self.landed.load(Ordering::Acquire);
        let mut flight = self.flight.lock().await;
        if let Some(bearer) = self.current(now) {
            return Ok(bearer);
        }
        if self.landed.load(Ordering::Acquire) != seen
            && let Some(error) = &*flight
        {
            return Err(error.clone());
        }
        let answer = match ask().await {
            Ok((granted, at)) => self.keep(granted, at),
            Err(error) => Err(error),
        };
        *flight = answer.as_ref().err().cloned();
        self.landed.fetch_add(1, Ordering::Release);
        answer
    }

    /// Keeps a token that was granted at `at`.
    pub fn keep(&self, granted: TokenResponse, at: Timestamp) -> Result<Bearer, ClientError> {
        let token = Zeroizing::new(granted.access_token);
        let header = header(token.as_str()).ok_or_else(|| {
            ClientError::local(
                ErrorKind::Malformed,
                "getting a token",
                "the token holds characters that no request can carry",
            )
        })?;
        let until = at.checked_add(use_for(Duration::from_secs(granted.expires_in))).unwrap_or(Timestamp::MAX);
        let bearer = Bearer { header, number: self.granted.fetch_add(1, Ordering::Relaxed) };
        let held = Held { bearer: bearer.clone(), until };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(bearer)
    }

    /// Gives up a token that a host refused, unless another has taken its place already.
    pub fn give_up(&self, refused: &Bearer) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|one| one.bearer.number == refused.number) {
            *held = None;
        }
    }

    fn current(&self, now: Timestamp) -> Option<Bearer> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|one| now < one.until).map(|one| one.bearer.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn granted(token: &str, expires_in: u64) -> TokenResponse {
        TokenResponse { access_token: token.to_owned(), token_type: "bearer".to_owned(), expires_in }
    }

    fn after(seconds: u64) -> Timestamp {
        NOW.checked_add(Duration::from_secs(seconds)).unwrap()
    }

    #[rstest]
    #[case::a_day(86_400, 3_300)]
    #[case::an_hour(3_600, 3_300)]
    #[case::half_an_hour(1_800, 1_740)]
    #[case::five_minutes(300, 270)]
    #[case::ten_seconds(10, 9)]
    #[case::none(0, 0)]
    fn how_long_a_token_is_used(#[case] life: u64, #[case] used: u64) {
        assert_eq!(use_for(Duration::from_secs(life)), Duration::from_secs(used));
    }

    #[test]
    fn a_token_serves_until_its_time_and_not_longer() {
        let tokens = Tokens::default();
        tokens.keep(granted("t", 3_600), NOW).unwrap();
        assert_eq!(tokens.current(after(3_299)).unwrap().token(), "t");
        assert!(tokens.current(after(3_300)).is_none());
    }

    #[test]
    fn giving_up_an_old_token_leaves_its_successor() {
        let tokens = Tokens::default();
        let old = tokens.keep(granted("old", 3_600), NOW).unwrap();
        tokens.keep(granted("new", 3_600), NOW).unwrap();
        tokens.give_up(&old);
        assert_eq!(tokens.current(NOW).unwrap().token(), "new");
    }

    #[tokio::test]
    async fn callers_who_wait_share_one_failure_and_the_next_one_asks_again() {
        let (tokens, asked) = (Arc::new(Tokens::default()), Arc::new(AtomicU64::new(0)));
        let calls = (0..8).map(|_| {
            let (tokens, asked) = (Arc::clone(&tokens), Arc::clone(&asked));
            tokio::spawn(async move {
                let ask = || async {
                    asked.fetch_add(1, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                    Err(ClientError::local(ErrorKind::Unauthorized, "getting a token", "no"))
                };
                tokens.get(NOW, ask).await.map(|_| ())
            })
        });
        for call in calls.collect::<Vec<_>>() {
            assert_eq!(call.await.unwrap().unwrap_err().kind, ErrorKind::Unauthorized);
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        let again = tokens.get(NOW, || async { Ok((granted("t", 60), NOW)) }).await;
        assert_eq!(again.ok().unwrap().token(), "t");
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_an_error_without_the_token() {
        let error = Tokens::default().keep(granted("sent\ninel", 60), NOW).err().unwrap();
        assert_eq!(error.kind, ErrorKind::Malformed);
        assert!(!format!("{error} {error:?}").contains("inel"));
    }

    proptest! {
        #[test]
        fn no_token_outlives_its_expiry_or_the_cap(life in 0u64..200_000) {
            let used = use_for(Duration::from_secs(life));
            prop_assert!(used <= LONGEST_TOKEN_USE && used <= Duration::from_secs(life));
            prop_assert!(life == 0 || used > Duration::ZERO);
        }
    }
}
