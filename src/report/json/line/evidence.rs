//! What was observed, each part with where it came from, or with why it could not be.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ending::EndingJson;
use super::step::{ActionJson, TakenJson};
use super::words::{CHOICES, ORIGINS, SPEAKERS, Strange, Word, unset, value, word};
use crate::evidence::{CallSeen, Checkpoint, Evidence, Origin, Part, StepFailure, describe_ending};
use crate::scenario::model::RunStep;
use crate::trace::{Choice, Line};

type Texts = IndexMap<String, String>;

/// What was observed. A part that could not be observed is absent.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct EvidenceJson {
    /// The conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<String>,
    /// The version of the flow that ran, where the org tells (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_version: Option<String>,
    /// The actions taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Vec<TakenJson>>,
    /// Attributes before the flow ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    arrived: Option<Texts>,
    /// Attributes afterwards (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Texts>,
    /// Attributes that the flow wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<Texts>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    transcript: Option<Vec<SaidJson>>,
    /// How it ended, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<String>,
    /// How it ended, as a value (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<EndingJson>,
    /// What the flow called (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    calls: Option<Vec<CallJson>>,
    /// Where each part came from (since version 3): `simulate-answer`, `conversation`, `execution-data`, `guest`, `breadcrumbs`,
    /// `milestones`, `derived`.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    origins: IndexMap<Word, Word>,
    /// Why a part could not be observed (since version 3); a part that is neither here nor there was not reached.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    unverifiable: IndexMap<Word, String>,
    /// Attributes that the flow wrote before anything showed with what value they had arrived (since version 3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overwritten: Vec<String>,
    /// The step that failed (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<FailureJson>,
    /// Why the path is not all that the flow did (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    path_is_partial: Option<String>,
    /// Why nobody knows with what values the actions of the path ran (since version 3).
    #[serde(skip_serializing_if = "Option::is_none")]
    values_missing: Option<String>,
    /// Actions that ran and the flow's file does not have (since version 3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown_actions: Vec<String>,
    /// Actions of the path that may as well be others of the same name in the same container (since version 3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ambiguous: Vec<ActionJson>,
    /// How far the run was at each step of the conversation (since version 3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checkpoints: Vec<CheckpointJson>,
}

/// Parts on their way to a line, with what is told of each.
#[derive(Default)]
struct Told {
    origins: IndexMap<Word, Word>,
    unverifiable: IndexMap<Word, String>,
}

impl Told {
    fn part<'e, T>(&mut self, name: &'static str, part: &'e Part<T>) -> Option<&'e T> {
        match part {
            Part::Observed(seen) => {
                self.origins.insert(name.into(), word(ORIGINS, seen.origin));
                Some(&seen.value)
            }
            Part::Unverifiable(reason) => {
                if *reason != not_reached() {
                    self.unverifiable.insert(name.into(), reason.clone());
                }
                None
            }
        }
    }

    fn read<T>(&self, name: &str, value: Option<T>) -> Result<Part<T>, Strange> {
        match (value, self.origins.get(name), self.unverifiable.get(name)) {
            (Some(seen), origin, _) => Ok(Part::seen(seen, read_origin(origin)?)),
            (None, _, Some(reason)) => Ok(Part::Unverifiable(reason.clone())),
            (None, _, None) => Ok(Part::default()),
        }
    }
}

/// The reason of a part that the run did not reach, which need not be told of each.
fn not_reached() -> String {
    match Part::<()>::default() {
        Part::Unverifiable(reason) => reason,
        Part::Observed(_) => String::new(),
    }
}

fn read_origin(origin: Option<&Word>) -> Result<Origin, Strange> {
    origin.map_or(Ok(Origin::Derived), |origin| value(ORIGINS, origin))
}

impl EvidenceJson {
    pub fn of(evidence: &Evidence) -> Self {
        let mut told = Told::default();
        let ending = told.part("ending", &evidence.ending);
        let mut written = Self {
            conversation_id: evidence.conversation_id.clone(),
            flow_version: evidence.flow_version.clone(),
            path: told.part("path", &evidence.path).map(|path| path.iter().map(TakenJson::of).collect()),
            arrived: told.part("arrived", &evidence.arrived).cloned(),
            attributes: told.part("attributes", &evidence.attributes).cloned(),
            set: told.part("set", &evidence.set).cloned(),
            transcript: told
                .part("transcript", &evidence.transcript)
                .map(|said| said.iter().map(SaidJson::of).collect()),
            ending: ending.map(describe_ending),
            ended: ending.map(EndingJson::of),
            calls: told.part("calls", &evidence.calls).map(|calls| calls.iter().map(CallJson::of).collect()),
            overwritten: evidence.overwritten.clone(),
            failure: evidence.failure.as_ref().map(FailureJson::of),
            path_is_partial: evidence.path_is_partial.clone(),
            values_missing: evidence.values_missing.clone(),
            unknown_actions: evidence.unknown_actions.clone(),
            ambiguous: evidence.ambiguous.iter().map(ActionJson::of).collect(),
            checkpoints: evidence.checkpoints.iter().map(CheckpointJson::of).collect(),
            ..Self::default()
        };
        Told { origins: written.origins, unverifiable: written.unverifiable } = told;
        written
    }

