//! The calls of the API as endpoints make them: bearer token, JSON in and out, one renewal on 401. Must not know what a call is for, nor
//! how often a request is repeated.

use hyper::body::Bytes;
use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::secret::Secret;

use super::answer::{self, Answer};
use super::client::{Client, Inner};
use super::error::{ClientError, ErrorKind};
use super::exchange::{Attempts, Auth, Incoming, Outgoing};
use super::guard::refused;
use super::operation::Operation;
use super::token::Bearer;
use super::told::Told;

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

    /// The same, with what the answer says beside its JSON.
    pub(super) async fn get_told<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
    ) -> Result<Told<T>, ClientError> {
        let outgoing = Outgoing { operation, url, body: None };
        let mut attempts = self.0.attempts(operation);
        let clock = &self.0.options.clock;
        self.bearer().await?;
        let asked = clock.now();
        let (incoming, bearer) = self.call(&outgoing, &mut attempts).await?;
        let body = self.0.decode(&outgoing, &incoming, Some(&bearer));
        let body = body.map_err(|error| error.with_attempts(attempts.sent))?;
        Ok(Told::new(body, &incoming.headers, asked, clock.now()))
    }

    /// The same by a guest's own token, which nobody can renew.
    pub(super) async fn get_as_guest<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
        token: &Secret,
    ) -> Result<T, ClientError> {
        let bearer = Bearer::of_guest(token.expose()).ok_or_else(|| {
            ClientError::local(
                ErrorKind::Setup,
                operation.doing,
                "the guest's token holds characters that no request can carry",
            )
        })?;
        let outgoing = Outgoing { operation, url, body: None };
        let mut attempts = self.0.attempts(operation);
        let incoming = self.0.exchange(&outgoing, Auth::Bearer(&bearer), &mut attempts).await?;
        self.0.decode(&outgoing, &incoming, Some(&bearer)).map_err(|error| error.with_attempts(attempts.sent))
    }

    /// The same without any token, from a signed address that the org gave.
    pub(super) async fn get_signed<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        address: &str,
    ) -> Result<T, ClientError> {
        let url = Url::parse(address).ok().filter(Url::has_host).ok_or_else(|| {
            ClientError::local(
                ErrorKind::Malformed,
                operation.doing,
                "the address that the org gave is no URL with a host",
            )
        })?;
        let outgoing = Outgoing { operation, url, body: None };
        let mut attempts = self.0.attempts(operation);
        let incoming = self.0.exchange(&outgoing, Auth::Without, &mut attempts).await?;
        self.0.decode(&outgoing, &incoming, None).map_err(|error| error.with_attempts(attempts.sent))
    }

    /// Sends a call with a JSON body and reads its JSON.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        url: Url,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let outgoing = Outgoing { operation, url, body: Some((JSON, json(operation, body)?)) };
        let mut attempts = self.0.attempts(operation);
        let (incoming, bearer) = self.call(&outgoing, &mut attempts).await?;
        self.0.decode(&outgoing, &incoming, Some(&bearer)).map_err(|error| error.with_attempts(attempts.sent))
    }

    /// Sends a call with a JSON body whose answer says nothing more than that it was done.
    pub(super) async fn tell(
        &self,
        operation: &'static Operation,
        url: Url,
        body: &impl Serialize,
    ) -> Result<(), ClientError> {
        let outgoing = Outgoing { operation, url, body: Some((JSON, json(operation, body)?)) };
        self.call(&outgoing, &mut self.0.attempts(operation)).await.map(|_| ())
    }

    /// Sends a deleting or ending call. Where an attempt before may have taken effect, finding nothing is success.
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

    /// The URL of a call of the seed's steps.
    ///
    /// # Errors
    /// The API's host is a real one, and the seed's paths must not reach it; or as [`Client::platform_url`].
    pub(super) fn seed_url(&self, operation: &'static Operation, id: &str) -> Result<Url, ClientError> {
        let api = &self.0.options.api;
        if self.0.real_host {
            return Err(refused(api.host_str().unwrap_or_default()));
        }
        self.platform_url(operation, &[id])
    }

    /// The URL of a call: the API's base, then the call's path with the ids in place of its placeholders.
    ///
    /// # Errors
    /// An id is missing, empty or a step in a path; or no path can follow the base.
    pub(super) fn platform_url(&self, operation: &'static Operation, ids: &[&str]) -> Result<Url, ClientError> {
        let mut url = self.0.options.api.clone();
        let mut ids = ids.iter().copied();
        {
            let mut path = url.path_segments_mut().map_err(|()| {
                ClientError::local(ErrorKind::Setup, operation.doing, "the base URL is not one that a path can follow")
            })?;
            path.pop_if_empty();
            for segment in operation.template.split('/').skip(1) {
                if !segment.starts_with('{') {
                    path.push(segment);
                    continue;
                }
                match ids.next().unwrap_or_default() {
                    id @ ("" | "." | "..") => {
                        let message = format!("`{id}` cannot stand in a path");
                        return Err(ClientError::local(ErrorKind::Refused, operation.doing, message));
                    }
                    id => path.push(id),
                };
            }
        }
        Ok(url)
    }
}

/// A body as JSON.
fn json(operation: &Operation, body: &impl Serialize) -> Result<Bytes, ClientError> {
    let body = serde_json::to_vec(body);
    body.map(Bytes::from).map_err(|why| ClientError::local(ErrorKind::Setup, operation.doing, why.to_string()))
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
