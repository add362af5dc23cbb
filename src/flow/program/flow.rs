//! A flow and its containers. Must not know what an action does.

use std::sync::Arc;

use super::{Argument, BlockIndex, BotSettings, ContainerIndex, FlowIndex, Variables};
use crate::diagnostic::Place;

/// One flow of a program.
#[derive(Debug)]
pub struct Flow {
    /// Its name, after substitution.
    pub name: Arc<str>,
    /// Its type, by its Archy root key (`inboundShortMessage`, `digitalBot`…).
    pub flow_type: Arc<str>,
    /// An id in the form of a UUID, derived from type and name, so that it is the same in every run.
    pub id: Arc<str>,
    /// The language tag that it starts in, such as `en-us`.
    pub default_language: Arc<str>,
    /// All its language tags.
    pub languages: Arc<[Arc<str>]>,
    /// The container that it starts in.
    pub start: ContainerIndex,
    /// Its variables.
    pub(crate) variables: Variables,
    /// Where a run-time error goes.
    pub(crate) error_handling: ErrorHandling,
    /// What a bot flow settles for all its actions; none for a flow of another type.
    pub(crate) bot: Option<Box<BotSettings>>,
    /// Settings that its file gives and nobody reads: path and text.
    pub unread: Vec<(Box<str>, Box<str>)>,
    /// Where it stands.
    pub place: Place,
}

/// What kind of container it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContainerKind {
    /// A state.
    State,
    /// A task.
    Task,
    /// A menu of a voice flow.
    Menu,
    /// A bot's task-like part.
    Bot,
}

/// A named list of actions that a flow can be in.
#[derive(Debug)]
pub struct Container {
    /// Its name.
    pub name: Arc<str>,
    /// Its kind.
    pub kind: ContainerKind,
    /// The flow that it belongs to.
    pub flow: FlowIndex,
    /// What it does.
    pub body: BlockIndex,
    /// Its own variables.
    pub(crate) variables: Variables,
    /// Its named ways out besides `default`; only tasks have them.
    pub output_paths: Vec<Arc<str>>,
    /// Where it stands.
    pub place: Place,
}

/// What a flow does with a run-time error.
#[derive(Debug)]
pub(crate) enum ErrorHandling {
    /// Ends the flow; the word is the one that its file uses: `disconnect`, `exit`, `endWorkflow`, `endFlow`.
    End(Arc<str>),
    /// Hands the conversation to a queue.
    Queue(Argument),
    /// Goes on in another container.
    Go(ContainerIndex),
    /// A form that is not known here; reaching it is reported.
    Unknown(Arc<str>),
}

impl Flow {
    /// Whether it is a bot, which asks and understands.
    pub fn is_bot(&self) -> bool {
        matches!(&*self.flow_type, "botFlow" | "digitalBot")
    }

    /// Whether it is a common module, which has no error handling of its own.
    pub fn is_module(&self) -> bool {
        &*self.flow_type == "commonModule"
    }

    /// Whether it is a bot for messages only.
    pub fn is_digital_bot(&self) -> bool {
        &*self.flow_type == "digitalBot"
    }
}

impl ContainerKind {
    /// The kind in a sentence.
    pub fn describe(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Task => "task",
            Self::Menu => "menu",
            Self::Bot => "bot",
        }
    }
}
