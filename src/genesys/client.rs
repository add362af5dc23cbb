//! The client itself: what it is made of, and its token. Must not know what any one endpoint is for; those are in `endpoints/`.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use reqwest::Url;

use crate::secret::Secret;
use crate::wire::TokenResponse;

use super::budget::RateBudget;
use super::clock::{Clock, RealClock};
use super::credentials::{Credentials, Grant};
use super::error::ClientError;
use super::exchange::{DEFAULT_LONGEST_ANSWER, DEFAULT_REQUEST_TIMEOUT};
use super::observer::CallObserver;
use super::regions::is_real_genesys_host;
use super::retry::DEFAULT_RETRIES;
use super::token::Tokens;

/// What a client is made of.
#[derive(Clone)]
pub struct ClientOptions {
    /// The API's base URL.
    pub api: Url,
    /// The base URL of the host that grants tokens: the API's own in the seed, `https://login.{domain}` in a real org.
    pub login: Url,
    /// Who asks.
    pub credentials: Credentials,
    /// How the token request carries the credentials.
    pub grant: Grant,
    /// The HTTP client, shared by all clients of a run; see [`super::http_client`].
    pub http: reqwest::Client,
    /// The clock that retries wait on and tokens expire by.
    pub clock: Arc<dyn Clock>,
    /// The seed of the back-off's jitter.
    pub seed: u64,
    /// How often one call is repeated at most.
    pub retries: u32,
    /// From sending a request to the end of its answer, in real time.
    pub request_timeout: Duration,
    /// The largest answer that is read, in bytes.
    pub longest_answer: usize,
    /// What all who share the token share of requests a minute; none sends at once.
    pub budget: Option<Arc<RateBudget>>,
    /// Hears of every request.
    pub observer: Option<Arc<dyn CallObserver>>,
}

impl ClientOptions {
    /// A client of one host that serves both API and token, with the defaults for all else: real clock, three retries, no observer.
    pub fn new(api: Url, credentials: Credentials, http: reqwest::Client) -> Self {
        Self {
            grant: Grant::for_host(&api),
            login: api.clone(),
            api,
            credentials,
            http,
            clock: Arc::new(RealClock),
            seed: 0,
            retries: DEFAULT_RETRIES,
            request_timeout: DEFAULT_REQUEST_TIMEOUT,
            longest_answer: DEFAULT_LONGEST_ANSWER,
            budget: None,
            observer: None,
        }
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ClientOptions")
            .field("api", &self.api.as_str())
            .field("login", &self.login.as_str())
            .field("credentials", &self.credentials)
            .field("grant", &self.grant)
            .field("seed", &self.seed)
            .field("retries", &self.retries)
            .field("request_timeout", &self.request_timeout)
            .field("longest_answer", &self.longest_answer)
            .finish_non_exhaustive()
    }
}

/// A client of one org. Clones share one token; making one costs no connection.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub options: ClientOptions,
    pub tokens: Tokens,
    /// How many calls have drawn jitter, so that two calls do not draw the same.
    pub jitters: AtomicU64,
    /// Whether the API's host is a real one, which the seed's steps must not reach.
    pub real_host: bool,
}

impl Client {
    /// A client without a token; the first call, or [`Client::token`], gets one.
    pub fn new(options: ClientOptions) -> Self {
        let real_host = options.api.host_str().is_some_and(is_real_genesys_host);
        Self(Arc::new(Inner { options, tokens: Tokens::default(), jitters: AtomicU64::new(0), real_host }))
    }

    /// The same with a token that was granted just now. One that no request can carry is left aside: the first call then gets its own.
    #[must_use]
    pub fn with_token(self, granted: TokenResponse) -> Self {
        let now = self.0.options.clock.now();
        let _ = self.0.tokens.keep(granted, now);
        self
    }

    /// The clock that its waits go by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.options.clock
    }

    /// A client of the same hosts for other credentials. It shares no token with this one.
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        Self::new(ClientOptions { credentials, ..self.0.options.clone() })
    }

    /// A client of the same hosts and the same id with another secret: how it is learnt what an org answers to a wrong one.
    #[must_use]
    pub fn with_secret(&self, secret: impl Into<Secret>) -> Self {
        self.with_credentials(Credentials::new(self.0.options.credentials.client_id.clone(), secret))
    }

    /// From now on no request waits for a place in the budget: what is open is ended, and must not queue behind requests that nobody makes
    /// any more. An org that refuses a request is obeyed still.
    pub fn lift_budget(&self) {
        if let Some(budget) = &self.0.options.budget {
            budget.lift();
        }
    }

    /// The HTTP client below, for what is not the API: a file's store.
    pub fn http(&self) -> &reqwest::Client {
        &self.0.options.http
    }

    /// Gets a token unless one is at hand: the step before the first.
    ///
    /// # Errors
    /// The host refuses the credentials or cannot be reached.
    pub async fn token(&self) -> Result<(), ClientError> {
        self.bearer().await.map(|_| ())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Client").field(&self.0.options).finish()
    }
}
