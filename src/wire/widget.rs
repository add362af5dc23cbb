//! The seed's first step: `/api/v2/webchat/widgets`. No real org serves it (facts: genesys-api.md section 1).

use serde::{Deserialize, Serialize};

/// Body of the creating request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetRequest {
    /// The name; an org refuses a second widget of the same name with 409.
    pub name: String,
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The attributes that the page may send.
    #[serde(default, alias = "custom_attributes")]
    pub custom_attributes: Vec<CustomAttribute>,
}

/// An attribute that a widget declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomAttribute {
    /// Its name.
    pub name: String,
    /// `string`, `integer`, `decimal`, `boolean`.
    #[serde(rename = "type", default = "string_type")]
    pub kind: String,
    /// What a person reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

fn string_type() -> String {
    "string".to_owned()
}

/// A widget as the org keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Widget {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The attributes that it declares.
    #[serde(default)]
    pub custom_attributes: Vec<CustomAttribute>,
    /// Its own path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}
