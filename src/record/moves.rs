//! What the customer did and was told, in order: from the steps that a case took, or from the messages that an org kept. Must not know
//! what the flow did.

use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use super::observed::Move;
use crate::evidence::observe::line_of;
use crate::evidence::{Evidence, settled};
use crate::scenario::model::{Attachment, Case, Receive, StepKind};
use crate::trace::{Line, Speaker};
use crate::wire::guest::{Direction, Message, MessageKind};
use crate::wire::platform::MessageData;

/// How much later than a flow's end a message may be that it still heard: times of messages and of executions are of two clocks.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(2);

/// The moves of the steps that the case took, with what was said in each.
pub fn moves_of_case(case: &Case, evidence: &Evidence) -> Vec<Move> {
    let case = settled(case, evidence);
    let lines = evidence.transcript.value().map_or(&[][..], Vec::as_slice);
    let mut moves = Vec::new();
    let mut from = 0;
    for (at, step) in case.conversation.iter().enumerate() {
        let done = evidence.checkpoints.iter().find(|checkpoint| checkpoint.step == at);
        let until = done.map_or(lines.len(), |checkpoint| checkpoint.lines);
        let window = lines.get(from..until).unwrap_or_default();
        from = until;
        taken(&step.kind, done.is_some(), window, &mut moves);
        // The step that failed, or led astray, is the last.
        if done.is_none() {
            break;
        }
    }
    moves.extend(lines.get(from..).unwrap_or_default().iter().map(|line| Move::Heard(line.clone())));
    moves
}

fn taken(step: &StepKind, done: bool, window: &[Line], moves: &mut Vec<Move>) {
    match step {
        StepKind::Wait(time) | StepKind::Receive(Receive::NoneFor(time)) => moves.push(Move::Silent(*time)),
        StepKind::Leave if done => moves.push(Move::Left),
        StepKind::Resume if done => moves.push(Move::CameBack),
        StepKind::StartNew if done => moves.push(Move::BeganAnew),
        StepKind::End if done => moves.push(Move::Ended),
        _ => {}
    }
    for line in window {
        if line.speaker != Speaker::Customer {
            moves.push(Move::Heard(line.clone()));
            continue;
        }
        moves.push(match step {
            StepKind::Choose(_) => Move::Chose(line.text.to_string()),
            StepKind::Attach(file) => sent(file),
            StepKind::Say(say) => {
                let attributes = say.attributes.iter().map(|(name, value)| (name.clone(), value.value.clone()));
                Move::Said { text: line.text.to_string(), attributes: attributes.collect() }
            }
            _ => Move::Said { text: line.text.to_string(), attributes: IndexMap::new() },
        });
    }
}

fn sent(file: &Attachment) -> Move {
    Move::Sent { ending: ending(&file.file.value), media_type: file.media_type.clone() }
}

/// The ending of a file's name, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// The moves of messages as an org keeps them, with the transcript that they make. Messages of people are no flow's, and what the customer
/// says after the flow's end no flow hears.
pub fn moves_of_messages(messages: &[MessageData], flow_ended: Option<Timestamp>) -> (Vec<Move>, Vec<Line>) {
    let at = |message: &MessageData| message.timestamp.parse::<Timestamp>().ok();
    let mut ordered: Vec<&MessageData> = messages.iter().collect();
    ordered.sort_by_key(|message| at(message));
    let (mut moves, mut lines) = (Vec::new(), Vec::new());
    for data in ordered {
        let Some(message) = data.normalized_message.as_ref().filter(|message| message.kind != MessageKind::Event)
        else {
            continue;
        };
        let inbound = message.direction == Some(Direction::Inbound) || data.direction.as_deref() == Some("inbound");
        if !inbound {
            if message.originating_entity.as_deref() == Some("Human") {
                break;
            }
            let line = line_of(message);
            lines.push(line.clone());
            moves.push(Move::Heard(line));
            continue;
        }
        let late = |end: Timestamp| at(data).is_some_and(|at| at.duration_since(end) > CLOCKS_DIFFER);
        if flow_ended.is_some_and(late) {
            break;
        }
        let (one, text) = inbound_move(message);
        lines.push(Line { speaker: Speaker::Customer, text: text.as_str().into(), choices: Vec::new() });
        moves.push(one);
    }
    (moves, lines)
}

