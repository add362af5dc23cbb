//! Who the client is: an OAuth client's id and secret, and how the token request carries them. Must not know where they were read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use zeroize::Zeroizing;

use super::regions::is_real_genesys_host;
use crate::secret::{HIDDEN, Secret};

/// An OAuth client of grant type client credentials.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The client's id; not a secret.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
}

impl Credentials {
    /// An id and its secret.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into() }
    }

    /// `base64(id:secret)`, as HTTP Basic wants it.
    pub(super) fn basic(&self) -> Zeroizing<String> {
        let pair = Zeroizing::new(format!("{}:{}", self.client_id, self.client_secret.expose()));
        Zeroizing::new(STANDARD.encode(pair.as_bytes()))
    }

    /// `text` with the secret, in each form in which a request may have carried it, and the token starred. A host that repeats a request
    /// in its answer must not make us print what it held.
    pub(super) fn redact(&self, text: &str, token: &str) -> String {
        let (secret, basic) = (self.client_secret.expose(), self.basic());
        let encoded = Zeroizing::new(form_encoded(secret));
        [secret, &basic, &encoded, token]
            .into_iter()
            .filter(|one| !one.is_empty())
            .fold(text.to_owned(), |text, one| if text.contains(one) { text.replace(one, HIDDEN) } else { text })
    }
}

/// A text as a form body holds it.
fn form_encoded(text: &str) -> String {
    let Ok(mut url) = Url::parse("form:") else { return String::new() };
    url.query_pairs_mut().append_key_only(text);
    url.query().unwrap_or_default().to_owned()
}

/// How the token request carries the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// HTTP Basic, as a real org wants it (facts: genesys-api.md 2.2).
    Basic,
    /// In the form body, as the seed sends it.
    Form,
}

impl Grant {
    /// Basic for a host of the regions table, the seed's form for any other.
    pub fn for_host(login: &Url) -> Self {
        if login.host_str().is_some_and(is_real_genesys_host) { Self::Basic } else { Self::Form }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_the_pair_in_base64() {
        // "id:pw" is 69 64 3a 70 77, which is aWQ6cHc= in base64.
        assert_eq!(*Credentials::new("id", "pw".to_owned()).basic(), "aWQ6cHc=");
    }

    #[test]
    fn redaction_stars_each_form_of_the_secret_and_the_token() {
        let credentials = Credentials::new("id", "s+3".to_owned());
        // "id:s+3" is 69 64 3a 73 2b 33, which is aWQ6cysz in base64.
        assert_eq!(credentials.redact("id s+3 s%2B3 aWQ6cysz t0k", "t0k"), "id *** *** *** ***");
        assert_eq!(credentials.redact("nothing here", ""), "nothing here");
    }

    #[test]
    fn debug_shows_the_id_and_hides_the_secret() {
        let shown = format!("{:?}", Credentials::new("the-id", "sentinel".to_owned()));
        assert!(shown.contains("the-id") && !shown.contains("sentinel"), "{shown}");
    }

    #[test]
    fn a_real_org_gets_basic_and_any_other_host_the_form() {
        assert_eq!(Grant::for_host(&Url::parse("https://login.mypurecloud.de").unwrap()), Grant::Basic);
        assert_eq!(Grant::for_host(&Url::parse("http://127.0.0.1:8080").unwrap()), Grant::Form);
    }
}
