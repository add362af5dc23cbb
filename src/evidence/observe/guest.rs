//! Messages that a guest got, as lines of the transcript. A guest is not told whether flow or bot speaks: the path tells afterwards.

use std::sync::Arc;

use crate::trace::{Called, Choice, ChoiceKind, Line, Speaker, Taken};
use crate::wire::guest::{CardAction, Content, Message};

/// A message as a line.
pub fn line_of(message: &Message) -> Line {
    let choices = message.content.iter().flat_map(choices).collect();
    Line { speaker: Speaker::Flow, text: message.text.as_deref().unwrap_or_default().into(), choices }
}

fn choices(content: &Content) -> Vec<Choice> {
    let choice = |kind, label: &str, payload: &str| Choice { kind, label: label.into(), payload: payload.into() };
    let mut found = Vec::new();
    if let Some(reply) = &content.quick_reply {
        found.push(choice(ChoiceKind::QuickReply, &reply.text, &reply.payload));
    }
    let cards = content.carousel.iter().flat_map(|carousel| &carousel.cards).chain(&content.card);
    let buttons = cards.flat_map(|card| &card.actions);
    // A link leads away from the conversation: it is no answer.
    let answers = buttons.filter(|button: &&CardAction| button.kind != "Link");
    found.extend(answers.map(|button| {
        let label = button.text.as_deref().unwrap_or_default();
        choice(ChoiceKind::Card, label, button.payload.as_deref().unwrap_or(label))
    }));
    let items = content.list_picker.iter().flat_map(|list| &list.sections).flat_map(|section| &section.items);
    found.extend(items.map(|item| choice(ChoiceKind::ListItem, &item.title, &item.id)));
    let times = content.date_picker.iter().flat_map(|picker| &picker.available_times);
    found.extend(times.map(|time| choice(ChoiceKind::Date, &time.date_time, &time.date_time)));
    found
}

/// Tells which lines a bot said, from the path: all, where a bot runs alone; else those that no action of the flow itself sent, where the flow
/// called a bot at all.
pub fn speakers(lines: &mut [Line], path: &[Taken], alone: bool) {
    if alone {
        let others = lines.iter_mut().filter(|line| line.speaker != Speaker::Customer);
        return others.for_each(|line| line.speaker = Speaker::Bot);
    }
    let bots = |taken: &Taken| taken.called.as_ref().is_some_and(|called| &*called.category == Called::BOTS);
    let Some(own) = path.first().map(|taken| Arc::clone(&taken.id.flow)) else { return };
    if !path.iter().any(bots) {
        return;
    }
    let mut sent = path
        .iter()
        .filter(|taken| taken.id.flow == own && !bots(taken))
        .flat_map(|taken| taken.inputs.iter().filter(|(name, _)| &**name == "text"))
        .map(|(_, text)| text.as_str())
        .peekable();
    for line in lines.iter_mut().filter(|line| line.speaker != Speaker::Customer) {
        match sent.peek() {
            Some(text) if **text == *line.text => {
                sent.next();
                line.speaker = Speaker::Flow;
            }
            _ => line.speaker = Speaker::Bot,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_answer_that_is_offered_is_a_choice() {
        let message: Message = serde_json::from_value(json!({ "type": "Structured", "text": "Which?", "content": [
            { "contentType": "QuickReply", "quickReply": { "text": "Yes", "payload": "Y" } },
            { "contentType": "Carousel", "carousel": { "cards": [{ "title": "c", "actions": [
                { "type": "Postback", "text": "Take", "payload": "T" }, { "type": "Link", "text": "Site", "url": "u" }] }] } },
            { "contentType": "ListPicker", "listPicker": { "sections": [{ "title": "s", "items": [{ "id": "1", "title": "One" }] }] } },
            { "contentType": "DatePicker", "datePicker": { "availableTimes": [{ "dateTime": "2026-01-05T15:00Z", "duration": 60 }] } }
        ] }))
        .unwrap();
        let line = line_of(&message);
        assert_eq!(line.labels().collect::<Vec<_>>(), ["Yes", "Take", "One", "2026-01-05T15:00Z"]);
        let payloads: Vec<&str> = line.choices.iter().map(|choice| &*choice.payload).collect();
        assert_eq!(payloads, ["Y", "T", "1", "2026-01-05T15:00Z"]);
    }
}
