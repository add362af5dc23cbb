//! What must come of it.

use indexmap::IndexMap;

use super::{Driver, Spanned, TextMatch, TextPattern};
use crate::diagnostic::Place;

/// Everything under `expect`.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// The way through the flow.
    pub path: Option<PathExpectation>,
    /// The customer's attributes.
    pub attributes: AttributeExpectation,
    /// Integration (or `bots`, `modules`) → name → how often.
    pub calls: IndexMap<String, IndexMap<String, CallExpectation>>,
    /// How it ends.
    pub ending: Option<Spanned<EndingExpectation>>,
    /// A step that must fail.
    pub error: Option<Spanned<ErrorExpectation>>,
}

/// What the path must be.
#[derive(Debug, Clone, Default)]
pub struct PathExpectation {
    /// How `items` are compared.
    pub order: PathOrder,
    /// The actions that must be taken.
    pub items: Vec<PathItem>,
    /// The actions that must not be taken.
    pub never: Vec<PathItem>,
}

/// How a list of actions is compared with the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PathOrder {
    /// In this order, with gaps.
    #[default]
    InOrder,
    /// These and no others.
    Exactly,
}

/// One action that must (or must not) be taken. `Order Bot > Ask order: yes` names container, action and output.
#[derive(Debug, Clone)]
pub struct PathItem {
    /// The short form as it was written; none in the long form. Names may hold `: ` and ` > `: `action` and `output` below are the reading
    /// in which the last `: ` splits, and whoever knows the flow may find that another one ([`PathItem::readings`]) is meant.
    pub text: Option<String>,
    /// Names of what holds it (flow, state, task, bot), outermost first; may be empty.
    pub within: Vec<String>,
    /// Its name.
    pub action: String,
    /// The output it must leave by.
    pub output: Option<Spanned<String>>,
    /// Which of the equal names in its container, in file order, from 1 (`nth`).
    pub nth: Option<u32>,
    /// How often it must be taken in all.
    pub times: Option<Times>,
    /// Inputs that it must have had.
    pub inputs: IndexMap<String, TextMatch>,
    /// Where it stands.
    pub place: Place,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// At least.
    pub min: u64,
    /// At most; none for no limit.
    pub max: Option<u64>,
}

/// What attributes must be.
#[derive(Debug, Clone, Default)]
pub struct AttributeExpectation {
    /// As they arrived, before the flow ran.
    pub arrived: IndexMap<String, Spanned<TextPattern>>,
    /// As the flow wrote them.
    pub set: IndexMap<String, Spanned<TextPattern>>,
    /// Not there afterwards.
    pub unset: Vec<Spanned<String>>,
    /// The flow wrote nothing but what `set` names.
    pub nothing_else: Option<Place>,
}

/// How often something is called, and with what.
#[derive(Debug, Clone)]
pub struct CallExpectation {
    /// How often.
    pub times: Times,
    /// Inputs of at least one call (of each, where `times` is exact and above 0).
    pub inputs: IndexMap<String, TextMatch>,
    /// Where it stands.
    pub place: Place,
}

/// How it ends.
#[derive(Debug, Clone)]
pub enum EndingExpectation {
    /// `{ transferred: { queue, skills, priority, language_skill } }`, or `transferred`.
    Transferred {
        /// The queue.
        queue: Option<TextMatch>,
        /// The skills, in any order.
        skills: Option<Vec<String>>,
        /// The priority.
        priority: Option<i64>,
        /// The language skill.
        language_skill: Option<String>,
    },
    /// The flow closed the conversation.
    Disconnected,
    /// The actions of a state ran out.
    EndOfState,
    /// A flow exited, with this reason where one is given.
    Exited(Option<String>),
    /// A run-time error went to the error handling; the message where one is given.
    Failed(Option<TextMatch>),
    /// The customer left.
    CustomerLeft,
    /// The platform closed it after 72 hours.
    TimedOut,
    /// The step limit was reached.
    StepLimit,
    /// It waits for the customer.
    Waiting,
}

/// A step that must fail.
#[derive(Debug, Clone)]
pub struct ErrorExpectation {
    /// Which.
    pub step: RunStep,
    /// HTTP status, where the step has one.
    pub status: Option<u16>,
    /// Genesys code: of an error body, of a guest's refusal (`4013`), of a closed connection (`1011`).
    pub code: Option<String>,
    /// What the message says.
    pub says: Option<TextMatch>,
}

