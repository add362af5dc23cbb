//! The JSON documents of Genesys Cloud, and of the seed's four steps, as types: camelCase on the wire, snake_case keys accepted in
//! requests. A leaf: knows neither client nor fake, which meet only here.

mod conversation;
mod error_body;
pub mod guest;
pub mod platform;
mod simulation;
mod token;
mod widget;

pub use conversation::{Conversation, Participant, ParticipantRequest};
pub use error_body::{ErrorBody, ErrorDetail};
pub use simulation::{
    SimulationData, SimulationEnding, SimulationInput, SimulationLine, SimulationMessage, SimulationParticipant,
    SimulationRequest, SimulationResponse, SimulationStep,
};
pub use token::{OAuthError, TokenResponse};
pub use widget::{CustomAttribute, Widget, WidgetRequest};

/// The header by which Genesys correlates a request with its logs.
pub const CORRELATION_HEADER: &str = "inin-correlation-id";
