//! A chat as a scenario: what was held, as the recorder takes it. Must not know how the recorder writes, or where the file goes.

use indexmap::IndexMap;

use super::act::Act;
use super::conversation::Conversation;
use super::talk::Setting;
use crate::evidence::observe::{calls, written};
use crate::evidence::{Evidence, Origin, Part};
use crate::flow::host::HeardAs;
use crate::flow::understanding::{Heard, Hears, Understanding};
use crate::record::{Move, Recorded, Recording, Rules, scenario as recording};
use crate::trace::Speaker;

/// The scenario; none before anything was said or done.
pub(super) fn scenario(setting: &Setting, conversation: &Conversation) -> Option<Recording> {
    let first = conversation.turns().first()?;
    let session = conversation.session()?;
    let outcome = session.outcome();
    let path = outcome.trace.taken;
    let evidence = Evidence {
        set: Part::seen(written(&path), Origin::ExecutionData),
        calls: Part::seen(calls(&path), Origin::ExecutionData),
        transcript: Part::seen(outcome.transcript, Origin::Guest),
        ending: Part::seen(outcome.ending, Origin::ExecutionData),
        path: Part::seen(path, Origin::ExecutionData),
        conversation_id: Some(session.conversation_id().to_string()),
        ..Evidence::default()
    };
    // What a person typed here is nobody's secret, and the words decide the way.
    let rules = Rules { as_it_was: true, ..Rules::default() };
    Some(recording(&Recorded {
        title: title(setting, conversation),
        flow: setting.flow.clone(),
        program: &setting.program,
        world: &setting.project_world,
        evidence: &evidence,
        started: Some(conversation.now),
        joined: first.act == Act::Join,
        customer: None,
        attributes: first.brought(),
        moves: moves(conversation),
        meanings: meanings(session.heard()),
        silences_known: true,
        own: Vec::new(),
        rules: &rules,
        unknown: Vec::new(),
    }))
}

/// What the customer said first tells chats apart best.
fn title(setting: &Setting, conversation: &Conversation) -> String {
    let said = conversation.turns().iter().find_map(|turn| turn.act.words());
    said.map_or_else(|| format!("Tried with {}", setting.flow), |text| format!("Tried: {text}"))
}

fn moves(conversation: &Conversation) -> Vec<Move> {
    let mut moves = Vec::new();
    let mut told = 0;
    for (at, turn) in conversation.turns().iter().enumerate() {
        moves.extend(turn.act.as_move(at == 0));
        let lines = turn.session.lines_from(told);
        told += lines.len();
        moves.extend(lines.iter().filter(|line| line.speaker != Speaker::Customer).cloned().map(Move::Heard));
    }
    moves
}

fn meanings(heard: &[HeardAs]) -> IndexMap<std::sync::Arc<str>, Understanding> {
    let mut all: IndexMap<_, Understanding> = IndexMap::new();
    for one in heard {
        let table = all.entry(one.bot.clone()).or_default();
        if table.of(&one.text).is_none() {
            table.rows.push(Heard { hears: Some(Hears::Is(one.text.clone())), meaning: one.meaning.clone() });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::flow::understanding::Meaning;

    #[test]
    fn each_text_that_a_stub_decided_is_a_row_once() {
        let one =
            |text: &str, intent: &str| HeardAs { bot: "B".into(), text: text.into(), meaning: Meaning::intent(intent) };
        let all = meanings(&[one("Hi", "Greet"), one("hi", "Greet"), one("Bye", "Part")]);
        assert_eq!(all[&Arc::from("B")].rows.len(), 2);
    }
}
