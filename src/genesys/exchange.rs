//! One request and its repeats: time-out, limit on the answer, what is told to the observer. Must not know where a token comes from.

use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::body::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Request, Response, StatusCode, Url};

use super::advice::{Said, advice};
use super::answer::{self, Answer};
use super::client::Inner;
use super::error::{ClientError, ErrorKind, Failure};
use super::http::JSON;
use super::observer::CallRecord;
use super::operation::Operation;
use super::retry::{Hint, Retries};
use super::token::Bearer;
use super::transport::classify;

/// How long one request may take, from sending it to the end of its answer.
pub const DEFAULT_REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The largest answer that is read, in bytes: room for several kilobytes for each of the 10,000 actions that a flow can run. A host that
/// sends more is broken.
pub const DEFAULT_LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// What is sent, apart from who sends it. Kept for repeats, so a body is serialised once.
pub(super) struct Outgoing {
    pub operation: &'static Operation,
    pub url: Url,
    pub body: Option<(HeaderValue, Bytes)>,
}

/// One whole answer.
pub(super) struct Incoming {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Counts the requests of one call over all its repeats.
pub(super) struct Attempts {
    pub sent: u32,
    retries: Retries,
    /// Whether one that failed may have taken effect all the same.
    pub unsure: bool,
}

/// By what a request is let in.
#[derive(Clone, Copy)]
pub(super) enum Auth<'a> {
    Bearer(&'a Bearer),
    Basic(&'a HeaderValue),
    /// By nothing in the header: the body or the address holds what lets it in.
    Without,
}

impl<'a> Auth<'a> {
    fn header(self) -> Option<&'a HeaderValue> {
        match self {
            Self::Bearer(bearer) => Some(&bearer.header),
            Self::Basic(header) => Some(header),
            Self::Without => None,
        }
    }

    fn token(self) -> &'a str {
        if let Self::Bearer(bearer) = self { bearer.token() } else { "" }
    }
}

impl Inner {
    /// The count of one call, with jitter of its own.
    pub fn attempts(&self, operation: &Operation) -> Attempts {
        // Golden-ratio steps keep the seeds of successive calls apart.
        let nth = self.jitters.fetch_add(1, Ordering::Relaxed);
        let seed = self.options.seed ^ nth.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Attempts { sent: 0, retries: Retries::new(self.options.retries, operation.safety, seed), unsure: false }
    }

    /// Sends until there is a success or no further attempt is due.
    pub async fn exchange(
        &self,
        outgoing: &Outgoing,
        auth: Auth<'_>,
        attempts: &mut Attempts,
    ) -> Result<Incoming, ClientError> {
        loop {
            attempts.sent += 1;
            let (error, hint) = match self.once(outgoing, auth, attempts.sent).await {
                Ok(incoming) => return Ok(incoming),
                Err(failed) => failed,
            };
            attempts.unsure |= matches!(error.kind, ErrorKind::Server | ErrorKind::Reset | ErrorKind::Timeout);
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
    async fn once(&self, outgoing: &Outgoing, auth: Auth<'_>, attempt: u32) -> Result<Incoming, (ClientError, Hint)> {
        if let Some(budget) = &self.options.budget {
            budget.take(&*self.options.clock).await;
        }
        let started = self.options.observer.as_ref().map(|_| self.options.clock.instant());
        let outcome = self.transfer(outgoing, auth).await;
        if let (Some(observer), Some(started)) = (&self.options.observer, started) {
            let path = answer::path(outgoing.operation, &outgoing.url);
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

    async fn transfer(&self, outgoing: &Outgoing, auth: Auth<'_>) -> Result<Incoming, (ClientError, Hint)> {
        let mut request = Request::new(outgoing.operation.method.clone(), outgoing.url.clone());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, JSON);
        if let Some(value) = auth.header() {
            headers.insert(AUTHORIZATION, value.clone());
        }
        if let Some((kind, body)) = &outgoing.body {
            headers.insert(CONTENT_TYPE, kind.clone());
            *request.body_mut() = Some(body.clone().into());
        }
        *request.timeout_mut() = Some(self.options.request_timeout);
        let mut response =
            self.options.http.execute(request).await.map_err(|error| self.lost(outgoing, &error, None))?;
        let status = response.status();
        let body = match self.whole_body(outgoing, &mut response).await {
            Ok(body) => body,
            Err(failed) if status.is_success() => return Err(failed),
            // A status that says what is wrong says more than the loss of the words to it.
            Err(_) => Bytes::new(),
        };
        let headers = std::mem::take(response.headers_mut());
        if status.is_success() {
            return Ok(Incoming { status, headers, body });
        }
        let now = self.options.clock.now();
        let answer =
            Answer { operation: outgoing.operation, url: &outgoing.url, status, headers: &headers, body: &body, now };
        Err(answer::read(&answer, |text| self.options.credentials.redact(text, auth.token())))
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
            if first.len() + whole.len() + chunk.len() > self.options.longest_answer {
                return Err(self.too_large(outgoing, response));
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

    /// A failure of the connection; what is known of the answer by then is kept.
    fn lost(&self, outgoing: &Outgoing, error: &reqwest::Error, answer: Option<&Response>) -> (ClientError, Hint) {
        let host = outgoing.url.host_str().unwrap_or_default();
        let host = outgoing.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let (kind, message) = classify(error, &host, self.options.request_timeout);
        let advice = advice(&kind, outgoing.operation, &Said::default());
        let failure = Failure {
            doing: outgoing.operation.doing,
            method: outgoing.operation.method.as_str(),
            path: answer::path(outgoing.operation, &outgoing.url),
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

    fn too_large(&self, outgoing: &Outgoing, response: &Response) -> (ClientError, Hint) {
        let answer = Answer {
            operation: outgoing.operation,
            url: &outgoing.url,
            status: response.status(),
            headers: response.headers(),
            body: &[],
            now: self.options.clock.now(),
        };
        let most = self.options.longest_answer;
        let error = answer::failure(&answer, ErrorKind::TooLarge, format!("the answer is larger than {most} bytes"));
        (error, Hint { status: None, wait: None })
    }
}
