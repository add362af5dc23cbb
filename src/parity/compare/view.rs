//! The evidence of one side as it is compared: what the run knows of itself replaced, and actions that their data do not tell apart as one.

use std::sync::Arc;

use indexmap::IndexMap;
use regex::Regex;

use super::value::normal;
use crate::evidence::snapshot::Normaliser;
use crate::evidence::{Evidence, Part, describe_ending};
use crate::trace::{ActionId, Ending, Line, Speaker, Taken};

/// One side.
#[derive(Debug)]
pub struct View {
    /// The path, or why it is not all there.
    pub path: Result<Vec<Step>, String>,
    /// Whether the path says what went in and out.
    pub values: bool,
    /// Attributes before the flow ran.
    pub arrived: Result<IndexMap<String, String>, String>,
    /// Attributes that the flow wrote.
    pub written: Result<IndexMap<String, String>, String>,
    /// Attributes afterwards.
    pub attributes: Result<IndexMap<String, String>, String>,
    /// What was said.
    pub transcript: Result<Vec<Said>, String>,
    /// How it ended.
    pub ending: Result<String, String>,
    /// What was called.
    pub calls: Result<Vec<Call>, String>,
    /// The step that failed: its word, and what was answered.
    pub failure: Option<(String, String)>,
}

/// An action taken.
#[derive(Debug)]
pub struct Step {
    /// Which.
    pub id: ActionId,
    /// Its kind.
    pub kind: Arc<str>,
    /// How deep.
    pub depth: u16,
    /// The output that it left by.
    pub output: Option<String>,
    /// The error that it ended in.
    pub error: Option<String>,
    /// What it calls, as `category > name`.
    pub called: Option<String>,
    /// What went in.
    pub inputs: IndexMap<String, String>,
    /// What was written, in order.
    pub written: Vec<Written>,
}

/// A variable or an attribute that was written.
#[derive(Debug)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Its value.
    pub value: Option<String>,
}

/// A message.
#[derive(Debug)]
pub struct Said {
    /// Whether the customer said it.
    pub by_customer: bool,
    /// Who said it.
    pub speaker: &'static str,
    /// The text.
    pub text: String,
    /// What it offers.
    pub choices: Vec<String>,
}

/// A call.
#[derive(Debug)]
pub struct Call {
    /// `category > name`.
    pub name: String,
    /// What went in.
    pub inputs: IndexMap<String, String>,
    /// The output that it left by.
    pub output: Option<String>,
}

/// Why the values of an action, and what is derived from them, were not compared.
pub const NO_VALUES: &str = "what went in and out of actions is not recorded";

/// The input under which an action notes the text that it sends.
pub const TEXT: &str = "text";

impl Step {
    /// The text that it sent to the customer.
    pub fn text(&self) -> Option<&str> {
        self.inputs.get(TEXT).map(String::as_str)
    }

    /// As a scenario would write it.
    pub fn words(&self) -> String {
        match &self.output {
            Some(output) => format!("{}: {output}", self.id.name),
            None => self.id.name.to_string(),
        }
    }
}

impl View {
    /// Takes back what only recorded values tell, where this side has none and the other does: what the flow wrote, and what had arrived
    /// before it wrote.
    pub fn beside(&mut self, other: &Self) {
        if self.path.is_ok() && !self.values && other.values {
            self.written = Err(NO_VALUES.to_owned());
            self.arrived = Err(NO_VALUES.to_owned());
        }
    }

