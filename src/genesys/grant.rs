//! The request for a token. Must not know how long one is kept.

use hyper::body::Bytes;
use jiff::Timestamp;
use reqwest::Url;
use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use crate::wire::TokenResponse;

use super::client::Inner;
use super::credentials::Grant;
use super::error::{ClientError, ErrorKind};
use super::exchange::{Auth, Outgoing};
use super::operation::TOKEN;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

impl Inner {
    /// Asks the login host for a token; also says when it was granted.
    pub async fn ask_for_token(&self) -> Result<(TokenResponse, Timestamp), ClientError> {
        let credentials = &self.options.credentials;
        let (login, secret) = (&self.options.login, credentials.client_secret.expose());
        let setup = |what: &str| ClientError::local(ErrorKind::Setup, TOKEN.doing, what);
        let mut url = login.clone();
        url.path_segments_mut()
            .map_err(|()| setup("the login host's URL is not one that a path can follow"))?
            .pop_if_empty()
            .extend(["oauth", "token"]);
        let mut form = vec![("grant_type", "client_credentials")];
        let mut basic = None;
        match self.options.grant {
            Grant::Form => {
                form.extend([("client_id", credentials.client_id.as_str()), ("client_secret", secret)]);
            }
            Grant::Basic => {
                let text = Zeroizing::new(format!("Basic {}", credentials.basic().as_str()));
                let mut header = HeaderValue::try_from(text.as_str())
                    .map_err(|_| setup("the credentials hold characters that no request can carry"))?;
                header.set_sensitive(true);
                basic = Some(header);
            }
        }
        let body = self.form(&url, &form).ok_or_else(|| setup("the credentials cannot be written as a form"))?;
        let outgoing = Outgoing { operation: &TOKEN, url, body: Some((FORM, body)) };
        let auth = basic.as_ref().map_or(Auth::Without, Auth::Basic);
        let incoming = self.exchange(&outgoing, auth, &mut self.attempts(&TOKEN)).await?;
        let granted: TokenResponse = self.decode(&outgoing, &incoming, None)?;
        Ok((granted, self.options.clock.now()))
    }

    /// Pairs as a form body.
    fn form(&self, url: &Url, pairs: &[(&str, &str)]) -> Option<Bytes> {
        let request = self.options.http.post(url.clone()).form(pairs).build().ok()?;
        request.body()?.as_bytes().map(Bytes::copy_from_slice)
    }
}
