//! The calls of the API as endpoints make them: bearer token, JSON in and out, one renewal on 401. Must not know what a call is for, nor
//! how often a request is repeated.

use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::{self, Answer};
use super::client::{Client, Inner};
use super::error::{ClientError, ErrorKind};
use super::exchange::{Attempts, Auth, Incoming, Outgoing};
use super::guard::refused;
use super::operation::Operation;
use super::token::Bearer;

/// The content type of every request but the token's.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

impl Client {
    /// Sends a call without a body and reads its JSON.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<T, ClientError> {
        let outgoing = Outgoing { operation, url, body: None };
        let mut attempts = self.0.attempts(operation);
        let (incoming, bearer) = self.call(&outgoing, &mut attempts).await?;
        self.0.decode(&outgoing, &incoming, Some(&bearer)).map_err(|error| error.with_attempts(attempts.sent))
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
        let mut attempts = self.0.attempts(operation);
        let (incoming, bearer) = self.call(&outgoing, &mut attempts).await?;
        self.0.decode(&outgoing, &incoming, Some(&bearer)).map_err(|error| error.with_attempts(attempts.sent))
    }

    /// Sends a deleting call. Where an attempt before may have taken effect, finding nothing is success.
    pub(super) async fn delete(&self, operation: &'static Operation, url: Url) -> Result<(), ClientError> {
        let mut attempts = self.0.attempts(operation);
        match self.call(&Outgoing { operation, url, body: None }, &mut attempts).await {
            Err(error) if error.kind == ErrorKind::NotFound && attempts.unsure => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// The token at hand, or a new one.
    pub(super) async fn bearer(&self) -> Result<Bearer, ClientError> {
        let inner = &*self.0;
        inner.tokens.get(inner.options.clock.now(), || inner.ask_for_token()).await
    }

    /// Sends with the token, and once more with a new one where the host refuses it.
    async fn call(&self, outgoing: &Outgoing, attempts: &mut Attempts) -> Result<(Incoming, Bearer), ClientError> {
        let inner = &*self.0;
        let mut bearer = self.bearer().await?;
        let mut sent = inner.exchange(outgoing, Auth::Bearer(&bearer), attempts).await;
        if sent.as_ref().is_err_and(|error| error.kind == ErrorKind::Unauthorized) {
            inner.tokens.give_up(&bearer);
            bearer = self.bearer().await?;
            sent = inner.exchange(outgoing, Auth::Bearer(&bearer), attempts).await;
        }
        sent.map(|incoming| (incoming, bearer))
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
            let mut path = url.path_segments_mut().map_err(|()| {
                ClientError::local(ErrorKind::Setup, operation.doing, "the base URL is not one that a path can follow")
            })?;
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
}

impl Inner {
    /// The answer's JSON.
    pub fn decode<T: DeserializeOwned>(
        &self,
        outgoing: &Outgoing,
        incoming: &Incoming,
        bearer: Option<&Bearer>,
    ) -> Result<T, ClientError> {
        serde_json::from_slice(&incoming.body).map_err(|why| {
            let answer = Answer {
                operation: outgoing.operation,
                url: &outgoing.url,
                status: incoming.status,
                headers: &incoming.headers,
                body: &incoming.body,
                now: self.options.clock.now(),
            };
            let token = bearer.map_or("", Bearer::token);
            answer::malformed(&answer, &why, |text| self.options.credentials.redact(text, token))
        })
    }
}
