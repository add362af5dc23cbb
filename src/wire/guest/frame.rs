//! What comes from the org: an envelope whose `class` names its body. An error is a `code` other than 200, usually of class `string`.

use serde::{Deserialize, Serialize};

/// The envelope. The body is of any type to who writes it, and left as text to who reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "B: Deserialize<'de>, C: Deserialize<'de>"))]
pub struct Frame<B, C = Class> {
    /// Whether it answers a request.
    #[serde(rename = "type")]
    pub kind: FrameKind,
    /// What the body is.
    pub class: C,
    /// 200, or what went wrong.
    pub code: u16,
    /// The body.
    pub body: B,
    /// The request's `tracingId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

/// Whether a frame answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FrameKind {
    /// It does.
    Response,
    /// It comes by itself.
    Message,
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Class {
    /// A plain text: an error.
    #[serde(rename = "string")]
    Text,
    /// [`SessionResponse`].
    SessionResponse,
    /// [`super::Message`].
    StructuredMessage,
    /// [`PresignedUrl`].
    PresignedUrlResponse,
    /// `{ attachmentId }`.
    AttachmentDeletedResponse,
    /// [`UploadFailure`].
    UploadFailureEvent,
    /// [`UploadSuccess`].
    UploadSuccessEvent,
    /// [`ConnectionClosed`].
    ConnectionClosedEvent,
    /// `{}`.
    LogoutEvent,
    /// `{}`.
    SessionExpiredEvent,
    /// [`Jwt`].
    JwtResponse,
    /// What the deployment allows.
    GetConfigurationResponse,
    /// [`ErrorMessage`].
    GenerateUrlError,
    /// [`TooManyRequests`].
    TooManyRequestsErrorMessage,
    /// A token to resume with.
    ResumeTokenResponse,
    /// `{}`.
    SessionClearedEvent,
    /// [`ErrorMessage`].
    Error,
    /// Anything that is not known.
    #[serde(other)]
    Unknown,
}

/// The answer to `configureSession`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SessionResponse {
    /// Whether the session is open.
    pub connected: bool,
    /// Whether it is a new one.
    pub new_session: bool,
    /// Whether nothing can be said in it any more.
    pub read_only: bool,
    /// Whether a conversation was ended by `startNew`.
    pub cleared_existing_session: bool,
    /// What may be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_media: Option<AllowedMedia>,
    /// Endings of names that are refused.
    pub blocked_extensions: Vec<String>,
    /// The limit of custom attributes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_custom_data_bytes: Option<u64>,
    /// How long the session lasts after its last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u64>,
    /// When it ends, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<i64>,
}

/// What may be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AllowedMedia {
    /// By the customer.
    pub inbound: InboundMedia,
}

/// Files that a customer may send.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboundMedia {
    /// Their types.
    #[serde(rename = "fileTypes")]
    pub file_types: Vec<FileType>,
    /// Their largest size, in KiB.
    #[serde(rename = "maxFileSizeKB")]
    pub max_file_size_kb: u64,
}

/// A type of file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileType {
    /// Its MIME type; `*/*` for any.
    #[serde(rename = "type")]
    pub mime: String,
}

/// The answer to `getJwt`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwt {
    /// A bearer token of the guest: a secret, so this type has no `Debug`.
    pub jwt: String,
    /// When it expires, in seconds since 1970.
    pub exp: i64,
}

/// Where an announced file is sent to with PUT, and with which headers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PresignedUrl {
    /// The file.
    pub attachment_id: String,
    /// Where to.
    pub url: String,
    /// With which headers.
    pub headers: indexmap::IndexMap<String, String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Its length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_size: Option<u64>,
    /// Its MIME type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_type: Option<String>,
}

/// A file has arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UploadSuccess {
    /// The file.
    pub attachment_id: String,
    /// Where it can be read.
    pub download_url: String,
    /// When.
    pub timestamp: String,
}

/// A file was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UploadFailure {
    /// The file.
    pub attachment_id: String,
    /// Why, as a code.
    pub error_code: u16,
    /// Why.
    pub error_message: String,
    /// When.
    pub timestamp: String,
}

/// The org is about to close this connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectionClosed {
    /// Why: `reasonCode` in the vendor's schema, `reason` in its mobile client.
    #[serde(alias = "reason", skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<String>,
}

/// An error with fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ErrorMessage {
    /// Its name.
    pub name: String,
    /// In words.
    pub message: String,
    /// As a code.
    pub error_code: u16,
    /// In words again.
    pub error_message: String,
    /// The file concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<String>,
}

/// Too many messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TooManyRequests {
    /// Its name.
    pub name: String,
    /// In words.
    pub message: String,
    /// As a code.
    pub error_code: u16,
    /// In words again.
    pub error_message: String,
    /// Seconds to wait.
    pub retry_after: u64,
}
