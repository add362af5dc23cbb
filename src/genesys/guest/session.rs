//! A guest session: opening it, what is asked beside messages, what comes by itself, and its end. Must not know how an answer is told from
//! what comes between.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value as Json;
use tokio::time::timeout;

use crate::genesys::answer::folded;
use crate::genesys::clock::Clock;
use crate::secret::{HIDDEN, Secret};
use crate::wire::guest::{Class, Event, Jwt, MessageKind, PresenceType, SessionResponse};

use super::await_answer::{Ask, deadline};
use super::envelope::{Envelope, describe};
use super::error::{GuestError, GuestErrorKind, GuestStep};
use super::inbox::Inbox;
use super::options::{AttributePlace, GuestOptions};
use super::pace::Pace;
use super::received::{GuestJwt, Received};
use super::refusal::Refusal;
use super::request::{Outgoing, Request};
use super::socket::{OpenFailure, Socket, Text};
use super::timer::Timer;
use super::tracing::TracingIds;

/// Shorter tokens are no UUIDs but words of tests, and starring them would garble every message.
const SHORTEST_REDACTED: usize = 8;

/// Characters of a refused handshake's body that an error shows.
const SHOWN: usize = 200;

/// A guest session on one connection. Dropping it closes the connection without a word; the conversation stays open.
pub struct GuestSession {
    /// None once the connection has ended.
    pub(super) socket: Option<Socket>,
    /// How the connection ended, told again to whoever still asks.
    pub(super) ended: Option<GuestErrorKind>,
    pub(super) token: Secret,
    pub(super) deployment_id: String,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) step_timeout: Duration,
    pub(super) check_limits: bool,
    pub(super) attributes_sent: AttributePlace,
    pub(super) pace: Pace,
    pub(super) tracing: TracingIds,
    pub(super) inbox: Inbox,
    /// The last frame that came, described only when something goes wrong.
    pub(super) last: Option<Text>,
    /// What went wrong while nobody waited.
    pub(super) pending: Option<GuestError>,
    pub(super) timer: Timer,
}

impl GuestSession {
    /// Opens a connection for the session of a token, a UUID that the caller chooses: the same one resumes the same session. Nothing is
    /// created on the org's side before [`GuestSession::configure`].
    ///
    /// # Errors
    /// No connection comes about in time, or the host refuses it.
    pub async fn connect(options: &GuestOptions, token: impl Into<Secret>) -> Result<Self, GuestError> {
        let within = options.connect_timeout;
        let opened = timeout(within, Socket::open(options)).await.map_err(|_| {
            let message = format!("no connection within {within:?}");
            GuestError::new(GuestStep::Connect, GuestErrorKind::Timeout, None, message)
                .while_awaiting("the WebSocket's handshake", None)
        })?;
        Ok(Self {
            socket: Some(opened.map_err(not_opened)?),
            ended: None,
            token: token.into(),
            deployment_id: options.deployment_id.clone(),
            clock: Arc::clone(&options.clock),
            step_timeout: options.step_timeout,
            check_limits: options.check_limits,
            attributes_sent: options.attributes_sent,
            pace: Pace::new(options.pace),
            tracing: TracingIds::new(options.seed),
            inbox: Inbox::default(),
            last: None,
            pending: None,
            timer: Timer::default(),
        })
    }

    /// Opens or resumes the session; `start_new` ends a conversation that is there.
    ///
    /// # Errors
    /// The deployment does not exist or does not let the guest in, or the wait failed.
    pub async fn configure(&mut self, start_new: bool) -> Result<SessionResponse, GuestError> {
        let ask = Ask::new(GuestStep::Configure, "the session's answer", self.tracing.next());
        let frame = self.frame(&Request {
            deployment_id: Some(&self.deployment_id),
            start_new: Some(start_new),
            ..self.request("configureSession", &ask)
        })?;
        let session: SessionResponse =
            self.ask(&ask, frame, |envelope| ask.body(envelope, Class::SessionResponse)).await?;
        if session.connected {
            return Ok(session);
        }
        Err(GuestError::new(ask.step, GuestErrorKind::Refused, None, "the org did not connect the session"))
    }

    /// From now on, each request waits so long for its answer.
    pub fn wait_up_to(&mut self, limit: Duration) {
        self.step_timeout = limit;
    }

    /// Ends the conversation, as the customer. The org says so with one event or with two; one is waited for.
    ///
    /// # Errors
    /// The deployment does not let the customer end a conversation (403), or the wait failed.
    pub async fn clear(&mut self) -> Result<(), GuestError> {
        let ask = Ask::new(GuestStep::Clear, "the event that the session was cleared", self.tracing.next());
        let events = [Event::presence(PresenceType::Clear)];
        let message = Outgoing { kind: MessageKind::Event, events: &events, ..Outgoing::default() };
        let frame = self.frame(&Request { message: Some(message), ..self.request("onMessage", &ask) })?;
        self.keep_pace().await;
        self.ask(&ask, frame, |envelope| {
            let over = matches!(envelope.class, Class::SessionClearedEvent | Class::ConnectionClosedEvent);
            Ok(over.then_some(()))
        })
        .await
    }

    /// Closes this connection in an orderly way. The conversation stays open. A connection that is closed already is left.
    ///
    /// # Errors
    /// The org does not say that it closes; the connection is closed all the same.
    pub async fn leave(&mut self) -> Result<(), GuestError> {
        if self.socket.is_none() {
            return Ok(());
        }
        let ask = Ask::new(GuestStep::Leave, "the event that the connection closes", self.tracing.next());
        let frame =
            self.frame(&Request { close_all_connections: Some(false), ..self.request("closeSession", &ask) })?;
        let left =
            self.ask(&ask, frame, |envelope| Ok((envelope.class == Class::ConnectionClosedEvent).then_some(()))).await;
        if let Some(socket) = self.socket.take() {
            self.ended = Some(GuestErrorKind::Closed { code: None, reason: Some("the guest left".to_owned()) });
            let _ = timeout(self.step_timeout, socket.close()).await;
        }
        match left {
            Err(error) if matches!(error.kind, GuestErrorKind::Closed { .. }) => Ok(()),
            other => other,
        }
    }

