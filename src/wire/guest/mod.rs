//! The frames of guest web messaging, `wss://webmessaging.{domain}/v1` (facts: genesys-api.md section 4, and the vendor's guest schema).

mod content;
mod event;
mod frame;
mod message;
mod request;

pub use content::{
    Attachment, ButtonResponse, Card, CardAction, Carousel, Content, DatePicker, DateTimeSlot, ListItem, ListPicker,
    ListSection, QuickReply, ReplyMessage,
};
pub use event::{Event, Presence, PresenceType, Typing};
pub use frame::{
    AllowedMedia, Class, ConnectionClosed, ErrorMessage, FileType, Frame, FrameKind, InboundMedia, Jwt, PresignedUrl,
    SessionResponse, TooManyRequests, UploadFailure, UploadSuccess,
};
pub use message::{Channel, ChannelMetadata, Direction, Message, MessageKind};
pub use request::{
    AttachmentReference, CloseSession, Configuration, ConfigureSession, Echo, GuestRequest, JwtRequest, OnAttachment,
    OnMessage,
};

/// Text of a message, in UTF-8 bytes (facts: 4.4); longer is refused with 4011.
pub const MAX_TEXT_BYTES: usize = 4_096;

/// Custom attributes of one message: UTF-8 bytes of names and values (facts: 4.4); more is refused with 4013.
pub const MAX_ATTRIBUTE_BYTES: usize = 2_048;

/// How long a session lasts after its last message unless the org says otherwise, in seconds: 72 hours (facts: 4.1).
pub const SESSION_SECONDS: u64 = 72 * 60 * 60;

/// Error codes of the `code` field (facts: 4.3).
pub mod code {
    /// The deployment does not allow this.
    pub const FEATURE_UNAVAILABLE: u16 = 4_000;
    /// The file's type is not allowed.
    pub const FILE_TYPE: u16 = 4_001;
    /// The file is too large.
    pub const FILE_SIZE: u16 = 4_002;
    /// The file's content is not what was announced.
    pub const FILE_CONTENT: u16 = 4_003;
    /// The file has no usable name.
    pub const FILE_NAME: u16 = 4_004;
    /// The session has expired.
    pub const SESSION_EXPIRED: u16 = 4_006;
    /// There is no session of that token, or none was configured on this connection.
    pub const SESSION_NOT_FOUND: u16 = 4_007;
    /// There is no such attachment.
    pub const ATTACHMENT_NOT_FOUND: u16 = 4_009;
    /// The attachment was announced and not uploaded.
    pub const ATTACHMENT_NOT_UPLOADED: u16 = 4_010;
    /// The text is too long.
    pub const MESSAGE_TOO_LONG: u16 = 4_011;
    /// The custom attributes are too large.
    pub const ATTRIBUTES_TOO_LARGE: u16 = 4_013;
    /// A parameter is missing.
    pub const MISSING_PARAMETER: u16 = 4_020;
    /// Too many messages; arrives as code 429 with this in the body.
    pub const RATE_TOO_HIGH: u16 = 4_029;
    /// The file is empty.
    pub const FILE_EMPTY: u16 = 4_102;
    /// Anything else.
    pub const UNEXPECTED: u16 = 5_000;
}
