//! Whose org it is: `GET /api/v2/organizations/me` and `GET /api/v2/tokens/me`.

use serde::{Deserialize, Serialize};

/// The org.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Organization {
    /// Its id: what a guard compares.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its short name, unique and for ever the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub third_party_org_name: Option<String>,
    /// Its domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// `active`, `inactive`, `deleted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// How often it was changed.
    pub version: u64,
}

/// What a token is good for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TokenInfo {
    /// The org.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<NamedEntity>,
    /// The org of the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_organization: Option<NamedEntity>,
    /// Scopes; none for client credentials.
    pub authorized_scope: Vec<String>,
    /// The client.
    #[serde(rename = "OAuthClient", skip_serializing_if = "Option::is_none")]
    pub oauth_client: Option<TokenClient>,
}

/// The client that a token was granted to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TokenClient {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `CLIENT-CREDENTIALS`, `CODE`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorized_grant_type: Option<String>,
}

/// A thing by id and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NamedEntity {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
