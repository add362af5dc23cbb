//! The part `live` of `flowproof.yaml`: the sandbox org, what may be touched there, how much, and what is not known of every org, with the
//! default of each. Must not know how the file is read, nor ask an org.

use std::time::Duration;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use super::Environment;
use crate::scenario::model::Spanned;

/// Requests a minute of one token: what Genesys Cloud allows (`client.credentials.token.rate.per.minute`).
pub const RATE: u32 = 300;
/// Conversations side by side in a live org: a person who watches the org can still follow them.
pub const LIVE_JOBS: usize = 8;
/// The attribute by which a conversation of ours is known.
pub const MARKER: &str = "flowproof";
/// Folder of the ledgers, from the folder of `flowproof.yaml`.
pub const LEDGER: &str = ".flowproof/ledger";
/// The org's profile, which `doctor --probe` writes, from the folder of `flowproof.yaml`.
pub const PROFILE: &str = "flowproof.profile.yaml";

/// The lower one of the two limits that the vendor names (facts: genesys-api.md 4.4).
const MESSAGES_A_SECOND: u32 = 2;
/// How long nothing may come before a guest believes that nothing more will. A flow answers within a second where it waits for nobody.
const QUIET: Duration = Duration::from_secs(2);
/// How long a message may take to be found by its id; the lag is not documented (facts: section 9, point 5).
const MESSAGE: Duration = Duration::from_secs(30);
/// How long what a flow wrote may take to be read back.
const ATTRIBUTES: Duration = Duration::from_secs(10);
/// How long execution data are looked for: the facts suggest one to two minutes (section 6.2).
const EXECUTION_DATA: Duration = Duration::from_secs(120);

/// The sandbox org, and what may be touched there. Nothing is allowed that is not listed.
#[derive(Debug, Clone)]
pub struct LiveSettings {
    /// Region, domain or URL of the org; there is no default org.
    pub region: Option<Spanned<String>>,
    /// Ids of the orgs that may be touched.
    pub allowed_orgs: Vec<Spanned<String>>,
    /// Hosts besides those of the region that may be sent credentials.
    pub hosts: Vec<Spanned<String>>,
    /// A certificate authority that is trusted besides the system's, in PEM; from the folder of `flowproof.yaml`.
    pub ca: Option<Spanned<String>>,
    /// Queues that may really ring, by name.
    pub queues: Vec<Spanned<String>>,
    /// Data actions that may really be called: integration → names.
    pub data_actions: IndexMap<String, Vec<Spanned<String>>>,
    /// Requests a minute, shared by all that runs.
    pub rate: u32,
    /// Conversations side by side, where the command line does not say.
    pub jobs: Option<usize>,
    /// The page that guests say they are on; the socket's own host where none is given.
    pub origin: Option<Spanned<String>>,
    /// The attribute by which a conversation of ours is known.
    pub marker: String,
    /// Folder of the ledgers, from the folder of `flowproof.yaml`.
    pub ledger: Utf8PathBuf,
    /// The org's profile, from the folder of `flowproof.yaml`.
    pub profile: Utf8PathBuf,
    /// What a run may take at most.
    pub budget: LiveBudget,
    /// What is not known of every org.
    pub habits: Habits,
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            region: None,
            allowed_orgs: Vec::new(),
            hosts: Vec::new(),
            ca: None,
            queues: Vec::new(),
            data_actions: IndexMap::new(),
            rate: RATE,
            jobs: None,
            origin: None,
            marker: MARKER.to_owned(),
            ledger: Utf8PathBuf::from(LEDGER),
            profile: Utf8PathBuf::from(PROFILE),
            budget: LiveBudget::default(),
            habits: Habits::default(),
        }
    }
}

impl LiveSettings {
    /// Region, domain or URL of the org: the environment's, else the file's.
    pub fn region<'a>(&'a self, environment: &'a Environment) -> Option<&'a str> {
        environment.environment.as_deref().or(self.region.as_ref().map(|region| region.value.as_str()))
    }

    /// Whether a data action may really be called.
    pub fn may_call(&self, category: &str, action: &str) -> bool {
        self.data_actions.get(category).is_some_and(|names| names.iter().any(|name| name.value == action))
    }

    /// Whether an org may be touched.
    pub fn allows_org(&self, id: &str) -> bool {
        self.allowed_orgs.iter().any(|allowed| allowed.value.eq_ignore_ascii_case(id))
    }

    /// Whether a host outside the table of regions, with its port where it has one, may be sent credentials: it is named, or lies below a
    /// name.
    pub fn allows_host(&self, host: &str) -> bool {
        let below = |name: &str| host.strip_suffix(name).is_some_and(|head| head.is_empty() || head.ends_with('.'));
        self.hosts.iter().any(|named| below(&named.value))
    }
}

/// What a run may take at most; no limit where nothing is said. A run that would take more does not begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LiveBudget {
    /// Guest sessions.
    pub sessions: Option<u32>,
    /// Messages of customers.
    pub messages: Option<u32>,
    /// Requests to the API.
    pub calls: Option<u32>,
    /// Time of the whole run.
    pub time: Option<Duration>,
}

