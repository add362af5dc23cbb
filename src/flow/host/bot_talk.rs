//! A scripted bot while it has the conversation. Must not know the flow that called it.

use std::sync::Arc;

use crate::flow::engine::BotReply;
use crate::flow::stubs::BotStub;

/// A script and how far it is.
#[derive(Debug, Clone)]
pub(super) struct BotTalk {
    script: Arc<BotStub>,
    next: usize,
}

impl BotTalk {
    pub fn new(script: Arc<BotStub>) -> Self {
        Self { script, next: 0 }
    }

    /// What it says in its next turn.
    pub fn turn(&mut self) -> Vec<Arc<str>> {
        let turn = self.script.turns.get(self.next).cloned().unwrap_or_default();
        self.next += 1;
        turn
    }

    /// How it exits, once its turns are said; none while it waits for the customer.
    pub fn exit(&self) -> Option<BotReply> {
        if self.next < self.script.turns.len() {
            return None;
        }
        let exit = &self.script.exit;
        Some(BotReply {
            exit_reason: exit.reason.clone(),
            intent: exit.intent.clone(),
            outputs: exit.outputs.clone(),
            disconnect: exit.disconnect,
            error: exit.error.clone(),
        })
    }

    /// The output that the call counts as having left by.
    pub fn output(&self) -> &'static str {
        if self.script.exit.error.is_some() { "failure" } else { "success" }
    }
}
