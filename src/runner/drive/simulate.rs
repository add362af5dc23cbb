//! The seed's four steps over REST: widget, conversation with attributes, read back, simulate. In that order; the attributes are judged
//! before the flow runs.

use crate::evidence::observe::{observe_conversation, observe_simulation};
use crate::evidence::{StepFailure, judge_arrival};
use crate::genesys::{ClientError, Created, ErrorKind};
use crate::project::Resolved;
use crate::runner::target::Seat;
use crate::scenario::model::{AttributeType, Case, RunStep, Start, StepKind, Undeclared, Widget};
use crate::wire::{
    CustomAttribute, ParticipantRequest, SimulationData, SimulationInput, SimulationMessage, SimulationParticipant,
    SimulationRequest, WidgetRequest,
};

use super::Driven;

pub(super) async fn drive(seat: &Seat, case: &Case, resolved: &Resolved, driven: &mut Driven) {
    if let Err((step, error)) = steps(seat, case, resolved, driven).await {
        driven.evidence.failure = Some(failure(step, &error));
    }
}

type Failed = (RunStep, ClientError);

async fn steps(seat: &Seat, case: &Case, resolved: &Resolved, driven: &mut Driven) -> Result<(), Failed> {
    if seat.asks_for_token {
        begin(driven, RunStep::Token);
        seat.client.token().await.map_err(|error| (RunStep::Token, error))?;
    }
    let widget_id = match &case.widget {
        Some(widget) => create_widget(seat, resolved, widget, driven).await?,
        None => None,
    };

    begin(driven, RunStep::Participant);
    let names_widget = resolved.undeclared != Undeclared::Allow;
    let request = ParticipantRequest {
        attributes: case
            .participant
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), value.value.clone()))
            .collect(),
        name: case.participant.name.clone(),
        email: case.participant.email.clone(),
        widget_id: widget_id.filter(|_| names_widget),
    };
    let started = seat.client.start_conversation(&seat.queue_id, &request).await;
    let started = started.map_err(|error| (RunStep::Participant, undeclared(case, error)))?;
    seat.created_conversation(&started.id);

    begin(driven, RunStep::Conversation);
    let conversation = seat.client.conversation(&started.id).await.map_err(|error| (RunStep::Conversation, error))?;
    observe_conversation(&mut driven.evidence, &conversation);
    if !judge_arrival(case, &driven.evidence).is_empty() {
        return Ok(());
    }

    begin(driven, RunStep::Simulate);
    let request = simulation(case, conversation.id);
    let answer = seat.client.simulate_as(&seat.flow_id(resolved), &request).await;
    let answer = answer.map_err(|error| (RunStep::Simulate, error))?;
    observe_simulation(&mut driven.evidence, answer);
    Ok(())
}

/// A refusal of attributes also names the nearest that the widget declares.
fn undeclared(case: &Case, error: ClientError) -> ClientError {
    let sent = case.participant.attributes.keys().map(String::as_str);
    let declared = case.widget.iter().flat_map(|widget| widget.attributes.keys()).map(String::as_str);
    error.with_declared_attributes(sent, declared)
}

fn begin(driven: &mut Driven, step: RunStep) {
    driven.doing = Some(format!("waiting for step {}", step.word()));
}

async fn create_widget(
    seat: &Seat,
    resolved: &Resolved,
    widget: &Widget,
    driven: &mut Driven,
) -> Result<Option<String>, Failed> {
    begin(driven, RunStep::Widget);
    let custom_attributes = widget.attributes.iter().map(|(name, declared)| CustomAttribute {
        name: name.clone(),
        kind: type_word(declared.kind).to_owned(),
        label: declared.label.clone(),
        description: declared.description.clone(),
    });
    let name = resolved.widget_name.clone();
    let request = WidgetRequest { name, description: None, custom_attributes: custom_attributes.collect() };
    match seat.client.create_widget(&request).await {
        Ok(Created::New(created)) => {
            seat.created_widget(&created.id);
            Ok(Some(created.id))
        }
        Ok(Created::AlreadyThere { warning }) => {
            driven.warnings.push(warning.message);
            Ok(None)
        }
        Err(error) => Err((RunStep::Widget, error)),
    }
}

fn type_word(kind: AttributeType) -> &'static str {
    match kind {
        AttributeType::String => "string",
        AttributeType::Integer => "integer",
        AttributeType::Decimal => "decimal",
        AttributeType::Boolean => "boolean",
    }
}

fn simulation(case: &Case, conversation_id: String) -> SimulationRequest {
    let text = case.conversation.iter().find_map(|step| match &step.kind {
        StepKind::Say(say) => Some(say.text.value.clone()),
        _ => None,
    });
    let message = match case.start {
        Start::Message => text.map(|text| SimulationMessage { text }),
        Start::Join => None,
    };
    // The attributes travel inline too, as the seed sends them: a host without the conversation extension needs them.
    let attributes =
        case.participant.attributes.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect();
    SimulationRequest {
        input: SimulationInput {
            event_type: "message".to_owned(),
            data: SimulationData { participant: SimulationParticipant { attributes }, message },
        },
        conversation_id: Some(conversation_id),
        level: Some("explain".to_owned()),
    }
}

fn failure(step: RunStep, error: &ClientError) -> StepFailure {
    let environment = matches!(
        error.kind,
        ErrorKind::Connect
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden { .. }
            | ErrorKind::Refused
            | ErrorKind::Environment
            | ErrorKind::Setup
    );
    StepFailure {
        step,
        status: error.status,
        code: error.code.clone(),
        message: error.to_string(),
        advice: error.advice.clone(),
        environment,
    }
}