    /// The evidence of one side. `ambiguous` are the actions that either side's data do not tell apart.
    pub fn new(evidence: &Evidence, redact: &[(Regex, String)], ambiguous: &[ActionId]) -> Self {
        let mut normaliser = Normaliser::new(redact);
        if let Some(id) = &evidence.conversation_id {
            normaliser.know(id, "conversation id");
        }
        for (name, value) in &evidence.captured {
            normaliser.capture(value, name);
        }
        let text = |text: &str| normal(text, &normaliser);
        let map = |part: &Part<IndexMap<String, String>>| {
            let map = part.as_result().map_err(str::to_owned)?;
            Ok(map.iter().map(|(name, value)| (name.clone(), text(value))).collect())
        };
        let path: Result<Vec<Step>, String> = match &evidence.path_is_partial {
            Some(reason) => Err(format!("the path is not all that the flow did: {reason}")),
            None => part(&evidence.path).map(|path| path.iter().map(|one| step(one, ambiguous, &text)).collect()),
        };
        let values = path.iter().flatten().any(|step| !step.inputs.is_empty() || !step.written.is_empty());
        Self {
            values,
            path,
            arrived: map(&evidence.arrived),
            written: map(&evidence.set),
            attributes: map(&evidence.attributes),
            transcript: part(&evidence.transcript).map(|lines| lines.iter().map(|line| said(line, &text)).collect()),
            ending: part(&evidence.ending).map(|one| text(&ending(one))),
            calls: part(&evidence.calls).map(|calls| {
                let call = |one: &crate::evidence::CallSeen| Call {
                    name: format!("{} > {}", one.category, one.name),
                    inputs: one.inputs.iter().map(|(name, value)| (name.clone(), text(value))).collect(),
                    output: one.output.clone(),
                };
                calls.iter().map(call).collect()
            }),
            failure: evidence.failure.as_ref().map(|failure| {
                let status = failure.status.map_or("no answer".to_owned(), |status| format!("status {status}"));
                let code = failure.code.as_deref().map(|code| format!(", code {code}")).unwrap_or_default();
                (failure.step.word().to_owned(), format!("{status}{code}"))
            }),
        }
    }
}

fn part<T>(part: &Part<T>) -> Result<&T, String> {
    part.as_result().map_err(str::to_owned)
}

fn step(taken: &Taken, ambiguous: &[ActionId], text: &impl Fn(&str) -> String) -> Step {
    Step {
        id: plain(&taken.id, ambiguous),
        kind: Arc::clone(&taken.kind),
        depth: taken.depth,
        output: taken.output.as_deref().map(str::to_owned),
        error: taken.error.as_deref().map(text),
        called: taken.called.as_ref().map(|called| format!("{} > {}", called.category, called.name)),
        inputs: taken.inputs.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        written: taken
            .assigned
            .iter()
            .map(|one| Written {
                name: one.name.to_string(),
                attribute: one.attribute,
                value: one.value.as_deref().map(text),
            })
            .collect(),
    }
}

/// An action that may as well be another of its name in its container counts as the first of them.
fn plain(id: &ActionId, ambiguous: &[ActionId]) -> ActionId {
    let same = |one: &ActionId| one.flow == id.flow && one.container == id.container && one.name == id.name;
    if ambiguous.iter().any(same) { ActionId { ordinal: 0, ..id.clone() } } else { id.clone() }
}

fn said(line: &Line, text: &impl Fn(&str) -> String) -> Said {
    let speaker = match line.speaker {
        Speaker::Customer => "customer",
        Speaker::Flow => "flow",
        Speaker::Bot => "bot",
    };
    let choices = line.choices.iter().map(|choice| {
        let payload = if choice.payload == choice.label { String::new() } else { format!(" ({})", choice.payload) };
        text(&format!("{}{payload}", choice.label))
    });
    Said { by_customer: line.speaker == Speaker::Customer, speaker, text: text(&line.text), choices: choices.collect() }
}

/// The ending in words, without the org's own ids. Which action brought it about is the path's to tell.
fn ending(ending: &Ending) -> String {
    let mut words = describe_ending(ending);
    if let Ending::Transferred(transfer) = ending {
        if let Some(user) = &transfer.user {
            words = format!("transferred to user \"{user}\"");
        }
        for (agent, score) in &transfer.preferred_agents {
            words.push_str(&format!(", preferring {agent} ({score})"));
        }
    }
    words
}
