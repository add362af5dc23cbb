//! A request and the wait for its answer: what answers it, what refuses it, and what only comes between. Must not know what any one
//! request is for.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout};

use crate::genesys::answer::folded;
use crate::wire::guest::{Class, ConnectionClosed};

use super::envelope::{Envelope, describe};
use super::error::{GuestError, GuestErrorKind, GuestStep};
use super::options::{LONGEST_RATE_WAIT, MOST_RATE_REPEATS};
use super::received::Received;
use super::refusal::Refusal;
use super::session::GuestSession;
use super::socket::{Stop, Text};

/// No wait is longer, whatever is asked for: a point in time that far off can still be computed.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait when messages come too fast and the org does not say how long: the rate is one a second.
const RATE_WAIT: Duration = Duration::from_secs(1);

/// Characters of the org's words that an error shows.
const SHOWN: usize = 300;

/// A request that waits for its answer.
pub(super) struct Ask<'a> {
    pub step: GuestStep,
    /// What is waited for, as it fits after "awaited".
    pub awaited: &'static str,
    pub tracing: String,
    /// The file concerned: its failure names it and need not name the request.
    pub attachment: Option<&'a str>,
}

/// What one frame means to a request, none where it means nothing to it.
pub(super) type Picked<T> = Result<Option<T>, serde_json::Error>;

enum Answer<T> {
    Picked(T),
    TooFast(Refusal),
}

impl Ask<'_> {
    /// A request that concerns no file.
    pub fn new(step: GuestStep, awaited: &'static str, tracing: String) -> Self {
        Self { step, awaited, tracing, attachment: None }
    }

    /// The body of the answer, where the frame is of the class that answers. The vendor's own samples of such answers carry no tracing
    /// id, so a frame without one is taken too.
    pub fn body<'f, T: Deserialize<'f>>(&self, envelope: &Envelope<'f>, class: Class) -> Picked<T> {
        let ours = envelope.class == class && (!envelope.is_traced() || envelope.answers(&self.tracing));
        if ours { envelope.body().map(Some) } else { Ok(None) }
    }

    /// Whether an error is this request's: one that names no request is that of the one that waits.
    fn is_refused_by(&self, envelope: &Envelope<'_>, refusal: &Refusal) -> bool {
        match &refusal.attachment_id {
            Some(file) => self.attachment == Some(file),
            None => !envelope.is_traced() || envelope.answers(&self.tracing),
        }
    }
}

impl GuestSession {
    /// A request as the text of a frame.
    pub(super) fn frame(&self, request: &impl Serialize) -> Result<Text, GuestError> {
        serde_json::to_string(request)
            .map(Text::from)
            .map_err(|why| GuestError::new(GuestStep::Message, GuestErrorKind::Setup, None, why.to_string()))
    }

