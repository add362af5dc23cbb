//! The guest's side of a conversation: what was sent, what came, and how far the transcript is. Must not know the steps of a scenario.

use std::collections::HashSet;
use std::time::Duration;

use indexmap::IndexMap;

use super::failure::{of_guest, of_lost, of_unnoted};
use super::settle::Settle;
use crate::evidence::observe::line_of;
use crate::evidence::{Evidence, Observed, Origin, Part, StepFailure};
use crate::genesys::{GuestError, GuestErrorKind, GuestOptions, GuestSession, Received, Sent};
use crate::project::Resolved;
use crate::runner::drive::Driven;
use crate::runner::target::{GuestPlace, Seat};
use crate::scenario::model::{Case, RunStep, Spanned};
use crate::trace::{Line, Speaker};
use crate::wire::guest::{MAX_ATTRIBUTE_BYTES, Message};

/// A conversation in progress.
pub struct Talk<'a> {
    pub seat: &'a Seat,
    pub place: &'a GuestPlace,
    pub case: &'a Case,
    pub resolved: &'a Resolved,
    pub driven: &'a mut Driven,
    pub guest: Option<GuestSession>,
    token: String,
    /// The first message of each conversation, by which it is found.
    pub begun: Vec<String>,
    /// The last message that was sent.
    pub last: Option<String>,
    /// Whether the next message begins a conversation.
    begins: bool,
    /// Messages that were taken in, so that what a history repeats is known.
    seen: HashSet<String>,
    /// Attributes with the value that the flow of the latest conversation read first.
    pub read: IndexMap<String, String>,
    /// How the other side, or time, ended the conversation as the guest was told.
    pub told: Option<Told>,
    /// How the connection was lost while nothing was asked.
    lost: Option<StepFailure>,
    /// How long each answer is waited for.
    limit: Duration,
}

/// What a guest is told of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The other side ended it.
    Disconnected,
    /// The session expired.
    Expired,
    /// The customer ended it.
    Cleared,
}

type Step<T> = Result<T, StepFailure>;

impl<'a> Talk<'a> {
    /// Nothing is sent yet.
    pub fn new(
        seat: &'a Seat,
        place: &'a GuestPlace,
        case: &'a Case,
        resolved: &'a Resolved,
        driven: &'a mut Driven,
    ) -> Self {
        driven.evidence.transcript = Part::seen(Vec::new(), Origin::Guest);
        Self {
            seat,
            place,
            case,
            resolved,
            driven,
            guest: None,
            token: place.token(),
            begun: Vec::new(),
            last: None,
            begins: true,
            seen: HashSet::new(),
            read: IndexMap::new(),
            told: None,
            lost: None,
            limit: resolved.timeouts.step,
        }
    }

    /// From now on, each answer is waited for so long.
    pub fn wait_up_to(&mut self, limit: Duration) {
        self.limit = limit;
        if let Some(guest) = &mut self.guest {
            guest.wait_up_to(limit);
        }
    }

    /// Opens the connection and the session. Gets a token of the API first, where the case is about that.
    pub async fn open(&mut self) -> Step<()> {
        if self.seat.asks_for_token {
            self.doing(RunStep::Token, "asking for a token");
            let token = self.seat.client.token().await;
            token.map_err(|error| super::failure::of_client(RunStep::Token, &error))?;
        }
        self.connect(false).await.map(|_| ())
    }

    /// Connects with the same token and configures the session; whether it is a new one.
    pub async fn connect(&mut self, start_new: bool) -> Step<bool> {
        self.doing(RunStep::Connect, "opening the guest's connection");
        let token = self.token.clone();
        let (connect_timeout, step_timeout) = (self.limit, self.limit);
        let options = GuestOptions { connect_timeout, step_timeout, ..self.place.options.clone() };
        let mut guest = GuestSession::connect(&options, token).await.map_err(|error| of_guest(&error))?;
        self.doing(RunStep::Configure, "opening the guest's session");
        let session = guest.configure(start_new).await;
        let session = self.answered(session)?;
        self.guest = Some(guest);
        self.lost = None;
        if session.read_only {
            self.told = Some(Told::Disconnected);
        }
        Ok(session.new_session)
    }

