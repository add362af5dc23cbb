//! The configurations that an org keeps, and what each means for guests. Must not know endpoints.

use indexmap::IndexMap;

use crate::fake::core::entities::Entities;
use crate::fake::core::guest::Serving;
use crate::fake::options::{DisconnectShown, GuestOptions};
use crate::wire::platform::{Configuration, ConversationApp, ConversationDisconnect, Messenger, MessengerApps, Toggle};

const PATH: &str = "/api/v2/webdeployments/configurations";

/// The version of what is not published.
pub const DRAFT: &str = "draft";

/// All configurations.
pub type Configurations = Entities<Configured>;

/// A configuration: its draft and what was published of it.
#[derive(Debug, Clone)]
pub struct Configured {
    /// The draft.
    pub draft: Configuration,
    /// What was published, oldest first; the first is version 1.
    pub published: Vec<Configuration>,
}

impl Configured {
    /// A new one, of which nothing is published.
    pub fn new(id: &str, given: Configuration, now: String) -> Self {
        let draft = Configuration { date_created: Some(now.clone()), ..given };
        let mut configured = Self { draft, published: Vec::new() };
        configured.stamp(id, now);
        configured
    }

    /// The one that a tenant has from the beginning; nothing of it is published yet.
    pub fn of_options(id: &str, guest: &GuestOptions, now: String) -> Self {
        let disconnect = ConversationDisconnect {
            enabled: guest.disconnect_shown != DisconnectShown::Off,
            kind: Some(
                if guest.disconnect_shown == DisconnectShown::ReadOnly { "ReadOnly" } else { "Send" }.to_owned(),
            ),
        };
        let conversations = ConversationApp {
            enabled: true,
            conversation_disconnect: Some(disconnect),
            conversation_clear: Some(Toggle { enabled: guest.clear_allowed }),
            ..ConversationApp::default()
        };
        let apps = MessengerApps { conversations: Some(conversations), rest: IndexMap::new() };
        let messenger = Messenger { enabled: true, apps: Some(apps), rest: IndexMap::new() };
        let rest = IndexMap::from([
            ("languages".to_owned(), serde_json::json!(["en-us"])),
            ("defaultLanguage".to_owned(), serde_json::json!("en-us")),
        ]);
        let name = "Messenger".to_owned();
        let given = Configuration { name, messenger: Some(messenger), rest, ..Configuration::default() };
        Self::new(id, given, now)
    }

    /// Takes another draft.
    pub fn change(&mut self, id: &str, given: Configuration, now: String) {
        let date_created = self.draft.date_created.take();
        self.draft = Configuration { date_created, ..given };
        self.stamp(id, now);
    }

    /// Publishes the draft under the next number.
    pub fn publish(&mut self, id: &str, now: String) -> &Configuration {
        let version = (self.published.len() + 1).to_string();
        let published = Configuration {
            self_uri: Some(format!("{PATH}/{id}/versions/{version}")),
            version: Some(version),
            date_published: Some(now),
            status: Some("Active".to_owned()),
            ..self.draft.clone()
        };
        self.published.push(published);
        self.published.last().unwrap_or(&self.draft)
    }

    /// A version by its word.
    pub fn version(&self, version: &str) -> Option<&Configuration> {
        if version == DRAFT {
            return Some(&self.draft);
        }
        self.published.iter().find(|one| one.version.as_deref() == Some(version))
    }

    /// What the server says of the draft, whatever a client wrote there.
    fn stamp(&mut self, id: &str, now: String) {
        self.draft.id = Some(id.to_owned());
        self.draft.version = Some(DRAFT.to_owned());
        self.draft.date_modified = Some(now);
        self.draft.date_published = None;
        self.draft.status = Some("Pending".to_owned());
        self.draft.self_uri = Some(format!("{PATH}/{id}/versions/{DRAFT}"));
    }
}

/// What a configuration means for guests. What it does not say is off, as in a real org (facts: genesys-api.md section 3).
pub fn serving(configuration: &Configuration) -> Serving {
    let app = configuration.messenger.as_ref().and_then(|messenger| messenger.apps.as_ref());
    let app = app.and_then(|apps| apps.conversations.as_ref());
    let disconnect = app.and_then(|app| app.conversation_disconnect.as_ref()).filter(|one| one.enabled);
    let disconnect_shown = match disconnect {
        None => DisconnectShown::Off,
        Some(one) if one.kind.as_deref() == Some("ReadOnly") => DisconnectShown::ReadOnly,
        Some(_) => DisconnectShown::Send,
    };
    let clear_allowed = app.and_then(|app| app.conversation_clear).is_some_and(|clear| clear.enabled);
    Serving { disconnect_shown, clear_allowed }
}
