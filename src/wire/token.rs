//! `POST /oauth/token` (facts: genesys-api.md 2.2).

use serde::{Deserialize, Serialize};

/// A granted token. It is a secret: this type has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenResponse {
    /// The bearer token.
    pub access_token: String,
    /// `bearer`, in either letter case.
    #[serde(default)]
    pub token_type: String,
    /// Seconds until it expires.
    pub expires_in: u64,
}

/// The OAuth error form, which is not the platform's [`super::ErrorBody`]. Every field may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthError {
    /// `invalid_client`…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The same words under OAuth's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
}