    /// The customer opens the window.
    pub async fn join(&mut self) -> Step<()> {
        self.doing(RunStep::Join, "opening the window");
        let attributes = self.attributes_of_the_next(RunStep::Join, &IndexMap::new())?;
        let sent = self.guest()?.join(&attributes).await;
        let sent = self.taken(sent)?;
        self.sent(sent, None);
        self.settle().await
    }

    /// What a request gave. One that failed leaves what came before it failed.
    pub fn answered<T>(&mut self, outcome: Result<T, GuestError>) -> Step<T> {
        outcome.map_err(|error| {
            self.take_received();
            if error.kind == GuestErrorKind::Expired {
                self.told = Some(Told::Expired);
            }
            of_guest(&error)
        })
    }

    /// The session's connection.
    pub fn guest(&mut self) -> Step<&mut GuestSession> {
        let lost = &self.lost;
        self.guest.as_mut().ok_or_else(|| lost.clone().unwrap_or_else(without_connection))
    }

    /// What goes along with the next message besides its own attributes: the run's mark, and where it begins a conversation the participant's
    /// attributes. What begins is noted first, so that it can be ended whatever happens. A message that goes on is marked too where `own` leaves
    /// room, since the other side may have ended the conversation unseen, and then it begins another.
    pub fn attributes_of_the_next(
        &self,
        step: RunStep,
        own: &IndexMap<String, Spanned<String>>,
    ) -> Step<IndexMap<String, String>> {
        if self.guest.is_none() {
            return Err(self.lost.clone().unwrap_or_else(without_connection));
        }
        let mark = self.seat.mark();
        let own: IndexMap<String, String> =
            own.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect();
        if !self.begins {
            let room = MAX_ATTRIBUTE_BYTES.saturating_sub(bytes(&own));
            return Ok(if bytes(&mark) <= room { own.into_iter().chain(mark).collect() } else { own });
        }
        self.seat.begins().map_err(|unnoted| of_unnoted(step, unnoted))?;
        let participant = self.case.participant.attributes.iter();
        let participant = participant.map(|(name, value)| (name.clone(), value.value.clone()));
        Ok(participant.chain(own).chain(mark).collect())
    }

    /// What a message gave that was sent. One that the org refused, or that was not sent, begins nothing.
    pub fn taken(&mut self, outcome: Result<Sent, GuestError>) -> Step<Sent> {
        if let Err(error) = &outcome
            && self.begins
            && matches!(error.kind, GuestErrorKind::Refused | GuestErrorKind::Limit | GuestErrorKind::Setup)
        {
            self.seat.not_begun();
        }
        self.answered(outcome)
    }

    /// Notes a message that the org took, and what the customer said with it.
    pub fn sent(&mut self, sent: Sent, said: Option<&str>) {
        self.seen.insert(sent.message_id.clone());
        self.last = Some(sent.message_id.clone());
        if std::mem::take(&mut self.begins) {
            self.seat.begun(&sent.message_id);
            self.begun.push(sent.message_id);
            self.told = None;
        }
        if let Some(text) = said {
            self.add(Line { speaker: Speaker::Customer, text: text.into(), choices: Vec::new() });
        }
    }

    /// The next message begins another conversation.
    pub fn begin_anew(&mut self) {
        self.begins = true;
        self.told = None;
    }

    /// Takes in everything that is due; up to the step's limit in real time, where only silence tells.
    pub async fn settle(&mut self) -> Step<()> {
        let limit = self.limit;
        if self.told.is_none() || self.guest.is_some() {
            match self.place.settle {
                Settle::Barrier => self.barrier().await?,
                Settle::Quiet(window) => self.listen(window.min(limit), limit).await?,
            }
        }
        self.take_received();
        Ok(())
    }

