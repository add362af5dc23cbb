//! What all parts of a probe do: guests, conversations that are noted before they can begin, listening, ending. Must not know the questions.

use std::collections::HashSet;
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::Findings;
use crate::genesys::{AttributePlace, GuestError, GuestErrorKind, GuestOptions, GuestSession, Received, Sent};
use crate::live::{OpenConversations, Sandbox, end_conversation};
use crate::wire::platform::Deployment;

/// How many quiet times an answer of the flow, or what an org may know late without having to, is waited for.
const PATIENCE: u32 = 5;

/// What a customer of ours says. It says what it is, should a person read it.
pub(super) const WORDS: &str = "flowproof probes this org: please ignore";

/// A conversation of the probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The one that most is asked in.
    Talk,
    /// The one that begins without a text.
    Join,
    /// The one in which messages come fast.
    Rate,
}

impl Part {
    /// Its name in the ledger.
    pub fn case(self) -> &'static str {
        match self {
            Self::Talk => "probe: a message",
            Self::Join => "probe: joining",
            Self::Rate => "probe: messages at once",
        }
    }

    fn owner(self) -> usize {
        self as usize
    }
}

/// What came from the other side.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Messages of the flow.
    pub messages: usize,
    /// The id of the first.
    pub first_id: Option<String>,
    /// How long after what was said the first came.
    pub first_after: Option<Duration>,
    /// Whether the flow ended the conversation.
    pub over: bool,
    /// The code with which the org closed the connection, where it did; 0 where it gave none.
    pub closed: Option<u16>,
}

/// A probe in progress.
pub(super) struct Prober<'a> {
    pub sandbox: &'a Sandbox,
    pub open: &'a OpenConversations,
    pub deployment: &'a Deployment,
    pub deployment_id: &'a str,
    pub findings: Findings,
    /// How the org closed a connection whose conversation its customer had ended.
    pub closed: Option<String>,
    random: fastrand::Rng,
}

impl<'a> Prober<'a> {
    pub fn new(
        sandbox: &'a Sandbox,
        open: &'a OpenConversations,
        deployment: &'a Deployment,
        deployment_id: &'a str,
        seed: u64,
    ) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { sandbox, open, deployment, deployment_id, findings: Findings::default(), closed: None, random }
    }

    /// Time on the org's clock as the client sees it.
    pub fn now(&self) -> Timestamp {
        self.sandbox.client.clock().now()
    }

    /// How long ago that was.
    pub fn since(&self, at: Timestamp) -> Duration {
        Duration::try_from(self.now().duration_since(at)).unwrap_or_default()
    }

    /// How long something is waited for that need not come.
    pub fn patience(&self) -> Duration {
        self.sandbox.settings.habits.quiet() * PATIENCE
    }

    /// A token of a session that nobody has.
    pub fn token(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.random.u128(..).to_be_bytes()).into_uuid().to_string()
    }

    /// How guests of the deployment connect.
    pub fn guest_options(&self) -> Result<GuestOptions, String> {
        let options = self.sandbox.guest_options(self.deployment_id);
        options.ok_or_else(|| "no address for guests is known".to_owned())
    }

    /// A guest with an open session, in which nothing was said yet.
    pub async fn guest(&mut self, options: &GuestOptions) -> Result<GuestSession, String> {
        let token = self.token();
        let mut guest = GuestSession::connect(options, token).await.map_err(|error| error.to_string())?;
        guest.configure(false).await.map_err(|error| error.to_string())?;
        Ok(guest)
    }

    /// The attributes that each message carries, and one of its own.
    pub fn attributes(&self, own: &str) -> IndexMap<String, String> {
        let mut all = self.open.mark().attributes();
        all.insert(own.to_owned(), "1".to_owned());
        all
    }

    /// The name of an attribute that only a probe sends.
    pub fn attribute(&self, word: &str) -> String {
        format!("{}_probe_{word}", self.open.mark().name)
    }

    /// Notes that the next message may begin a conversation.
    pub fn note(&self, part: Part) -> Result<(), String> {
        self.open.begin(part.owner(), part.case(), self.deployment_id).map_err(|wrong| wrong.message)
    }

    /// So many messages were refused, and began nothing.
    pub fn not_begun(&self, part: Part, count: usize) {
        self.open.not_begun(part.owner(), count);
    }

    /// A message began nothing, as far as the org says after long enough.
    pub fn nothing_in(&self, part: Part, message: &str) {
        self.open.nothing_in(part.owner(), message);
    }

    /// What became of a message that was noted.
    pub fn taken(&self, part: Part, said: Result<Sent, GuestError>) -> Result<Sent, String> {
        match said {
            Ok(sent) => {
                self.sent(part, &sent);
                Ok(sent)
            }
            Err(error) => {
                use GuestErrorKind::{Limit, RateLimited, Refused};
                if matches!(error.kind, Refused | RateLimited { .. } | Limit) {
                    self.not_begun(part, 1);
                }
                Err(error.to_string())
            }
        }
    }

    /// A message was taken.
    pub fn sent(&self, part: Part, sent: &Sent) {
        self.open.message(part.owner(), &sent.message_id);
    }

    /// The conversation of a message is known.
    pub fn known(&self, part: Part, message: &str, id: &str) {
        self.open.known(part.owner(), message, id);
    }

    /// Listens until the flow has answered what was said then, and nothing more comes for the quiet time.
    pub async fn hear(&self, guest: &mut GuestSession, since: Timestamp) -> Heard {
        let quiet = self.sandbox.settings.habits.quiet();
        let mut heard = Heard::default();
        loop {
            let within = if heard.messages == 0 { self.patience() } else { quiet };
            match guest.next(within).await {
                Ok(Some(Received::Message(message))) => {
                    heard.first_after.get_or_insert(self.since(since));
                    heard.first_id = heard.first_id.or(message.id);
                    heard.messages += 1;
                }
                Ok(Some(Received::Disconnected { .. } | Received::Expired)) => heard.over = true,
                Ok(Some(Received::Closed { code, .. })) => {
                    heard.closed = heard.closed.max(code).or(Some(0));
                    // The org's own event comes before the code.
                    if code.is_some() {
                        return heard;
                    }
                }
                Ok(Some(_)) | Err(_) => {}
                Ok(None) => return heard,
            }
        }
    }

    /// Waits on the client's clock.
    pub async fn sleep(&self, time: Duration) {
        self.sandbox.client.clock().sleep(time).await;
    }

    /// Ends conversations, given by message. What cannot be ended now, or was not found, is looked for when the probe is over, and told then.
    pub async fn finish(&self, ids: &[String]) {
        let mut over = HashSet::new();
        for id in ids {
            if !over.contains(id) && self.is_over(id).await {
                over.insert(id);
            }
            if over.contains(id) {
                self.open.ended(id);
            }
        }
    }

    /// Whether a conversation is over, after it was ended where it was not.
    async fn is_over(&self, id: &str) -> bool {
        let read = self.sandbox.client.messaging_conversation(id).await;
        read.is_ok_and(|conversation| conversation.is_over())
            || end_conversation(&self.sandbox.client, id).await.is_ok()
    }

    /// Options with attributes in that place.
    pub fn sending(options: &GuestOptions, place: AttributePlace) -> GuestOptions {
        GuestOptions { attributes_sent: place, ..options.clone() }
    }
}
