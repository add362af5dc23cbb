//! What an org records of the executions of its flows (facts: genesys-api.md 6.1).

use serde::{Deserialize, Serialize};

/// `GET` and `PATCH` of either `settings/executiondata`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExecutionDataSetting {
    /// Whether it keeps execution data.
    pub enabled: bool,
    /// When that was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// Its own path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// Body of `POST` and `PUT` of a log level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogLevelRequest {
    /// The level.
    pub log_level_characteristics: LogLevel,
}

/// What a flow, or the org, is set to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FlowSettings {
    /// The flow; none for the org's own level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The flow's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `inboundshortmessage`…
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// When it was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// The level.
    pub log_level_characteristics: LogLevel,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// A log level with what it records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LogLevel {
    /// `Disabled`, `Base`, `Notes`, `VerboseNotes`, `All`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// What it records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub characteristics: Option<Characteristics>,
}

/// What is recorded; none where a request leaves it to the level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Characteristics {
    /// Actions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_items: Option<bool>,
    /// Their inputs and outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_input_outputs: Option<bool>,
    /// What is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communications: Option<bool>,
    /// Errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_error: Option<bool>,
    /// Warnings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_warning: Option<bool>,
    /// Other events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_other: Option<bool>,
    /// Variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<bool>,
    /// Names of actions and outputs, beside their ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<bool>,
}
