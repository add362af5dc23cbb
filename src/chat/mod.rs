//! A chat with a flow, turn by turn: a person is the customer, and answers what no stub answers. Lines come in, what is shown goes out as
//! values and as text. Pure: must not know a terminal, a file or a clock.
//!
//! Every turn is kept as a fork of the conversation, so that going back is dropping the last ones. A turn in which the flow calls something
//! that no stub answers is held back; once that is answered, the turn is taken again from the fork before it, with one stub more.

mod act;
mod answer;
mod ask;
mod command;
mod complete;
mod conversation;
mod form;
mod forms;
mod layout;
mod obey;
mod reply;
mod save;
mod show;
mod stubs;
mod talk;
mod words;

pub use command::{Command, Mistake, as_said, help, parse};
pub use layout::Layout;
pub use obey::{Heard, Then};
pub use reply::{Reply, Row, Tone};
pub use talk::{Setting, Talk};

#[cfg(test)]
mod tests;
