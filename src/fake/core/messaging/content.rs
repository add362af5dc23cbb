//! A line that a flow says, as the message that a guest gets. Must not know sessions.

use crate::trace::{Choice, ChoiceKind, Line};
use crate::wire::guest::{
    Card, CardAction, Channel, Content, Direction, ListItem, ListPicker, ListSection, Message, MessageKind, QuickReply,
    ReplyMessage,
};

/// The message of a line. What flows and bots say comes from a `Bot` (facts: genesys-api.md 4.3, inferred there).
pub fn outbound(line: &Line, id: &str, time: String) -> Message {
    let content = content(&line.choices, &line.text);
    Message {
        id: Some(id.to_owned()),
        kind: if content.is_empty() { MessageKind::Text } else { MessageKind::Structured },
        text: Some(line.text.to_string()),
        direction: Some(Direction::Outbound),
        originating_entity: Some("Bot".to_owned()),
        channel: Some(channel(id, time)),
        content,
        ..Message::default()
    }
}

/// The channel of a message that goes to a guest.
pub fn channel(id: &str, time: String) -> Channel {
    Channel { time: Some(time), kind: Some("Private".to_owned()), message_id: Some(id.to_owned()), metadata: None }
}

/// The choices of a line: a quick reply each, one carousel of cards, one list. They come in the order quick replies, cards, list.
fn content(choices: &[Choice], text: &str) -> Vec<Content> {
    let of = |kind: ChoiceKind| choices.iter().filter(move |choice| choice.kind == kind);
    let mut content: Vec<Content> = of(ChoiceKind::QuickReply).map(quick_reply).collect();
    let cards: Vec<Card> = of(ChoiceKind::Card).map(card).collect();
    if !cards.is_empty() {
        content.push(Content::carousel(cards));
    }
    let items: Vec<ListItem> = of(ChoiceKind::ListItem).map(item).collect();
    if !items.is_empty() {
        let words = ReplyMessage { title: Some(text.to_owned()), subtitle: None };
        let section = ListSection { title: text.to_owned(), multiple_selection: false, items };
        let list = ListPicker { sections: vec![section], received_message: words.clone(), reply_message: words };
        content.push(Content::list_picker(list));
    }
    content
}

fn quick_reply(choice: &Choice) -> Content {
    Content::quick_reply(QuickReply {
        text: choice.label.to_string(),
        payload: choice.payload.to_string(),
        action: Some("Message".to_owned()),
    })
}

fn card(choice: &Choice) -> Card {
    let action = CardAction {
        kind: "Postback".to_owned(),
        text: Some(choice.label.to_string()),
        payload: Some(choice.payload.to_string()),
        url: None,
    };
    Card { title: choice.label.to_string(), actions: vec![action], ..Card::default() }
}

fn item(choice: &Choice) -> ListItem {
    ListItem { id: choice.payload.to_string(), title: choice.label.to_string(), subtitle: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Speaker;

    fn line(kinds: &[ChoiceKind]) -> Line {
        let choice = |kind: &ChoiceKind| Choice { kind: *kind, label: "Yes".into(), payload: "YES".into() };
        Line { speaker: Speaker::Bot, text: "Sure?".into(), choices: kinds.iter().map(choice).collect() }
    }

    #[test]
    fn a_line_without_choices_is_a_text() {
        let message = outbound(&line(&[]), "m-1", "2026-01-05T15:00:00Z".to_owned());
        assert_eq!((message.kind, message.text.as_deref()), (MessageKind::Text, Some("Sure?")));
        assert!(message.content.is_empty());
    }

    #[test]
    fn choices_are_content_of_their_kind() {
        let kinds = [ChoiceKind::ListItem, ChoiceKind::QuickReply, ChoiceKind::Card, ChoiceKind::Card];
        let message = outbound(&line(&kinds), "m-1", String::new());
        let types: Vec<&str> = message.content.iter().map(|one| one.content_type.as_str()).collect();
        assert_eq!(types, ["QuickReply", "Carousel", "ListPicker"]);
        assert_eq!(message.content[1].carousel.as_ref().unwrap().cards.len(), 2);
        assert_eq!(message.content[2].list_picker.as_ref().unwrap().sections[0].items[0].id, "YES");
        assert_eq!(message.kind, MessageKind::Structured);
    }
}
