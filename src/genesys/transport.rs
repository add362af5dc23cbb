//! The HTTP client below everything: how it is set up, and what its own failures mean. Must not know tokens or endpoints.

use std::error::Error as _;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use reqwest::redirect::Policy;

use super::error::{ClientError, ErrorKind};

/// How long a connection may take to come about.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an unused connection is kept. Load balancers close theirs after a minute without a word; a request that is sent into a
/// connection just closed fails, and a creating one must then not be repeated.
const IDLE_CONNECTION: Duration = Duration::from_secs(45);

/// Which hosts a client is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This machine only: no proxy, and no root certificates, whose loading would be most of a short run's start-up.
    Loopback,
    /// Any host: the environment's proxy and the system's root certificates.
    Network,
}

impl Reach {
    /// [`Reach::Loopback`] for this machine's own addresses and `localhost`, [`Reach::Network`] for any other host.
    pub fn for_host(base: &Url) -> Self {
        let host = base.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if local { Self::Loopback } else { Self::Network }
    }
}

/// The HTTP client that all of a run's [`super::Client`]s share, so that connections and root certificates are shared too.
///
/// # Errors
/// The system's certificates cannot be read, or the environment names a proxy that is no URL.
pub fn http_client(connect_timeout: Duration, reach: Reach) -> Result<reqwest::Client, ClientError> {
    // A second installation in one process fails harmlessly: the first one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The API never redirects; following one could carry a secret to a host that no guard has seen.
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(Policy::none())
        .pool_idle_timeout(IDLE_CONNECTION)
        .tcp_nodelay(true);
    let builder = match reach {
        Reach::Loopback => builder.no_proxy().tls_certs_only([]),
        Reach::Network => builder,
    };
    builder.build().map_err(|error| ClientError::local(ErrorKind::Setup, "setting up the HTTP client", cause(&error)))
}

/// What a failure of the HTTP client means, and in words.
pub(super) fn classify(error: &reqwest::Error, host: &str, timeout: Duration) -> (ErrorKind, String) {
    if error.is_connect() {
        let why = if error.is_timeout() { "timed out".to_owned() } else { cause(error) };
        return (ErrorKind::Connect, format!("no connection to `{host}`: {why}"));
    }
    if error.is_timeout() {
        return (ErrorKind::Timeout, format!("no whole answer from `{host}` within {timeout:?}"));
    }
    if error.is_builder() {
        return (ErrorKind::Setup, cause(error));
    }
    if is_malformed(error) {
        return (ErrorKind::Malformed, format!("`{host}` does not answer in HTTP: {}", cause(error)));
    }
    (ErrorKind::Reset, format!("`{host}` closed the connection before its answer was whole: {}", cause(error)))
}

fn is_malformed(error: &reqwest::Error) -> bool {
    chain(error).filter_map(|one| one.downcast_ref::<hyper::Error>()).any(hyper::Error::is_parse)
}

/// The innermost cause, which says what happened; the layers above only say that something did.
fn cause(error: &reqwest::Error) -> String {
    let innermost = chain(error).last();
    let io = innermost.and_then(|one| one.downcast_ref::<io::Error>());
    match (io, innermost) {
        // The kind's own words leave out the platform's error number.
        (Some(io), _) if io.raw_os_error().is_some() => io.kind().to_string(),
        (_, Some(one)) => one.to_string(),
        (_, None) => "unknown cause".to_owned(),
    }
}

type Cause<'a> = &'a (dyn std::error::Error + 'static);

fn chain<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = Cause<'a>> {
    std::iter::successors(error.source(), |one: &Cause<'a>| (*one).source())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("http://127.0.0.1:80", Reach::Loopback)]
    #[case("http://127.9.9.9", Reach::Loopback)]
    #[case("http://[::1]:8080/x", Reach::Loopback)]
    #[case("http://LOCALHOST:1", Reach::Loopback)]
    #[case("https://localhost.example.org", Reach::Network)]
    #[case("https://api.mypurecloud.com", Reach::Network)]
    #[case("http://10.0.0.1", Reach::Network)]
    fn only_this_machine_is_loopback(#[case] base: &str, #[case] reach: Reach) {
        assert_eq!(Reach::for_host(&Url::parse(base).unwrap()), reach);
    }

    #[test]
    fn a_client_can_be_made_for_either_reach_and_more_than_once() {
        for reach in [Reach::Loopback, Reach::Network, Reach::Loopback] {
            assert!(http_client(DEFAULT_CONNECT_TIMEOUT, reach).is_ok());
        }
    }
}
