//! Conversations as a real org has them: begun by a guest (or an open message), carried on by a flow, kept with their messages,
//! participants and the flow's execution. Must not know sockets or endpoints.

mod content;
mod conversation;
mod instance;
mod time;
mod view;

pub use conversation::{Begin, Conversation, Departure, Party, Posted, Told, Words};
pub use instance::Instance;
pub use time::{Moment, lag};
pub use view::{as_conversation, as_message_conversation, message_data};
