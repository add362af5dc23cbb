//! A guest's secure socket: which host it trusts, and that it never falls back to an open one.

use std::sync::Arc;

use flowproof::genesys::{
    DEFAULT_CONNECT_TIMEOUT, ErrorKind, GuestErrorKind, GuestSession, Reach, guest_tls, http_client_with_ca,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;

use crate::client_guest_support::{GUEST, guest_options, listener};

/// A host with a certificate of its own, and that certificate in PEM.
fn host() -> (TlsAcceptor, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert.pem())
}

/// What connecting comes to when the host has this certificate and the guest trusts that one.
async fn connect(listener: &TcpListener, acceptor: &TlsAcceptor, trusted: Option<&str>) -> Result<(), GuestErrorKind> {
    let mut options = guest_options(listener);
    options.url.set_scheme("wss").unwrap();
    options.tls = trusted.map(|pem| guest_tls(Some(pem.as_bytes())).unwrap());
    let host = async {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = acceptor.accept(stream).await.ok()?;
        accept_async(stream).await.ok()
    };
    let (_host, guest) = tokio::join!(host, GuestSession::connect(&options, GUEST.to_owned()));
    guest.map(|_| ()).map_err(|error| error.kind.clone())
}

#[tokio::test]
async fn the_authority_that_was_given_is_trusted_and_no_other() {
    let listener = listener().await;
    let (acceptor, own) = host();
    let (_, other) = host();
    assert_eq!(connect(&listener, &acceptor, Some(&own)).await, Ok(()));
    assert_eq!(connect(&listener, &acceptor, Some(&other)).await, Err(GuestErrorKind::Connect));
}

#[tokio::test]
async fn a_secure_address_without_a_configuration_is_said() {
    let mut options = guest_options(&listener().await);
    options.url.set_scheme("wss").unwrap();
    let error = GuestSession::connect(&options, GUEST.to_owned()).await.err().unwrap();
    assert_eq!(error.to_string(), "connecting the guest failed: a `wss` address needs a TLS configuration");
}

#[test]
fn a_file_without_a_certificate_is_said() {
    let (_, pem) = host();
    for reach in [Reach::Loopback, Reach::Network] {
        assert!(http_client_with_ca(DEFAULT_CONNECT_TIMEOUT, reach, Some(pem.as_bytes())).is_ok());
        let error = http_client_with_ca(DEFAULT_CONNECT_TIMEOUT, reach, Some(b"no certificate")).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Setup);
    }
    assert!(guest_tls(None).is_ok());
    assert_eq!(guest_tls(Some(b"no certificate")).unwrap_err().kind, ErrorKind::Setup);
}