fn inbound_move(message: &Message) -> (Move, String) {
    if let Some(picked) = message.content.iter().find_map(|content| content.button_response.as_ref()) {
        return (Move::Chose(picked.text.clone()), picked.text.clone());
    }
    if let Some(file) = message.content.iter().find_map(|content| content.attachment.as_ref()) {
        let name = file.filename.clone().unwrap_or_default();
        let known = ending(&name);
        let of_type = || file.mime.as_deref().and_then(|mime| mime.rsplit_once('/')).map(|(_, kind)| kind.to_owned());
        let ending = if known.is_empty() { of_type().unwrap_or_default() } else { known };
        return (Move::Sent { ending, media_type: None }, name);
    }
    let text = message.text.clone().unwrap_or_default();
    let attributes = message.channel.as_ref().and_then(|channel| channel.metadata.as_ref());
    let attributes = attributes.map(|metadata| metadata.custom_attributes.clone()).unwrap_or_default();
    (Move::Said { text: text.clone(), attributes }, text)
}

/// Whether the customer does something in it that the flow hears.
pub(super) fn is_heard_by_flow(one: &Move) -> bool {
    matches!(one, Move::Said { .. } | Move::Chose(_) | Move::Sent { .. })
}

/// The words by which the flow hears it.
pub(super) fn words(one: &Move) -> &str {
    match one {
        Move::Said { text, .. } => text,
        Move::Chose(label) => label,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(at: &str, body: serde_json::Value) -> MessageData {
        let message = serde_json::from_value(body).unwrap();
        MessageData { id: at.into(), timestamp: at.into(), normalized_message: Some(message), ..MessageData::default() }
    }

    #[test]
    fn messages_become_moves_in_the_order_of_their_times() {
        let picked = json!([{ "contentType": "ButtonResponse", "buttonResponse": { "type": "Button", "text": "Yes", "payload": "y" } }]);
        let file =
            json!([{ "contentType": "Attachment", "attachment": { "mediaType": "Image", "filename": "My Face.PNG" } }]);
        let messages = [
            message(
                "2026-01-05T15:00:01Z",
                json!({ "type": "Text", "direction": "Outbound", "text": "Hello", "originatingEntity": "Bot" }),
            ),
            message("2026-01-05T15:00:00.5Z", json!({ "type": "Text", "direction": "Inbound", "text": "Hi" })),
            message(
                "2026-01-05T15:00:02Z",
                json!({ "type": "Structured", "direction": "Inbound", "text": "Yes", "content": picked }),
            ),
            message("2026-01-05T15:00:03Z", json!({ "type": "Event", "direction": "Inbound" })),
            message(
                "2026-01-05T15:00:04Z",
                json!({ "type": "Structured", "direction": "Inbound", "text": "", "content": file }),
            ),
            message("2026-01-05T15:00:20Z", json!({ "type": "Text", "direction": "Inbound", "text": "to the agent" })),
        ];
        let (moves, lines) = moves_of_messages(&messages, Some("2026-01-05T15:00:05Z".parse().unwrap()));
        assert_eq!(lines.iter().map(|line| &*line.text).collect::<Vec<_>>(), ["Hi", "Hello", "Yes", "My Face.PNG"]);
        assert_eq!(moves[0], Move::Said { text: "Hi".into(), attributes: IndexMap::new() });
        assert_eq!(moves[2], Move::Chose("Yes".into()));
        assert_eq!(moves[3], Move::Sent { ending: "png".into(), media_type: None });
        assert_eq!(moves.len(), 4);
    }

    #[test]
    fn what_a_person_says_is_no_flows() {
        let messages = [
            message("2026-01-05T15:00:00Z", json!({ "type": "Text", "direction": "Inbound", "text": "Hi" })),
            message(
                "2026-01-05T15:00:01Z",
                json!({ "type": "Text", "direction": "Outbound", "text": "I am Bob", "originatingEntity": "Human" }),
            ),
            message("2026-01-05T15:00:02Z", json!({ "type": "Text", "direction": "Inbound", "text": "Hi Bob" })),
        ];
        assert_eq!(moves_of_messages(&messages, None).1.len(), 1);
    }
}
