//! The HTTP client below everything and the trust of both sockets: how they are set up, and what HTTP's own failures mean. Must not know
//! tokens or endpoints.

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Url};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::error::{ClientError, ErrorKind};

/// How long a connection may take to come about.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an unused connection is kept. Load balancers close theirs after a minute without a word; a request that is sent into a
/// connection just closed fails, and a creating one must then not be repeated.
const IDLE_CONNECTION: Duration = Duration::from_secs(45);

/// What is being done when there is no HTTP client.
const SETTING_UP: &str = "setting up the HTTP client";

/// What is being done when a guest has no secure socket.
const SETTING_UP_GUEST: &str = "setting up the guest's socket";

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
        let local = is_this_machine(host) || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if local { Self::Loopback } else { Self::Network }
    }
}

/// Whether a name means this machine: `localhost` and every name below it, which no resolver may send elsewhere (RFC 6761, 6.3).
pub(super) fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let tail = name.len().checked_sub(LOCAL.len()).and_then(|at| name.split_at_checked(at));
    tail.is_some_and(|(head, tail)| tail.eq_ignore_ascii_case(LOCAL) && (head.is_empty() || head.ends_with('.')))
}

/// The one name that always means this machine.
const LOCAL: &str = "localhost";

/// Resolves names of this machine and no others, so that a client for loopback reaches nothing else.
struct ThisMachine;

impl Resolve for ThisMachine {
    fn resolve(&self, name: Name) -> Resolving {
        let local = is_this_machine(name.as_str());
        Box::pin(std::future::ready(if local {
            let addresses = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        } else {
            Err(Box::from("the name is not one of this machine"))
        }))
    }
}

/// The HTTP client that all of a run's [`super::Client`]s share, so that connections and root certificates are shared too.
///
/// # Errors
/// The system's certificates cannot be read, or the environment names a proxy that is no URL.
pub fn http_client(connect_timeout: Duration, reach: Reach) -> Result<reqwest::Client, ClientError> {
    http_client_with_ca(connect_timeout, reach, None)
}

/// The same, which also trusts a certificate authority of the caller's own, in PEM: that of a fake org, or of a proxy between.
///
/// # Errors
/// As [`http_client`]; or the text holds no certificate.
pub fn http_client_with_ca(
    connect_timeout: Duration,
    reach: Reach,
    extra_ca_pem: Option<&[u8]>,
) -> Result<reqwest::Client, ClientError> {
    let setup = |error: &reqwest::Error| ClientError::local(ErrorKind::Setup, SETTING_UP, cause(error));
    // A second installation in one process fails harmlessly: the first one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let extra = extra_ca_pem.map(Certificate::from_pem_bundle).transpose().map_err(|error| setup(&error))?;
    if extra.as_ref().is_some_and(Vec::is_empty) {
        return Err(no_certificate(SETTING_UP));
    }
    let extra = extra.unwrap_or_default();
    // The API never redirects; following one could carry a secret to a host that no guard has seen.
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(Policy::none())
        .pool_idle_timeout(IDLE_CONNECTION)
        .tcp_nodelay(true);
    let builder = match reach {
        Reach::Loopback => builder.no_proxy().tls_certs_only(extra).dns_resolver(Arc::new(ThisMachine)),
        Reach::Network => builder.tls_certs_merge(extra),
    };
    builder.build().map_err(|error| setup(&error))
}

/// How a guest's `wss://` is secured: by the system's trust, or, with a certificate authority given in PEM, by that one alone, which is
/// how a fake org on this machine is trusted without any root certificates being loaded.
///
/// # Errors
/// The system's certificates cannot be read, or the text holds no certificate.
pub fn guest_tls(extra_ca_pem: Option<&[u8]>) -> Result<Arc<ClientConfig>, ClientError> {
    let setup = |why: String| ClientError::local(ErrorKind::Setup, SETTING_UP_GUEST, why);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| setup(e.to_string()))?;
    let Some(pem) = extra_ca_pem else {
        let builder = builder.with_platform_verifier().map_err(|error| setup(error.to_string()))?;
        return Ok(Arc::new(builder.with_no_client_auth()));
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| setup(error.to_string()))?;
        roots.add(certificate).map_err(|error| setup(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(no_certificate(SETTING_UP_GUEST));
    }
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

fn no_certificate(doing: &'static str) -> ClientError {
    ClientError::local(ErrorKind::Setup, doing, "the certificate authority's file holds no certificate")
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
