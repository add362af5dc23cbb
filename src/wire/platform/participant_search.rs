//! Searching conversations by an attribute of a participant: `POST /api/v2/conversations/participants/attributes/search`.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Body of the search. The criteria hold together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ParticipantSearch {
    /// The criteria.
    pub query: Vec<ParticipantCriterion>,
    /// Where the last page ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ParticipantCriterion {
    /// `EXACT`, `DATE_RANGE`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The attributes.
    pub fields: Vec<String>,
    /// The value of an exact one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where a range starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_value: Option<String>,
    /// Where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_value: Option<String>,
}

impl ParticipantCriterion {
    /// An attribute of exactly this value.
    pub fn exact(name: &str, value: &str) -> Self {
        Self {
            kind: "EXACT".to_owned(),
            fields: vec![name.to_owned()],
            value: Some(value.to_owned()),
            ..Self::default()
        }
    }
}

/// What was found. The vendor types its results as any object.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ParticipantFindings {
    /// The findings.
    pub results: Json,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
