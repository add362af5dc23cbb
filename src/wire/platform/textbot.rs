//! A bot flow driven turn by turn: `POST /api/v2/textbots/botflows/sessions` and `…/turns` (facts: genesys-api.md 6.6).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::NamedEntity;

/// Body of the request that opens a session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotSessionRequest {
    /// The bot flow.
    pub flow: NamedEntity,
    /// The caller's own id.
    pub external_session_id: String,
    /// Its inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_data: Option<BotVariables>,
    /// `en-us`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it talks through.
    pub channel: BotChannel,
}

/// Variables by name: `Session.tier`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotVariables {
    /// The variables.
    pub variables: IndexMap<String, Json>,
}

/// What a bot talks through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotChannel {
    /// `Messaging`, `Chat`, `Call`.
    pub name: String,
    /// `Text`…
    pub input_modes: Vec<String>,
    /// `Text`…
    pub output_modes: Vec<String>,
    /// The client.
    pub user_agent: BotAgent,
}

impl Default for BotChannel {
    /// Texts both ways, as web messaging has them.
    fn default() -> Self {
        let text = || vec!["Text".to_owned()];
        Self {
            name: "Messaging".to_owned(),
            input_modes: text(),
            output_modes: text(),
            user_agent: BotAgent { name: "GenesysWebWidget".to_owned() },
        }
    }
}

/// The client that a bot talks to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotAgent {
    /// Its name.
    pub name: String,
}

/// A session, or a turn, by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotReference {
    /// The id.
    pub id: String,
}

/// Body of a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotTurnRequest {
    /// The turn before; none for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_turn: Option<BotReference>,
    /// `NoOp`, `UserInput`, `NoInput`, `UserDisconnect`…
    pub input_event_type: String,
    /// For `UserInput`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_event_user_input: Option<BotUserInput>,
}

impl BotTurnRequest {
    /// The first turn, in which nobody has said anything.
    pub fn first() -> Self {
        Self { input_event_type: "NoOp".to_owned(), ..Self::default() }
    }

    /// A turn in which the customer says a text.
    pub fn says(previous: BotReference, text: &str) -> Self {
        let transcript = BotTranscript { text: text.to_owned() };
        let input = BotUserInput { mode: "Text".to_owned(), alternatives: vec![BotAlternative { transcript }] };
        Self {
            previous_turn: Some(previous),
            input_event_type: "UserInput".to_owned(),
            input_event_user_input: Some(input),
        }
    }
}

/// What the customer said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotUserInput {
    /// `Text`.
    pub mode: String,
    /// The ways to hear it; one for a text.
    pub alternatives: Vec<BotAlternative>,
}

/// One way to hear it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotAlternative {
    /// Its words.
    pub transcript: BotTranscript,
}

/// Words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotTranscript {
    /// The text.
    pub text: String,
}

/// What a bot does with a turn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotTurn {
    /// Its id, which the next turn names.
    pub id: String,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompts: Option<BotPrompts>,
    /// `NoOp`, `Disconnect`, `WaitForInput`, `Exit`.
    pub next_action_type: String,
    /// For `Exit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_action_exit: Option<BotExit>,
}

/// What a bot says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotPrompts {
    /// Its language.
    pub output_language: String,
    /// As text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_prompts: Option<BotSegments>,
}

/// Texts one after the other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotSegments {
    /// The texts.
    pub segments: Vec<BotSegment>,
}

/// One text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotSegment {
    /// `Text`, `RichMedia`, `MessageEvent`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The text.
    pub text: String,
    /// Content beyond text, kept as it came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Json>,
}

/// How a bot ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotExit {
    /// `TriggeredByFlow`, `AgentRequestedByUser`, `RecognitionFailure`, `Error`…
    pub reason: String,
    /// The intent that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_intent: Option<String>,
    /// Its outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_data: Option<BotVariables>,
}