    /// Sends a request and waits for what `pick` takes as its answer; again, where messages come too fast.
    pub(super) async fn ask<T>(
        &mut self,
        ask: &Ask<'_>,
        frame: Text,
        mut pick: impl FnMut(&Envelope<'_>) -> Picked<T>,
    ) -> Result<T, GuestError> {
        let mut repeats = 0;
        loop {
            self.send(ask.step, frame.clone()).await?;
            let refusal = match self.answer(ask, &mut pick).await? {
                Answer::Picked(found) => return Ok(found),
                Answer::TooFast(refusal) => refusal,
            };
            let asked = refusal.retry_after.map(Duration::from_secs);
            let wait = asked.unwrap_or(RATE_WAIT);
            if repeats == MOST_RATE_REPEATS || wait > LONGEST_RATE_WAIT {
                let kind = GuestErrorKind::RateLimited { retry_after: asked };
                return Err(self.failed(ask, kind, refusal.code, &refusal.message));
            }
            repeats += 1;
            self.wait(wait).await;
        }
    }

    /// Waits for an answer without sending anything: the request was sent before.
    pub(super) async fn await_only<T>(
        &mut self,
        ask: &Ask<'_>,
        mut pick: impl FnMut(&Envelope<'_>) -> Picked<T>,
    ) -> Result<T, GuestError> {
        match self.answer(ask, &mut pick).await? {
            Answer::Picked(found) => Ok(found),
            Answer::TooFast(refusal) => {
                let retry_after = refusal.retry_after.map(Duration::from_secs);
                Err(self.failed(ask, GuestErrorKind::RateLimited { retry_after }, refusal.code, &refusal.message))
            }
        }
    }

    /// Sends a frame. That the connection has ended meanwhile is told by the wait for the answer, which knows why.
    pub(super) async fn send(&mut self, step: GuestStep, frame: Text) -> Result<(), GuestError> {
        let Some(socket) = &mut self.socket else { return Err(self.gone(step)) };
        if timeout(self.step_timeout, socket.send(frame)).await.is_ok() {
            return Ok(());
        }
        let message = format!("the host took no data within {:?}", self.step_timeout);
        let error = GuestError::new(step, GuestErrorKind::Timeout, None, message);
        Err(error.while_awaiting("that the host reads", self.last_seen()))
    }

    /// Waits until the pace allows a message.
    pub(super) async fn keep_pace(&mut self) {
        if let Some(wait) = self.pace.wait(|| self.clock.now()) {
            self.wait(wait).await;
        }
        self.pace.sent(|| self.clock.now());
    }

    /// Takes in a frame that came while nothing was asked.
    pub(super) fn take_in(&mut self, came: Result<Text, Stop>) -> Result<(), GuestError> {
        let ask = Ask::new(GuestStep::Receive, "a message", String::new());
        let text = match came {
            Ok(text) => text,
            Err(stop) => {
                return match self.stopped(&ask, stop) {
                    error if matches!(error.kind, GuestErrorKind::Closed { .. }) => Ok(()),
                    error => Err(error),
                };
            }
        };
        self.last = Some(text.clone());
        let sorted = Envelope::read(text.as_str()).and_then(|envelope| self.unasked(&envelope));
        sorted.map_err(|why| self.malformed(&ask, &text, &why))
    }

    /// Keeps an error that belongs to no request.
    pub(super) fn put_refusal(&mut self, refusal: &Refusal) {
        let message = folded(&self.redact(&refusal.message), SHOWN);
        let received =
            if refusal.expired() { Received::Expired } else { Received::Refused { code: refusal.code, message } };
        self.inbox.put(received);
    }

    /// Waits on the clock. A clock that does not move does not hold the session for ever.
    async fn wait(&self, wait: Duration) {
        let _ = timeout(wait.saturating_add(self.step_timeout), self.clock.sleep(wait)).await;
    }

    async fn answer<T>(
        &mut self,
        ask: &Ask<'_>,
        pick: &mut impl FnMut(&Envelope<'_>) -> Picked<T>,
    ) -> Result<Answer<T>, GuestError> {
        let deadline = deadline(self.step_timeout);
        loop {
            let Some(socket) = &mut self.socket else { return Err(self.gone(ask.step)) };
            let came = self.timer.bound(deadline, socket.next()).await.map_err(|_| {
                let message = format!("no answer within {:?}", self.step_timeout);
                self.failed(ask, GuestErrorKind::Timeout, None, &message)
            })?;
            let text = came.map_err(|stop| self.stopped(ask, stop))?;
            self.last = Some(text.clone());
            let envelope = Envelope::read(text.as_str()).map_err(|why| self.malformed(ask, &text, &why))?;
            if let Some(answer) = self.judge(ask, &text, &envelope, pick)? {
                return Ok(answer);
            }
        }
    }

    /// What one frame means to the request that waits; none where it was put aside.
    fn judge<T>(
        &mut self,
        ask: &Ask<'_>,
        text: &Text,
        envelope: &Envelope<'_>,
        pick: &mut impl FnMut(&Envelope<'_>) -> Picked<T>,
    ) -> Result<Option<Answer<T>>, GuestError> {
        if let Some(refusal) = Refusal::of(envelope) {
            return match refusal {
                refusal if !ask.is_refused_by(envelope, &refusal) => {
                    self.put_refusal(&refusal);
                    Ok(None)
                }
                refusal if refusal.limited => Ok(Some(Answer::TooFast(refusal))),
                refusal if refusal.expired() => {
                    Err(self.failed(ask, GuestErrorKind::Expired, refusal.code, &refusal.message))
                }
                refusal => Err(self.failed(ask, GuestErrorKind::Refused, refusal.code, &refusal.message)),
            };
        }
        if let Some(found) = pick(envelope).map_err(|why| self.malformed(ask, text, &why))? {
            return Ok(Some(Answer::Picked(found)));
        }
        match envelope.class {
            Class::SessionExpiredEvent => {
                Err(self.failed(ask, GuestErrorKind::Expired, None, "the session has expired"))
            }
            Class::ConnectionClosedEvent => {
                let reason = envelope.body::<ConnectionClosed>().unwrap_or_default().reason_code;
                let words = reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
                let kind = GuestErrorKind::Closed { code: None, reason };
                Err(self.failed(ask, kind, None, &format!("the org closes the connection{words}")))
            }
            _ => {
                self.inbox.sort(envelope).map_err(|why| self.malformed(ask, text, &why))?;
                Ok(None)
            }
        }
    }

    /// The error for a read that gave no frame. What ends the connection is remembered for the requests after.
    fn stopped(&mut self, ask: &Ask<'_>, stop: Stop) -> GuestError {
        let (kind, message) = match stop {
            Stop::Binary(bytes) => {
                let message = format!("the host sent {bytes} bytes that are no text");
                return self.failed(ask, GuestErrorKind::Malformed, None, &message);
            }
            Stop::Closed(code, reason) => {
                let words = reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
                self.inbox.close(Some(code), reason.clone());
                let message = format!("the connection was closed with {code}{words}");
                (GuestErrorKind::Closed { code: Some(code), reason }, message)
            }
            Stop::TooLarge(why) => (GuestErrorKind::TooLarge, format!("a frame is too large: {why}")),
            Stop::Broken(why) => (GuestErrorKind::Malformed, format!("the host does not speak WebSocket: {why}")),
        };
        self.socket = None;
        self.ended = Some(kind.clone());
        self.failed(ask, kind, None, &message)
    }

    fn malformed(&self, ask: &Ask<'_>, text: &Text, why: &serde_json::Error) -> GuestError {
        let frame = describe(&self.redact(text.as_str()));
        let message = format!("a frame is not what it should be: {why}; it reads: {frame}");
        self.failed(ask, GuestErrorKind::Malformed, None, &message)
    }

    fn failed(&self, ask: &Ask<'_>, kind: GuestErrorKind, code: Option<u16>, message: &str) -> GuestError {
        let message = match folded(&self.redact(message), SHOWN) {
            empty if empty.is_empty() => "the org gives no reason".to_owned(),
            message => message,
        };
        GuestError::new(ask.step, kind, code, message).while_awaiting(ask.awaited, self.last_seen())
    }

    /// The error for a request on a connection that has ended.
    fn gone(&self, step: GuestStep) -> GuestError {
        let kind = self.ended.clone().unwrap_or(GuestErrorKind::Closed { code: None, reason: None });
        GuestError::new(step, kind, None, "the connection has ended, so nothing was sent")
    }
}

/// The point in time at which a wait ends.
pub(super) fn deadline(within: Duration) -> Instant {
    Instant::now() + within.min(LONGEST_WAIT)
}
