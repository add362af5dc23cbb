//! The one way to send: bearer token, JSON in and out, time-out, limits, retries, one renewal on 401. Must not know what a call is for.

use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::body::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Request, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::wire::TokenResponse;

use super::advice::{Limit, advice};
use super::answer::{self, Answer};
use super::client::{Client, Inner};
use super::credentials::Grant;
use super::error::{ClientError, ErrorKind, Failure};
use super::guard::refused;
use super::observer::CallRecord;
use super::operation::{Operation, TOKEN};
use super::retry::{Hint, Retries};
use super::secret::redact;
use super::token::Bearer;
use super::transport::classify;

/// How long one request may take, from sending it to the end of its answer.
pub const DEFAULT_REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The largest answer that is read, in bytes. Execution data of a flow that ran 10,000 actions stays below a third of it; a host that
/// sends more is broken.
pub const LONGEST_ANSWER: usize = 16 * 1024 * 1024;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What is sent, apart from who sends it. Kept for repeats, so a body is serialised once.
struct Outgoing {
    operation: &'static Operation,
    url: Url,
    body: Option<(HeaderValue, Bytes)>,
}

/// One whole answer.
struct Incoming {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// Counts the requests of one call over all its repeats.
struct Attempts {
    sent: u32,
    retries: Retries,
}

impl Client {
    /// Sends a call without a body and reads its JSON.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<T, ClientError> {
        let outgoing = Outgoing { operation, url, body: None };
        let (incoming, _) = self.call(&outgoing).await?;
        self.0.decode(&outgoing, &incoming)
    }

