//! What a guest session is made of, and its limits. Must not know how a frame is sent.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use rustls::ClientConfig;

use crate::genesys::clock::{Clock, RealClock};
use crate::genesys::transport::DEFAULT_CONNECT_TIMEOUT;

/// Two messages a second, for a live org. The vendor's announcement says 2, its page of limits 5 (facts: genesys-api.md 4.4); the lower
/// one is always safe.
pub const SAFE_PACE: Duration = Duration::from_millis(500);

/// How long one request waits for its answer. The platform answers in well under a second; ten are a slow network, not a slow flow, whose
/// words are waited for with [`super::GuestSession::next`].
pub const DEFAULT_STEP_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest frame that is read, in bytes. A form with all its pages, the largest content there is, is some tens of kilobytes; a host
/// that sends a megabyte at once is broken.
pub const DEFAULT_LARGEST_FRAME: usize = 1024 * 1024;

/// The longest wait that a host may ask for when it says that messages come too fast: its windows are of a second and of a minute, and
/// half a minute refills either.
pub const LONGEST_RATE_WAIT: Duration = Duration::from_secs(30);

/// How often one request is sent again because messages come too fast.
pub const MOST_RATE_REPEATS: u32 = 2;

/// Where in a message attributes are sent. Both forms are in the wild (facts: genesys-api.md 4.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AttributePlace {
    /// Beside the message, which is the vendor's typed place.
    #[default]
    Beside,
    /// Within the message, as the vendor's mobile client sends them.
    Within,
    /// In both places.
    Both,
}

/// What a guest session is made of.
#[derive(Clone)]
pub struct GuestOptions {
    /// `wss://webmessaging.{domain}/v1`, or `ws://` for a host on this machine.
    pub url: Url,
    /// The deployment, which leads to the flow.
    pub deployment_id: String,
    /// The `Origin` header, against which the deployment's allowed domains are checked; none for the socket's own host, as the vendor's
    /// mobile client sends it.
    pub origin: Option<String>,
    /// How `wss://` is secured; see [`crate::genesys::guest_tls`].
    pub tls: Option<Arc<ClientConfig>>,
    /// The clock that pace and rate limits wait on.
    pub clock: Arc<dyn Clock>,
    /// How long the connection with its handshakes may take, in real time.
    pub connect_timeout: Duration,
    /// How long a request waits for its answer, in real time.
    pub step_timeout: Duration,
    /// The largest frame that is read, in bytes.
    pub largest_frame: usize,
    /// The least time between two messages on `clock`; none sends at once. See [`SAFE_PACE`].
    pub pace: Option<Duration>,
    /// The tracing ids derive from it.
    pub seed: u64,
    /// Where in a message attributes are sent.
    pub attributes_sent: AttributePlace,
    /// Whether texts and attributes that the org would refuse as too large are refused here, with nothing sent.
    pub check_limits: bool,
}

impl GuestOptions {
    /// A session with a deployment, with the defaults for all else: real clock, no pace, limits checked.
    pub fn new(url: Url, deployment_id: impl Into<String>) -> Self {
        Self {
            url,
            deployment_id: deployment_id.into(),
            origin: None,
            tls: None,
            clock: Arc::new(RealClock),
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            step_timeout: DEFAULT_STEP_TIMEOUT,
            largest_frame: DEFAULT_LARGEST_FRAME,
            pace: None,
            seed: 0,
            attributes_sent: AttributePlace::default(),
            check_limits: true,
        }
    }

    /// The `Origin` header: what was given, else the socket's host.
    pub fn origin_header(&self) -> String {
        self.origin.clone().unwrap_or_else(|| {
            let host = self.url.host_str().unwrap_or_default();
            self.url.port().map_or_else(|| format!("https://{host}"), |port| format!("https://{host}:{port}"))
        })
    }
}

impl fmt::Debug for GuestOptions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("GuestOptions")
            .field("url", &self.url.as_str())
            .field("deployment_id", &self.deployment_id)
            .field("origin", &self.origin)
            .field("connect_timeout", &self.connect_timeout)
            .field("step_timeout", &self.step_timeout)
            .field("largest_frame", &self.largest_frame)
            .field("pace", &self.pace)
            .field("seed", &self.seed)
            .field("check_limits", &self.check_limits)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("wss://webmessaging.mypurecloud.com/v1", None, "https://webmessaging.mypurecloud.com")]
    #[case("ws://127.0.0.1:8080/v1", None, "https://127.0.0.1:8080")]
    #[case("wss://webmessaging.mypurecloud.com/v1", Some("https://shop.example.org"), "https://shop.example.org")]
    fn the_origin_is_the_sockets_host_unless_given(
        #[case] url: &str,
        #[case] given: Option<&str>,
        #[case] origin: &str,
    ) {
        let mut options = GuestOptions::new(Url::parse(url).unwrap(), "d");
        options.origin = given.map(str::to_owned);
        assert_eq!(options.origin_header(), origin);
    }
}