    pub fn read(self) -> Result<Evidence, Strange> {
        let told = Told { origins: self.origins, unverifiable: self.unverifiable };
        let path = self.path.map(|path| path.into_iter().map(TakenJson::read).collect());
        let said = self.transcript.map(|said| said.into_iter().map(SaidJson::read).collect::<Result<_, _>>());
        let calls = self.calls.map(|calls| calls.into_iter().map(CallJson::read).collect());
        Ok(Evidence {
            path: told.read("path", path)?,
            arrived: told.read("arrived", self.arrived)?,
            overwritten: self.overwritten,
            attributes: told.read("attributes", self.attributes)?,
            set: told.read("set", self.set)?,
            transcript: told.read("transcript", said.transpose()?)?,
            ending: told.read("ending", self.ended.map(EndingJson::read))?,
            calls: told.read("calls", calls)?,
            conversation_id: self.conversation_id,
            failure: self.failure.map(FailureJson::read).transpose()?,
            path_is_partial: self.path_is_partial,
            values_missing: self.values_missing,
            flow_version: self.flow_version,
            unknown_actions: self.unknown_actions,
            ambiguous: self.ambiguous.into_iter().map(ActionJson::read).collect(),
            checkpoints: self.checkpoints.into_iter().map(CheckpointJson::read).collect::<Result<_, _>>()?,
            captured: Default::default(),
            executions: Vec::new(),
        })
    }
}

/// One message.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct SaidJson {
    /// `customer`, `flow` or `bot`.
    speaker: Word,
    /// The text.
    text: String,
    /// What the customer can choose from to answer it (since version 3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceJson>,
}

/// One answer that a message offers.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ChoiceJson {
    /// `quick_reply`, `card`, `list_item`, `date`.
    kind: Word,
    /// What the customer sees.
    label: String,
    /// What is sent when it is chosen.
    payload: String,
}

impl SaidJson {
    fn of(line: &Line) -> Self {
        let choices = line.choices.iter().map(|choice| ChoiceJson {
            kind: word(CHOICES, choice.kind),
            label: choice.label.to_string(),
            payload: choice.payload.to_string(),
        });
        Self { speaker: word(SPEAKERS, line.speaker), text: line.text.to_string(), choices: choices.collect() }
    }

    fn read(self) -> Result<Line, Strange> {
        let choice = |one: ChoiceJson| -> Result<Choice, Strange> {
            Ok(Choice { kind: value(CHOICES, &one.kind)?, label: one.label.into(), payload: one.payload.into() })
        };
        Ok(Line {
            speaker: value(SPEAKERS, &self.speaker)?,
            text: self.text.into(),
            choices: self.choices.into_iter().map(choice).collect::<Result<_, _>>()?,
        })
    }
}

/// A call that the path shows.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CallJson {
    /// The integration; `bots` or `modules` for those.
    category: String,
    /// The name.
    name: String,
    /// Inputs as text.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    inputs: Texts,
    /// The output that it left by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<String>,
}

impl CallJson {
    fn of(call: &CallSeen) -> Self {
        Self {
            category: call.category.clone(),
            name: call.name.clone(),
            inputs: call.inputs.clone(),
            output: call.output.clone(),
        }
    }

    fn read(self) -> CallSeen {
        CallSeen { category: self.category, name: self.name, inputs: self.inputs, output: self.output }
    }
}

/// A step that the host refused or that never got an answer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct FailureJson {
    /// The step, as `expect: { error: { step } }` names it.
    step: Word,
    /// HTTP status, where there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Genesys code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// One readable line.
    message: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    advice: Vec<String>,
    /// Whether the environment is unfit; absent where it is not.
    #[serde(default, skip_serializing_if = "unset")]
    environment: bool,
}

impl FailureJson {
    fn of(failure: &StepFailure) -> Self {
        Self {
            step: failure.step.word().into(),
            status: failure.status,
            code: failure.code.clone(),
            message: failure.message.clone(),
            advice: failure.advice.clone(),
            environment: failure.environment,
        }
    }

    fn read(self) -> Result<StepFailure, Strange> {
        Ok(StepFailure {
            step: value(RunStep::WORDS, &self.step)?,
            status: self.status,
            code: self.code,
            message: self.message,
            advice: self.advice,
            environment: self.environment,
        })
    }
}

/// How far a run was when a step of the conversation was done.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CheckpointJson {
    /// The step's position in the scenario.
    step: usize,
    /// How many lines the transcript had then.
    lines: usize,
    /// The customer's attributes then, where the step asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attributes: Option<Texts>,
    /// Where they came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Word>,
    /// Why they could not be observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unverifiable: Option<String>,
}

impl CheckpointJson {
    fn of(one: &Checkpoint) -> Self {
        let (attributes, origin, unverifiable) = match &one.attributes {
            None => (None, None, None),
            Some(Part::Observed(seen)) => (Some(seen.value.clone()), Some(word(ORIGINS, seen.origin)), None),
            Some(Part::Unverifiable(reason)) => (None, None, Some(reason.clone())),
        };
        Self { step: one.step, lines: one.lines, attributes, origin, unverifiable }
    }

    fn read(self) -> Result<Checkpoint, Strange> {
        let attributes = match (self.attributes, self.unverifiable) {
            (Some(seen), _) => Some(Part::seen(seen, read_origin(self.origin.as_ref())?)),
            (None, Some(reason)) => Some(Part::Unverifiable(reason)),
            (None, None) => None,
        };
        Ok(Checkpoint { step: self.step, lines: self.lines, attributes })
    }
}