    async fn barrier(&mut self) -> Step<()> {
        let Some(guest) = &mut self.guest else { return Ok(()) };
        let answer = guest.barrier().await;
        let over = |error: &GuestError| matches!(error.kind, GuestErrorKind::Expired | GuestErrorKind::Closed { .. });
        let over = answer.as_ref().is_err_and(over);
        let settled = self.answered(answer);
        // The end of the conversation is no failure: a scenario may wait for it.
        if over && self.told.is_some() { Ok(()) } else { settled }
    }

    /// Listens until nothing comes for a window, at most until the limit.
    pub async fn listen(&mut self, window: Duration, limit: Duration) -> Step<()> {
        let deadline = tokio::time::Instant::now() + limit;
        loop {
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            let Some(guest) = &mut self.guest else { return self.lost.clone().map_or(Ok(()), Err) };
            let came = guest.next(window.min(left)).await;
            match self.answered(came)? {
                Some(received) => self.take(received),
                None => return Ok(()),
            }
            if self.told.is_some() || left.is_zero() {
                return Ok(());
            }
        }
    }

    /// Takes in what has come already.
    pub fn take_received(&mut self) {
        let received = self.guest.as_mut().map(GuestSession::received).unwrap_or_default();
        for one in received {
            self.take(one);
        }
    }

    fn take(&mut self, received: Received) {
        match received {
            Received::Message(message) => self.hear(&message),
            Received::Disconnected { .. } => self.told = Some(Told::Disconnected),
            Received::Expired => self.told = Some(Told::Expired),
            Received::Cleared => self.told = Some(Told::Cleared),
            Received::Closed { code, reason } => self.lose(code, reason.as_deref()),
            Received::Refused { code, message } => {
                let code = code.map(|code| format!(" {code}")).unwrap_or_default();
                self.driven.warnings.push(format!("the org refused something{code}: {message}"));
            }
            Received::Unknown { class } => {
                self.driven.warnings.push(format!("the org sent a frame of class `{class}`, which is not known"));
            }
            Received::Typing | Received::LoggedOut => {}
        }
    }

    /// The connection was closed by the customer; what came until then is kept.
    pub fn hang_up(&mut self) {
        self.take_received();
        self.guest = None;
        self.lost = None;
    }

    /// The connection is gone. After the conversation's end that is in order; before it, whoever still waits fails by it.
    fn lose(&mut self, code: Option<u16>, reason: Option<&str>) {
        self.guest = None;
        if self.told.is_none() {
            let last = self.lines().last().map_or_else(|| "nothing".to_owned(), |line| format!("\"{}\"", line.text));
            self.lost = Some(of_lost(code, reason, &last));
        }
    }

    /// A message of the other side, once.
    pub fn hear(&mut self, message: &Message) {
        if message.id.as_ref().is_none_or(|id| self.seen.insert(id.clone())) {
            self.add(line_of(message));
        }
    }

    /// What was said so far.
    pub fn lines(&self) -> &[Line] {
        self.driven.evidence.transcript.value().map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, line: Line) {
        if let Evidence { transcript: Part::Observed(Observed { value, .. }), .. } = &mut self.driven.evidence {
            value.push(line);
        }
    }

    /// Says what is being done, for a time-out.
    pub fn doing(&mut self, step: RunStep, what: &str) {
        self.driven.doing = Some(format!("waiting for step {}: {what}", step.word()));
    }
}

/// The bytes that attributes take in a message.
fn bytes(attributes: &IndexMap<String, String>) -> usize {
    attributes.iter().map(|(name, value)| name.len() + value.len()).sum()
}

/// Why nothing can be sent after the customer's own leaving.
fn without_connection() -> StepFailure {
    StepFailure {
        step: RunStep::Message,
        status: None,
        code: None,
        message: "the customer has no connection: they left, or ended the conversation".to_owned(),
        advice: vec!["add `resume` or `start_new` before this step".to_owned()],
        environment: false,
    }
}