    /// Sends a call with a JSON body and reads its JSON.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let body = serde_json::to_vec(body)
            .map_err(|why| ClientError::local(ErrorKind::Setup, operation.doing, why.to_string()))?;
        let outgoing = Outgoing { operation, url, body: Some((JSON, body.into())) };
        let (incoming, _) = self.call(&outgoing).await?;
        self.0.decode(&outgoing, &incoming)
    }

    /// Sends a deleting call. A repeat that finds nothing has done its work: the attempt before it took effect.
    pub(super) async fn delete(&self, operation: &'static Operation, url: Url) -> Result<(), ClientError> {
        match self.call(&Outgoing { operation, url, body: None }).await {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::NotFound && error.attempts > 1 => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The base of a URL below the API, for an endpoint to add its path to.
    ///
    /// # Errors
    /// The API's host is a real one, and the seed's paths must not reach it; or an id is empty or a step in a path.
    pub(super) fn seed_url(&self, operation: &'static Operation, id: &str) -> Result<Url, ClientError> {
        let api = &self.0.options.api;
        if self.0.real_host {
            return Err(refused(api.host_str().unwrap_or_default()));
        }
        let mut url = api.clone();
        let unusable =
            || ClientError::local(ErrorKind::Refused, operation.doing, format!("`{id}` cannot stand in a path"));
        {
            let mut path = url.path_segments_mut().map_err(|()| unusable())?;
            path.pop_if_empty();
            for segment in operation.template.split('/').skip(1) {
                if !segment.starts_with('{') {
                    path.push(segment);
                } else if matches!(id, "" | "." | "..") {
                    return Err(unusable());
                } else {
                    path.push(id);
                }
            }
        }
        Ok(url)
    }

    /// The token at hand, or a new one.
    pub(super) async fn bearer(&self) -> Result<Bearer, ClientError> {
        let inner = &*self.0;
        inner.tokens.get(inner.options.clock.now(), || inner.ask_for_token()).await
    }

    /// Sends with the token, and once more with a new one where the host refuses it.
    async fn call(&self, outgoing: &Outgoing) -> Result<(Incoming, u32), ClientError> {
        let inner = &*self.0;
        let mut attempts = inner.attempts(outgoing.operation);
        let bearer = self.bearer().await?;
        let secrets = [inner.options.credentials.client_secret.expose(), bearer.token()];
        match inner.exchange(outgoing, Some(&bearer.header), &secrets, &mut attempts).await {
            Err(error) if error.kind == ErrorKind::Unauthorized => {
                inner.tokens.give_up(&bearer);
                let renewed = self.bearer().await?;
                let secrets = [inner.options.credentials.client_secret.expose(), renewed.token()];
                inner.exchange(outgoing, Some(&renewed.header), &secrets, &mut attempts).await
            }
            other => other,
        }
        .map(|incoming| (incoming, attempts.sent))
    }
}

impl Inner {
    fn attempts(&self, operation: &Operation) -> Attempts {
        // Golden-ratio steps keep the seeds of successive calls apart.
        let nth = self.jitters.fetch_add(1, Ordering::Relaxed);
        let seed = self.options.seed ^ nth.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Attempts { sent: 0, retries: Retries::new(self.options.retries, operation.safety, seed) }
    }

    async fn ask_for_token(&self) -> Result<(TokenResponse, jiff::Timestamp), ClientError> {
        let credentials = &self.options.credentials;
        let (login, secret) = (&self.options.login, credentials.client_secret.expose());
        let setup = |what: &str| ClientError::local(ErrorKind::Setup, TOKEN.doing, what);
        let mut url = login.clone();
        url.path_segments_mut()
            .map_err(|()| setup("the login host's URL cannot have a path"))?
            .pop_if_empty()
            .extend(["oauth", "token"]);
        let mut form = vec![("grant_type", "client_credentials")];
        let authorization = match self.options.grant {
            Grant::Form => {
                form.extend([("client_id", credentials.client_id.as_str()), ("client_secret", secret)]);
                None
            }
            Grant::Basic => {
                let mut header = HeaderValue::try_from(credentials.basic().as_str())
                    .map_err(|_| setup("the credentials hold characters that no request can carry"))?;
                header.set_sensitive(true);
                Some(header)
            }
        };
        let body = self.form(&url, &form).ok_or_else(|| setup("the credentials cannot be written as a form"))?;
        let outgoing = Outgoing { operation: &TOKEN, url, body: Some((FORM, body)) };
        let basic = credentials.basic();
        let encoded: Zeroizing<String> = Zeroizing::new(basic.trim_start_matches("Basic ").to_owned());
        let mut attempts = self.attempts(&TOKEN);
        let incoming = self.exchange(&outgoing, authorization.as_ref(), &[secret, &encoded], &mut attempts).await?;
        let granted: TokenResponse = self.decode(&outgoing, &incoming)?;
        Ok((granted, self.options.clock.now()))
    }

    /// Pairs as a form body.
    fn form(&self, url: &Url, pairs: &[(&str, &str)]) -> Option<Bytes> {
        let request = self.options.http.post(url.clone()).form(pairs).build().ok()?;
        request.body()?.as_bytes().map(Bytes::copy_from_slice)
    }

    /// Sends until there is a success or no further attempt is due.
    async fn exchange(
        &self,
        outgoing: &Outgoing,
        authorization: Option<&HeaderValue>,
        secrets: &[&str],
        attempts: &mut Attempts,
    ) -> Result<Incoming, ClientError> {
        loop {
            attempts.sent += 1;
            let (error, hint) = match self.once(outgoing, authorization, secrets, attempts.sent).await {
                Ok(incoming) => return Ok(incoming),
                Err(failed) => failed,
            };
            let Some(wait) = attempts.retries.next(&error.kind, hint) else {
                return Err(error.with_attempts(attempts.sent));
            };
            if let Some(observer) = &self.options.observer {
                observer.retry(outgoing.operation.doing, attempts.sent, wait);
            }
            self.options.clock.sleep(wait).await;
        }
    }

    /// One request and its whole answer.
    async fn once(
        &self,
        outgoing: &Outgoing,
        authorization: Option<&HeaderValue>,
        secrets: &[&str],
        attempt: u32,
    ) -> Result<Incoming, (ClientError, Hint)> {
        let started = self.options.observer.as_ref().map(|_| self.options.clock.instant());
        let outcome = self.transfer(outgoing, authorization, secrets).await;
        if let (Some(observer), Some(started)) = (&self.options.observer, started) {
            let path = answer::path(&outgoing.url);
            let elapsed = self.options.clock.instant().saturating_duration_since(started);
            let id = match &outcome {
                Ok(incoming) => answer::correlation(&incoming.headers),
                Err((error, _)) => error.correlation_id.clone(),
            };
            observer.call(&CallRecord {
                doing: outgoing.operation.doing,
                method: outgoing.operation.method.as_str(),
                path: &path,
                status: match &outcome {
                    Ok(incoming) => Some(incoming.status.as_u16()),
                    Err((error, _)) => error.status,
                },
                attempt,
                elapsed,
                received: outcome.as_ref().map_or(0, |incoming| incoming.body.len()),
                correlation_id: id.as_deref(),
            });
        }
        outcome
    }

    async fn transfer(
        &self,
        outgoing: &Outgoing,
        authorization: Option<&HeaderValue>,
        secrets: &[&str],
    ) -> Result<Incoming, (ClientError, Hint)> {
        let mut request = Request::new(outgoing.operation.method.clone(), outgoing.url.clone());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        if let Some(value) = authorization {
            headers.insert(AUTHORIZATION, value.clone());
        }
        if let Some((kind, body)) = &outgoing.body {
            headers.insert(CONTENT_TYPE, kind.clone());
            *request.body_mut() = Some(body.clone().into());
        }
        *request.timeout_mut() = Some(self.options.request_timeout);
        let mut response =
            self.options.http.execute(request).await.map_err(|error| self.lost(outgoing, &error, None))?;
        let body = self.whole_body(outgoing, &mut response).await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        if status.is_success() {
            return Ok(Incoming { status, headers, body });
        }
        let now = self.options.clock.now();
        let answer =
            Answer { operation: outgoing.operation, url: &outgoing.url, status, headers: &headers, body: &body, now };
        Err(answer::read(&answer, |text| redact(text, secrets.iter().copied())))
    }

    /// Reads the body to its end, without a copy where it comes in one piece.
    async fn whole_body(&self, outgoing: &Outgoing, response: &mut Response) -> Result<Bytes, (ClientError, Hint)> {
        let mut first = Bytes::new();
        let mut whole: Vec<u8> = Vec::new();
        loop {
            let chunk = response.chunk().await;
            let chunk = match chunk {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => return Err(self.lost(outgoing, &error, Some(response))),
            };
            if first.len() + whole.len() + chunk.len() > LONGEST_ANSWER {
                return Err(too_large(outgoing, response));
            }
            if first.is_empty() && whole.is_empty() {
                first = chunk;
            } else {
                if whole.is_empty() {
                    whole.extend_from_slice(&std::mem::take(&mut first));
                }
                whole.extend_from_slice(&chunk);
            }
        }
        Ok(if whole.is_empty() { first } else { whole.into() })
    }

    fn decode<T: DeserializeOwned>(&self, outgoing: &Outgoing, incoming: &Incoming) -> Result<T, ClientError> {
        serde_json::from_slice(&incoming.body).map_err(|why| {
            let answer = Answer {
                operation: outgoing.operation,
                url: &outgoing.url,
                status: incoming.status,
                headers: &incoming.headers,
                body: &incoming.body,
                now: self.options.clock.now(),
            };
            answer::malformed(&answer, &why, |text| redact(text, [self.options.credentials.client_secret.expose()]))
        })
    }

    /// A failure of the connection; what is known of the answer by then is kept.
    fn lost(&self, outgoing: &Outgoing, error: &reqwest::Error, answer: Option<&Response>) -> (ClientError, Hint) {
        let host = outgoing.url.host_str().unwrap_or_default();
        let host = outgoing.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let (kind, message) = classify(error, &host, self.options.request_timeout);
        let advice = advice(&kind, outgoing.operation, &Limit::default());
        let failure = Failure {
            doing: outgoing.operation.doing,
            method: outgoing.operation.method.as_str(),
            path: answer::path(&outgoing.url),
            status: answer.map(|one| one.status().as_u16()),
            code: None,
            correlation_id: answer.and_then(|one| answer::correlation(one.headers())),
            kind,
            message,
            fields: Vec::new(),
            advice,
            attempts: 1,
        };
        (ClientError::new(failure), Hint { status: None, wait: None })
    }
}

fn too_large(outgoing: &Outgoing, response: &Response) -> (ClientError, Hint) {
    let answer = Answer {
        operation: outgoing.operation,
        url: &outgoing.url,
        status: response.status(),
        headers: response.headers(),
        body: &[],
        now: jiff::Timestamp::UNIX_EPOCH,
    };
    let most = LONGEST_ANSWER / (1024 * 1024);
    let error = answer::failure(&answer, ErrorKind::TooLarge, format!("the answer is larger than {most} MiB"));
    (error, Hint { status: None, wait: None })
}
