//! Question 7: what opening the window does, whether it carries attributes, and what `startNew` does. Must not know the other parts.

use indexmap::IndexMap;

use super::Question;
use super::attributes::stands;
use super::locate::Located;
use super::prober::{Heard, Part, Prober, WORDS};
use crate::genesys::{AttributePlace, GuestOptions, GuestSession, Sent};
use crate::project::AttributesSent;
use crate::scenario::show_duration;

const PART: Part = Part::Join;

impl Prober<'_> {
    /// Joins, listens, and begins anew in the same session.
    pub async fn join(&mut self) -> Result<(), String> {
        // Attributes go where they arrived, so that a missing one says something of joining alone.
        let place = match self.findings.habits.attributes_sent {
            Some(AttributesSent::Beside) => AttributePlace::Beside,
            Some(AttributesSent::Within) => AttributePlace::Within,
            Some(AttributesSent::Both) | None => AttributePlace::Both,
        };
        let options = Self::sending(&self.guest_options()?, place);
        let own = self.attribute("join");
        let attributes = self.attributes(&own);
        let token = self.token();
        let mut guest = GuestSession::connect(&options, token.clone()).await.map_err(|error| error.to_string())?;
        guest.configure(false).await.map_err(|error| error.to_string())?;
        self.note(PART)?;
        let began = self.now();
        let joined = guest.join(&attributes).await;
        let joined = self.taken(PART, joined);
        let heard = self.hear(&mut guest, began).await;
        let first = self.first(&joined, &heard, began).await;
        let starts = self.starts(&joined, &heard, first.as_ref(), &own).await;
        drop(guest);
        if let (None, Ok(sent)) = (&first, &joined) {
            self.nothing_in(PART, &sent.message_id);
        }
        let (again, ids) = self.start_new(&options, token, &attributes, first.as_ref()).await;
        self.findings.measured(Question::Join, format!("{}; {starts}; {again}", self.auto_start().await));
        self.finish(&ids).await;
        Ok(())
    }

    /// The conversation that joining began, found by its own message, else by the flow's.
    async fn first(&self, joined: &Result<Sent, String>, heard: &Heard, began: jiff::Timestamp) -> Option<Located> {
        let limit = if heard.messages > 0 { self.sandbox.settings.habits.message() } else { self.patience() };
        if let Ok(sent) = joined
            && let Ok(located) = self.locate(PART, &sent.message_id, began, limit).await
        {
            return Some(located);
        }
        let message = heard.first_id.as_deref()?;
        let located = self.locate(PART, message, began, limit).await.ok()?;
        if let Ok(sent) = joined {
            self.known(PART, &sent.message_id, &located.id);
        }
        Some(located)
    }

    async fn starts(&self, joined: &Result<Sent, String>, heard: &Heard, first: Option<&Located>, own: &str) -> String {
        let echo = match joined {
            Ok(_) => "joining is echoed".to_owned(),
            Err(why) => format!("joining is not echoed ({why})"),
        };
        let flow = match heard.first_after {
            Some(after) => format!("starts the flow, whose first message came after {}", show_duration(after)),
            None if first.is_some() => "begins a conversation in which the flow says nothing".to_owned(),
            None => "starts nothing".to_owned(),
        };
        let carried = match first {
            None => "whether it carries attributes is not known".to_owned(),
            Some(located) => match self.sandbox.client.messaging_conversation(&located.id).await {
                Ok(read) if stands(&read, own).is_some() => "its attributes arrive".to_owned(),
                Ok(_) => "its attributes do not arrive".to_owned(),
                Err(error) => error.to_string(),
            },
        };
        format!("{echo}, {flow}, {carried}")
    }

    /// Begins anew in the session. Says how that went, and the conversations of both, by message.
    async fn start_new(
        &self,
        options: &GuestOptions,
        token: String,
        attributes: &IndexMap<String, String>,
        first: Option<&Located>,
    ) -> (String, Vec<String>) {
        let mut ids: Vec<String> = first.iter().map(|one| one.id.clone()).collect();
        let says = match self.try_start_new(options, token, attributes).await {
            Ok((says, second)) => {
                let told = self.compared(first, &second).await;
                ids.push(second.id);
                format!("`startNew` {says}, {told}")
            }
            Err(why) => format!("`startNew` was not seen: {why}"),
        };
        (says, ids)
    }

    async fn try_start_new(
        &self,
        options: &GuestOptions,
        token: String,
        attributes: &IndexMap<String, String>,
    ) -> Result<(String, Located), String> {
        let mut guest = GuestSession::connect(options, token).await.map_err(|error| error.to_string())?;
        let session = guest.configure(true).await.map_err(|error| error.to_string())?;
        let says = format!(
            "says newSession {}, clearedExistingSession {}",
            session.new_session, session.cleared_existing_session
        );
        self.note(PART)?;
        let began = self.now();
        let said = guest.say(WORDS, attributes).await;
        let sent = self.taken(PART, said)?;
        let second = self.locate(PART, &sent.message_id, began, self.sandbox.settings.habits.message()).await?;
        Ok((says, second))
    }

    async fn compared(&self, first: Option<&Located>, second: &Located) -> String {
        let Some(first) = first else { return "with no earlier conversation to compare".to_owned() };
        if first.id == second.id {
            return "and the next message goes on with the same conversation".to_owned();
        }
        let earlier = match self.sandbox.client.messaging_conversation(&first.id).await {
            Ok(read) if read.is_over() => "is over".to_owned(),
            Ok(_) => "goes on".to_owned(),
            Err(error) => format!("cannot be read ({error})"),
        };
        format!("the next message begins another conversation, and the earlier one {earlier}")
    }

    /// What the deployment's configuration says of starting by itself.
    async fn auto_start(&self) -> String {
        let named = &self.deployment.configuration;
        let Some(version) = named.version.as_deref() else { return "autoStart not known".to_owned() };
        let Ok(configuration) = self.sandbox.client.configuration(&named.id, version).await else {
            return "autoStart not readable".to_owned();
        };
        let app = configuration.messenger.and_then(|one| one.apps).and_then(|apps| apps.conversations);
        let on = app.and_then(|app| app.rest.get("autoStart")?.get("enabled")?.as_bool()).unwrap_or(false);
        format!("with autoStart {}", if on { "on" } else { "off" })
    }
}