/// The steps of a run that can fail: those of the seed, in its order, and those of a real conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunStep {
    /// Obtaining a token.
    Token,
    /// The seed's step 1: creating the widget.
    Widget,
    /// The seed's step 2: starting the conversation.
    Participant,
    /// The seed's step 3: reading it back.
    Conversation,
    /// The seed's step 4: simulating the flow.
    Simulate,
    /// Opening the guest's connection.
    Connect,
    /// Configuring the guest's session.
    Configure,
    /// Opening the window.
    Join,
    /// Saying or choosing something.
    Message,
    /// Sending a file.
    Attach,
    /// Ending the conversation.
    End,
    /// Closing the window.
    Leave,
    /// Finding the conversation of a message.
    LookUp,
    /// Reading the conversation and its attributes.
    Read,
    /// Collecting what the flow's execution left.
    Execution,
}

impl RunStep {
    /// The words that files and messages use.
    pub const WORDS: &'static [(&'static str, RunStep)] = &[
        ("token", Self::Token),
        ("widget", Self::Widget),
        ("participant", Self::Participant),
        ("conversation", Self::Conversation),
        ("simulate", Self::Simulate),
        ("connect", Self::Connect),
        ("configure", Self::Configure),
        ("join", Self::Join),
        ("message", Self::Message),
        ("attach", Self::Attach),
        ("end", Self::End),
        ("leave", Self::Leave),
        ("look_up", Self::LookUp),
        ("read", Self::Read),
        ("execution", Self::Execution),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, step)| *step == self).map_or("", |(word, _)| word)
    }

    /// Whether a guest takes it over its connection, where it has no endpoint.
    pub fn is_of_guest(self) -> bool {
        use RunStep::{Attach, Configure, Connect, End, Join, Leave, Message};
        matches!(self, Connect | Configure | Join | Message | Attach | End | Leave)
    }

    /// The only driver that takes it; none for a step of both.
    pub fn driver(self) -> Option<Driver> {
        match self {
            Self::Token => None,
            Self::Widget | Self::Participant | Self::Conversation | Self::Simulate => Some(Driver::Simulate),
            _ => Some(Driver::Converse),
        }
    }
}

/// One way to read a short form: containers from outside in, action, output.
pub type Reading<'t> = (Vec<&'t str>, &'t str, Option<&'t str>);

impl PathItem {
    /// Every way to read the short form, the most likely first: the last `: ` splits action from output or is part of the name, and each
    /// ` > ` nests or is part of the name. One reading for the long form.
    pub fn readings(&self) -> Vec<Reading<'_>> {
        let Some(text) = self.text.as_deref() else {
            let within = self.within.iter().map(String::as_str).collect();
            return vec![(within, &self.action, self.output.as_ref().map(|output| output.value.as_str()))];
        };
        let mut found = Vec::new();
        let with_output = text.rsplit_once(": ").map(|(name, output)| (name.trim(), Some(output.trim())));
        for (name, output) in with_output.into_iter().chain([(text.trim(), None)]) {
            let parts: Vec<&str> = name.split(" > ").map(str::trim).collect();
            if let Some((action, within)) = parts.split_last() {
                found.push((within.to_vec(), *action, output));
            }
            if parts.len() > 1 {
                found.push((Vec::new(), name, output));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;

    fn item(text: &str) -> PathItem {
        PathItem {
            text: Some(text.into()),
            within: Vec::new(),
            action: String::new(),
            output: None,
            nth: None,
            times: None,
            inputs: IndexMap::new(),
            place: Place::new(&SourceFile::new("t", ""), 0..0),
        }
    }

    #[test]
    fn a_short_form_may_be_read_in_several_ways() {
        assert_eq!(item("Say hello").readings(), [(vec![], "Say hello", None)]);
        let colon = item("Is it Gold?: yes");
        assert_eq!(colon.readings(), [(vec![], "Is it Gold?", Some("yes")), (vec![], "Is it Gold?: yes", None)]);
        let nested = item("Bot > Ask: x: no");
        assert_eq!(
            nested.readings(),
            [
                (vec!["Bot"], "Ask: x", Some("no")),
                (vec![], "Bot > Ask: x", Some("no")),
                (vec!["Bot"], "Ask: x: no", None),
                (vec![], "Bot > Ask: x: no", None),
            ]
        );
    }
}