    /// Asks for an echo and waits for it: what the host had to send before has then come. A real org allows two a minute on one
    /// connection (facts: genesys-api.md 4.4), and promises nothing of the order.
    ///
    /// # Errors
    /// The wait failed.
    pub async fn barrier(&mut self) -> Result<(), GuestError> {
        let ask = Ask::new(GuestStep::Echo, "the answer to the echo", self.tracing.next());
        let message = Outgoing { kind: MessageKind::Text, text: Some("ping"), ..Outgoing::default() };
        let frame = self.frame(&Request { message: Some(message), ..self.request("echo", &ask) })?;
        self.ask(&ask, frame, |envelope| Ok(envelope.answers(&ask.tracing).then_some(()))).await
    }

    /// Gets a token with which the session's history is read.
    ///
    /// # Errors
    /// The session does not exist, or the wait failed.
    pub async fn jwt(&mut self) -> Result<GuestJwt, GuestError> {
        let ask = Ask::new(GuestStep::Jwt, "the guest's token", self.tracing.next());
        let frame = self.frame(&self.request("getJwt", &ask))?;
        let Jwt { jwt, exp } = self.ask(&ask, frame, |envelope| ask.body(envelope, Class::JwtResponse)).await?;
        Ok(GuestJwt { token: jwt.into(), expires: Timestamp::from_second(exp).ok() })
    }

    /// Reads what the deployment allows, as the org writes it.
    ///
    /// # Errors
    /// The deployment does not exist, or the wait failed.
    pub async fn configuration(&mut self) -> Result<Json, GuestError> {
        let ask = Ask::new(GuestStep::Configuration, "the deployment's configuration", self.tracing.next());
        let frame = self
            .frame(&Request { deployment_id: Some(&self.deployment_id), ..self.request("getConfiguration", &ask) })?;
        self.ask(&ask, frame, |envelope| ask.body(envelope, Class::GetConfigurationResponse)).await
    }

    /// The next thing that came by itself; none when the time passes quietly, or when the connection has ended and that was told.
    ///
    /// # Errors
    /// A frame that came is malformed or too large.
    pub async fn next(&mut self, within: Duration) -> Result<Option<Received>, GuestError> {
        let deadline = deadline(within);
        if let Some(error) = self.pending.take() {
            return Err(error);
        }
        self.collect()?;
        while self.inbox.is_empty() {
            let Some(socket) = &mut self.socket else { return Ok(None) };
            let Ok(came) = self.timer.bound(deadline, socket.next()).await else { return Ok(None) };
            self.take_in(came)?;
            self.collect()?;
        }
        Ok(self.inbox.take())
    }

    /// What has come so far and was not taken: messages in order of the org's time, each once. What of it is malformed is the error of
    /// the next [`GuestSession::next`].
    pub fn received(&mut self) -> Vec<Received> {
        while let Err(error) = self.collect() {
            self.pending.get_or_insert(error);
        }
        self.inbox.take_all()
    }

    /// Takes in what has come already, without waiting.
    fn collect(&mut self) -> Result<(), GuestError> {
        while let Some(came) = self.socket.as_mut().and_then(Socket::next_now) {
            self.take_in(came)?;
        }
        Ok(())
    }

    /// The parts that all requests have.
    pub(super) fn request<'a>(&'a self, action: &'static str, ask: &'a Ask<'_>) -> Request<'a> {
        Request { action, token: self.token.expose(), tracing_id: &ask.tracing, ..Request::default() }
    }

    /// A text from the host with the session's token starred, should it repeat it.
    pub(super) fn redact(&self, text: &str) -> String {
        let token = self.token.expose();
        if token.len() >= SHORTEST_REDACTED { text.replace(token, HIDDEN) } else { text.to_owned() }
    }

    /// What came last, in a few words.
    pub(super) fn last_seen(&self) -> Option<String> {
        self.last.as_ref().map(|text| describe(&self.redact(text.as_str())))
    }

    /// A frame that nobody waits for.
    pub(super) fn unasked(&mut self, envelope: &Envelope<'_>) -> Result<(), serde_json::Error> {
        match Refusal::of(envelope) {
            Some(refusal) => self.put_refusal(&refusal),
            None => self.inbox.sort(envelope)?,
        }
        Ok(())
    }
}

impl fmt::Debug for GuestSession {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("GuestSession")
            .field("deployment_id", &self.deployment_id)
            .field("open", &self.socket.is_some())
            .finish_non_exhaustive()
    }
}

/// The error for a connection that did not come about.
fn not_opened(failure: OpenFailure) -> GuestError {
    match failure {
        OpenFailure::Connect(why) => GuestError::new(GuestStep::Connect, GuestErrorKind::Connect, None, why),
        OpenFailure::Setup(why) => GuestError::new(GuestStep::Connect, GuestErrorKind::Setup, None, why),
        OpenFailure::Handshake(status, body) => {
            let words = folded(&body, SHOWN);
            let colon = if words.is_empty() { "" } else { ": " };
            let message = format!("the host refused the WebSocket{colon}{words}");
            GuestError::new(GuestStep::Connect, GuestErrorKind::Handshake { status }, Some(status), message)
        }
    }
}
