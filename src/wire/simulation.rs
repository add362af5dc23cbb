//! The seed's fourth step: `POST /api/v2/architect/flows/{id}/simulate`. No real org serves it. What the seed does not have is optional:
//! `conversationId`, `now` and `level` in the request; all but `id`, `status` and a step's first five fields in the answer.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Body of the request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulationRequest {
    /// The event to simulate.
    pub input: SimulationInput,
    /// Extension: the conversation whose customer the flow reads and writes. Attributes given inline serve only without it.
    #[serde(default, alias = "conversation_id", skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// Extension: how much the answer says: `path`, `data`, `explain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// The event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulationInput {
    /// `message`; any other is refused with 400.
    #[serde(alias = "event_type")]
    pub event_type: String,
    /// What happened.
    #[serde(default)]
    pub data: SimulationData,
}

/// What happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SimulationData {
    /// Who.
    #[serde(default)]
    pub participant: SimulationParticipant,
    /// What was said; none for a join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<SimulationMessage>,
}

/// Who.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SimulationParticipant {
    /// Attributes by name.
    #[serde(default)]
    pub attributes: IndexMap<String, String>,
}

/// What was said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SimulationMessage {
    /// The text.
    pub text: String,
}

/// The answer. Its two open parts are JSON to who reads it; who writes it may put what it has in their place (`R`, `E`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "R: Deserialize<'de>, E: Deserialize<'de>"))]
pub struct SimulationResponse<R = Json, E = Json> {
    /// The simulation's id.
    pub id: String,
    /// `completed`, `waiting` (the flow waits for the customer), `failed`.
    pub status: String,
    /// The actions taken, in order.
    #[serde(default)]
    pub steps: Vec<SimulationStep<R>>,
    /// Extension: what was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript: Option<Vec<SimulationLine>>,
    /// Extension: the customer's attributes afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participant_attributes: Option<IndexMap<String, String>>,
    /// Extension: how the flow ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<SimulationEnding>,
    /// Extension: execution data as `GET /api/v2/flows/instances` downloads it (genesys-api.md 6.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution: Option<E>,
}

/// One action taken.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "R: Deserialize<'de>"))]
pub struct SimulationStep<R = Json> {
    /// The action's id: `flow/container/name#2`, or a GUID where the flow's file has one.
    pub id: String,
    /// The kind, as execution data names it: `actionDecision`.
    #[serde(alias = "step_type")]
    pub step_type: String,
    /// The action's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What came of it, in words: the output, the text sent, the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// The output it left by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Extension: where the action stands and what it saw, in the form of a recorded action (flow, container, ordinal, depth, inputs,
    /// assignments, cause).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<R>,
}

/// One message.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulationLine {
    /// `customer`, `flow` or `bot`.
    pub speaker: String,
    /// The text.
    pub text: String,
    /// Labels of the quick replies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<String>,
}

/// How the flow ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SimulationEnding {
    /// `transferred`, `disconnected`, `endOfState`, `exited`, `failed`, `stepLimit`, `timedOut`, `customerLeft`, `unsupported`,
    /// `unstubbed`, `waiting`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The rest, in the form of a recorded ending.
    #[serde(flatten)]
    pub details: IndexMap<String, Json>,
}