/// What is not known of every org, or differs from org to org (facts: genesys-api.md section 9). Nothing where neither `flowproof.yaml` nor
/// the org's profile says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Habits {
    /// Under which name a custom attribute stands among the customer's.
    pub attribute_keys: Option<AttributeKeys>,
    /// Where in a message attributes are sent.
    pub attributes_sent: Option<AttributesSent>,
    /// Messages a second of one session.
    pub messages_a_second: Option<u32>,
    /// How long nothing may come before nothing more will.
    pub quiet: Option<Duration>,
    /// How long a message may take to be found by its id.
    pub message: Option<Duration>,
    /// How long what a flow wrote may take to be read back.
    pub attributes: Option<Duration>,
    /// How long execution data may take.
    pub execution_data: Option<Duration>,
}

impl Habits {
    /// Under which name a custom attribute stands; bare where nobody says.
    pub fn attribute_keys(&self) -> AttributeKeys {
        self.attribute_keys.unwrap_or_default()
    }

    /// Where attributes are sent; beside the message where nobody says.
    pub fn attributes_sent(&self) -> AttributesSent {
        self.attributes_sent.unwrap_or_default()
    }

    /// The least time between two messages of a session.
    pub fn pace(&self) -> Duration {
        Duration::from_secs(1) / self.messages_a_second.unwrap_or(MESSAGES_A_SECOND).max(1)
    }

    /// How long nothing may come before nothing more will.
    pub fn quiet(&self) -> Duration {
        self.quiet.unwrap_or(QUIET)
    }

    /// How long a message may take to be found by its id.
    pub fn message(&self) -> Duration {
        self.message.unwrap_or(MESSAGE)
    }

    /// How long what a flow wrote may take to be read back.
    pub fn attributes(&self) -> Duration {
        self.attributes.unwrap_or(ATTRIBUTES)
    }

    /// How long execution data may take.
    pub fn execution_data(&self) -> Duration {
        self.execution_data.unwrap_or(EXECUTION_DATA)
    }

    /// What is open here is taken from another.
    pub fn fill(&mut self, other: &Self) {
        self.attribute_keys = self.attribute_keys.or(other.attribute_keys);
        self.attributes_sent = self.attributes_sent.or(other.attributes_sent);
        self.messages_a_second = self.messages_a_second.or(other.messages_a_second);
        self.quiet = self.quiet.or(other.quiet);
        self.message = self.message.or(other.message);
        self.attributes = self.attributes.or(other.attributes);
        self.execution_data = self.execution_data.or(other.execution_data);
    }
}

/// Under which name a custom attribute stands among the customer's (facts: genesys-api.md section 5, "key naming").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AttributeKeys {
    /// As it was sent.
    #[default]
    Bare,
    /// Behind `context.`.
    Context,
}

impl AttributeKeys {
    /// The words that a file may hold.
    pub const WORDS: &'static [(&'static str, Self)] = &[("bare", Self::Bare), ("context", Self::Context)];

    /// What stands before each name.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Bare => "",
            Self::Context => "context.",
        }
    }
}

/// Where in a message attributes are sent (facts: genesys-api.md section 4.2: two forms are in the wild).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AttributesSent {
    /// Beside the message: the form that the vendor's schema types.
    #[default]
    Beside,
    /// Within the message, as the vendor's mobile client sends them.
    Within,
    /// In both places.
    Both,
}

impl AttributesSent {
    /// The words that a file may hold.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("beside", Self::Beside), ("within", Self::Within), ("both", Self::Both)];
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::{Place, SourceFile};

    fn named(hosts: &[&str]) -> LiveSettings {
        let spanned = |value: &&str| Spanned {
            value: (*value).to_owned(),
            place: Place::new(&SourceFile::new("t.yaml", ""), 0..0),
        };
        LiveSettings { hosts: hosts.iter().map(spanned).collect(), ..LiveSettings::default() }
    }

    #[rstest]
    #[case("sandbox.localhost:8443", true)]
    #[case("api.sandbox.localhost:8443", true)]
    #[case("api.sandbox.localhost:8444", false)]
    #[case("api.sandbox.localhost", false)]
    #[case("evilsandbox.localhost:8443", false)]
    #[case("proxy.example.org", true)]
    #[case("proxy.example.org.evil.example", false)]
    fn a_host_is_allowed_by_its_name_and_port_or_below_it(#[case] host: &str, #[case] allowed: bool) {
        assert_eq!(named(&["sandbox.localhost:8443", "proxy.example.org"]).allows_host(host), allowed);
    }

    #[test]
    fn no_org_is_allowed_where_none_is_listed() {
        assert!(!LiveSettings::default().allows_org("0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9"));
    }

    #[test]
    fn what_is_open_is_filled_and_what_is_said_stays() {
        let mut said = Habits { quiet: Some(Duration::from_secs(1)), ..Habits::default() };
        let profile = Habits {
            quiet: Some(Duration::from_secs(9)),
            attribute_keys: Some(AttributeKeys::Context),
            ..Habits::default()
        };
        said.fill(&profile);
        assert_eq!((said.quiet(), said.attribute_keys()), (Duration::from_secs(1), AttributeKeys::Context));
        assert_eq!((said.message(), said.pace()), (MESSAGE, Duration::from_millis(500)));
    }
}
