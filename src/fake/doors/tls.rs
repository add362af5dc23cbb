//! TLS of the org's own: a certificate authority made for this run, and a certificate by it. Must not know files.

use std::fmt;
use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// Names that the certificate is always good for.
const OWN_NAMES: [&str; 4] = ["localhost", "*.localhost", "127.0.0.1", "::1"];

/// A certificate, and the authority that a client must trust for it. New keys each time: none is ever stored.
#[derive(Clone)]
pub struct Tls {
    authority: Arc<str>,
    acceptor: TlsAcceptor,
}

impl Tls {
    /// Makes both. The certificate is good for `localhost`, names below it, the loopback addresses, and the names given.
    ///
    /// # Errors
    /// A name is none, or the system gives no randomness.
    pub fn generate(names: &[String]) -> io::Result<Self> {
        let mut authority = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        authority.distinguished_name.push(DnType::CommonName, "flowproof fake org");
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let issuer = CertifiedIssuer::self_signed(authority, key).map_err(io::Error::other)?;

        let all: Vec<String> = OWN_NAMES.iter().map(|name| (*name).to_owned()).chain(names.iter().cloned()).collect();
        let mut own = CertificateParams::new(all).map_err(io::Error::other)?;
        own.distinguished_name.push(DnType::CommonName, "localhost");
        own.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = own.signed_by(&key, &issuer).map_err(io::Error::other)?;

        // A second installation in one process fails harmlessly: the first one serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let chain = vec![certificate.der().clone(), issuer.der().clone()];
        let config =
            ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).map_err(io::Error::other)?;
        Ok(Self { authority: Arc::from(issuer.pem()), acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// The authority's certificate in PEM, for a client to trust.
    pub fn authority_pem(&self) -> &str {
        &self.authority
    }

    pub(super) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}

/// Keeps the keys to itself.
impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Tls").finish_non_exhaustive()
    }
}
