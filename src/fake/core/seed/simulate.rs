//! The seed's fourth step: `POST /api/v2/architect/flows/{id}/simulate` runs the flow once, from its start, for one message.

use std::sync::Arc;

use indexmap::IndexMap;

use super::conversations;
use super::steps;
use crate::fake::core::errors::ApiError;
use crate::fake::core::execution::{Execution, Shown, Start, document, ending, run_flow};
use crate::fake::core::handle::Call;
use crate::fake::core::ids::Kind;
use crate::fake::core::json;
use crate::fake::core::request::Response;
use crate::fake::core::state::customer_attributes;
use crate::flow::host::Outcome;
use crate::trace::{Ending, Line, Speaker, Taken, TraceLevel};
use crate::wire::{Conversation, SimulationLine, SimulationRequest, SimulationResponse};

/// The one event that can be simulated.
const MESSAGE_EVENT: &str = "message";

/// Runs the flow. With a `conversationId` it reads and writes that conversation's customer; attributes given inline serve only without it.
pub fn run(call: &Call<'_>) -> Result<Response, ApiError> {
    let request: SimulationRequest = json::read(call.request)?;
    let input = &request.input;
    if input.event_type != MESSAGE_EVENT {
        let message =
            format!("The event type `{}` does not exist; the only one is `{MESSAGE_EVENT}`.", input.event_type);
        return Err(ApiError::invalid_value("eventType", message));
    }
    let level = level(&request)?.unwrap_or(call.tenant.options.level);
    let program = call.tenant.flow(call.id()).ok_or_else(|| ApiError::not_found("flow", call.id()))?;
    let now = call.tenant.conversation_now();

    let mut state = call.tenant.lock();
    let id = state.ids.next(Kind::Simulation);
    let message_id = state.ids.next(Kind::Message);
    let (conversation_id, attributes, sender_address) = match request.conversation_id.as_deref() {
        Some(conversation) => {
            let conversation = conversations::find(&state, conversation)?;
            let customer = conversation.participants.first();
            let attributes = customer.map(|customer| shared(&customer.attributes)).unwrap_or_default();
            let address = customer.and_then(|customer| customer.email.as_deref()).map(Arc::from);
            (Arc::from(conversation.id.as_str()), attributes, address)
        }
        None => (state.ids.next(Kind::Conversation), shared(&input.data.participant.attributes), None),
    };
    drop(state);

    // The flow runs without the lock, so that a long one holds up no other request of its org.
    let message = input.data.message.as_ref().map(|message| Arc::from(message.text.as_str()));
    let start = Start {
        conversation_id: Arc::clone(&conversation_id),
        message_id,
        message,
        attributes,
        sender_address,
        level,
        now,
    };
    let mut outcome = run_flow(call.tenant, program, start);

    let mut state = call.tenant.lock();
    state.noted.note(&mut outcome);
    if request.conversation_id.is_some()
        && let Some(conversation) = state.conversations.get_mut(&conversation_id)
    {
        write_back(conversation, &outcome, &now.to_string());
    }
    drop(state);
    let execution = Execution {
        id: &id,
        conversation_id: &conversation_id,
        program,
        world: &call.tenant.options.world,
        started: now,
        ended: now,
        shown: Shown::ALL,
        extended: true,
    };
    Ok(json::answer(200, &answer(&outcome, &execution)))
}

fn level(request: &SimulationRequest) -> Result<Option<TraceLevel>, ApiError> {
    match request.level.as_deref() {
        None => Ok(None),
        Some("path") => Ok(Some(TraceLevel::Path)),
        Some("data") => Ok(Some(TraceLevel::Data)),
        Some("explain") => Ok(Some(TraceLevel::Explain)),
        Some(other) => {
            let message = format!("The level `{other}` does not exist; it is one of path, data, explain.");
            Err(ApiError::invalid_value("level", message))
        }
    }
}

fn shared(attributes: &IndexMap<String, String>) -> IndexMap<Arc<str>, Arc<str>> {
    attributes.iter().map(|(name, value)| (Arc::from(name.as_str()), Arc::from(value.as_str()))).collect()
}

/// What the flow did to its conversation: attributes written, a queue changed, an end.
fn write_back(conversation: &mut Conversation, outcome: &Outcome, now: &str) {
    if let Some(attributes) = customer_attributes(conversation) {
        let written = outcome.set.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        attributes.extend(written);
    }
    match &outcome.ending {
        Ending::Transferred(transfer) => {
            if let Some(acd) = conversation.participants.get_mut(1) {
                acd.queue_id = transfer.queue_id.as_ref().map(ToString::to_string);
                acd.name = Some(transfer.queue.to_string());
            }
        }
        Ending::Disconnected { .. } | Ending::TimedOut | Ending::StepLimit => {
            conversation.end_time = Some(now.to_owned())
        }
        _ => {}
    }
}

fn answer<'a>(outcome: &'a Outcome, execution: &Execution<'_>) -> SimulationResponse<&'a Taken> {
    SimulationResponse {
        id: execution.id.to_string(),
        status: status(&outcome.ending).to_owned(),
        steps: outcome.trace.taken.iter().map(steps::step).collect(),
        transcript: Some(outcome.transcript.iter().map(line).collect()),
        participant_attributes: Some(
            outcome.attributes.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        ),
        ending: Some(ending(&outcome.ending)),
        execution: Some(document(outcome, execution)),
    }
}

/// The seed prints a status and does not say which there are: these three are ours.
fn status(ending: &Ending) -> &'static str {
    match ending {
        Ending::Waiting => "waiting",
        Ending::Failed(_) | Ending::StepLimit | Ending::Unsupported { .. } | Ending::Unstubbed { .. } => "failed",
        _ => "completed",
    }
}

fn line(line: &Line) -> SimulationLine {
    let speaker = match line.speaker {
        Speaker::Customer => "customer",
        Speaker::Flow => "flow",
        Speaker::Bot => "bot",
    };
    SimulationLine {
        speaker: speaker.to_owned(),
        text: line.text.to_string(),
        quick_replies: line.labels().map(ToString::to_string).collect(),
    }
}
