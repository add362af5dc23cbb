//! The REST documents of a real org that client and fake meet in (facts: genesys-api.md sections 2, 3, 5, 6). Each type holds the fields
//! that either of them uses; a real org's documents have more.

mod analytics;
mod configuration;
mod conversation;
mod deployment;
mod execution;
mod flow;
mod instance;
mod log_level;
mod message_data;
mod open_message;
mod organization;
mod paging;
mod participant_search;
mod textbot;

pub use analytics::{AnalyticsConversation, AnalyticsFlow, AnalyticsOutcome, AnalyticsParticipant, AnalyticsSession};
pub use configuration::{Configuration, ConversationApp, ConversationDisconnect, Messenger, MessengerApps, Toggle};
pub use conversation::{ConversationMessage, MessageCommunication, MessagingConversation, MessagingParticipant};
pub use deployment::{Deployment, DeploymentConfiguration, DeploymentFlow};
pub use execution::{
    ExecutionAssignment, ExecutionDocument, ExecutionError, ExecutionEvent, ExecutionPayload, FlowExecution,
};
pub use flow::{Flow, FlowVersion};
pub use instance::{
    FlowInstance, InstanceCriteria, InstanceCriterion, InstanceIds, InstanceJob, InstanceQuery, InstanceResult,
    JobState,
};
pub use log_level::{Characteristics, ExecutionDataSetting, FlowSettings, LogLevel, LogLevelRequest};
pub use message_data::MessageData;
pub use open_message::{OpenChannel, OpenMessage, OpenSender};
pub use organization::{NamedEntity, Organization, TokenClient, TokenInfo};
pub use paging::Page;
pub use participant_search::{ParticipantCriterion, ParticipantFindings, ParticipantSearch};
pub use textbot::{
    BotAgent, BotAlternative, BotChannel, BotExit, BotPrompts, BotReference, BotSegment, BotSegments,
    BotSessionRequest, BotTranscript, BotTurn, BotTurnRequest, BotUserInput, BotVariables,
};
