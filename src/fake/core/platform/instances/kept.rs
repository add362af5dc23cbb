//! The executions that an org lists: those that have ended, whose lag has passed, and whose flow is recorded.

use crate::fake::core::execution::{Execution, Shown, document, flow_kind};
use crate::fake::core::messaging::{Conversation, Instance, lag};
use crate::fake::core::state::State;
use crate::fake::core::tenant::TenantCore;
use crate::trace::Ending;
use crate::wire::platform::FlowInstance;

/// An execution that is listed.
#[derive(Clone, Copy)]
pub struct Kept<'s> {
    /// Its conversation.
    pub conversation: &'s Conversation,
    /// The execution.
    pub instance: &'s Instance,
    /// What is shown of it.
    pub shown: Shown,
}

/// All of them, oldest first.
pub fn all<'s>(tenant: &TenantCore, state: &'s State) -> impl Iterator<Item = Kept<'s>> {
    let now = state.org_now(tenant);
    let late = lag(tenant.options.lags.execution_data);
    state.messaging.iter().filter_map(move |conversation| {
        let instance = conversation.instance.as_ref().filter(|instance| instance.is_listed(now, late))?;
        let shown = state.settings.shown(conversation.program().id())?;
        Some(Kept { conversation, instance, shown })
    })
}

/// One by its id.
pub fn find<'s>(tenant: &TenantCore, state: &'s State, id: &str) -> Option<Kept<'s>> {
    all(tenant, state).find(|kept| *kept.id() == *id)
}

impl Kept<'_> {
    /// Its id.
    pub fn id(&self) -> &str {
        self.conversation.execution_id()
    }

    /// Why it failed, as a word of ours: the vendor's are not known.
    pub fn error_reason(&self) -> Option<&'static str> {
        let [failed, step_limit, unsupported, unstubbed] = ERROR_REASONS;
        match self.instance.outcome.ending {
            Ending::Failed(_) => Some(failed),
            Ending::StepLimit => Some(step_limit),
            Ending::Unsupported { .. } => Some(unsupported),
            Ending::Unstubbed { .. } => Some(unstubbed),
            _ => None,
        }
    }

    /// As lists show it.
    pub fn listed(&self) -> FlowInstance {
        let program = self.conversation.program();
        FlowInstance {
            id: self.id().to_owned(),
            flow_id: Some(program.id().to_string()),
            flow_name: Some(program.name().to_string()),
            flow_version: Some(program.version().to_owned()),
            flow_type: Some(flow_kind(program.flow_type())),
            conversation_id: Some(self.conversation.id.to_string()),
            start_date_time: Some(self.instance.started.here.to_string()),
            end_date_time: Some(self.instance.ended.here.to_string()),
            flow_error_reason: self.error_reason().map(str::to_owned),
            self_uri: Some(format!("/api/v2/flows/instances/{}", self.id())),
        }
    }

    /// Its data.
    pub fn document(&self, tenant: &TenantCore) -> serde_json::Value {
        let execution = Execution {
            id: self.id(),
            conversation_id: &self.conversation.id,
            program: self.conversation.program(),
            world: &tenant.options.world,
            started: self.instance.started.here,
            ended: self.instance.ended.here,
            shown: self.shown,
            extended: tenant.options.execution_data.extended,
        };
        document(&self.instance.outcome, &execution)
    }
}

/// The words of [`Kept::error_reason`].
pub const ERROR_REASONS: [&str; 4] = ["failed", "stepLimit", "unsupported", "unstubbed"];
